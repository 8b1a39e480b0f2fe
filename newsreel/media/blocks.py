"""Sound in blocks: however long a reel is, only some seconds of it are in memory at once.

In memory sound is float32 in frames by channels, full scale at one, 48,000 samples a second.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE = 48_000
BLOCK = 2 * RATE  # samples worked at once


def even(blocks: Iterable[Samples], size: int = BLOCK) -> Iterator[Samples]:
    """The same sound in blocks of one size, the last as short as it is, however it came in."""
    left: Samples | None = None
    for block in blocks:
        joined = block if left is None or not len(left) else np.concatenate([left, block])
        whole = len(joined) // size * size
        for at in range(0, whole, size):
            yield joined[at : at + size]
        left = joined[whole:]
    if left is not None and len(left):
        yield left


def lasting(blocks: Iterable[Samples], frames: int, channels: int = 2) -> Iterator[Samples]:
    """The same sound in even blocks, cut or filled up with silence to so many samples."""
    source, at = even(blocks), 0
    while at < frames:
        size = min(BLOCK, frames - at)
        block = next(source, None)
        if block is None:
            block = np.zeros((0, channels), np.float32)
        if len(block) < size:
            block = np.concatenate([block, np.zeros((size - len(block), channels), np.float32)])
        yield block[:size]
        at += size


def placed(pieces: Iterable[tuple[int, Samples]], frames: int, channels: int) -> Iterator[Samples]:
    """Pieces of sound at their places (in samples, the earliest first), asked for as their time comes."""
    waiting, sounding = iter(pieces), list[tuple[int, Samples]]()
    coming = next(waiting, None)
    for at in range(0, frames, BLOCK):
        out = np.zeros((min(BLOCK, frames - at), channels), np.float32)
        end = at + len(out)
        while coming is not None and coming[0] < end:
            sounding.append(coming)
            coming = next(waiting, None)
        for start, piece in sounding:
            first, last = max(start, at), min(start + len(piece), end)
            out[first - at : last - at] += piece[first - start : last - start]
        sounding = [(start, piece) for start, piece in sounding if start + len(piece) > end]
        yield out


def fade(samples: Samples, first: int, last: int) -> None:
    """Fade the first and the last so many samples, in place."""
    rise, fall = _slopes(len(samples), first, last)
    samples[: len(rise)] *= rise
    samples[len(samples) - len(fall) :] *= fall


def fading(blocks: Iterable[Samples], frames: int, first: int, last: int) -> Iterator[Samples]:
    """Sound of so many samples with its first and its last ones faded, in the blocks it comes in."""
    rise, fall = _slopes(frames, first, last)
    at, falls = 0, frames - len(fall)
    for block in blocks:
        end = at + len(block)
        if at < len(rise) or end > falls:
            block = block.copy()
            block[: max(0, len(rise) - at)] *= rise[at:end]
            block[max(0, falls - at) :] *= fall[max(0, at - falls) : max(0, end - falls)]
        yield block
        at = end


def _slopes(frames: int, first: int, last: int) -> tuple[Samples, Samples]:
    first, last = min(first, frames // 4), min(last, frames // 2)
    rise = np.sin(np.linspace(0, np.pi / 2, first, dtype=np.float32))[:, None] ** 2
    fall = np.cos(np.linspace(0, np.pi / 2, last, dtype=np.float32))[:, None] ** 2
    return rise, fall


class Roll:
    """Stereo sound on a file of its own: written once, read as often as needed."""

    def __init__(self, path: Path, blocks: Iterable[Samples]) -> None:
        self._path = path
        self.frames = 0
        with path.open("xb") as out:
            for block in blocks:
                out.write(np.ascontiguousarray(block, "<f4").tobytes())
                self.frames += len(block)

    def part(self, at: int, end: int) -> Samples:
        """The samples from one moment to another, as far as there are any."""
        count = max(0, min(end, self.frames) - at)
        return np.fromfile(self._path, "<f4", count=2 * count, offset=8 * at).reshape(-1, 2)

    def blocks(self) -> Iterator[Samples]:
        """All of it."""
        for at in range(0, self.frames, BLOCK):
            yield self.part(at, at + BLOCK)
