"""Voices and timelines for tests of sound, made on the spot."""

from fractions import Fraction

import numpy as np

from newsreel.bench import Bench
from newsreel.documents import Bed, Cue, Cut, Passage, Size
from newsreel.media.blocks import RATE
from newsreel.media.sound import write_wav

FPS = Fraction(30)


def babble(length: int, seed: int = 1) -> np.ndarray:
    """Mono sound with the rhythm and the spectrum of speech: voiced syllables, four a second, some with a hiss."""
    rng = np.random.default_rng(seed)
    frames = length * RATE // 1000
    now = np.arange(frames) / RATE
    pitch = np.cumsum(120 + 25 * np.sin(2 * np.pi * 0.7 * now)) / RATE
    voiced = sum(np.sin(2 * np.pi * k * pitch) / k * np.exp(-(((k * 120 - 600) / 900) ** 2)) for k in range(1, 24))
    syllables = np.clip(np.sin(2 * np.pi * 4 * now), 0, 1) ** 0.6 * (0.7 + 0.3 * np.sin(2 * np.pi * 0.9 * now))
    hiss = rng.standard_normal(frames) * np.clip(-np.sin(2 * np.pi * 4 * now), 0, 1) ** 4 * 0.15
    return ((voiced * syllables + hiss) * 0.12).astype(np.float32)


def timeline(bench: Bench, speech: tuple[tuple[int, int], ...], length: int, rate: Fraction = FPS) -> Cut:
    """A cut with a voice at those times (start, end) and nothing to see."""
    cues = []
    for n, (start, end) in enumerate(speech):
        sound = bench.keep(write_wav(babble(end - start, n)), "audio/wav", length=end - start)
        cues.append(Cue(scene=f"s{n + 1}", sound=sound, start=start, length=end - start))
    frames = int(length * rate / 1000)
    return Cut(size=Size(width=0, height=0), rate=rate, frames=frames, clips=(), voice=tuple(cues))


def bed(mood: str, length: int = 60_000, seed: int = 7) -> Bed:
    """A bed over scenes of seven seconds or so, spoken but for breaths, with a quotation and a turn."""
    kinds = ("headline", "statement", "number", "quote", "bars", "photo", "list", "statement", "closing")
    count = max(1, length // 7_000)
    passages = []
    for n in range(count):
        start, end = length * n // count, length * (n + 1) // count
        kind = "closing" if n == count - 1 and count > 1 else kinds[n % (len(kinds) - 1)]
        speech = () if kind == "closing" or end - start < 800 else ((start + 150, end - 400),)
        passages.append(Passage(start=start, length=end - start, kind=kind, turn=n == count * 2 // 3, speech=speech))
    return Bed(mood=mood, length=length, passages=tuple(passages), seed=seed)
