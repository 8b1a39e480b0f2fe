"""The reel: segments joined, sound and captions beside them, labelled, checked and covered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from newsreel.bench import Bench
from newsreel.documents import Clip, Cut, Reel, Segment, Size, Track
from newsreel.errors import CheckFailed
from newsreel.forms import digest
from newsreel.media.picture import cover
from newsreel.media.print import Line, inspect, join
from newsreel.media.sketch import check_film
from newsreel.timing import ms_of

LANGUAGES = {"zh": "zho", "en": "eng"}
PRODUCER = "newsreel"
SETTLED = 1500  # milliseconds into the first scene: its layers have come on, and the cover is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All that the reel of one size is made from."""

    slug: str
    language: str
    size: Size
    rate: Fraction
    segments: tuple[Segment, ...]
    track: Track | None
    opening: Clip
    lines: tuple[tuple[int, int, str], ...]  # soft captions


def parts(slug: str, language: str, cut: Cut, segments: Sequence[Segment], track: Track | None) -> Parts:
    """What the reel of a cut is made from."""
    return Parts(
        slug=slug,
        language=language,
        size=cut.size,
        rate=cut.rate,
        segments=tuple(segments),
        track=track,
        opening=cut.clips[0],
        lines=tuple(soft_captions(cut)),
    )


def soft_captions(cut: Cut) -> list[tuple[int, int, str]]:
    """Every caption of a cut as (start, end, text), in milliseconds of the reel."""
    lines, done = [], 0
    for clip in cut.clips:
        offset = ms_of(done, cut.rate)
        lines += [(offset + c.start, offset + c.end, "\n".join(c.lines)) for c in clip.captions]
        done += clip.frames
    return lines


def develop(made: Parts, bench: Bench) -> Reel:
    """Join, mux, check, and take the cover."""
    frames = sum(segment.frames for segment in made.segments)
    with bench.scratch() as place:
        out = place / "reel.mp4"
        sound = bench.path(made.track.sound) if made.track else None
        written = join(
            [bench.path(segment.video) for segment in made.segments],
            sound,
            [Line(start, end, text) for start, end, text in made.lines],
            out,
            rate=made.rate,
            language=LANGUAGES.get(made.language, "und"),
            tags={"AIGC": aigc(made)},
        )
        if written != frames:
            raise CheckFailed(f"The reel has {written} frames where {frames} were cut; clean the cache and run again.")
        check_film([bench.read(segment.sketches) for segment in made.segments], made.rate)
        inspect(out, made.size, made.rate, frames, with_sound=made.track is not None)
        length = ms_of(frames, made.rate)
        video = bench.keep_file(out, "video/mp4", width=made.size.width, height=made.size.height, length=length)
    at = min(int(SETTLED * made.rate / 1000), made.opening.frames - 1)
    picture = bench.keep(
        cover(made.opening, at, bench.store), "image/jpeg", width=made.size.width, height=made.size.height
    )
    return Reel(size=made.size, video=video, cover=picture, length=length, frames=frames, track=made.track)


def aigc(made: Parts) -> str:
    """The implicit label that Chinese law asks for: who made it, under which number; seven fields, printable ASCII."""
    number = digest(made.slug, made)[:32]
    record = {
        "Label": "1",
        "ContentProducer": PRODUCER,
        "ProduceID": number,
        "ReservedCode1": "",
        "ContentPropagator": PRODUCER,
        "PropagateID": number,
        "ReservedCode2": "",
    }
    return json.dumps(record, separators=(",", ":"))
