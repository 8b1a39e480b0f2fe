"""A choice of sentences told scene by scene: broken where one is long, joined where two are short."""

from dataclasses import dataclass, replace
from functools import lru_cache

from newsreel.reporting.candidates import Candidate
from newsreel.reporting.clauses import LONGEST, MOST_CHARACTERS, SHORTEST, pieces
from newsreel.reporting.wording import without_turning
from newsreel.speech.pace import estimate

PAUSE = 550  # milliseconds between two scenes
TINY = 1_400  # what is shorter is joined to whatever stands beside it
JOINED = 6_000  # two short sentences told in one scene take no longer than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What one scene says, and the candidates it comes from."""

    says: str
    told: tuple[Candidate, ...]
    part: int = 0  # which piece of its sentence
    parts: int = 1

    @property
    def sources(self) -> tuple[str, ...]:
        """The sentences it is drawn from."""
        return tuple(name for candidate in self.told for name in candidate.sources)


@lru_cache(maxsize=4096)
def spoken(text: str, language: str) -> int:
    """Milliseconds of speech."""
    return estimate(text, language)


@lru_cache(maxsize=2048)
def _pieces(text: str, language: str) -> tuple[str, ...]:
    return tuple(pieces(text, language))


def tell(candidates: list[Candidate], choice: dict[int, int], language: str) -> list[Beat]:
    """The beats of a choice, in the order of the article."""
    beats: list[Beat] = []
    for order in sorted(choice):
        one = candidates[order]
        text = one.versions[choice[order]]
        if order - 1 not in choice:
            text = without_turning(text, language) or text
        parts = _pieces(text, language)
        beats.extend(
            Beat(says=part, told=(one,), part=n, parts=len(parts)) for n, part in enumerate(parts) if part.strip()
        )
    return _joined(beats, language)


def _joined(beats: list[Beat], language: str) -> list[Beat]:
    """Short beats joined with a neighbour of their own paragraph, and what is still tiny with any neighbour."""
    for near in (True, False):
        found: list[Beat] = []
        for beat in beats:
            if found and _belong(found[-1], beat, language, near):
                found[-1] = _one(found[-1], beat, language)
            else:
                found.append(beat)
        beats = found
    return beats


def _one(before: Beat, beat: Beat, language: str) -> Beat:
    says = before.says + ("" if language == "zh" else " ") + beat.says
    if before.told == beat.told:
        return replace(before, says=says)
    return Beat(says=says, told=before.told + beat.told)


def _belong(before: Beat, beat: Beat, language: str, near: bool) -> bool:
    """Whether two beats make one scene: one is too short to stand, and both together are not long."""
    one, other = spoken(before.says, language), spoken(beat.says, language)
    if len(before.says) + len(beat.says) >= MOST_CHARACTERS:
        return False
    if one + other + 400 > LONGEST or min(one, other) >= SHORTEST + 300:
        return False
    apart = before.told != beat.told
    if apart and before.told[-1].order + 1 != beat.told[0].order:
        return False
    if apart and any(sum(map(half.says.count, '“”"')) % 2 for half in (before, beat)):
        return False
    if not near:
        return min(one, other) < TINY
    same = before.told[-1].block == beat.told[0].block
    return same and (min(one, other) < SHORTEST or (one + other + 400 <= JOINED and before.parts == beat.parts == 1))


def length(beats: list[Beat], language: str) -> int:
    """Milliseconds of speech and of the pauses after each scene."""
    return sum(spoken(beat.says, language) + PAUSE for beat in beats)
