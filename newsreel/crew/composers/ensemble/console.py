"""The console: notes on two buses, a room around them, a tone that leaves space for speech, and tape at the end.

Everything is worked in blocks, so that a bed of ten minutes takes no more memory than one of ten seconds.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from newsreel.crew.composers.ensemble.instruments import ENSEMBLES, RATE, Sound, play
from newsreel.crew.composers.ensemble.stand import Note

BLOCK = 1 << 17
TAIL = 16 * RATE  # no note is longer
TAPS = 8_192  # of the tone filter; half of it is its delay
ROOM = 86_000  # samples of reverberation
CEILING = 0.84
FAR = {"pad", "strings", "high", "felt", "glass", "mallet", "stab", "swell", "chop", "boom"}
SENDS = {"near": 0.05, "far": 0.34}
FADE = 57_600  # 1.2 s: the bed goes out with the picture


def perform(notes: Sequence[Note], length: int, level: float) -> Iterator[Sound]:
    """Play notes, in order of their start, as stereo blocks that add up to exactly `length` samples."""
    buses = {name: np.zeros((BLOCK + TAIL, 2), np.float32) for name in SENDS}
    tone, room = _spectra()
    carry = np.zeros((len(_ROOM_SIZE), 2), np.float32)
    delay, done, at, n = TAPS // 2, 0, 0, 0
    while done < length:
        while n < len(notes) and notes[n].at < at + BLOCK:
            _strike(buses["far" if notes[n].voice in FAR else "near"], notes[n], notes[n].at - at)
            n += 1
        wet = sum(_spectrum(bus[:BLOCK]) * (tone + SENDS[name] * room) for name, bus in buses.items())
        out = np.fft.irfft(wet, _FFT, axis=0).astype(np.float32)
        out[: len(carry)] += carry
        carry = out[BLOCK : BLOCK + len(carry)].copy()
        for bus in buses.values():
            bus[:TAIL] = bus[BLOCK:]
            bus[TAIL:] = 0
        block = out[max(0, delay - at) : BLOCK]
        at += BLOCK
        if len(block):
            block = block[: length - done]
            yield _finished(block * np.float32(level), done, length)
            done += len(block)


_FFT = 1 << 18
_ROOM_SIZE = range(_FFT - BLOCK)


def _strike(bus: Sound, note: Note, at: int) -> None:
    sound = play(note.voice, note.pitch, note.length, note.phase)
    start = max(0, at)
    sound = sound[start - at :][: len(bus) - start]
    if note.voice in ENSEMBLES:
        bus[start : start + len(sound)] += sound * np.float32(note.gain)
        return
    angle = (note.pan + 1) * np.pi / 4
    for channel, amount in enumerate((np.cos(angle), np.sin(angle))):
        bus[start : start + len(sound), channel] += sound * np.float32(note.gain * amount * 1.4142)


def _spectrum(block: Sound) -> np.ndarray:
    return np.fft.rfft(block, _FFT, axis=0)


@cache
def _spectra() -> tuple[np.ndarray, np.ndarray]:
    """The tone filter, and the room behind it, as spectra of one block."""
    return np.fft.rfft(_tone().astype(np.float32), _FFT)[:, None], np.fft.rfft(_room(), _FFT, axis=0)


def _tone() -> np.ndarray:
    """Nothing below what loudspeakers can move, no constant, a hollow from 1 to 4 kHz, and a little air."""
    f = np.fft.rfftfreq(TAPS, 1 / RATE)
    low = 1 / (1 + (34 / np.maximum(f, 1)) ** 6)
    octaves = np.log2(np.maximum(f, 1) / 2000)
    hollow = 10 ** (-7.0 / 20 * np.exp(-0.5 * (octaves / 0.8) ** 4))
    air = 10 ** (2.0 / 20 / (1 + (7000 / np.maximum(f, 1)) ** 4))
    taps = np.roll(np.fft.irfft(low * hollow * air, TAPS), TAPS // 2) * np.hanning(TAPS)
    return taps - taps.mean() * np.hanning(TAPS) / np.hanning(TAPS).mean()


def _room() -> Sound:
    """A hall of about two seconds: early echoes, then noise that darkens as it dies; wide, yet safe in mono."""
    rng = np.random.default_rng(48_000)
    frames = ROOM - TAPS // 2
    now = np.arange(frames) / RATE
    middle, side = _dying(rng, now), _dying(rng, now)
    wet = np.stack([middle + 0.5 * side, middle - 0.5 * side], axis=1)
    wet[: int(0.018 * RATE)] = 0
    wet /= np.sqrt((wet**2).sum(axis=0))
    for ms, left, right in ((19, 0.30, 0.16), (27, 0.14, 0.26), (38, 0.18, 0.12), (53, 0.10, 0.15)):
        wet[ms * RATE // 1000] += (left, right)
    return np.concatenate([np.zeros((TAPS // 2, 2)), wet]).astype(np.float32)


def _dying(rng: np.random.Generator, now: np.ndarray) -> np.ndarray:
    out = np.zeros(len(now))
    size = 1 << 17
    f = np.fft.rfftfreq(size, 1 / RATE)
    for low, high, decay in ((160, 700, 0.42), (700, 2600, 0.30), (2600, 7000, 0.17)):
        shape = 1 / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4)
        band = np.fft.irfft(np.fft.rfft(rng.standard_normal(size)) * shape, size)[: len(now)]
        out += band * np.exp(-now / decay)
    last = RATE // 10
    out[-last:] *= np.cos(np.linspace(0, np.pi / 2, last)) ** 2
    return out


def _finished(block: Sound, at: int, length: int) -> Sound:
    """Tape: loud moments rounded off, never above the ceiling; and the fade that ends with the picture."""
    out = np.tanh(block / np.float32(CEILING)) * np.float32(CEILING)
    fade = min(FADE, length // 3)
    start = length - fade
    if at + len(out) > start and fade:
        places = np.arange(max(at, start), at + len(out)) - start + 1
        out[max(0, start - at) :] *= (np.cos(places / fade * (np.pi / 2)) ** 2).astype(np.float32)[:, None]
    return out
