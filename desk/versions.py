"""The versions of one article that are asked for: by size, or by the place each is delivered to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.asking import size_name
from newsreel.documents import Assignment, Encoding, Finding, Reel, Size
from newsreel.errors import BadSettings
from newsreel.profiles import Profile, profile, verdicts

if TYPE_CHECKING:
    from stages.run import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One assignment to be run: what was asked for, or what a delivery profile makes of it."""

    job: Assignment
    profile: Profile | None = None
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One finished film and its name in the output folder."""

    file: str
    cover: str
    size: Size
    reel: Reel
    version: Version


def versions(job: Assignment, profiles: Sequence[str], codec: str = "h264", hardware: str = "none") -> list[Version]:
    """The assignments to be run, one for each profile; without any, the one that was asked for."""
    if not profiles:
        encoding, notes = _encoding(Encoding(), codec, hardware)
        return [Version(job=replace(job, encoding=encoding), notes=notes)]
    return [_delivered(job, profile(name), codec, hardware) for name in dict.fromkeys(profiles)]


def outputs(version: Version, result: "Result") -> list[Output]:
    """The films of a version, by name."""
    slug = version.job.article.slug
    found = []
    for size, reel in result.reels.items():
        name = version.profile.name if version.profile else size_name(size)
        found.append(
            Output(file=f"{slug}-{name}.mp4", cover=f"cover-{name}.jpg", size=size, reel=reel, version=version)
        )
    return found


def judged(output: Output, bytes_: int, title: str) -> tuple[Finding, ...]:
    """Where a finished film is not what its place of delivery takes."""
    wanted = output.version.profile
    if wanted is None:
        return ()
    made = verdicts(
        wanted, size=output.size, fps=output.version.job.rate, length=output.reel.length, bytes_=bytes_, title=title
    )
    return tuple(
        Finding(
            rule="D1",
            message=f"{wanted.title} takes {one.field} of {one.wanted}, {output.file} has {one.found}.",
        )
        for one in made
        if not one.passed
    )


def _delivered(job: Assignment, wanted: Profile, codec: str, hardware: str) -> Version:
    if job.length > wanted.longest:
        raise BadSettings(
            f"{wanted.title} takes at most {wanted.longest // 1000} s; ask for a shorter reel with --length."
        )
    plain = Encoding(quality=wanted.quality, keyframes=wanted.keyframes, ceiling=wanted.ceiling)
    encoding, notes = _encoding(plain, codec if codec != "h264" else wanted.codec, hardware)
    made = replace(job, sizes=(wanted.size,), rate=wanted.rate, loudness=wanted.loudness, encoding=encoding)
    return Version(job=made, profile=wanted, notes=notes)


def _encoding(plain: Encoding, codec: str, hardware: str) -> tuple[Encoding, tuple[Finding, ...]]:
    """An encoding resolved to an encoder of this machine."""
    if (codec, hardware) == ("h264", "none"):
        return plain, ()
    from newsreel.media.encoders import choose

    encoder, said = choose(codec, hardware)
    return replace(plain, encoder=encoder), (Finding(rule="encoder", message=said),) if said else ()
