"""What each player of the band plays over a form: a list of notes, in order."""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

from newsreel.crew.composers.ensemble.form import RATE, Form
from newsreel.crew.composers.ensemble.harmony import lead, nearest
from newsreel.crew.composers.ensemble.landmarks import ending, glints, openings
from newsreel.crew.composers.ensemble.percussion import backbeat, drum, shaker, ticks, toms
from newsreel.crew.composers.ensemble.stand import Note, Stand, bass_of, playing
from newsreel.crew.composers.ensemble.styles import Style

DROPS = ((Fraction(0), Fraction(3, 2), Fraction(3)), (Fraction(0), Fraction(2)))  # beats


def write(form: Form, style: Style, seed: int) -> tuple[Note, ...]:
    """Every note of the piece, in order."""
    voicings, before = [], None
    for bar in (*form.bars, form.last):
        before = lead(before, bar.chord, *style.pad, style.voices)
        voicings.append(before)
    notes: list[Note] = []
    for name, energy, level in style.parts:
        stand = Stand(form, style, tuple(voicings), random.Random(f"{name} {seed}"))
        notes += (_scaled(note, level) for note in PLAYERS[name](stand, energy))
    stand = Stand(form, style, tuple(voicings), random.Random(f"frame {seed}"))
    notes += [*openings(stand), *ending(stand)]
    return tuple(
        sorted((n for n in notes if n.length > 0 and n.at < form.length), key=lambda n: (n.at, n.voice, n.pitch))
    )


def _scaled(note: Note, level: float) -> Note:
    return Note(note.at, note.voice, note.pitch, note.length, note.gain * level, note.pan, note.phase)


def _sustained(voice: str, gain: float) -> Callable[[Stand, int], Iterator[Note]]:
    """Held chords; a voice that stays on its pitch is not struck again within a section."""

    def player(stand: Stand, energy: int) -> Iterator[Note]:
        held: dict[tuple[int, int], tuple[int, int, float]] = {}
        bars = [(n, bar) for n, bar in playing(stand, energy)]
        for n, bar in bars:
            start, end = stand.at(bar, 0), stand.at(bar, bar.beats)
            now = list(enumerate(stand.voicings[n]))
            for key in [key for key in held if key not in now or bar.opens or held[key][1] != start]:
                yield _long(stand, voice, key[1], *held.pop(key))
            level = gain * (0.84 + 0.08 * bar.energy)
            for key in now:
                began = held[key][0] if key in held else start
                if end - began > 9 * RATE:
                    yield _long(stand, voice, key[1], *held.pop(key))
                    began = start
                held[key] = (began, end, level)
        for key, span in held.items():
            yield _long(stand, voice, key[1], *span)

    return player


def _long(stand: Stand, voice: str, pitch: int, start: int, end: int, gain: float) -> Note:
    return Note(start, voice, pitch, end - start, gain, phase=stand.chance.randrange(1 << 17))


def _roots(stand: Stand, energy: int) -> Iterator[Note]:
    for n, bar in playing(stand, energy):
        walk = bar.energy >= 2 and bar.beats == 4 and n % 2 == 1
        held = 3 if walk else bar.beats
        start = stand.at(bar, 0)
        yield Note(start, "root", bass_of(stand, bar), stand.at(bar, held) - start, 1.0)
        if walk:
            fifth = nearest(bar.chord.tones[-1], bass_of(stand, bar) + 4)
            yield Note(stand.at(bar, 3), "root", fifth, stand.at(bar, 4) - stand.at(bar, 3), 0.7)


def _pedal(stand: Stand, energy: int) -> Iterator[Note]:
    """One long low note a bar, where everything else is still."""
    for bar in stand.form.bars:
        if bar.energy == 0:
            start = stand.at(bar, 0)
            yield Note(start, "root", bass_of(stand, bar), stand.at(bar, bar.beats) - start, 1.0)


def _engine(stand: Stand, energy: int) -> Iterator[Note]:
    weights = (1.0, 0.55, 0.7, 0.6, 0.85, 0.55, 0.7, 0.75)
    for n, bar in playing(stand, energy):
        for k in range(2 * bar.beats):
            octave = 12 if k == 7 and n % 4 == 3 else 0
            at = stand.at(bar, k / 2)
            length = (stand.at(bar, k / 2 + 0.5) - at) * 4 // 5
            yield Note(at, "pulse", bass_of(stand, bar) + octave, length, weights[k])


def _bounce(stand: Stand, energy: int) -> Iterator[Note]:
    figure = (  # beat, beats held, step above the root, weight
        (0, 1.2, 0, 1.0),
        (1.5, 0.4, 0, 0.7),
        (2, 0.9, 0, 0.85),
        (3.5, 0.45, 7, 0.7),
    )
    for _, bar in playing(stand, energy):
        for beat, beats, step, weight in figure:
            if beat < bar.beats:
                at = stand.at(bar, beat)
                pitch = bass_of(stand, bar) + (step if (bar.chord.root + step) % 12 in bar.chord.tones else 0)
                yield Note(at, "root", pitch, stand.at(bar, beat + beats) - at, weight)


def _broken(stand: Stand, energy: int) -> Iterator[Note]:
    """A chord taken apart in quavers, or in crotchets where it should be quieter; turned round every other bar."""
    shapes = ((0, 2, 3, 1, 2, 3, 1, 2), (0, 1, 3, 2, 1, 3, 2, 1), (0, 3, 2, 1, 3, 2, 1, 2))
    shape = stand.chance.choice(shapes)
    for n, bar in playing(stand, energy):
        step = 1 if bar.energy < 2 else Fraction(1, 2)
        turn = shape if n % 2 == 0 else (*shape[:4], *shape[7:3:-1])
        for k in range(int(bar.beats / step)):
            late, weight = stand.loose()
            at = stand.at(bar, k * step) + late
            pitch = stand.voicings[n][turn[k % 8] % len(stand.voicings[n])]
            pitch = pitch + 12 if pitch < 55 else pitch
            accent = 1.0 if k == 0 else 0.72 + 0.1 * (k * step % 2 == 0)
            yield Note(
                at,
                "felt",
                pitch,
                stand.at(bar, bar.beats) - at,
                weight * accent * stand.hushed(at),
                -0.35 + 0.1 * (pitch % 8),
            )


def _ostinato(stand: Stand, energy: int) -> Iterator[Note]:
    """Semiquavers on low strings, three and three and two, that change with the chord and never with the voice."""
    accents = {0: 2, 3: 1, 6: 2, 8: 2, 11: 1, 14: 2}
    for n, bar in playing(stand, energy):
        tones = sorted(nearest(tone, 52) for tone in bar.chord.tones)
        for k in range(4 * bar.beats):
            accent = k in accents
            if bar.energy < 2 and not accent and k % 2:
                continue
            at = stand.at(bar, Fraction(k, 4))
            pitch = tones[(accents[k] if n % 2 else 2 * (k in (6, 14))) % len(tones)] if accent else tones[0]
            gain = (0.95 if accent else 0.5) * stand.chance.uniform(0.9, 1.05) * stand.hushed(at)
            yield Note(at, "stab", pitch, 3600, gain, phase=stand.chance.randrange(1 << 17))


def _mallets(stand: Stand, energy: int) -> Iterator[Note]:
    """A syncopated figure on marimba, the same rhythm for a section, with one note fewer under a quotation."""
    rhythms = ((0, 3, 6, 8, 11, 14), (0, 3, 4, 7, 10, 12, 14), (0, 2, 5, 8, 10, 13))
    shapes = ((0, 2, 1, 2, 0, 1, 2), (2, 1, 0, 1, 2, 0, 1), (0, 1, 2, 0, 2, 1, 0))
    order = stand.chance.randrange(3)
    for n, bar in playing(stand, energy):
        rhythm, shape = rhythms[(order + bar.section) % 3], shapes[(order + n) % 3]
        for m, k in enumerate(rhythm):
            if k >= 4 * bar.beats or (bar.energy == 0 and m % 3):
                continue
            late, weight = stand.loose()
            at = stand.at(bar, Fraction(k, 4)) + late // 3
            voicing = stand.voicings[n]
            pitch = voicing[shape[m] % len(voicing)]
            pitch += 12 if pitch < 62 else 0
            yield Note(
                at, "mallet", pitch, 1, weight * (1 if m == 0 else 0.75) * stand.hushed(at), 0.45 - 0.15 * (m % 7)
            )


def _chops(stand: Stand, energy: int) -> Iterator[Note]:
    for n, bar in playing(stand, energy):
        for k in range(bar.beats):
            at = stand.at(bar, k + Fraction(1, 2))
            for pitch in stand.voicings[n]:
                yield Note(at, "chop", pitch, 1, stand.hushed(at), -0.4)


def _drops(stand: Stand, energy: int) -> Iterator[Note]:
    """Single piano notes with room between them."""
    for n, bar in playing(stand, energy):
        voicing = stand.voicings[n]
        beats = DROPS[n % 2]
        picks = (voicing[-1], voicing[-2], stand.chance.choice(voicing[1:]))
        for beat, pitch in zip(beats, picks, strict=False):
            if beat < bar.beats:
                late, weight = stand.loose()
                at = stand.at(bar, beat) + late
                high = pitch + 12 if pitch < 57 else pitch
                yield Note(
                    at,
                    "felt",
                    high,
                    stand.at(bar, bar.beats) - at,
                    weight * (1 if beat == 0 else 0.7) * stand.hushed(at),
                    0.2,
                )


def _descant(stand: Stand, energy: int) -> Iterator[Note]:
    for n, bar in playing(stand, energy):
        start = stand.at(bar, 0)
        yield Note(start, "high", stand.voicings[n][-1] + 12, stand.at(bar, bar.beats) - start, 1.0)


PLAYERS: dict[str, Callable[[Stand, int], Iterator[Note]]] = {
    "pad": _sustained("pad", 0.34),
    "strings": _sustained("strings", 0.42),
    "drone": _sustained("drone", 0.4),
    "roots": _roots,
    "pedal": _pedal,
    "engine": _engine,
    "bounce": _bounce,
    "broken": _broken,
    "ostinato": _ostinato,
    "mallets": _mallets,
    "chops": _chops,
    "drops": _drops,
    "descant": _descant,
    "shaker": shaker,
    "ticks": ticks,
    "backbeat": backbeat,
    "four": drum("kick", (0, 1.0), (1, 0.8), (2, 0.95), (3, 0.8)),
    "heartbeat": drum("thud", (0, 1.0), (2.5, 0.6)),
    "toms": toms,
    "glints": glints,
}
