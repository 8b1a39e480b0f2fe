"""Scales, chords, and voicings that lead smoothly from one chord to the next."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

IONIAN = (0, 2, 4, 5, 7, 9, 11)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
AEOLIAN = (0, 2, 3, 5, 7, 8, 10)

STACKS = {"triad": (0, 2, 4), "seven": (0, 2, 4, 6), "nine": (0, 1, 2, 4), "sus": (0, 3, 4), "open": (0, 4)}


@dataclass(frozen=True, slots=True)
class Chord:
    """A root and the pitch classes above it, the root first."""

    root: int  # pitch class
    tones: tuple[int, ...]  # pitch classes


def chord(tonic: int, scale: tuple[int, ...], name: str) -> Chord:
    """A chord from its degree and form: `1`, `6:seven`, `5:dominant`. A dominant has its leading note in any mode."""
    number, _, form = name.partition(":")
    degree = int(number) - 1
    root = tonic + scale[degree]
    if form == "dominant":
        tones = tuple(root + step for step in (0, 4, 7))
    else:
        tones = tuple(tonic + scale[(degree + step) % 7] for step in STACKS[form or "triad"])
    return Chord(root % 12, tuple(tone % 12 for tone in tones))


@cache
def voicings(tones: tuple[int, ...], low: int, high: int, voices: int) -> tuple[tuple[int, ...], ...]:
    """Every way to lay a chord out between two pitches: complete, not muddy below, no hole wider than a ninth."""
    pitches = [pitch for pitch in range(low, high + 1) if pitch % 12 in tones]
    complete = set(tones) if len(tones) <= voices else set(tones[:voices])
    return tuple(
        choice
        for choice in combinations(pitches, voices)
        if {p % 12 for p in choice} >= complete and _well_spaced(choice)
    )


def _well_spaced(choice: tuple[int, ...]) -> bool:
    for lower, upper in pairwise(choice):
        least = 3 if lower < 52 else 2
        if not least <= upper - lower <= 14:
            return False
    return True


def lead(before: tuple[int, ...] | None, after: Chord, low: int, high: int, voices: int) -> tuple[int, ...]:
    """The voicing of a chord that moves least from the one before, without parallel fifths or octaves."""
    choices = voicings(after.tones, low, high, voices)
    if before is None or len(before) != voices:
        middle = (low + high) / 2
        return min(choices, key=lambda c: (abs(sum(c) / voices - middle), c))
    return min(choices, key=lambda c: (_effort(before, c, (low + high) / 2), c))


def _effort(before: tuple[int, ...], after: tuple[int, ...], middle: float) -> float:
    steps = [abs(b - a) for a, b in zip(before, after, strict=True)]
    effort = sum(steps) + 2.0 * max(0, max(steps) - 4) + 0.3 * abs(sum(after) / len(after) - middle)
    return effort + 6.0 * parallels(before, after)


def parallels(before: tuple[int, ...], after: tuple[int, ...]) -> int:
    """How many pairs of voices move together in fifths or octaves."""
    found = 0
    for i, j in combinations(range(len(before)), 2):
        apart = (before[j] - before[i]) % 12
        if apart in (0, 7) and (after[j] - after[i]) % 12 == apart and before[i] != after[i]:
            found += 1
    return found


def nearest(tone: int, to: int) -> int:
    """The pitch of that class nearest to another pitch."""
    return to + (tone - to + 6) % 12 - 6
