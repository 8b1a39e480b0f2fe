"""The voice `espeak`: speaks Chinese and English offline, with no weights, and knows when every word is heard."""

from dataclasses import replace
from typing import get_args

import numpy as np

from newsreel.bench import Bench
from newsreel.crew.voices.espeak_library import RATE, Library, Manner, variants
from newsreel.crew.voices.recital import Recital, recite
from newsreel.documents import Credit, Finding, Line, Take, Word
from newsreel.errors import CrewFailed
from newsreel.media.sound import write_wav
from newsreel.media.voicing import broadcast
from newsreel.speech.hanzi import pinyin
from newsreel.speech.pace import speech
from newsreel.speech.reading import read
from newsreel.speech.saying import Reading, Said, Tongue

SILENCE = 10  # milliseconds of a take in which nothing is said
PER_MS = 48  # samples
CREDIT = Credit(creator="eSpeak NG", note="synthetic voice")

ROUNDS = 3  # of reciting, each with the rate put right
NEAR = 2  # per cent
SLOWEST, FASTEST = 90, 400  # rates
# What each voice speaks with: its language and variant, the rate to begin with, pitch and range. Range 85 brings
# Chinese tones to their natural width.
_MANNERS: dict[tuple[Tongue, str], Manner] = {
    ("zh", "female"): Manner("cmn-latn-pinyin+f3", rate=230, range=85),
    ("zh", "male"): Manner("cmn-latn-pinyin", rate=230, pitch=55, range=99),
    ("en", "female"): Manner("en-us+f3", rate=155, range=70),
    ("en", "male"): Manner("en-us", rate=155, pitch=48, range=85),
}
_RETAKES = ((100, 0), (95, 2), (104, -2), (97, 5), (102, -5))  # pace in per cent and pitch, by how often asked again


class Espeak:
    """Formant synthesis, clause by clause."""

    version = "1"

    def speak(self, line: Line, bench: Bench) -> Take:
        """Speak the words of one scene."""
        reading = read(line.text, line.language)
        if not reading.clauses:
            silence = np.zeros(SILENCE * PER_MS, np.float32)
            return Take(sound=bench.keep(write_wav(silence), "audio/wav", length=SILENCE), length=SILENCE, words=())
        recital = _paced(reading, line)
        sound = broadcast(recital.samples, RATE)
        length = -(-len(sound) // PER_MS)
        sound = np.pad(sound, (0, length * PER_MS - len(sound)))
        asset = bench.keep(write_wav(sound), "audio/wav", length=length, credit=CREDIT)
        words = tuple(_words(reading, recital))
        return Take(sound=asset, length=length, words=words, findings=_findings(reading))


def _paced(reading: Reading, line: Line) -> Recital:
    """Recite, and again with the rate put right, until it takes as long as the pace of news wants."""
    speed, pitch = _RETAKES[line.retake % len(_RETAKES)]
    goal = speech(reading, line.language, speed)
    chosen = manners(line.voice, pitch)
    for _ in range(ROUNDS):
        with Library() as library:
            recital = recite(reading, library, chosen)
        taken = _ms(recital.said)
        if abs(taken - goal) * 100 <= goal * NEAR:
            break
        chosen = {tongue: _at_rate(manner, manner.rate * taken // max(goal, 1)) for tongue, manner in chosen.items()}
    return recital


def _at_rate(manner: Manner, rate: int) -> Manner:
    return replace(manner, rate=min(max(rate, SLOWEST), FASTEST))


def manners(voice: str, pitch: int = 0) -> dict[Tongue, Manner]:
    """How each tongue is spoken: a voice by sex or by the name of a variant, with its pitch raised or lowered."""
    wanted = (voice or "female").lower()
    chosen: dict[Tongue, Manner] = {}
    for tongue in get_args(Tongue):
        base = _MANNERS.get((tongue, wanted)) or _variant(tongue, wanted)
        chosen[tongue] = replace(base, pitch=base.pitch + pitch)
    return chosen


def _variant(tongue: Tongue, wanted: str) -> Manner:
    known = variants()
    if wanted not in known:
        raise CrewFailed(f"The voice espeak has no voice '{wanted[:40]}'; choose female, male or a variant such as f2.")
    base = _MANNERS[tongue, "male"]
    return replace(base, voice=f"{base.voice}+{known[wanted]}")


def _words(reading: Reading, recital: Recital) -> list[Word]:
    shown = [word for clause in reading.clauses for word in clause.words]
    return [
        Word(text=shown[time.word].text, at=shown[time.word].at, start=_ms(time.start), end=_ms(time.end))
        for time in recital.times
    ]


def _ms(sample: int) -> int:
    return sample * 1000 // RATE


def _findings(reading: Reading) -> tuple[Finding, ...]:
    found = [Finding(rule="A6", message=doubt) for doubt in reading.doubts]
    shown = [word for clause in reading.clauses for word in clause.words]
    found.extend(
        Finding(
            rule="A6",
            message=f"“{word.text}” has no known reading and is said as 某; write it otherwise.",
            said=word.text,
        )
        for word in dict.fromkeys(shown)
        if _unreadable(word)
    )
    return tuple(found)


def _unreadable(word: Said) -> bool:
    return any(part.tongue == "zh" and "" in pinyin(part.text) for part in word.parts)
