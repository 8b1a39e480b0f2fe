"""Two texts laid beside each other, so that what was changed, left out or put in stands out.

Figures, days and names are masked first: words align by what is around them, and then the masked ones are compared.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from newsreel.facts.dates import When, whens
from newsreel.facts.figures import Amount, amounts
from newsreel.facts.names import Name, names

Kind = Literal["word", "amount", "when", "name"]
MOST = 2_000  # tokens
_word_en = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_word_zh = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or something masked, and where it stands."""

    kind: Kind
    key: str
    start: int
    end: int
    held: Amount | When | Name | None = None


@lru_cache(maxsize=8192)
def tokens(text: str, language: str, known: frozenset[str]) -> tuple[Token, ...]:
    """The tokens of a text: characters in Chinese, words in English; marks of punctuation are none."""
    found: list[Token] = []
    taken: list[tuple[int, int]] = []
    masked: list[tuple[Kind, str, Amount | When | Name]] = [
        *(("amount", "#", one) for one in amounts(text, language)),
        *(("when", "@when", one) for one in whens(text, language)),
        *(("name", "@name", one) for one in names(text, language, known)),
    ]
    for kind, key, one in masked:
        if all(one.end <= start or end <= one.start for start, end in taken):
            taken.append((one.start, one.end))
            found.append(Token(kind, key, one.start, one.end, one))
    for match in (_word_zh if language == "zh" else _word_en).finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in taken):
            found.append(Token("word", match.group().lower().replace("’", "'"), match.start(), match.end()))
    return tuple(sorted(found, key=lambda token: token.start))


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is told beside what it is told from; `told` and `held` map positions of matching tokens to each other."""

    said: tuple[Token, ...]
    source: tuple[Token, ...]
    blocks: tuple[tuple[int, int, int], ...]  # first in source, first in said, how many

    @property
    def told(self) -> dict[int, int]:
        """Position in what is said -> position in the source."""
        return {b + n: a + n for a, b, size in self.blocks for n in range(size)}

    @property
    def kept(self) -> dict[int, int]:
        """Position in the source -> position in what is said."""
        return {a + n: b + n for a, b, size in self.blocks for n in range(size)}

    @property
    def share(self) -> int:
        """How much of what is said stands in the source in this order, in thousandths."""
        return 1000 * sum(size for _, _, size in self.blocks) // max(1, len(self.said))

    def fresh(self) -> list[tuple[int, int]]:
        """The runs of words that are said and not in the source, from where to where in the text."""
        told = self.told
        found: list[tuple[int, int, int]] = []
        for at, token in enumerate(self.said):
            if at in told or token.kind != "word":
                continue
            if found and at and found[-1][2] == at - 1:
                found[-1] = (found[-1][0], token.end, at)
            else:
                found.append((token.start, token.end, at))
        return [(first, last) for first, last, _ in found]

    def firm(self, at: int) -> int:
        """How many tokens around a position of what is said match without a gap."""
        for _, b, size in self.blocks:
            if b <= at < b + size:
                return size
        return 0


def align(said: tuple[Token, ...], source: tuple[Token, ...]) -> Alignment:
    """Lay one beside the other; of a text nobody could narrate only the beginning is looked at."""
    said, source = said[:MOST], source[:MOST]
    matcher = SequenceMatcher(None, [one.key for one in source], [one.key for one in said], autojunk=False)
    return Alignment(said, source, tuple((a, b, size) for a, b, size in matcher.get_matching_blocks() if size))
