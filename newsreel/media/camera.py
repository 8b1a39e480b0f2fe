"""The camera: what a still shows through its window at each frame, sub-pixel exact and without judder.

A move is a scale and a shift, so no general warp is needed: the part of the picture that is seen is resized by the
exact factor, then shifted by what is left of a pixel straight into the frame. The picture is brought once to the size
of its closest view, so a frame only ever scales down, by a few per cent.
"""

from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from newsreel.documents import Box, Focus, Move
from newsreel.media.planes import Planes, to_planes

HEADROOM = 1.004  # a picture pushed into is prepared this much larger: at a factor of nearly one OpenCV would only copy
EASY = (0.28, 0.65)  # parts of a pixel that can be shifted by without the picture sticking
REACH = 110  # how many pixels earlier a resize may start for that
MARGIN = (
    24  # pixels repeated around the picture, so that a resize may start before it and every sub-pixel has a neighbour
)


@dataclass(frozen=True, slots=True)
class View:
    """A part of the picture, in pixels of the picture as prepared: its left and top edges and its width and height."""

    x: float
    y: float
    width: float
    height: float


class Camera:
    """A picture seen through a window of the frame while the camera moves over it."""

    def __init__(self, rgb: NDArray[np.uint8], box: Box, focus: Focus, move: Move, frames: int) -> None:
        self.box = box
        self.frames = frames
        self.moving = move.how != "hold"
        closest = 1 + move.amount / 1000 if self.moving else 1.0
        spare = HEADROOM if move.how in ("push", "pull") else 1.0
        cover = max(box.width / rgb.shape[1], box.height / rgb.shape[0])
        ends = _ends(rgb, box, focus, move, cover, closest)
        self._start, self._end = (_scaled(view, spare) for view in ends)
        planes = to_planes(_sized(rgb, cover * closest * spare))
        self._planes: Planes = tuple(
            cv2.copyMakeBorder(plane, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE) for plane in planes
        )
        self._held = self._see(self._start) if not self.moving else None

    def view(self, n: int) -> View:
        """What is seen at frame n; before the first and after the last frame the camera stands."""
        if not self.moving:
            return self._start
        share = eased(n / max(1, self.frames - 1))
        a, b = self._start, self._end
        return View(*(_between(getattr(a, part), getattr(b, part), share) for part in ("x", "y", "width", "height")))

    def paint(self, n: int, ground: Planes, clip: tuple[int, int, int, int]) -> None:
        """Put frame n into the window, inside `clip` only."""
        box = self.box
        left, top = max(box.x, clip[0]), max(box.y, clip[1])
        right, bottom = min(box.x + box.width, clip[2]), min(box.y + box.height, clip[3])
        if right <= left or bottom <= top:
            return
        whole = (right - left, bottom - top) == (box.width, box.height)
        for number, (plane, half) in enumerate(zip(ground, (1, 2, 2), strict=True)):
            there = plane[top // half : bottom // half, left // half : right // half]
            if self._held is not None:
                x, y = (left - box.x) // half, (top - box.y) // half
                np.copyto(there, self._held[number][y : y + there.shape[0], x : x + there.shape[1]])
            elif whole:
                self._resample(number, self.view(n), there)
            else:
                part = self.view(n)
                scale = part.width / box.width
                part = View(
                    part.x + (left - box.x) * scale,
                    part.y + (top - box.y) * scale,
                    (right - left) * scale,
                    (bottom - top) * scale,
                )
                self._resample(number, part, there)

    def _see(self, view: View) -> Planes:
        box = self.box
        shapes = ((box.height, box.width), *((box.height // 2, box.width // 2),) * 2)
        planes = tuple(np.empty(shape, np.uint8) for shape in shapes)
        for number, plane in enumerate(planes):
            self._resample(number, view, plane)
        return planes  # type: ignore[return-value]

    def _resample(self, number: int, view: View, there: NDArray[np.uint8]) -> None:
        half = 1 if number == 0 else 2
        plane = self._planes[number]
        height, width = there.shape
        factor = width / (view.width / half)
        x0, across = _grip(view.x / half + MARGIN, factor)
        y0, down = _grip(view.y / half + MARGIN, factor)
        wide, high = ceil((width + across) / factor) + 2, ceil((height + down) / factor) + 2
        region = plane[y0 : y0 + high, x0 : x0 + wide]
        if factor != 1.0:
            region = cv2.resize(region, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
        centre = (across + (width - 1) / 2, down + (height - 1) / 2)
        cv2.getRectSubPix(region, (width, height), centre, patch=there)


def _grip(edge: float, factor: float) -> tuple[int, float]:
    """Where to start resizing so that what is left to shift is no sliver of a pixel, and how far that is.

    A shift of nearly nothing rounds back to the values it started from, and the picture would stick for a frame.
    Starting some pixels earlier changes the part of a pixel that is left by as many times what the factor lacks of one.
    """
    start = floor(edge)
    for first in range(start, max(0, start - REACH) - 1, -1):
        left = (edge - first) * factor
        if factor == 1.0 or EASY[0] <= left % 1 <= EASY[1]:
            return first, left
    return start, (edge - start) * factor


def eased(share: float) -> float:
    """A move's progress: slower at both ends, but never at a stand, so that no two frames are alike."""
    share = min(1.0, max(0.0, share))
    return 0.35 * share + 0.65 * share * share * (3 - 2 * share)


def _scaled(view: View, by: float) -> View:
    return View(view.x * by, view.y * by, view.width * by, view.height * by)


def _between(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _sized(rgb: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    wide, high = ceil(width * scale / 2) * 2, ceil(height * scale / 2) * 2
    if (wide, high) == (width, height):
        return rgb
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized: NDArray[np.uint8] = cv2.resize(rgb, (wide, high), interpolation=how)
    return sized


def _ends(
    rgb: NDArray[np.uint8], box: Box, focus: Focus, move: Move, cover: float, closest: float
) -> tuple[View, View]:
    """The first and last view of a move, in pixels of the picture at its closest size."""
    wide, high = rgb.shape[1] * cover * closest, rgb.shape[0] * cover * closest
    full = (box.width * closest, box.height * closest)
    near = (float(box.width), float(box.height))

    def at(size: tuple[float, float], x: float, y: float) -> View:
        left = min(max(0.0, x - size[0] / 2), wide - size[0])
        top = min(max(0.0, y - size[1] / 2), high - size[1])
        return View(left, top, *size)

    x, y = wide * focus.x / 1000, high * focus.y / 1000
    if move.how == "push":
        return at(full, x, y), at(near, x, y)
    if move.how == "pull":
        return at(near, x, y), at(full, x, y)
    if move.how == "hold":
        return at(full, x, y), at(full, x, y)
    across, down = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}[move.how]
    step_x, step_y = across * (full[0] - near[0]) / 2, down * (full[1] - near[1]) / 2
    middle = at(full, x, y)
    x, y = middle.x + full[0] / 2, middle.y + full[1] / 2
    return at(near, x - step_x, y - step_y), at(near, x + step_x, y + step_y)
