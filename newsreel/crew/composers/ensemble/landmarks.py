"""The landmarks of a piece: what marks the start of a section, the light in a pause, and the end."""

from collections.abc import Iterator

from newsreel.crew.composers.ensemble.form import RATE, Form
from newsreel.crew.composers.ensemble.stand import Note, Stand, bass_of, playing

SHORTEST_SWELL = 14_400  # samples: a pause shorter than 300 ms has no swell
BREATH = 700  # milliseconds of pause into which a glint may fall


def glints(stand: Stand, energy: int) -> Iterator[Note]:
    """A few high notes of the chord, only where nobody speaks."""
    for n, bar in playing(stand, energy):
        for k, step in enumerate((0, 1, 2)):
            at = stand.at(bar, step)
            if step < bar.beats and not stand.form.spoken(at, at + BREATH * RATE // 1000):
                yield Note(at, "glass", stand.voicings[n][-1 - k % 2] + 12, 1, 0.9, 0.5 - 0.5 * k)


def openings(stand: Stand) -> Iterator[Note]:
    """What marks the start of a section: a hit, air that rises into it where there is a pause, a chime elsewhere."""
    percussive = any(name in ("four", "backbeat") for name, _, _ in stand.style.parts)
    for n, bar in enumerate(stand.form.bars):
        if not bar.opens:
            continue
        at, top = stand.at(bar, 0), stand.voicings[n][-1]
        if n == 0 or bar.turn or (percussive and bar.energy >= 2):
            yield Note(at, "boom", 0, 1, 1.0 if n == 0 or bar.turn else 0.5)
        if n == 0 or not percussive:
            yield Note(at, "felt", bass_of(stand, bar) + 12, stand.at(bar, bar.beats) - at, 0.8)
        if bar.turn or n == 0:
            yield Note(at, "glass", top + 12, 1, 0.6, 0.3)
        pause = _pause_before(stand.form, at)
        if n and pause >= SHORTEST_SWELL:
            length = min(pause, int(2 * stand.form.beat) * RATE // 1000)
            yield Note(at - length, "swell", 0, length, 0.55 if bar.turn else 0.3)


def _pause_before(form: Form, at: int) -> int:
    """How many samples before a moment nobody has spoken."""
    now = at * 1000 // RATE
    if any(start < now < end for start, end in form.speech):
        return 0
    ends = [end for _, end in form.speech if end <= now]
    return at - max([*ends, 0]) * RATE // 1000


def ending(stand: Stand) -> Iterator[Note]:
    """The last chord, laid down from the bass up and left to ring."""
    form, voicing = stand.form, stand.voicings[-1]
    at = form.sample(form.last.beat)
    rest = max(1, form.length - at)
    sustain = next(name for name, _, _ in stand.style.parts if name in ("pad", "strings", "drone"))
    for pitch in voicing:
        yield Note(at, sustain, pitch, rest, 0.4, phase=stand.chance.randrange(1 << 17))
    yield Note(at, "root", bass_of(stand, form.last), rest, 0.7)
    yield Note(at, "boom", 0, 1, 0.7)
    for k, pitch in enumerate(voicing):
        yield Note(at + k * 1_700, "felt", pitch + 12 if pitch < 52 else pitch, 1, 0.6, -0.3 + 0.2 * k)
