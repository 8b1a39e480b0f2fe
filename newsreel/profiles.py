"""Delivery profiles: what each platform asks of a file, kept as dated data in `assets/profiles/`."""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from newsreel.documents import Box, Size
from newsreel.errors import BadSettings
from newsreel.premises import assets
from newsreel.timing import rate

FIELDS = {
    "picture": ("size", "rate", "codec", "quality", "keyframes", "ceiling"),
    "sound": ("loudness",),
    "limits": ("seconds", "megabytes", "title", "tags"),
    "safe": ("core",),
    "covers": ("sizes",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one place of delivery asks for."""

    name: str
    title: str
    checked_on: str
    source: str
    size: Size
    rate: Fraction
    codec: str
    quality: int
    keyframes: int  # milliseconds
    ceiling: int  # kilobits a second; 0: none
    loudness: str
    shortest: int  # milliseconds
    longest: int
    megabytes: int
    title_limit: int
    tags: int
    core: Box
    covers: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One field of a profile held against a finished file."""

    field: str
    wanted: str
    found: str
    passed: bool


def names() -> tuple[str, ...]:
    """The profiles there are."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


@cache
def profile(name: str) -> Profile:
    """The profile of that name."""
    if name not in names():
        raise BadSettings(f"No delivery profile is called '{name[:40]}'; there are {', '.join(names())}.")
    file = _folder() / f"{name}.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    _check(table, file)
    picture, limits = table["picture"], table["limits"]
    return Profile(
        name=name,
        title=table["title"],
        checked_on=table["checked_on"],
        source=table["source"],
        size=_size(picture["size"]),
        rate=rate(picture["rate"]),
        codec=picture["codec"],
        quality=picture["quality"],
        keyframes=picture["keyframes"],
        ceiling=picture["ceiling"],
        loudness=table["sound"]["loudness"],
        shortest=limits["seconds"][0] * 1000,
        longest=limits["seconds"][1] * 1000,
        megabytes=limits["megabytes"],
        title_limit=limits["title"],
        tags=limits["tags"],
        core=Box(**dict(zip(("x", "y", "width", "height"), table["safe"]["core"], strict=True))),
        covers=tuple(_size(pair) for pair in table["covers"]["sizes"]),
    )


def verdicts(
    wanted: Profile, *, size: Size, fps: Fraction, length: int, bytes_: int, title: str
) -> tuple[Verdict, ...]:
    """A finished file held against a profile, field by field."""
    megabytes = -(-bytes_ // 1_000_000)
    return (
        _verdict("size", f"{wanted.size.width}x{wanted.size.height}", f"{size.width}x{size.height}"),
        _verdict("frame rate", str(wanted.rate), str(fps)),
        _within("seconds", wanted.shortest // 1000, length / 1000, wanted.longest // 1000),
        _within("megabytes", 0, megabytes, wanted.megabytes),
        _within("title", 1, len(title), wanted.title_limit),
    )


def _verdict(field: str, wanted: str, found: str) -> Verdict:
    return Verdict(field, wanted, found, wanted == found)


def _within(field: str, least: int, found: float, most: int) -> Verdict:
    return Verdict(field, f"{least} to {most}", f"{found:g}", least <= found <= most)


def _check(table: dict[str, Any], file: Path) -> None:
    for field in ("title", "checked_on", "source"):
        if not isinstance(table.get(field), str):
            raise BadSettings(f"The delivery profile {file.name} lacks '{field}'.")
    for part, fields in FIELDS.items():
        for field in fields:
            if field not in table.get(part, {}):
                raise BadSettings(f"The delivery profile {file.name} lacks '{field}' in [{part}].")


def _size(pair: list[int]) -> Size:
    return Size(width=pair[0], height=pair[1])


def _folder() -> Path:
    return assets() / "profiles"
