"""A look-ahead true-peak limiter: turns the sound down for a moment around peaks that are too high, and only there."""

from collections.abc import Iterator

import numpy as np

from newsreel.media.meter import Samples

CHUNK = 16  # samples between two points of the gain curve
REACH = 60  # chunks (20 ms) over which the gain comes down before a peak, and goes up after it
BLOCK = 480_000
TAPS = 24  # of the filters that look between the samples


def gain_curve(sound: Samples, gain: float, ceiling: float) -> Samples | None:
    """What to multiply each chunk by so that no true peak is above the ceiling; None where nothing has to be done."""
    chunks = -(-len(sound) // CHUNK)
    needed = np.ones(chunks, np.float32)
    for at in range(0, len(sound), BLOCK):
        block = sound[max(0, at - TAPS) : at + BLOCK + TAPS]
        if gain * float(np.abs(block).max(initial=0)) * 1.5 < ceiling:
            continue
        peaks = _peaks(block)[min(at, TAPS) :][:BLOCK] * np.float32(gain)
        peaks = np.pad(peaks, (0, -len(peaks) % CHUNK)).reshape(-1, CHUNK).max(axis=1)
        first = at // CHUNK
        needed[first : first + len(peaks)] = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    if needed.min() >= 1:
        return None
    padded = np.pad(needed, 2 * REACH + 2, constant_values=1)
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * REACH + 3).min(axis=1)
    window = np.hanning(2 * REACH + 3).astype(np.float32)
    return np.convolve(lowest, window / window.sum(), "valid")[: chunks + 1].astype(np.float32)


def levelled(sound: Samples, gain: float, curve: Samples | None, block: int = BLOCK) -> Iterator[Samples]:
    """The sound with one gain over all of it and the limiter's on top, in blocks."""
    for at in range(0, len(sound), block):
        piece = sound[at : at + block] * np.float32(gain)
        if curve is not None:
            points = np.arange(at, at + len(piece), dtype=np.float64) / CHUNK
            first = at // CHUNK
            part = curve[first : first + len(piece) // CHUNK + 3]
            piece *= np.interp(points - first, np.arange(len(part)), part).astype(np.float32)[:, None]
        yield piece


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
