"""What may be asked for on the command line or in a storyboard file: sizes, lengths, rates, music, voices."""

import re
from fractions import Fraction
from pathlib import Path
from typing import get_args

from newsreel.documents import Crew, Mood, Size
from newsreel.errors import BadSettings
from newsreel.hiring import on_the_books
from newsreel.store import Store
from newsreel.timing import rate

SHAPES = {"9:16": (1080, 1920), "16:9": (1920, 1080), "1:1": (1080, 1080)}
SHORTEST, LONGEST = 15_000, 180_000  # milliseconds
SMALLEST, LARGEST = 240, 4096  # pixels
LARGEST_MUSIC = 200_000_000  # bytes
MOODS: tuple[str, ...] = get_args(Mood)


def size(text: str) -> Size:
    """A frame: `9:16`, `16:9`, `1:1`, or pixels such as `720x1280`."""
    if text in SHAPES:
        width, height = SHAPES[text]
        return Size(width=width, height=height)
    match = re.fullmatch(r"(\d{3,4})[xX×](\d{3,4})", text)
    if match is None:
        raise BadSettings(f"The size '{shown(text)}' means nothing; write 9:16, 16:9, 1:1 or pixels such as 720x1280.")
    width, height = int(match[1]), int(match[2])
    if width % 2 or height % 2 or not all(SMALLEST <= side <= LARGEST for side in (width, height)):
        raise BadSettings(f"The size {text} cannot be filmed; both sides must be even, from {SMALLEST} to {LARGEST}.")
    return Size(width=width, height=height)


def size_name(frame: Size) -> str:
    """How a size is called in file names: `9x16`, or its pixels."""
    for name, pixels in SHAPES.items():
        if pixels == (frame.width, frame.height):
            return name.replace(":", "x")
    return f"{frame.width}x{frame.height}"


def length(text: str) -> int:
    """How long a reel may be, in milliseconds: `60`, `60s`, `1m30s`."""
    match = re.fullmatch(r"(?:(\d{1,2})m)?(?:(\d{1,3})s?)?", text.strip().lower())
    if not text.strip() or match is None:
        raise BadSettings(f"The length '{shown(text)}' means nothing; write seconds, such as 60, 90s or 1m30s.")
    ms = (int(match[1] or 0) * 60 + int(match[2] or 0)) * 1000
    if not SHORTEST <= ms <= LONGEST:
        raise BadSettings(f"A reel lasts from {SHORTEST // 1000} to {LONGEST // 1000} seconds, not {ms // 1000}.")
    return ms


def frame_rate(text: str) -> Fraction:
    """Frames a second: `25`, `29.97`, `30000/1001`."""
    try:
        return rate(text)
    except (ValueError, ZeroDivisionError):
        raise BadSettings(
            f"The frame rate '{shown(text)}' means nothing; write one from 1 to 120, such as 30."
        ) from None


def music(text: str, store: Store, beside: Path = Path()) -> str:
    """A mood, `auto`, `none`, or a file of one's own, which goes into the store."""
    if text in (*MOODS, "auto", "none"):
        return text
    path = beside / text
    if not path.is_file():
        raise BadSettings(
            f"There is no music '{shown(text)}'; write {', '.join(MOODS)}, auto, none, or name a sound file."
        )
    if path.stat().st_size > LARGEST_MUSIC:
        raise BadSettings(
            f"The music {shown(text)} is larger than {LARGEST_MUSIC // 1_000_000} MB; take a shorter piece."
        )
    return f"file:{store.put_file(path)}"


def voice(text: str) -> tuple[Crew, str]:
    """Who speaks: a voice of the default crew member, or `member:voice`."""
    member, _, rest = text.partition(":")
    if text and member in on_the_books("voice"):
        return Crew(voice=member), rest
    return Crew(), text


def shown(text: str) -> str:
    """A text fit for a terminal, and not without end."""
    clean = escaped(text)
    return clean if len(clean) <= 120 else clean[:119] + "…"


def escaped(text: str) -> str:
    """A text on one line with its control characters written out."""
    flat = " ".join(text.split())
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in flat)
