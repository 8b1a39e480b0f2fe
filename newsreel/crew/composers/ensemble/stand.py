"""What lies on every player's stand, and a note as it is played."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from newsreel.crew.composers.ensemble.form import RATE, Bar, Form
from newsreel.crew.composers.ensemble.harmony import nearest
from newsreel.crew.composers.ensemble.styles import Style

HUSH = 0.8  # how much of their level moving parts keep under speech


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as an instrument plays it."""

    at: int  # sample
    voice: str
    pitch: int
    length: int  # samples
    gain: float
    pan: float = 0.0  # -1 left, 1 right
    phase: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """What lies on every player's stand."""

    form: Form
    style: Style
    voicings: tuple[tuple[int, ...], ...]  # one a bar, the last chord included
    chance: random.Random

    def at(self, bar: Bar, beat: Fraction | float | int) -> int:
        """The sample of a beat of a bar."""
        return self.form.sample(bar.beat + Fraction(beat).limit_denominator(48))

    def hushed(self, at: int) -> float:
        """How loud a moving part may be at a moment."""
        return HUSH if self.form.spoken(at, at + RATE // 8) else 1.0

    def loose(self) -> tuple[int, float]:
        """What a human hand adds: up to 5 ms and a tenth of the weight."""
        return self.chance.randint(0, 240), self.chance.uniform(0.88, 1.05)


def playing(stand: Stand, energy: int) -> Iterator[tuple[int, Bar]]:
    """The bars in which a part plays, with their numbers."""
    return ((n, bar) for n, bar in enumerate(stand.form.bars) if bar.energy >= energy)


def bass_of(stand: Stand, bar: Bar) -> int:
    """The root of a bar's chord, where the bass plays it."""
    return nearest(bar.chord.root, stand.style.bass)
