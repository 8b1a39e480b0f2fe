"""The picture engine: paints any frame of a clip straight into the encoder's planes, and only what changed.

A frame is a pure function of (clip, n). What is on screen is a list of elements, bottom first; each says in what state
it is at frame n, and what did not change state is not drawn again: the planes still hold it.
"""

from collections.abc import Hashable, Iterable
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from newsreel.documents import Card, Clip, Counter, Footage, Layer, Motion, Move, Still, Tail
from newsreel.media.camera import Camera
from newsreel.media.captions import CaptionRun, LabelPlate
from newsreel.media.counting import CounterElement
from newsreel.media.footage import FootageElement
from newsreel.media.planes import Planes, Sheet, blank, copy_into, faded, lay, shifted, to_rgb, to_sheet
from newsreel.media.raster import open_rgb, open_rgba
from newsreel.store import Store
from newsreel.timing import frame_nearest

Area = tuple[int, int, int, int]  # left, top, right, bottom
Sight = tuple[Hashable | None, Area | None]  # an element's state, and where it is seen
RISE = 24  # thousandths of the frame's short side that a rising layer travels


class Element(Protocol):
    """Something on screen."""

    opaque: bool

    def state(self, n: int) -> Hashable | None:
        """Equal states look equal; None is not on screen."""
        ...

    def area(self, n: int) -> Area: ...
    def draw(self, n: int, ground: Planes, clip: Area) -> None: ...


class StillElement:
    """A picture in its window."""

    def __init__(self, still: Still, clip: Clip, frames: int, store: Store) -> None:
        rgb = open_rgb(store.get(still.asset.digest))
        self.camera = Camera(rgb, still.box, still.focus, still.move or Move(), frames)
        self.start, _ = _span(still.enter, clip)
        self.opaque = True
        box = still.box
        self._area = (box.x, box.y, box.x + box.width, box.y + box.height)

    def state(self, n: int) -> Hashable | None:
        if n < self.start:
            return None
        return n if self.camera.moving else "held"

    def area(self, n: int) -> Area:
        return self._area

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        self.camera.paint(n, ground, clip)


class CardElement:
    """A drawing that comes on and may go off."""

    opaque = False

    def __init__(self, card: Card, clip: Clip, frames: int, store: Store) -> None:
        self.card = card
        self.sheet = to_sheet(open_rgba(store.get(card.asset.digest)))
        self.start, self.coming = _span(card.enter, clip)
        self.going = _span(card.leave, clip)[1] if card.leave else 0
        self.end = frames
        self.rise = min(clip.size.width, clip.size.height) * RISE // 1000 if card.enter.how == "rise" else 0

    def state(self, n: int) -> Hashable | None:
        if n < self.start:
            return None
        if n < self.start + self.coming:
            return n
        return n if self.going and self.end - self.going <= n < self.end else "rest"

    def area(self, n: int) -> Area:
        x, y = self.card.x, self.card.y
        return (x, y, x + self.sheet.width, y + self.sheet.height + self.rise)

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        x, y, sheet = self.card.x, self.card.y, self.sheet
        arrived = 1 - (1 - min(1.0, (n - self.start + 1) / max(1, self.coming))) ** 5
        if self.going and n >= self.end - self.going:
            gone = ((n - (self.end - self.going) + 1) / self.going) ** 3
            lay(faded(sheet, max(0.0, 1 - gone)), ground, x, y, clip)
        elif n >= self.start + self.coming or self.card.enter.how == "cut":
            lay(sheet, ground, x, y, clip)
        else:
            self._arrive(arrived, ground, clip)

    def _arrive(self, share: float, ground: Planes, clip: Area) -> None:
        x, y, sheet = self.card.x, self.card.y, self.sheet
        left, top, right, bottom = x, y, x + sheet.width, y + sheet.height
        match self.card.enter.how:
            case "fade":
                sheet = faded(sheet, share)
            case "rise":
                below = self.rise * (1 - share)
                whole = int(below) // 2 * 2
                sheet = shifted(_footed(faded(sheet, share)), below - whole)
                y, bottom = y + whole, bottom + self.rise
            case "wipe" | "grow-right":
                right = x + round(sheet.width * share / 2) * 2
            case "grow-up":
                top = bottom - round(sheet.height * share / 2) * 2
            case "type":
                self._type(share, ground, clip)
                return
        window = (max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3]))
        lay(sheet, ground, x, y, window)

    def _type(self, share: float, ground: Planes, clip: Area) -> None:
        """The letters that have been typed so far, each whole."""
        parts = self.card.parts
        steady = 1 - (1 - share) ** 0.2  # typing keeps an even pace
        for part in parts[: round(len(parts) * steady)]:
            left, top = self.card.x + part.x // 2 * 2, self.card.y + part.y // 2 * 2
            right, bottom = self.card.x + (part.x + part.width) // 2 * 2, self.card.y + (part.y + part.height) // 2 * 2
            window = (max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3]))
            lay(self.sheet, ground, self.card.x, self.card.y, window)


class Layers:
    """A list of elements, and the planes they are painted on."""

    def __init__(self, elements: list[Element], width: int, height: int) -> None:
        self.elements = elements
        self.whole: Area = (0, 0, width, height)
        self._seen: list[Sight] | None = None

    def forget(self) -> None:
        """Somebody else painted on the planes: draw everything next time."""
        self._seen = None

    def paint(self, n: int, ground: Planes, below: int | None = None) -> bool:
        """Bring the planes to frame n; says whether anything changed. `below` leaves out the elements from there up."""
        elements = self.elements if below is None else self.elements[:below]
        now = [_sight(element, n) for element in elements]
        dirty = [self.whole] if self._seen is None or len(self._seen) != len(now) else _changed(self._seen, now)
        self._seen = now
        for area in dirty:
            self._draw(n, ground, area, elements)
        return bool(dirty)

    def _draw(self, n: int, ground: Planes, area: Area, elements: list[Element]) -> None:
        first = 0
        for number, element in enumerate(elements):
            if element.opaque and element.state(n) is not None and _covers(element.area(n), area):
                first = number  # nothing below it is seen
        for element in elements[first:]:
            if element.state(n) is not None and _touch(element.area(n), area):
                element.draw(n, ground, area)


class Painter:
    """Paints the frames of one clip, in order or in any order."""

    def __init__(self, clip: Clip, store: Store) -> None:
        self.clip = clip
        width, height = clip.size.width, clip.size.height
        pictures = list(_elements(clip.layers, clip, clip.frames, store))
        over: list[Element] = []
        if clip.lettering and clip.captions:
            over.append(CaptionRun(clip.captions, clip.lettering, clip.rate, store))
        if clip.label:
            over.append(LabelPlate(clip.label, store))
        self._layers = Layers([*pictures, *over], width, height)
        self._pictures = len(pictures)
        self._before: Layers | None = None
        if clip.tail:
            self._before = Layers(list(_elements(clip.tail.layers, clip, clip.tail.length, store)), width, height)
            self._ours, self._theirs = blank(width, height), blank(width, height)

    @property
    def always_moving(self) -> bool:
        """Whether every frame must differ from the one before."""
        first = self._layers.elements[0]
        return isinstance(first, StillElement) and first.camera.moving

    def paint(self, n: int, ground: Planes) -> bool:
        """Bring planes that hold the frame painted last to frame n; says whether they changed."""
        tail = self.clip.tail
        if self._before is None or tail is None or n >= tail.frames:
            return self._layers.paint(n, ground)
        self._layers.paint(n, self._ours, self._pictures)
        self._before.paint(tail.start + n, self._theirs)
        _turn(tail, (n + 1) / (tail.frames + 1), self._theirs, self._ours, ground)
        for element in self._layers.elements[self._pictures :]:
            if element.state(n) is not None:
                element.draw(n, ground, self._layers.whole)
        self._layers.forget()
        return True


def moves(clip: Clip) -> bool:
    """Whether a camera or a film moves in a clip, now or in the scene it comes from."""
    layers = (*clip.layers, *(clip.tail.layers if clip.tail else ()))
    return any(
        layer.kind == "footage" or (layer.kind == "still" and layer.move is not None and layer.move.how != "hold")
        for layer in layers
    )


def frame(clip: Clip, n: int, store: Store, *, bare: bool = False) -> NDArray[np.uint8]:
    """One frame as RGB pixels; `bare` leaves captions, label and transition out."""
    planes = blank(clip.size.width, clip.size.height)
    painter = Painter(clip, store)
    if bare:
        painter._layers.paint(n, planes, painter._pictures)
    else:
        painter.paint(n, planes)
    return to_rgb(planes)


def cover(clip: Clip, n: int, store: Store) -> bytes:
    """A clean still of a frame, without captions, as JPEG."""
    pixels = cv2.cvtColor(frame(clip, n, store, bare=True), cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


def _elements(layers: Iterable[Layer], clip: Clip, frames: int, store: Store) -> Iterable[Element]:
    for layer in layers:
        if isinstance(layer, Still):
            yield StillElement(layer, clip, frames, store)
        elif isinstance(layer, Counter):
            yield CounterElement(layer, clip.rate, store)
        elif isinstance(layer, Footage):
            start, _ = _span(layer.enter, clip)
            yield FootageElement(layer, clip.scene, start, clip.rate, store.path(layer.asset.digest))
        else:
            yield CardElement(layer, clip, frames, store)


def _span(motion: Motion, clip: Clip) -> tuple[int, int]:
    """The frame a motion starts at, and how many it lasts."""
    start = frame_nearest(motion.at, clip.rate)
    return start, 0 if motion.how == "cut" else max(1, frame_nearest(motion.length, clip.rate))


def _footed(sheet: Sheet) -> Sheet:
    """A sheet with two clear rows more at its foot, for the part of a pixel it is moved down by."""
    ink = tuple(cv2.copyMakeBorder(p, 0, 2, 0, 0, cv2.BORDER_CONSTANT, value=0) for p in sheet.ink)
    keep = tuple(cv2.copyMakeBorder(p, 0, 2, 0, 0, cv2.BORDER_CONSTANT, value=255) for p in sheet.keep)
    return Sheet(ink=ink, keep=keep)


def _sight(element: Element, n: int) -> Sight:
    state = element.state(n)
    return (None, None) if state is None else (state, element.area(n))


def _changed(before: list[Sight], now: list[Sight]) -> list[Area]:
    """Where something changed, as areas that do not touch each other."""
    areas: list[Area] = []
    for was, is_ in zip(before, now, strict=True):
        if was[0] == is_[0] and was[1] == is_[1]:
            continue
        areas.extend(area for area in (was[1], is_[1]) if area)
    return _joined(areas)


def _joined(areas: list[Area]) -> list[Area]:
    """Areas that touch become one."""
    apart: list[Area] = []
    for area in areas:
        while met := next((other for other in apart if _touch(other, area)), None):
            apart.remove(met)
            area = (min(area[0], met[0]), min(area[1], met[1]), max(area[2], met[2]), max(area[3], met[3]))
        apart.append(area)
    return apart


def _touch(a: Area, b: Area) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _covers(a: Area, b: Area) -> bool:
    return a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]


def _turn(tail: Tail, share: float, before: Planes, after: Planes, ground: Planes) -> None:
    """One frame of a transition, `share` of the way from the scene before to this one."""
    height, width = ground[0].shape
    share = share * share * (3 - 2 * share)
    edge = round(width * share / 2) * 2
    if tail.how == "crossfade":
        for old, new, plane in zip(before, after, ground, strict=True):
            cv2.addWeighted(old, 1 - share, new, share, 0, dst=plane)
    elif tail.how == "wipe":
        copy_into(before, ground, (edge, 0, width, height))
        copy_into(after, ground, (0, 0, edge, height))
    else:  # the new scene comes in from the right, over the old one or pushing it out
        for old, new, plane, half in zip(before, after, ground, (1, 2, 2), strict=True):
            at = (width - edge) // half
            np.copyto(plane[:, :at], old[:, edge // half :] if tail.how == "push" else old[:, :at])
            np.copyto(plane[:, at:], new[:, : plane.shape[1] - at])
