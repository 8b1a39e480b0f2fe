"""Footage: films from outside, surveyed before they are taken in, and their frames and sound when the reel wants them.

No byte of a film is decoded in this process: the decoder does that in one of its own, and what it answers is checked.
"""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsreel.documents import Box, Focus, Footage
from newsreel.errors import MediaFailed, NewsreelError, Refused
from newsreel.media.confinement import Decoder, Gone, open_film
from newsreel.media.decoder import FASTEST, LONGEST, SIDE, SOUND_RATE, TROUBLES
from newsreel.media.planes import Planes

LARGEST = 2_000_000_000  # bytes
KINDS = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
}
MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
STILLS = (b"heic", b"heix", b"mif1", b"avif", b"avis", b"msf1")  # pictures that come in the same boxes
PATIENCE = 60  # seconds the decoder may be silent
CPU_OF_FRAMES = 1200  # seconds of work for one scene at most
WRONG = "The film {name} is not one we can use; save it as MP4 (H.264) and add it again."
SENTENCES = {
    "damaged": "The film {name} is damaged {at}; copy it again from where it came, or export it anew.",
    "cut short": "The film {name} is cut short{there}; copy it again from where it came.",
    "no picture": "The film {name} has no moving picture in it; give another, or use it as sound.",
    "codec": "The film {name} is of a kind we do not take; save it as MP4 (H.264) and add it again.",
    "too large": "The film {name} is {one} by {two} pixels; make it 4096 by 4096 or smaller.",
    "too long": "The film {name} is longer than 30 minutes; cut out the part that is wanted.",
    "too fast": "The film {name} has {one} frames a second; save it with 120 or fewer.",
    "other size": "The film {name} has frames of another size than it says; export it anew in one size.",
    "heavy": "The film {name} takes too much memory to read; save it as MP4 (H.264) in a smaller size.",
}
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in a film, as it was found by decoding it."""

    kind: str  # media type
    width: int  # as it is seen: upright, with square pixels
    height: int
    length: int  # milliseconds of picture
    frames: int
    rate: Fraction
    sound: bool


def survey(path: Path, name: str = "") -> Survey:
    """Decode a whole film from outside and say what is in it, or why it cannot be used."""
    shown = _shown(name or path.name)
    form, kind, size = sniff(path, shown)
    cpu = min(1200, 120 + 4 * size // 1_000_000)
    try:
        decoder = Decoder("survey", path, {"format": form, "cpu": cpu, "threads": 2}, patience=4 * cpu)
        found = _answer(decoder, shown)
        return Survey(kind=kind, **_checked(found))
    except Gone as gone:
        raise Refused(f"The film {shown} cannot be read ({gone}); save it as MP4 (H.264) and add it again.") from None
    except (OSError, ValueError, TypeError, KeyError):
        raise Refused(WRONG.format(name=shown)) from None


def sniff(path: Path, shown: str) -> tuple[str, str, int]:
    """What a file is by its first bytes, whatever its name says: the demuxer, the media type and the size."""
    try:
        with open_film(path) as film:
            head, size = film.read(64), film.seek(0, 2)
    except OSError:
        raise Refused(f"The film {shown} cannot be read; check that it is a file and may be opened.") from None
    if not size:
        raise Refused(f"The film {shown} is empty; copy it again from where it came.")
    if size > LARGEST:
        raise Refused(f"The film {shown} is larger than 2 GB; cut out the part that is wanted.")
    if head[:4] == b"\x1aE\xdf\xa3":
        for doctype, kind in ((b"webm", "video/webm"), (b"matroska", "video/x-matroska")):
            if doctype in head:
                return "matroska", kind, size
    if head[4:8] in MP4_BOXES and head[8:12] not in STILLS:
        return "mov", "video/quicktime" if head[8:12] == b"qt  " or head[4:8] != b"ftyp" else "video/mp4", size
    raise Refused(f"The file {shown} is not an MP4, MOV, WebM or MKV film; save it as MP4 (H.264) and add it again.")


def _shown(name: str) -> str:
    """A file's name as it may stand in a sentence."""
    clean = "".join(sign if sign.isprintable() else "?" for sign in name)
    return clean if len(clean) <= 60 else clean[:57] + "..."


def _answer(decoder: Decoder, shown: str) -> Any:
    what, figures = decoder.head()
    if what == b"J" and figures[0] <= 4096:
        text = bytearray(figures[0])
        decoder.fill(memoryview(text))
        decoder.close()
        return json.loads(text)
    decoder.close()
    raise _trouble(what, figures, shown, Refused)


def _trouble(what: bytes, figures: tuple[int, int, int], shown: str, kind: type[NewsreelError]) -> NewsreelError:
    """The sentence for a trouble the decoder named by its number."""
    number, one, two = figures
    word = TROUBLES[number] if what == b"!" and number < len(TROUBLES) else "codec"
    at = f"at {one / 1000:.1f} s" if one else "at its beginning"
    there = f" ({one / 1000:.1f} s of {two / 1000:.1f} s are there)" if two else ""
    return kind(SENTENCES[word].format(name=shown, one=one, two=two, at=at, there=there))


def _checked(found: Any) -> dict[str, Any]:
    """The figures of a survey, believed only within limits."""
    rate = Fraction(found["rate"])
    limits = {"width": SIDE * 8, "height": SIDE * 8, "length": LONGEST * 1000, "frames": LONGEST * FASTEST * 2}
    figures = {name: found[name] for name in limits}
    if any(type(value) is not int or not 0 < value <= limits[name] for name, value in figures.items()):
        raise ValueError("figures out of bounds")
    if not 0 < rate <= 2 * FASTEST or type(found["sound"]) is not bool:
        raise ValueError("figures out of bounds")
    return figures | {"rate": rate, "sound": found["sound"]}


class Running:
    """The frames of a film as a window of the reel shows them, one after the other; going back starts it again."""

    def __init__(self, path: Path, shown: str, box: Box, focus: Focus, start: int, rate: Fraction) -> None:
        self._path, self._shown = path, shown
        self._shape = (_even(box.width), _even(box.height))
        self._asked = {
            "format": sniff(path, shown)[0],
            "cpu": CPU_OF_FRAMES,
            "width": self._shape[0],
            "height": self._shape[1],
            "x": focus.x,
            "y": focus.y,
            "start": start,
            "rate": str(rate),
        }
        self._decoder: Decoder | None = None
        self._starts = count()
        self._take = (0, 0)  # which start of the decoder, and which of its frames: equal takes are equal pictures
        self._at = -1
        self._over = False
        self._buffer = bytearray()
        self.planes: Planes | None = None

    def advance(self, n: int) -> tuple[int, int]:
        """Bring the planes to frame n; says which picture that is."""
        if self._decoder is None or n < self._at:
            self._begin(n)
        while self._at < n and not self._over:
            self._next()
        self._at = max(self._at, n)
        return self._take

    def _begin(self, n: int) -> None:
        if self._decoder:
            self._decoder.close()
        try:
            self._decoder = Decoder("frames", self._path, self._asked | {"first": n}, patience=PATIENCE)
        except OSError as error:
            raise MediaFailed(f"The film {self._shown} cannot be opened ({error.strerror}); run again.") from None
        self._take, self._at, self._over = (next(self._starts), 0), n - 1, False
        self.planes = None

    def _next(self) -> None:
        assert self._decoder
        try:
            what, figures = self._decoder.head()
            if what == b"F":
                self._room(figures)
                self._decoder.fill(memoryview(self._buffer))
                self._take = (self._take[0], self._take[1] + 1)
            elif what == b"." and self.planes is not None:
                self._over = True
                return
            elif what != b"=" or self.planes is None:
                raise _trouble(what, figures, self._shown, MediaFailed)
        except Gone as gone:
            raise MediaFailed(
                f"The film {self._shown} could not be decoded ({gone}); export it anew as MP4 (H.264) and add it again."
            ) from None
        self._at += 1

    def _room(self, lines: tuple[int, int, int]) -> None:
        """Planes over one buffer, as the decoder's lines are laid out."""
        width, height = self._shape
        rows, needed = (height, height // 2, height // 2), (width, width // 2, width // 2)
        if any(not need <= line <= need + 256 for line, need in zip(lines, needed, strict=True)):
            raise MediaFailed(f"The film {self._shown} could not be decoded; export it anew as MP4 (H.264).")
        size = sum(line * high for line, high in zip(lines, rows, strict=True))
        if self.planes is not None and len(self._buffer) == size:
            return
        self._buffer = bytearray(size)
        whole, at = np.frombuffer(self._buffer, np.uint8), 0
        planes = []
        for line, high, need in zip(lines, rows, needed, strict=True):
            planes.append(whole[at : at + line * high].reshape(high, line)[:, :need])
            at += line * high
        self.planes = (planes[0], planes[1], planes[2])


def _even(number: int) -> int:
    return (number + 1) // 2 * 2


class FootageElement:
    """A film running in its window; after its end the last frame stays."""

    opaque = True

    def __init__(self, footage: Footage, scene: str, start: int, rate: Fraction, path: Path) -> None:
        box = footage.box
        self._running = Running(path, f"of scene {scene}", box, footage.focus, footage.start, rate)
        self._start = start
        self._area = (box.x, box.y, box.x + box.width, box.y + box.height)

    def state(self, n: int) -> Hashable | None:
        return None if n < self._start else self._running.advance(n - self._start)

    def area(self, n: int) -> Area:
        return self._area

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        self._running.advance(n - self._start)
        assert self._running.planes
        left, top, right, bottom = self._area
        window = (max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3]))
        if window[0] >= window[2] or window[1] >= window[3]:
            return
        for plane, film, half in zip(ground, self._running.planes, (1, 2, 2), strict=True):
            x, y, right, bottom = (side // half for side in window)
            ours = film[y - top // half : bottom - top // half, x - left // half : right - left // half]
            np.copyto(plane[y:bottom, x:right], ours)


def recorded(path: Path, start: int, length: int) -> NDArray[np.float32]:
    """What was recorded with a film, as 48 kHz stereo; silent where nothing was."""
    samples = bytearray(length * SOUND_RATE // 1000 * 4)
    raw = memoryview(samples)
    asked = {"format": sniff(path, "with sound")[0], "cpu": CPU_OF_FRAMES, "start": start, "length": length}
    try:
        decoder = Decoder("sound", path, asked, patience=PATIENCE)
        while (record := decoder.head())[0] == b"S":
            _, (at, size, _) = record
            if at * 4 + size > len(raw):
                break
            decoder.fill(raw[at * 4 : at * 4 + size])
        decoder.close()
    except (Gone, OSError):
        pass  # what could be heard is heard: the picture has its own checks
    return np.frombuffer(samples, "<i2").reshape(-1, 2).astype(np.float32) / np.float32(32767)
