"""How fast a text is said: the pace narration keeps, and how long a text takes before anyone has spoken it.

News is read at some 270 characters or 160 words a minute with the pauses counted. A text with many pauses is said a
little faster between them, one with few a little slower, so that scenes keep one pace.
"""

from newsreel.speech.reading import read
from newsreel.speech.saying import Reading

A_MINUTE = {"zh": 270, "en": 158}  # beats: hanzi or words as spoken
SLOWEST = {"zh": 208, "en": 372}  # milliseconds a beat between pauses
FASTEST = {"zh": 172, "en": 305}
LATIN = 5  # quarters of a beat that an English word or a letter takes in a Chinese text


def estimate(text: str, language: str) -> int:
    """Milliseconds it takes to say a text in "zh" or "en", with the pauses inside it."""
    reading = read(text, language)
    return speech(reading, language) + pauses(reading)


def speech(reading: Reading, language: str, per_cent: int = 100) -> int:
    """Milliseconds the sounding part of a reading should take; `per_cent` is the pace asked for."""
    tongue = "zh" if language.startswith("zh") else "en"
    quarters = _quarters(reading, tongue)
    wanted = quarters * 15_000 // A_MINUTE[tongue] - pauses(reading)
    bounded = min(max(wanted, quarters * FASTEST[tongue] // 4), quarters * SLOWEST[tongue] // 4)
    return bounded * 100 // per_cent


def pauses(reading: Reading) -> int:
    """Milliseconds of pauses."""
    return sum(clause.pause for clause in reading.clauses)


def _quarters(reading: Reading, tongue: str) -> int:
    """Quarters of a beat."""
    total = 0
    for clause in reading.clauses:
        for part in (part for word in clause.words for part in word.parts):
            if part.tongue == "zh":
                total += 4 * len(part.text)
            else:
                total += (LATIN if tongue == "zh" else 4) * len(part.text.split())
    return total
