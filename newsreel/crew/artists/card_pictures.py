"""How a picture takes its place on a card: bled into the ground, over the whole frame, or as a print on a ground."""

from dataclasses import dataclass

import numpy as np

from newsreel.colours import rgb
from newsreel.documents import Asset, Box, Focus, Size
from newsreel.frames import Regions
from newsreel.media import stills
from newsreel.media.stills import Pixels

KEPT, GROWN = 0.60, 1.4  # a picture fills a frame where this much of it is kept, and no pixel grows more than this


@dataclass(frozen=True, slots=True)
class Setting:
    """What lies under the lettering of a card."""

    ground: Pixels  # the whole frame
    focus: Focus = Focus()  # of the ground
    moves: bool = False  # whether the camera may move over the ground
    text: Box | None = None  # where the caption may stand
    hang: str = "bottom"  # whether the caption hangs from the top of that box or stands on its bottom
    picture: Pixels | None = None  # a print, laid on the ground
    box: Box | None = None  # where the print or the film lies
    print_focus: Focus = Focus()
    film: bool = False
    framed: bool = False


def bled(picture: Pixels, focus: Focus, size: Size, ground: Pixels) -> Setting:
    """The lead picture running out into the ground: on top of an upright or square frame, right in a wide one."""
    aspect = picture.shape[1] / picture.shape[0]
    frame = ground.astype(np.float32)
    if size.shape == "16x9":
        across = min(max(size.width * 62 // 100, round(size.height * aspect)), size.width * 74 // 100)
        down, left = size.height, size.width - across
        share = np.maximum(1 - stills.ramp(across, 0.0, 0.46)[None, :], stills.ramp(down, 0.62, 1.15)[:, None])
    else:
        least, most = (46, 66) if size.shape == "9x16" else (56, 70)
        down = min(max(round(size.width / aspect), size.height * least // 100), size.height * most // 100)
        across, left = size.width, 0
        share = np.maximum(stills.ramp(down, 0.42, 1.0), 0.5 * (1 - stills.ramp(down, 0.0, 0.42)))[:, None]
    part = stills.fill(picture, across, down, focus)
    frame[:down, left:] = stills.shade(part, share.astype(np.float32), frame[:down, left:])
    inside = _after(picture, (across, down), focus)
    at = Focus(x=1000 * left // size.width + inside.x * across // size.width, y=inside.y * down // size.height)
    return Setting(
        ground=stills.grained(frame), focus=at, moves=True, text=Box(x=0, y=0, width=0, height=0), hang="bottom"
    )


def fills(width: int, height: int, size: Size) -> bool:
    """Whether a picture can cover the frame without losing too much of itself or going soft."""
    _, _, w, h = stills.window((width, height), (size.width, size.height), Focus())
    return w * h >= KEPT * width * height and size.width <= GROWN * w


def covering(picture: Pixels, focus: Focus, size: Size, zone: Box, ground: str) -> Setting:
    """The picture over the whole frame, shaded where its caption stands."""
    part = stills.fill(picture, size.width, size.height, focus)
    foot = (zone.y + zone.height) / size.height
    text = 250 * min(size.width, size.height) / 1080 / size.height  # how much of the height a caption can take
    rise = stills.ramp(size.height, foot - 2.1 * text, foot - 0.9 * text)
    share = rise * (0.82 - 0.34 * stills.ramp(size.height, foot, foot + text))
    share = np.maximum(share, 0.55 * (1 - stills.ramp(size.height, 0.0, 0.26)))[:, None]
    shaded = stills.shade(part, share.astype(np.float32), rgb(ground))
    at = _after(picture, (size.width, size.height), focus)
    return Setting(ground=stills.grained(shaded), focus=at, moves=True, text=_foot(size, zone))


def framed(picture: Pixels, focus: Focus, size: Size, zone: Box, paper: str, ground: str) -> Setting:
    """The picture as a print with a margin, on itself out of focus."""
    box, border, text = _print_place(picture.shape[1], picture.shape[0], size, zone)
    back = _margin(stills.extension(picture, size.width, size.height, rgb(ground)), box, border, size, paper)
    finer = min(box.width * 5 // 4, max(box.width, picture.shape[1]))  # leaves the camera something to come closer to
    return Setting(
        ground=stills.grained(back),
        text=text,
        hang="bottom" if size.shape == "16x9" else "top",
        picture=stills.fill(picture, finer, finer * box.height // box.width, focus),
        box=box,
        print_focus=_after(picture, (box.width, box.height), focus),
        framed=True,
    )


def running(ground: Pixels, film: Asset, size: Size, zone: Box, paper: str) -> Setting:
    """A film over the whole frame where its shape fits, else in a window on the drawn ground."""
    width, height = film.width or 1920, film.height or 1080
    if fills(width, height, size):
        whole = Box(x=0, y=0, width=size.width, height=size.height)
        return Setting(ground=stills.grained(ground), box=whole, text=_foot(size, zone), film=True)
    box, border, text = _print_place(width, height, size, zone)
    back = _margin(ground.astype(np.float32), box, border, size, paper)
    hang = "bottom" if size.shape == "16x9" else "top"
    return Setting(ground=stills.grained(back), box=box, text=text, hang=hang, film=True, framed=True)


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


def _margin(back: stills.Tones, box: Box, border: int, size: Size, paper: str) -> stills.Tones:
    """The ground with the shadow and the paper margin of a print that will lie on it."""
    w, h = box.width + 2 * border, box.height + 2 * border
    x, y = box.x - border, box.y - border
    shaded = stills.shadow(back, x, y, w, h, min(size.width, size.height) * 46 // 1080)
    shaded[y : y + h, x : x + w] = rgb(paper)
    return shaded


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
