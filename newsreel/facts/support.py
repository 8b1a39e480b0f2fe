"""Whether what is said stands in the article at all (S1)."""

import re
from dataclasses import replace

from newsreel.facts.alignment import Alignment
from newsreel.facts.doubts import Doubt
from newsreel.facts.ground import Ground, Line, vocabulary
from newsreel.reporting.clauses import clauses
from newsreel.reporting.terms import terms

LEAST, FAIR = 400, 620  # thousandths of its terms a told clause shares with its sentences: below, unsupported; doubtful
ROOT = 5  # letters
FEW = {"zh": 6, "en": 5}  # a clause of fewer terms says too little to be judged
_links = re.compile(
    r"^(?:接下来|下面|再看|来看|我们来看|一起来看|首先|其次|最后|具体来看|那么|先看|more on|here is|here's|"
    r"meanwhile|next|now|let's|"
    r"in other news|finally|first)[^\d“”\"]{0,40}$",
    re.I,
)


def check(text: str, language: str, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """Clause by clause, how much of it the article holds."""
    if language != ground.language or _links.match(text.strip()):
        return []
    here, whole = vocabulary(lines), ground.words
    found = []
    at = 0
    for clause in clauses(text, language):
        at = max(at, text.find(clause, at))
        wanted = terms(clause)
        if len(wanted) >= FEW[language]:
            found += _judge(clause, at, wanted, here, whole, lines)
    whole_wanted = terms(text)
    if not found and len(whole_wanted) >= 3 and _share(whole_wanted, here) < LEAST:
        few = len(whole_wanted) < FEW[language] - 1
        found += [
            replace(one, blocks=one.blocks and not few) for one in _judge(text, 0, whole_wanted, here, whole, lines)
        ]
    return found


def check_runs(text: str, language: str, laid: Alignment, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """A run of words put in between words of the article."""
    here, whole = vocabulary(lines), ground.words
    found = []
    for first, last in laid.fresh():
        wanted = terms(text[first:last])
        if len(wanted) >= FEW[language] and _share(wanted, here) < LEAST:
            found += _judge(text[first:last], first, wanted, here, whole, lines)
    return found


def _share(wanted: frozenset[str], held: frozenset[str]) -> int:
    """How many of the terms are held, in thousandths; in English a shared beginning will do."""
    openings = {word[:ROOT] for word in held if word.isascii()}
    found = [word for word in wanted if word in held or (word.isascii() and len(word) >= 4 and word[:ROOT] in openings)]
    return 1000 * len(found) // max(1, len(wanted))


def _judge(
    clause: str, at: int, wanted: frozenset[str], here: frozenset[str], whole: frozenset[str], lines: tuple[Line, ...]
) -> list[Doubt]:
    share, anywhere = _share(wanted, here), _share(wanted, whole)
    source = lines[0].text if lines else ""
    if share < LEAST and anywhere < LEAST + 100:
        message = "The article does not say this."
        return [Doubt(rule="S1", message=message, said=clause.strip(), source=source, at=at)]
    if share < LEAST:
        message = "The sentences this scene is told from do not say this; name the ones that do."
        return [Doubt(rule="S1", message=message, said=clause.strip(), source=source, at=at)]
    if share < FAIR:
        message = "Much of this is in words the article does not use; compare the two."
        return [Doubt(rule="S1", message=message, said=clause.strip(), source=source, at=at, blocks=False)]
    return []
