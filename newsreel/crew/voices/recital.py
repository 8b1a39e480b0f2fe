"""A reading, recited by espeak: clause by clause, with pauses of our own, and every word's place counted in samples."""

import re
from dataclasses import dataclass

import numpy as np

from newsreel.crew.voices.espeak_library import PHONEME, RATE, WORD, Event, Library, Manner, Samples
from newsreel.errors import CrewFailed
from newsreel.speech.hanzi import pinyin, stands_in
from newsreel.speech.saying import Clause, Mark, Reading, Tongue

# Syllables its pinyin voice does not know, as phonemes.
_ONSETS = {"xiong": "S;", "qiong": "tS;h", "jiong": "tS;"}
_TONES = {"1": "55", "2": "35", "3": "214", "4": "51", "5": "11"}
LONGEST = 400  # characters given to it at once: it drops what goes beyond some 800 without a word
LONGEST_WORD = 40
SWITCH = 25  # milliseconds between Chinese and English inside a clause
QUIET = 130  # of 32,768: below this is silence (-48 dBFS)
BEFORE, AFTER, EDGE = 4, 12, 3  # milliseconds kept before and after the sound, and faded
SWALLOWED = 3  # English words at most that it runs into the one before ("out of the")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is given to the library for one word, or for one syllable of it."""

    word: int
    text: str


@dataclass(frozen=True, slots=True)
class Timed:
    """A word and the samples it is heard in."""

    word: int  # counted through the reading
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Recital:
    """The whole reading as samples of the library's rate."""

    samples: Samples
    times: tuple[Timed, ...]
    said: int  # samples without the pauses


def recite(reading: Reading, library: Library, manners: dict[Tongue, Manner]) -> Recital:
    """Say every clause, and make sure that nothing was left out."""
    pieces: list[Samples] = []
    times: list[Timed] = []
    place = said = first = 0
    for clause in reading.clauses:
        runs = _runs(clause, first)
        for number, (tongue, units) in enumerate(runs):
            last = number + 1 == len(runs)
            sound, heard = _say(tongue, units, clause.mark if last else None, library, manners[tongue])
            times.extend(Timed(item.word, item.start + place, item.end + place) for item in heard)
            pause = np.zeros((clause.pause if last else SWITCH) * RATE // 1000, np.int16)
            pieces.extend((sound, pause))
            place += len(sound) + len(pause)
            said += len(sound)
        first += len(clause.words)
    return Recital(np.concatenate(pieces), tuple(_joined(times)), said)


def _runs(clause: Clause, first: int) -> list[tuple[Tongue, list[Unit]]]:
    """The clause as runs of one tongue, each short enough for the library."""
    runs: list[tuple[Tongue, list[Unit]]] = []
    length = 0
    for tongue, unit in _units(clause, first):
        if not runs or runs[-1][0] != tongue or length + len(unit.text) > LONGEST:
            runs.append((tongue, []))
            length = 0
        runs[-1][1].append(unit)
        length += len(unit.text) + 1
    return runs


def _units(clause: Clause, first: int) -> list[tuple[Tongue, Unit]]:
    parts = [(number, part) for number, word in enumerate(clause.words, first) for part in word.parts]
    units: list[tuple[Tongue, Unit]] = []
    place = 0
    while place < len(parts):
        number, part = parts[place]
        if part.tongue == "en":
            units.extend(("en", Unit(number, piece)) for piece in _english(part.text))
            place += 1
            continue
        stop = place
        while stop < len(parts) and parts[stop][1].tongue == "zh":
            stop += 1
        # the characters are read together: a reading hangs on its neighbours
        owners = [owner for owner, said in parts[place:stop] for _ in said.text]
        syllables = pinyin("".join(said.text for _, said in parts[place:stop]))
        units.extend(
            ("zh", Unit(owner, _syllable(stands_in(syllable))))
            for owner, syllable in zip(owners, syllables, strict=True)
        )
        place = stop
    return units


def _syllable(syllable: str) -> str:
    onset = _ONSETS.get(syllable[:-1])
    return f"[[{onset}'ioN{_TONES[syllable[-1]]}]]" if onset else syllable


def _english(text: str) -> list[str]:
    words = []
    for word in text.replace("’", "'").split():
        if word == "A":
            words.append("[['eI]]")  # by itself it would be read as the article
            continue
        words.extend(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
    return words


def _say(
    tongue: Tongue, units: list[Unit], mark: Mark | None, library: Library, manner: Manner
) -> tuple[Samples, list[Timed]]:
    places, text = [], ""
    for unit in units:
        places.append(len(text) + (2 if unit.text.startswith("[[") else 0))
        text += unit.text + " "
    samples, events = library.say(text.rstrip() + (mark or ("," if tongue == "en" else "")), manner)
    starts = _starts(places, len(text), events)
    missing = [unit.text for unit, start in zip(units, starts, strict=True) if start is None]
    if starts[0] is None or (missing and (tongue == "zh" or _longest_gap(starts) > SWALLOWED)):
        raise CrewFailed(f"The voice left out '{' '.join(missing)[:40]}'; shorten the sentence or put a comma in it.")
    first, last = _sounding(samples)
    cut = samples[first:last].copy()
    _soften(cut)
    marks = _filled(starts, last)
    bounds = [min(max(moment - first, 0), len(cut)) for moment in marks]
    return cut, [Timed(unit.word, bounds[n], bounds[n + 1]) for n, unit in enumerate(units)]


def _starts(places: list[int], length: int, events: list[Event]) -> list[int | None]:
    """When each unit begins: its word event, if anything is heard of it."""
    starts: list[int | None] = []
    for number, place in enumerate(places):
        stop = places[number + 1] if number + 1 < len(places) else length
        mine = [event for event in events if place <= event.at < stop]
        begins = [event.sample for event in mine if event.kind == WORD]
        heard = [event.sample for event in mine if event.kind == PHONEME and event.heard]
        starts.append(min(begins or heard) if heard else None)
    return starts


def _longest_gap(starts: list[int | None]) -> int:
    return max(len(run) for run in re.findall("x*", "".join("x" if start is None else "." for start in starts)))


def _filled(starts: list[int | None], end: int) -> list[int]:
    """The starts with swallowed words given an equal share of the word they were run into, and the end."""
    filled: list[int] = []
    for number, start in enumerate(starts):
        if start is not None:
            filled.append(start)
            continue
        follows = next((n for n in range(number, len(starts)) if starts[n] is not None), len(starts))
        stop = starts[follows] if follows < len(starts) else end
        assert stop is not None
        filled.append(filled[-1] + (stop - filled[-1]) // (follows - number + 1))
    return [*filled, end]


def _sounding(samples: Samples) -> tuple[int, int]:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET)
    if not len(loud):
        raise CrewFailed("The voice made no sound; try again, or choose another voice.")
    first = max(0, int(loud[0]) - BEFORE * RATE // 1000)
    return first, min(len(samples), int(loud[-1]) + AFTER * RATE // 1000)


def _soften(sound: Samples) -> None:
    """Fade the edges, so that nothing clicks where clauses join."""
    edge = min(EDGE * RATE // 1000, len(sound) // 2)
    ramp = np.arange(edge) / max(edge, 1)
    sound[:edge] = (sound[:edge] * ramp).astype(np.int16)
    sound[len(sound) - edge :] = (sound[len(sound) - edge :] * ramp[::-1]).astype(np.int16)


def _joined(times: list[Timed]) -> list[Timed]:
    """One time a word, from its first unit to its last."""
    joined: list[Timed] = []
    for item in times:
        if joined and joined[-1].word == item.word:
            joined[-1] = Timed(item.word, joined[-1].start, item.end)
        else:
            joined.append(item)
    return joined
