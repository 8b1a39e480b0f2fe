"""How a picture takes its place on a card: bled into the ground, over the whole frame, or as a print on a ground."""

from dataclasses import dataclass

import numpy as np

from newsreel.colours import rgb
from newsreel.documents import Box, Focus, Size
from newsreel.frames import Regions
from newsreel.media import stills
from newsreel.media.stills import Pixels

KEPT, GROWN = 0.60, 1.4  # a picture fills a frame where this much of it is kept, and no pixel grows more than this
GROWN_FILM = 2.0  # what moves is looked at less closely: 720 lines fill a frame of 1080
UNDER_TEXT = (
    0.84  # how far a picture is drawn towards the ground where words stand on it: white paper is read from then on
)


@dataclass(frozen=True, slots=True)
class Plate:
    """One thing that lies under the lettering: a picture behind a window, or with alpha a drawing at rest."""

    pixels: Pixels
    box: Box
    focus: Focus = Focus()
    moves: bool = False  # whether the camera may move over it
    pictured: bool = False  # whether it is made of the article's picture, and carries its credit


@dataclass(frozen=True, slots=True)
class Room:
    """Where the caption of a picture or a film may stand, and where a print or a film lies."""

    text: Box
    hang: str = "bottom"  # whether the caption hangs from the top of that box or stands on its bottom
    box: Box | None = None  # of the print or the film; None: a picture that covers the frame
    border: int = 0  # of the print's margin


def whole(size: Size) -> Box:
    """The frame as a box."""
    return Box(x=0, y=0, width=size.width, height=size.height)


def bled(picture: Pixels, focus: Focus, size: Size, ground: Pixels, words: Box, label: Box) -> list[Plate]:
    """The lead picture where its title leaves room, melting into the ground: above it, or beside it if wide."""
    unit = min(size.width, size.height) / 1080
    if size.shape == "16x9":
        solid = _even(max(words.x + words.width, size.width * 36 // 100) - round(110 * unit))
        clear = min(words.x + words.width + round(290 * unit), size.width * 74 // 100)
        box = Box(x=solid, y=0, width=size.width - solid, height=size.height)
        middle = (clear - round(60 * unit) + size.width) // 2
        at = Focus(x=1000 * (middle - solid) // box.width, y=470)
        side, across = "left", 1 - stills.ramp(box.width, 0.0, (clear - solid) / box.width)
        share = np.maximum(across[None, :], 0.7 * stills.ramp(size.height, 0.70, 1.0)[:, None])
    else:
        upright = size.shape == "9x16"
        clear = max(words.y - round((290 if upright else 190) * unit), round(100 * unit))
        solid = min(_even(words.y + round((110 if upright else 80) * unit)), size.height)
        box = Box(x=0, y=0, width=size.width, height=solid)
        middle = (label.y + label.height + words.y - round((120 if upright else 60) * unit)) // 2
        at = Focus(x=500, y=1000 * middle // box.height)
        side, down = "bottom", stills.ramp(box.height, clear / box.height, 1.0)
        down = np.maximum(down, 0.45 * (1 - stills.ramp(box.height, 0.0, 0.5 * clear / box.height)))
        share = np.repeat(down[:, None], box.width, axis=1)
    part = stills.reaching(picture, (box.width, box.height), focus, at, side)
    under = ground[box.y : box.y + box.height, box.x : box.x + box.width]
    drawn = stills.veil(under, share.astype(np.float32))
    return [
        Plate(stills.grained(ground), whole(size)),
        Plate(part, box, at, moves=True, pictured=True),
        Plate(drawn, box),
    ]


def fills(width: int, height: int, size: Size, grown: float = GROWN) -> bool:
    """Whether a picture can cover the frame without losing too much of itself or going soft."""
    _, _, w, h = stills.window((width, height), (size.width, size.height), Focus())
    return w * h >= KEPT * width * height and size.width <= grown * w


def covering(picture: Pixels, focus: Focus, size: Size, words: Box | None, ground: str) -> list[Plate]:
    """The picture over the whole frame, and the shade its caption stands on."""
    part = stills.fill(picture, size.width, size.height, focus)
    at = _after(picture, (size.width, size.height), focus)
    plates = [Plate(part, whole(size), at, moves=True, pictured=True)]
    if words is not None:
        reach = min(size.width, size.height) * 190 // 1080
        top = _even(max(words.y - reach, 0))
        height = size.height - top
        dark = stills.ramp(height, 0.0, 1.3 * (words.y - top) / height)
        foot = (words.y + words.height - top) / height
        dark *= UNDER_TEXT - 0.3 * stills.ramp(height, foot, max(foot + 0.1, 1.0))
        share = np.repeat(dark[:, None], size.width, axis=1)
        colours = np.full((height, size.width, 3), rgb(ground), np.uint8)
        plates.append(Plate(stills.veil(colours, share), Box(x=0, y=top, width=size.width, height=height)))
    return plates


def framed(picture: Pixels, focus: Focus, size: Size, room: Room, paper: str, ground: str) -> list[Plate]:
    """The picture as a print with a margin, on itself out of focus."""
    assert room.box is not None
    box = room.box
    back = stills.grained(stills.extension(picture, size.width, size.height, rgb(ground)))
    finer = min(box.width * 5 // 4, max(box.width, picture.shape[1]))  # leaves the camera something to come closer to
    part = stills.fill(picture, finer, finer * box.height // box.width, focus)
    at = _after(picture, (box.width, box.height), focus)
    return [
        Plate(back, whole(size), moves=True, pictured=True),
        _margin(room, size, paper),
        Plate(part, box, at, moves=True, pictured=True),
    ]


def running(ground: Pixels, size: Size, room: Room, paper: str) -> list[Plate]:
    """What lies under a film: the drawn ground, and its margin where it runs in a window."""
    plates = [Plate(stills.grained(ground), whole(size))]
    return [*plates, _margin(room, size, paper)] if room.border else plates


def room_for(width: int, height: int, size: Size, zone: Box, grown: float = GROWN) -> Room:
    """Where a picture or film of this shape lies, and where its caption stands."""
    if fills(width, height, size, grown):
        return Room(text=_foot(size, zone))
    box, border, text = _print_place(width, height, size, zone)
    return Room(text=text, hang="bottom" if size.shape == "16x9" else "top", box=box, border=border)


def _foot(size: Size, zone: Box) -> Box:
    """Where the caption of a picture stands that covers the frame."""
    across = zone.width * (62 if size.shape == "16x9" else 100) // 100
    return Box(x=zone.x, y=zone.y + zone.height * 6 // 10, width=across, height=zone.height * 4 // 10)


def _print_place(width: int, height: int, size: Size, zone: Box) -> tuple[Box, int, Box]:
    """Where a print lies, how wide its margin is, and where its caption stands: under it, or beside it if wide."""
    unit = min(size.width, size.height) / 1080
    wide = size.shape == "16x9"
    head, foot = zone.y + round(90 * unit), zone.y + zone.height
    border = max(2, round(10 * unit) // 2 * 2)
    caption = round((176 if size.shape == "9x16" else 150) * unit)
    left = zone.x if wide else round(40 * unit)
    room_w = round(zone.width * 0.64) if wide else size.width - 2 * left
    room_h = foot - head - (0 if wide else caption)
    aspect = min(max(width / height, 0.66), 2.1)
    w = min(room_w - 2 * border, round((room_h - 2 * border) * aspect), max(round(width * 1.7), room_w * 55 // 100))
    w, h = _even(w), _even(round(w / aspect))
    x = _even(left + border if wide else (size.width - w) // 2)
    y = _even(head + border + ((room_h - 2 * border - h) // 2 if wide else 0))
    if wide:
        edge = x + w + border + round(56 * unit)
        text = Box(x=edge, y=y, width=zone.x + zone.width - edge, height=h + border)
    else:
        under = y + h + border + round(34 * unit)
        text = Box(x=zone.x, y=under, width=zone.width, height=foot - under)
    return Box(x=x, y=y, width=w, height=h), border, text


def _margin(room: Room, size: Size, paper: str) -> Plate:
    """The paper margin of what will lie on it, with its shadow, as far as the frame reaches."""
    assert room.box is not None
    box, border = room.box, room.border
    spread = min(size.width, size.height) * 46 // 1080
    pixels = stills.margin_of(box.width, box.height, border, rgb(paper), spread)
    x, y = box.x - border - 2 * spread, box.y - border - 2 * spread
    left, top = max(0, -x), max(0, -y)
    seen = pixels[top : top + size.height - max(0, y), left : left + size.width - max(0, x)]
    x, y = x + left, y + top
    return Plate(seen, Box(x=x, y=y, width=seen.shape[1], height=seen.shape[0]))


def zone_of(places: Regions, size: Size) -> Box:
    """The part of the core that cards may write on: what lies above the captions."""
    gap = min(size.width, size.height) * 24 // 1080
    return Box(
        x=places.core.x, y=places.core.y, width=places.core.width, height=places.captions.y - gap - places.core.y
    )


def _after(picture: Pixels, wanted: tuple[int, int], focus: Focus) -> Focus:
    """Where the focus is once the picture has been cropped to another shape."""
    width, height = picture.shape[1], picture.shape[0]
    left, top, w, h = stills.window((width, height), wanted, focus)
    return Focus(
        x=min(max((width * focus.x // 1000 - left) * 1000 // w, 0), 1000),
        y=min(max((height * focus.y // 1000 - top) * 1000 // h, 0), 1000),
    )


def _even(number: int) -> int:
    return max(2, number // 2 * 2)
