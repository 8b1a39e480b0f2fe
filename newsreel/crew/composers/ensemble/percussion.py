"""The drums: figures that stay the same, and lighter where someone speaks."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from newsreel.crew.composers.ensemble.stand import Note, Stand, playing

TOM_FILL: tuple[tuple[float, int], ...] = ((3, 45), (3.5, 43), (3.75, 40))  # beat and pitch
TOM_PUSH: tuple[tuple[float, int], ...] = ((1.5, 43), (3.5, 40))


def drum(voice: str, *figure: tuple[float, float], pitch: int = 0, pan: float = 0.0) -> Callable[..., Iterator[Note]]:
    """A figure (beat, weight) in every bar."""

    def player(stand: Stand, energy: int) -> Iterator[Note]:
        for _, bar in playing(stand, energy):
            for beat, weight in figure:
                if beat < bar.beats:
                    yield Note(stand.at(bar, beat), voice, pitch, 1, weight * stand.chance.uniform(0.92, 1.04), pan)

    return player


def shaker(stand: Stand, energy: int) -> Iterator[Note]:
    """Quavers, or semiquavers at full energy, stronger off the beat."""
    for _, bar in playing(stand, energy):
        step = Fraction(1, 4) if bar.energy == 3 else Fraction(1, 2)
        for k in range(int(bar.beats / step)):
            late, weight = stand.loose()
            strong = (k * step) % 1 == Fraction(1, 2)
            at = stand.at(bar, k * step) + late
            yield Note(at, "shaker", k % 3, 1, weight * (1.0 if strong else 0.55) * stand.hushed(at), 0.35)


def ticks(stand: Stand, energy: int) -> Iterator[Note]:
    """A clock in semiquavers."""
    for _, bar in playing(stand, energy):
        for k in range(4 * bar.beats):
            weight = 1.0 if k % 4 == 2 else 0.5 if k % 2 == 0 else 0.3
            if bar.energy >= 2 or k % 2 == 0:
                at = stand.at(bar, Fraction(k, 4))
                yield Note(at, "tick", k % 4, 1, weight * stand.hushed(at), -0.3 + 0.6 * (k % 2))


def backbeat(stand: Stand, energy: int) -> Iterator[Note]:
    """Kick and snap, the snap on two and four."""
    yield from drum("kick", (0, 1.0), (1.75, 0.5), (2.5, 0.8))(stand, energy)
    yield from drum("snap", (1, 0.9), (3, 1.0), pan=0.1)(stand, energy)


def toms(stand: Stand, energy: int) -> Iterator[Note]:
    """A push in one bar, a fill in the next."""
    for n, bar in playing(stand, energy):
        figure = TOM_FILL if n % 2 else TOM_PUSH
        for beat, pitch in figure:
            if beat < bar.beats:
                yield Note(stand.at(bar, beat), "tom", pitch, 1, 0.9, 0.3 - 0.1 * (pitch % 5))
