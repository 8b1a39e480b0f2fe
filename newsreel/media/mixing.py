"""The mix: takes on the timeline, music under them, ducked ahead of every word and up again only in real pauses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from newsreel.media.blocks import RATE, Samples, fade, fading, lasting, placed
from newsreel.media.meter import SILENT, Loudness

STEP = 480  # the ducking curve has a point every 10 ms
FALL_FROM, FALL_TO = 240, 40  # milliseconds before a word: the music begins to fall, and is down
RISE_FROM, RISE_TO = 300, 780  # milliseconds after the last word: the music begins to rise, and is up
BRIDGED = 900  # the music stays down over a pause shorter than this
LIFT = 9.0  # dB the music comes up in a pause
MARGIN = 3.0  # LU the loudest 5 % of the music may come nearer to speech than the rest
RUN_UP = 1_024  # samples the encoder cannot hold at the start: faded in here
LAST = 240  # samples: never a click at the end
GATE = 10.0  # LU: what lies further below the mean of speech is a pause in it

Span = tuple[int, int]  # milliseconds


@dataclass(frozen=True, slots=True)
class Balance:
    """How much quieter or louder the music is played, in dB, under speech and between."""

    under: float
    between: float


def voice_stem(takes: Iterable[tuple[int, Samples]], frames: int) -> Iterator[Samples]:
    """Takes at their places (in samples, the earliest first), as one mono stem in blocks."""
    return placed(((at, _voiced(take)) for at, take in takes), frames, 1)


def _voiced(take: Samples) -> Samples:
    mono = take.mean(axis=1, dtype=np.float32, keepdims=True) if take.shape[1] > 1 else take.copy()
    fade(mono, 96, 96)
    return mono


def spoken(spans: Iterable[Span]) -> tuple[Span, ...]:
    """When someone speaks, without the pauses too short for the music to come up in."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] < BRIDGED:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def ducking(spans: Sequence[Span], frames: int, balance: Balance) -> Samples:
    """The music's gain in dB, a point every 10 ms: down before the first word, up after the last, in smooth curves."""
    points = -(-frames // STEP) + 1
    step = STEP * 1000 // RATE  # milliseconds
    down = np.zeros(points)
    for start, end in spans:
        near = slice(max(0, (start - FALL_FROM) // step), (end + RISE_TO) // step + 2)
        now = np.arange(points, dtype=np.float64)[near] * step
        falling = _ease((now - (start - FALL_FROM)) / (FALL_FROM - FALL_TO))
        rising = _ease((now - (end + RISE_FROM)) / (RISE_TO - RISE_FROM))
        np.maximum(down[near], falling * (1 - rising), out=down[near])
    return (balance.between + (balance.under - balance.between) * down).astype(np.float32)


def _ease(x: np.ndarray) -> np.ndarray:
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


def balance(voice: Loudness, music: Loudness, spans: Sequence[Span], under: float) -> Balance:
    """How loud the music is to be, measured where someone speaks: so far below, and its loudest parts nearly so."""
    if not spans:
        return Balance(0.0, 0.0)
    speech = speech_level(voice, spans)
    heard = _windows(music, spans) or [music.lufs]
    if speech <= SILENT or max(heard) <= SILENT:
        return Balance(0.0, 0.0)
    quieter = min(speech - under - mean(heard), speech - under + MARGIN - float(np.percentile(heard, 95)))
    return Balance(quieter, quieter + LIFT)


def apart(voice: Loudness, music: Loudness, spans: Sequence[Span]) -> float | None:
    """How far the music lies below speech, in LU, while someone speaks; None where there is no telling."""
    speech, heard = speech_level(voice, spans), _windows(music, spans)
    if not heard or speech <= SILENT or mean(heard) <= SILENT:
        return None
    return speech - mean(heard)


def speech_level(voice: Loudness, spans: Sequence[Span]) -> float:
    """The loudness of speech without its pauses."""
    levels = _windows(voice, spans)
    if not levels:
        return voice.lufs
    floor = mean(levels) - GATE
    return mean([level for level in levels if level >= floor])


def mean(levels: Sequence[float]) -> float:
    """The mean of loudnesses, by their energy."""
    return float(10 * np.log10(np.mean(10 ** (np.asarray(levels) / 10))))


def _windows(heard: Loudness, spans: Sequence[Span]) -> list[float]:
    """The loudness of every 400 ms that lie wholly where someone speaks."""
    found, n = [], 0
    for start, end in spans:
        n = max(n, -(-start // 100) + 3)
        while (n + 1) * 100 <= end and n < len(heard.momentary):
            found.append(heard.momentary[n])
            n += 1
    return found


def turned(music: Iterable[Samples], curve: Samples) -> Iterator[Samples]:
    """Music with a gain curve laid on it, in the blocks it comes in."""
    at = 0
    factors = (10 ** (curve / 20)).astype(np.float32)
    for block in music:
        first = at // STEP
        part = factors[np.minimum(np.arange(first, first + len(block) // STEP + 3), len(factors) - 1)]
        points = np.arange(len(block), dtype=np.float64) / STEP + (at / STEP - first)
        yield block * np.interp(points, np.arange(len(part)), part).astype(np.float32)[:, None]
        at += len(block)


def mixed(voice: Iterable[Samples], beside: Sequence[Iterable[Samples]], frames: int) -> Iterator[Samples]:
    """Voice in the middle with everything else around it, in blocks: so many samples."""
    return fading(_together(voice, beside, frames), frames, RUN_UP, LAST)


def _together(voice: Iterable[Samples], beside: Sequence[Iterable[Samples]], frames: int) -> Iterator[Samples]:
    around = [lasting(blocks, frames) for blocks in beside]
    for spoken_, *others in zip(lasting(voice, frames, 1), *around, strict=True):
        mix = np.repeat(spoken_, 2, axis=1)
        for block in others:
            mix += block
        yield mix
