"""Captions and labels burned into the picture: set once a cue, the spoken word lit by swapping in its rectangle."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from newsreel.documents import Caption, Label, Lettering
from newsreel.errors import MediaFailed
from newsreel.media.planes import Planes, Sheet, lay, to_sheet
from newsreel.premises import assets
from newsreel.store import Store
from newsreel.timing import frame_nearest

Area = tuple[int, int, int, int]
SMALLEST = 0.7  # of its size: a line that is too wide is set smaller, down to this


@dataclass(frozen=True, slots=True)
class Plate:
    """One cue, set: the quiet sheet, the lit one, and where each word stands on both."""

    quiet: Sheet
    lit: Sheet
    x: int
    y: int
    words: tuple[Area, ...]


class Setter:
    """Sets lines of text in one lettering."""

    def __init__(self, lettering: Lettering, store: Store) -> None:
        self.lettering = lettering
        self.files = [_file(face, store) for face in (lettering.face, *lettering.outlets)]

    def set(self, lines: Sequence[str], spans: Sequence[tuple[int, int, int]] = (), *, hang: str = "bottom") -> Plate:
        """Set lines on a plate; `spans` are words as (line, start, end); `hang` is the edge they stand against."""
        style = self.lettering
        pad = style.size * 2 // 5 // 2 * 2
        room = style.box.width - 2 * pad
        widest = max(self._width(line, style.size) for line in lines)
        size = style.size if widest <= room else max(int(style.size * SMALLEST), int(style.size * room / widest))
        widths = [self._width(line, size) for line in lines]
        leading = size * 13 // 10
        width = min(style.box.width, _even(max(widths) + 2 * pad))
        height = _even(leading * len(lines) + pad)
        mask = Image.new("L", (width, height), 0)
        pen = ImageDraw.Draw(mask)
        starts = []
        for number, line in enumerate(lines):
            x = pad if style.align == "left" else (width - widths[number]) // 2
            base = pad // 2 + leading * number + leading * 4 // 5
            starts.append((x, base - leading * 4 // 5))
            self._write(pen, line, x, base, size)
        letters = np.asarray(mask, np.float32) / np.float32(255)
        ground = _rounded_plate(width, height, size // 5) * np.float32(_rgba(style.plate)[3] / 255)
        words = []
        for line_number, start, end in spans:
            x, top = starts[line_number]
            line = lines[line_number]
            left = x + self._width(line[:start], size)
            right = x + self._width(line[:end], size)
            words.append((left // 2 * 2, top // 2 * 2, min(width, _even(right)), min(height, _even(top + leading))))
        x, y = self._place(width, height, hang)
        return Plate(
            quiet=to_sheet(_inked(letters, ground, style.ink, style.plate)),
            lit=to_sheet(_inked(letters, ground, style.spoken, style.plate)),
            x=x, y=y, words=tuple(words),
        )  # fmt: skip

    def _place(self, width: int, height: int, hang: str) -> tuple[int, int]:
        box, align = self.lettering.box, self.lettering.align
        room = box.width - width
        x = box.x + {"left": 0, "centre": room // 2, "right": room}[align]
        y = box.y + (box.height - height if hang == "bottom" else 0)
        return x // 2 * 2, y // 2 * 2

    def _runs(self, text: str) -> list[tuple[Path, str]]:
        """Text in runs of the first face that has its characters."""

        def face(character: str) -> int:
            return next((n for n, file in enumerate(self.files) if ord(character) in _characters(file)), 0)

        return [(self.files[number], "".join(run)) for number, run in groupby(text, face)]

    def _width(self, text: str, size: int) -> int:
        return round(sum(_font(file, size).getlength(run) for file, run in self._runs(text)))

    def _write(self, pen: ImageDraw.ImageDraw, text: str, x: float, base: int, size: int) -> None:
        for file, run in self._runs(text):
            font = _font(file, size)
            pen.text((x, base), run, fill=255, font=font, anchor="ls")
            x += font.getlength(run)


class CaptionRun:
    """The captions of a clip, one after another."""

    opaque = False

    def __init__(self, captions: tuple[Caption, ...], lettering: Lettering, rate: Fraction, store: Store) -> None:
        self.setter = Setter(lettering, store)
        self.captions = captions
        self.cues = [(frame_nearest(c.start, rate), frame_nearest(c.end, rate)) for c in captions]
        self.starts = [[frame_nearest(word.start, rate) for word in c.words] for c in captions]
        self._plates: dict[int, Plate] = {}
        self._mixed: tuple[Hashable, Sheet] | None = None

    def state(self, n: int) -> tuple[int, int] | None:
        """Which cue, and which of its words is being said (-1: none yet)."""
        for number, (start, end) in enumerate(self.cues):
            if start <= n < end:
                return number, sum(1 for first in self.starts[number] if first <= n) - 1
        return None

    def area(self, n: int) -> Area:
        now = self.state(n)
        assert now is not None
        plate = self._plate(now[0])
        return (plate.x, plate.y, plate.x + plate.quiet.width, plate.y + plate.quiet.height)

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        now = self.state(n)
        assert now is not None
        plate = self._plate(now[0])
        if self._mixed is None or self._mixed[0] != now:
            self._mixed = (now, _lit(plate, now[1]))
        lay(self._mixed[1], ground, plate.x, plate.y, clip)

    def _plate(self, number: int) -> Plate:
        if number not in self._plates:
            self._plates = {number: self._set(self.captions[number])}  # only the one on screen is kept
        return self._plates[number]

    def _set(self, caption: Caption) -> Plate:
        spans, offset = [], 0
        for number, line in enumerate(caption.lines):
            for word in caption.words:
                if offset <= word.at < offset + len(line):
                    spans.append((number, word.at - offset, word.at - offset + len(word.text)))
            offset += len(line)
        return self.setter.set(caption.lines, spans)


class LabelPlate:
    """A label on screen for the first frames of a clip."""

    opaque = False

    def __init__(self, label: Label, store: Store) -> None:
        self.frames = label.frames
        self.plate = Setter(label.lettering, store).set([label.text], hang="top")

    def state(self, n: int) -> Hashable | None:
        return "on" if n < self.frames else None

    def area(self, n: int) -> Area:
        plate = self.plate
        return (plate.x, plate.y, plate.x + plate.quiet.width, plate.y + plate.quiet.height)

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        lay(self.plate.quiet, ground, self.plate.x, self.plate.y, clip)


def _lit(plate: Plate, word: int) -> Sheet:
    if not 0 <= word < len(plate.words):
        return plate.quiet
    left, top, right, bottom = plate.words[word]
    ink = tuple(plane.copy() for plane in plate.quiet.ink)
    for plane, bright, half in zip(ink, plate.lit.ink, (1, 2, 2), strict=True):
        area = np.s_[top // half : bottom // half, left // half : right // half]
        plane[area] = bright[area]
    return Sheet(ink=ink, keep=plate.quiet.keep)  # type: ignore[arg-type]


def _inked(letters: NDArray[np.float32], ground: NDArray[np.float32], ink: str, plate: str) -> NDArray[np.uint8]:
    """Letters over a plate, as RGBA pixels."""
    above, below = letters * (_rgba(ink)[3] / 255), ground * (1 - letters)
    alpha = above + below
    colour = above[..., None] * np.array(_rgba(ink)[:3]) + below[..., None] * np.array(_rgba(plate)[:3])
    colour = colour / np.maximum(alpha, 1e-6)[..., None]
    return np.rint(np.dstack([colour, alpha * 255])).clip(0, 255).astype(np.uint8)


def _rounded_plate(width: int, height: int, radius: int) -> NDArray[np.float32]:
    """How much of each pixel a rounded rectangle covers."""
    x = np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius)
    corner = np.hypot(np.maximum(x, 0)[None, :], np.maximum(y, 0)[:, None])
    return np.clip(radius - corner + 0.5, 0, 1).astype(np.float32)


def _rgba(colour: str) -> tuple[int, int, int, int]:
    digits = colour.lstrip("#")
    values = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
    return values[0], values[1], values[2], values[3] if len(values) > 3 else 255


def _even(value: int) -> int:
    return value + value % 2


def _file(face: str, store: Store) -> Path:
    return store.path(face) if len(face) == 64 else assets() / "fonts" / face


@lru_cache(maxsize=32)
def _font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise MediaFailed(
            f"The font {file.name} cannot be opened ({error}); choose another in the brand file."
        ) from None


@lru_cache(maxsize=16)
def _characters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
