"""The shape of a piece: a tempo whose beats meet the scenes, sections that follow them, and a chord for every bar.

Music time is whole samples at 48 kHz; a beat starts at the sample nearest to its exact place, which is a fraction.
"""

import random
from dataclasses import dataclass
from fractions import Fraction

from newsreel.crew.composers.ensemble.harmony import Chord, chord
from newsreel.crew.composers.ensemble.styles import Style
from newsreel.documents import Bed, Passage

RATE = 48_000
RING = 1_700  # milliseconds the last chord has at least
LEAD_IN = (60, 110, 160, 210, 260, 310, 360)  # where the first beat may be, in milliseconds

# How much the scene's picture lets the music do; a quotation is thin, figures may push.
ENERGY = {"headline": 2, "photo": 2, "statement": 2, "quote": 0, "number": 2, "bars": 2, "list": 2, "timeline": 2}


@dataclass(frozen=True, slots=True)
class Bar:
    """Four beats, or two where a section ends early, on one chord."""

    beat: int  # the first beat, counted from the start of the piece
    beats: int
    chord: Chord
    energy: int
    section: int
    opens: bool  # the first bar of a section
    turn: bool  # ... where the story turns
    kind: str  # what the scene shows


@dataclass(frozen=True, slots=True)
class Form:
    """The whole piece, before anybody plays."""

    length: int  # samples
    first: int  # milliseconds: where beat 0 is
    beat: Fraction  # milliseconds
    bars: tuple[Bar, ...]
    last: Bar  # the final chord, rung until the end
    tonic: int  # pitch class at the start
    speech: tuple[tuple[int, int], ...]  # milliseconds, in order, never overlapping

    def sample(self, beat: Fraction | int) -> int:
        """Where a beat starts."""
        return int(((self.first + beat * self.beat) * RATE * 2 + 1000) // 2000)

    def beats(self) -> tuple[int, ...]:
        """Every beat, in milliseconds."""
        return tuple(int(self.first + n * self.beat) for n in range(self.last.beat + 1))

    def spoken(self, start: int, end: int) -> bool:
        """Whether anyone speaks between two samples."""
        low, high = start * 1000 // RATE, end * 1000 // RATE
        return any(a < high and b > low for a, b in self.speech)


@dataclass(frozen=True, slots=True)
class _Section:
    start: int  # in pairs of beats
    end: int
    energy: int
    turn: bool
    kind: str


def plan(bed: Bed, style: Style) -> Form:
    """Lay a piece out over the passages of a bed."""
    chance = random.Random(f"form {bed.seed} {bed.mood}")
    tonic = chance.choice(style.tonics)
    first, beat, pairs = _tempo(bed, style, chance)
    sections = _sections(bed.passages, first, beat, pairs)
    bars, key = _bars(sections, style, tonic, chance)
    last = Bar(2 * pairs, 4, chord(key, style.scale, style.cadence[-1]), 1, len(sections), True, False, "closing")
    length = (bed.length * RATE * 2 + 1000) // 2000
    return Form(length, first, beat, tuple(bars), last, tonic, _speech(bed))


def _tempo(bed: Bed, style: Style, chance: random.Random) -> tuple[int, Fraction, int]:
    """The first beat and the tempo with which scenes start nearest a strong beat, and how many pairs of beats fit."""
    low, high = style.tempo
    best: tuple[Fraction, int, Fraction, int] | None = None
    favourite = chance.randrange(4 * low, 4 * high + 1)
    for quarter in range(4 * low, 4 * high + 1):
        beat = Fraction(240_000, quarter)
        for first in LEAD_IN:
            pairs = int((bed.length - RING - first) // (2 * beat))
            if pairs < 1:
                continue
            cost = Fraction(abs(quarter - favourite))
            for passage in bed.passages[1:]:
                place = (passage.start - first) / (2 * beat)
                cost += abs(place - round(place)) * 2 * beat * (3 if passage.turn else 1)
            if best is None or cost < best[0]:
                best = (cost, first, beat, pairs)
    if best is None:  # too short for anything but one chord
        return min(LEAD_IN[0], bed.length // 8), Fraction(60_000, high), 0
    return best[1], best[2], best[3]


def _sections(passages: tuple[Passage, ...], first: int, beat: Fraction, pairs: int) -> list[_Section]:
    """One section a scene; scenes too short for a bar join the one before."""
    found: list[_Section] = []
    lifted = 0
    for n, passage in enumerate(passages):
        start = 0 if n == 0 else max(0, round((passage.start - first) / (2 * beat)))
        if start >= pairs or (found and start - found[-1].start < 2):
            continue
        lifted = min(1, lifted + passage.turn)
        energy = ENERGY.get(passage.kind, 1)
        energy = min(3, energy + lifted) if energy else 0
        if n == 0 and len(passages) > 3:
            energy = min(energy, 2)
        if found:
            found[-1] = _cut_short(found[-1], start)
        found.append(_Section(start, pairs, energy, passage.turn, passage.kind))
    if not found and pairs:
        found = [_Section(0, pairs, 2, False, "")]
    return found


def _cut_short(section: _Section, end: int) -> _Section:
    return _Section(section.start, end, section.energy, section.turn, section.kind)


def _bars(sections: list[_Section], style: Style, tonic: int, chance: random.Random) -> tuple[list[Bar], int]:
    bars: list[Bar] = []
    key, order = tonic, chance.sample(range(1, len(style.loops)), len(style.loops) - 1)
    loops = [style.loops[0], *(style.loops[n] for n in order)]
    for n, section in enumerate(sections):
        if section.turn and key == tonic:
            key = (tonic + style.lift) % 12
        count = (section.end - section.start + 1) // 2
        final = n == len(sections) - 1
        leads = n % 2 == 1 or (not final and sections[n + 1].turn)
        names = _names(count, loops[n % len(loops)], style, final, leads)
        for m, name in enumerate(names):
            beat = 2 * section.start + 4 * m
            beats = min(4, 2 * section.end - beat)
            bars.append(
                Bar(
                    beat,
                    beats,
                    chord(key, style.scale, name),
                    section.energy,
                    n,
                    m == 0,
                    m == 0 and section.turn,
                    section.kind,
                )
            )
    return bars, key


def _names(count: int, loop: tuple[str, ...], style: Style, final: bool, leads: bool) -> list[str]:
    """The chords of a section: the loop, again and again, and at times a close that leads on."""
    names = [loop[n % len(loop)] for n in range(count)]
    if not final and not leads:
        return names
    close = style.cadence[:2] if final else style.turning
    if count >= 4 or (final and count >= 3):
        names[-2:] = close
    elif count >= 2:
        names[-1] = close[-1]
    return names


def _speech(bed: Bed) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for passage in bed.passages for span in passage.speech):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
