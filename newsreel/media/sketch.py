"""Sketches: a few grey values a frame, taken as it is painted, enough to find what must never go on air.

Black or blank runs, pictures that should move and do not, and flashes (more than three in any second, as WCAG 2.3.1
counts them) are found in the sketches of a segment and, joined, of the whole film: their frames are the same.
"""

from collections.abc import Sequence
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from newsreel.errors import CheckFailed
from newsreel.media.planes import Plane

ACROSS, DOWN = 8, 8  # how many fields a frame is sketched in
BLACK = 24  # luma (of 16..235) under which a whole frame counts as black
BLANK = 1  # a frame whose fields differ by less is one flat colour
RUN = Fraction(1, 2)  # seconds a fault may last before it is one
FLASH = 0.10  # change of relative luminance that counts
DARK = 0.80  # the darker of the two pictures of a flash is under this
SHARE = 0.25  # of the fields must flash together
MOST = 3  # flashes in any second


class Sketcher:
    """Takes the sketches of one clip."""

    def __init__(self, frames: int) -> None:
        self.taken = np.zeros((frames, DOWN, ACROSS), np.uint8)

    def see(self, n: int, luma: Plane, changed: bool) -> None:
        """Sketch frame n; one that did not change is the one before."""
        if not changed and n:
            self.taken[n] = self.taken[n - 1]
        else:
            coarse = np.ascontiguousarray(luma[::6, ::6])
            self.taken[n] = cv2.resize(coarse, (ACROSS, DOWN), interpolation=cv2.INTER_AREA)


def check_film(segments: Sequence[bytes], rate: Fraction) -> None:
    """Refuse a film that shows, across its joins, what must never go on air."""
    joined = np.concatenate([np.frombuffer(data, np.uint8).reshape(-1, DOWN, ACROSS) for data in segments])
    check(joined, rate, "The reel")


def check(sketches: NDArray[np.uint8], rate: Fraction, where: str) -> None:
    """Refuse what must never go on air."""
    longest = int(RUN * rate)
    level = sketches.reshape(len(sketches), -1).astype(np.int16)
    spread = level.max(axis=1) - level.min(axis=1)
    if (at := _run((level.mean(axis=1) < BLACK) & (spread <= 4), longest)) is not None:
        raise CheckFailed(f"{where} is black from frame {at} on; change the picture of that scene.")
    if (at := _run(spread <= BLANK, longest)) is not None:
        raise CheckFailed(f"{where} is blank from frame {at} on; change what that scene shows.")
    if (at := flashing(sketches, rate)) is not None:
        raise CheckFailed(
            f"{where} flashes more than {MOST} times within a second at frame {at}, which can cause seizures; "
            "change the picture or clip of that scene."
        )


def check_moving(painted: list[bool], rate: Fraction, where: str) -> None:
    """Refuse a clip that should move all the time and stands still."""
    longest = int(RUN * rate)
    still = 0
    for n, changed in enumerate(painted):
        still = 0 if changed else still + 1
        if still > longest:
            raise CheckFailed(f"{where} stands still from frame {n - longest} on where it should move; run again.")


def flashing(sketches: NDArray[np.uint8], rate: Fraction) -> int | None:
    """The frame at which a second with more than three flashes starts, if there is one."""
    level = np.clip(sketches.reshape(len(sketches), -1).astype(np.float32), 16, 235)
    light: NDArray[np.float32] = ((level - 16) / np.float32(219)) ** np.float32(2.4)
    turns = _turns(light)
    second = int(rate)
    upto = np.concatenate([np.zeros((1, turns.shape[1]), int), np.cumsum(turns, axis=0)])
    for first in range(len(turns)):
        fields = upto[min(len(turns), first + second)] - upto[first]
        # a flash is two opposing changes: up and down again
        if np.mean(fields >= 2 * (MOST + 1)) >= SHARE:
            return first
    return None


def _turns(light: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where, in each field, the light has turned by enough since its last extreme."""
    turned = np.zeros(light.shape, bool)
    extreme = light[0].copy()
    way = np.zeros(light.shape[1], np.int8)
    for n in range(1, len(light)):
        now = light[n]
        change = now - extreme
        darker = np.minimum(now, extreme)
        new = (np.abs(change) >= FLASH) & (darker < DARK) & (np.sign(change) != way)
        turned[n] = new
        way = np.where(new, np.sign(change), way).astype(np.int8)
        further = (np.sign(change) == way) & ~new
        extreme = np.where(new | further, now, extreme)
    return turned


def _run(fault: NDArray[np.bool_], longest: int) -> int | None:
    length = 0
    for n, bad in enumerate(fault):
        length = length + 1 if bad else 0
        if length > longest:
            return n - longest
    return None
