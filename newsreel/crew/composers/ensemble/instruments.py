"""The instruments, built from nothing: ensembles from spread harmonics, struck bars and strings from ringing partials,
drums from falling tones and coloured noise. Each note is float32 at 48 kHz, mono where struck and stereo where bowed.

Most of their energy lies below 1 kHz or above 5 kHz, which leaves the middle to the voice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]
RATE = 48_000
LOOP = 1 << 17  # samples of an ensemble's seamless loop
DAMPER = 14_400  # samples in which a struck note is stopped
SIDE = 0.42  # how much of an ensemble is difference between the channels


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Many players on one note: each harmonic is a narrow band instead of a line."""

    slope: float  # how fast harmonics fall
    dark: float  # Hz above which they fall faster
    spread: float  # cents between the players
    attack: float  # seconds
    release: float


ENSEMBLES = {
    "pad": Ensemble(1.15, 620, 22, 0.5, 0.8),
    "strings": Ensemble(1.0, 760, 32, 0.8, 1.3),
    "high": Ensemble(1.5, 1100, 26, 1.2, 1.8),
    "drone": Ensemble(0.9, 420, 14, 0.35, 0.8),
    "stab": Ensemble(0.95, 900, 20, 0.010, 0.09),
}


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def play(voice: str, pitch: int, length: int, phase: int) -> Sound:
    """One note: `length` samples as written, and its tail. `phase` moves ensembles through their loop."""
    if voice in ENSEMBLES:
        return _bowed(voice, pitch, length, phase)
    if voice in HELD:
        return _held(voice, pitch, length)
    return _damped(_struck(voice, pitch), length)


def _damped(note: Sound, length: int) -> Sound:
    """A struck note, stopped after a while where a length is written; a length of one lets it ring."""
    if length <= 1 or length + DAMPER >= len(note):
        return note
    out = note[: length + DAMPER].copy()
    out[length:] *= np.cos(np.linspace(0, np.pi / 2, DAMPER, dtype=np.float32)) ** 2
    return out


def _bowed(voice: str, pitch: int, length: int, phase: int) -> Sound:
    kind, loop = ENSEMBLES[voice], _loop(voice, pitch)
    tail = int(kind.release * RATE)
    places = (phase + np.arange(length + tail)) % LOOP
    note = loop[places]
    rise = min(int(kind.attack * RATE), max(1, length * 2 // 3))
    shape = np.ones(length + tail, np.float32)
    shape[:rise] = np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    shape[length:] = np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32)) ** 2
    if voice == "stab":
        shape *= np.exp(-np.arange(length + tail, dtype=np.float32) / (0.16 * RATE))
    return note * shape[:, None]


@lru_cache(maxsize=64)
def _loop(voice: str, pitch: int) -> Sound:
    """A stereo loop of an ensemble on one pitch, without a seam, because it is made in the frequency domain."""
    kind, base = ENSEMBLES[voice], hertz(pitch)
    amount = np.zeros(LOOP // 2 + 1)
    for k in range(1, 40):
        centre = base * k
        if centre > 5000:
            break
        width = (2 ** (kind.spread / 1200) - 1) * centre * 0.5 + 0.25
        low, high = (int(x * LOOP / RATE) for x in (centre - 4 * width, centre + 4 * width))
        bins = np.arange(low, high + 1)
        level = k**-kind.slope / np.sqrt(1 + (centre / kind.dark) ** 4)
        amount[bins] += level / np.sqrt(width) * np.exp(-0.5 * ((bins * RATE / LOOP - centre) / width) ** 2)
    rng = np.random.default_rng([len(voice), ord(voice[0]), pitch])
    middle, side = (
        np.fft.irfft(amount * np.exp(2j * np.pi * rng.random(len(amount))), LOOP).astype(np.float32) for _ in range(2)
    )
    middle, side = (x / np.sqrt(np.mean(x * x)) for x in (middle, side))
    return np.stack([middle + SIDE * side, middle - SIDE * side], axis=1) * np.float32(0.1)


@lru_cache(maxsize=48)
def _held(voice: str, pitch: int, length: int) -> Sound:
    return HELD[voice](pitch, length)


@cache
def _struck(voice: str, pitch: int) -> Sound:
    return STRUCK[voice](pitch)


def _time(seconds: float) -> Sound:
    return np.arange(int(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _sine(frequency: float, now: Sound) -> Sound:
    """A sine whose phase is kept small, so that single precision stays exact."""
    turns = (np.arange(len(now), dtype=np.float64) * (frequency / RATE)) % 1.0
    return np.sin((2 * np.pi * turns).astype(np.float32))


def _ringing(pitch: float, seconds: float, partials: tuple[tuple[float, float, float], ...], attack: float) -> Sound:
    """Partials (ratio, level, seconds of decay) struck together."""
    now, base = _time(seconds), hertz(pitch)
    out = np.zeros(len(now), np.float32)
    for ratio, level, decay in partials:
        if base * ratio < 9000:
            out += np.float32(level) * _sine(base * ratio, now) * np.exp(-now / np.float32(decay))
    return _edged(out, attack, 0.08)


def _edged(note: Sound, attack: float, release: float) -> Sound:
    rise, fall = max(2, int(attack * RATE)), int(release * RATE)
    note[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    note[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return note


def _noise(seconds: float, low: float, high: float, seed: int) -> Sound:
    """Noise between two frequencies, with soft edges."""
    frames = int(seconds * RATE)
    size = 1 << (frames - 1).bit_length()
    f = np.fft.rfftfreq(size, 1 / RATE)
    shape = 1 / (1 + (low / np.maximum(f, 1)) ** 6) / (1 + (f / high) ** 6)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(size)) * shape
    out = np.fft.irfft(spectrum, size)[:frames]
    return (out / np.sqrt(np.mean(out * out)) * 0.1).astype(np.float32)


def _felt(pitch: int) -> Sound:
    """A piano with felt between hammer and strings: few partials, slightly stretched, the high ones soon gone."""
    long = 2.6 * (220 / hertz(pitch)) ** 0.35
    partials = tuple(
        (k * np.sqrt(1 + 0.0004 * k * k), np.exp(-0.75 * (k - 1)), long / (1 + 0.9 * (k - 1))) for k in range(1, 8)
    )
    note = _ringing(pitch, min(3.2, long * 1.6), partials, 0.006) * np.float32(0.115)
    knock = _noise(0.05, 60, 500, pitch) * np.exp(-_time(0.05) / 0.012)
    note[: len(knock)] += _edged(knock, 0.002, 0.01) * np.float32(0.2)
    return note


def _mallet(pitch: int) -> Sound:
    return _ringing(pitch, 0.9, ((1, 1, 0.30), (3.93, 0.20, 0.07), (9.2, 0.05, 0.025)), 0.0025) * np.float32(0.26)


def _chop(pitch: int) -> Sound:
    partials = tuple((k, 1 / k**1.5, 0.13 / k**0.6) for k in range(1, 7))
    return _ringing(pitch, 0.5, partials, 0.003) * np.float32(0.16)


def _glass(pitch: int) -> Sound:
    return _ringing(pitch, 2.4, ((1, 1, 0.9), (2.0, 0.12, 0.7), (5.4, 0.10, 0.35)), 0.02) * np.float32(0.12)


def _falling(seconds: float, high: float, low: float, drop: float, decay: float) -> Sound:
    """A tone that falls from one frequency to another: the body of every drum."""
    now = _time(seconds)
    phase = low * now + (high - low) * drop * (1 - np.exp(-now / np.float32(drop)))
    return _edged(np.sin(np.float32(2 * np.pi) * phase) * np.exp(-now / np.float32(decay)), 0.002, 0.04)


def _boom(_: int) -> Sound:
    body = _falling(2.2, 74, 37, 0.09, 0.62) * np.float32(0.3)
    air = _noise(1.2, 50, 260, 5) * np.exp(-_time(1.2) / 0.25)
    body[: len(air)] += _edged(air, 0.004, 0.1) * np.float32(0.5)
    return body


def _brushed(seconds: float, low: float, high: float, attack: float, decay: float, seed: int) -> Sound:
    return _edged(_noise(seconds, low, high, seed) * np.exp(-_time(seconds) / np.float32(decay)), attack, seconds / 4)


STRUCK: dict[str, Callable[[int], Sound]] = {
    "felt": _felt,
    "mallet": _mallet,
    "chop": _chop,
    "glass": _glass,
    "boom": _boom,
    "kick": lambda _: _falling(0.45, 150, 49, 0.025, 0.13) * np.float32(0.45),
    "thud": lambda _: _falling(0.5, 78, 43, 0.04, 0.15) * np.float32(0.5),
    "tom": lambda pitch: _falling(0.6, 2.0 * hertz(pitch), hertz(pitch), 0.04, 0.16) * np.float32(0.4),
    "shaker": lambda pitch: _brushed(0.12, 5600, 11000, 0.014, 0.030, pitch),
    "tick": lambda pitch: _brushed(0.05, 6500, 12000, 0.001, 0.009, pitch),
    "snap": lambda _: (
        _brushed(0.22, 4200, 9000, 0.001, 0.045, 3) * np.float32(1.6) + _brushed(0.22, 180, 420, 0.001, 0.03, 4)
    ),
}


def _root(pitch: int, length: int) -> Sound:
    """A round bass, held."""
    now = _time(length / RATE + 0.16)
    tone = _sine(hertz(pitch), now) + 0.42 * _sine(2 * hertz(pitch), now) + 0.12 * _sine(3 * hertz(pitch), now)
    return _edged((np.tanh(1.1 * tone) * np.exp(-now / np.float32(2.6))).astype(np.float32), 0.022, 0.16) * 0.22


def _pulse(pitch: int, length: int) -> Sound:
    """A short bass with an edge, for what has to run."""
    now = _time(length / RATE + 0.05)
    tone = np.zeros(len(now), np.float32)
    for k in range(1, 12):
        f = hertz(pitch) * k
        tone += _sine(f, now) * np.float32(1 / k / np.sqrt(1 + (f / 300) ** 4))
    return _edged(np.tanh(1.3 * tone) * np.exp(-now / np.float32(0.22)), 0.005, 0.05) * np.float32(0.3)


def _swell(pitch: int, length: int) -> Sound:
    """Air that rises to a scene's start."""
    seconds = length / RATE
    shape = (_time(seconds) / np.float32(seconds)) ** 2.5
    air = _noise(seconds, 5200, 11000, 11) * 0.5 + _noise(seconds, 120, 480, 12)
    return _edged((air * shape).astype(np.float32), 0.01, 0.02)


HELD: dict[str, Callable[[int, int], Sound]] = {"root": _root, "pulse": _pulse, "swell": _swell}
