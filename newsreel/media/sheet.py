"""The contact sheet: every scene's frames side by side, with its words and times under them, on one picture."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from newsreel.premises import assets

GROUND, CELL, INK, SOFT = "#14171C", "#20242B", "#F2F4F7", "#9AA4B2"
AREA = 130_000  # pixels of one frame on the sheet
MARGIN, PAD, GAP = 36, 16, 10
WIDEST = 2200  # pixels of the sheet
MOST_LINES = 6  # of what is said
_atoms = re.compile(r"[\u2e80-\uffee](?:[，。、；：？！）》」』”’…]+)?|\s+|[^\s\u2e80-\uffee]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One scene on the sheet."""

    title: str
    times: str
    says: str
    sources: str
    frames: tuple[NDArray[np.uint8], ...]  # RGB, height x width x 3


def sheet(title: str, rows: Sequence[Row]) -> bytes:
    """The sheet as a PNG."""
    pictures = [[_small(frame) for frame in row.frames] for row in rows]
    across = max(sum(one.width for one in found) + GAP * (len(found) - 1) for found in pictures) + 2 * PAD
    tall = max(one.height for found in pictures for one in found)
    texts = [_wrapped(row.says, _font(22), across - 2 * PAD)[:MOST_LINES] for row in rows]
    deep = tall + 2 * PAD + 44 + 32 * max(map(len, texts)) + 30
    columns = max(1, min(len(rows), (WIDEST - MARGIN) // (across + MARGIN)))
    lines = -(-len(rows) // columns)
    whole = Image.new("RGB", (MARGIN + columns * (across + MARGIN), 110 + lines * (deep + MARGIN)), GROUND)
    pen = ImageDraw.Draw(whole)
    pen.text((MARGIN, 34), _clipped(title, _font(36, bold=True), whole.width - 2 * MARGIN), INK, _font(36, bold=True))
    for number, (row, found, said) in enumerate(zip(rows, pictures, texts, strict=True)):
        x = MARGIN + number % columns * (across + MARGIN)
        y = 110 + number // columns * (deep + MARGIN)
        pen.rounded_rectangle((x, y, x + across, y + deep), 10, CELL)
        _cell(whole, pen, (x + PAD, y + PAD), across - 2 * PAD, row, found, said, tall)
    out = io.BytesIO()
    whole.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _cell(
    whole: Image.Image,
    pen: ImageDraw.ImageDraw,
    at: tuple[int, int],
    width: int,
    row: Row,
    found: Sequence[Image.Image],
    said: Sequence[str],
    tall: int,
) -> None:
    x, y = at
    left = x
    for picture in found:
        whole.paste(picture, (left, y))
        left += picture.width + GAP
    y += tall + 12
    pen.text((x, y), row.title, INK, _font(22, bold=True))
    pen.text((x + width, y), row.times, SOFT, _font(20), anchor="ra")
    for number, line in enumerate(said):
        pen.text((x, y + 38 + 32 * number), line, INK, _font(22))
    pen.text((x, y + 42 + 32 * len(said)), _clipped(row.sources, _font(18), width), SOFT, _font(18))


def _small(frame: NDArray[np.uint8]) -> Image.Image:
    picture = Image.fromarray(frame)
    share = min(1.0, (AREA / (picture.width * picture.height)) ** 0.5)
    return picture.resize((round(picture.width * share), round(picture.height * share)), Image.Resampling.LANCZOS)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines no wider than `width`: Chinese breaks anywhere but before its punctuation, other scripts at spaces."""
    lines, line = [], ""
    for atom in _atoms.findall(text):
        if line and font.getlength(line + atom.rstrip()) > width:
            lines.append(line.rstrip())
            line = atom.lstrip()
        else:
            line += atom
    return [*lines, line.rstrip()] if line.strip() else lines


def _clipped(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


@cache
def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(assets() / "fonts" / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf"), size)
