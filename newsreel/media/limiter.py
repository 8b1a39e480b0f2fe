"""A look-ahead true-peak limiter: turns the sound down for a moment around peaks that are too high, and only there.

Sound goes through it block by block; it looks one block ahead, which is far more than its gain needs to come down.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np

from newsreel.media.blocks import Samples, even

CHUNK = 16  # samples between two points of the gain curve
REACH = 60  # chunks (20 ms) over which the gain comes down before a peak, and goes up after it
AROUND = 2 * REACH + 2  # chunks on either side of one that have a say in its gain
BLOCK = 48_000
GROUP = 1_920  # samples whose highest says whether it is worth looking between them
BETWEEN = 1.5  # times the highest sample, that no true peak of real sound is above
TAPS = 24  # of the filters that look between the samples

T = TypeVar("T")


def limited(blocks: Iterable[Samples], gain: float, ceiling: float) -> Iterator[Samples]:
    """The sound with one gain over all of it, and turned down further where a true peak would be above the ceiling."""
    for before, now, after in _neighbours(_wanting(blocks, gain, ceiling)):
        block, needed = now
        loud = block * np.float32(gain)
        earlier = before[1][-AROUND:] if before else needed[:0]
        later = after[1][: AROUND + 1] if after else needed[:0]
        around = np.concatenate([earlier, needed, later])
        if around.min() < 1:
            lead, rest = AROUND - len(earlier), AROUND + 1 - len(later)
            curve = _smooth(np.pad(around, (lead, rest), constant_values=1))
            points = np.arange(len(block), dtype=np.float64) / CHUNK
            loud *= np.interp(points, np.arange(len(curve)), curve).astype(np.float32)[:, None]
        yield loud


def _wanting(blocks: Iterable[Samples], gain: float, ceiling: float) -> Iterator[tuple[Samples, Samples]]:
    """Each block, with the gain that every chunk of it needs on top of the one over all."""
    for before, block, after in _neighbours(even(blocks, BLOCK)):
        silence = np.zeros((TAPS, block.shape[1]), np.float32)
        earlier = silence if before is None else before[-TAPS:]
        later = silence if after is None else np.concatenate([after[:TAPS], silence])[:TAPS]
        peaks = _highest(np.concatenate([earlier, block, later]), ceiling / gain)
        peaks = np.pad(peaks, (0, -len(peaks) % CHUNK)).reshape(-1, CHUNK).max(axis=1)
        yield block, np.minimum(1, ceiling / np.maximum(peaks * np.float32(gain), 1e-9)).astype(np.float32)


def _smooth(needed: Samples) -> Samples:
    """A gain that is never above what is needed, and comes and goes in a bell's curve."""
    lowest = np.lib.stride_tricks.sliding_window_view(needed, AROUND + 1).min(axis=1)
    window = np.hanning(AROUND + 1).astype(np.float32)
    return np.convolve(lowest, window / window.sum(), "valid").astype(np.float32)


def _highest(context: Samples, matter: float) -> Samples:
    """The highest level at each sample of a block with TAPS more on either side; nought where it cannot matter."""
    frames = len(context) - 2 * TAPS
    highest = np.zeros(frames, np.float32)
    for at in range(0, frames, GROUP):
        part = context[at : at + min(GROUP, frames - at) + 2 * TAPS]
        if float(np.abs(part).max()) * BETWEEN >= matter:
            highest[at : at + GROUP] = _peaks(part)[TAPS:-TAPS]
    return highest


def _peaks(block: Samples) -> Samples:
    """The highest level of any channel at each sample and at three places between it and the next."""
    highest = np.abs(block).max(axis=1)
    for phase in (1, 2, 3):
        place = np.arange(TAPS) - TAPS // 2 + 1 - phase / 4
        taps = (np.sinc(place) * np.cos(np.pi * place / (TAPS + 1)) ** 2).astype(np.float32)
        for channel in range(block.shape[1]):
            between = np.abs(np.convolve(block[:, channel], taps[::-1], "same"))
            np.maximum(highest, between, out=highest)
    return highest


def _neighbours(items: Iterable[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Each item with the one before it and the one after it."""
    source = iter(items)
    before, now = None, next(source, None)
    while now is not None:
        after = next(source, None)
        yield before, now, after
        before, now = now, after
