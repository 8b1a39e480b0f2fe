"""Whether it is so, may be so or is not so, and who says it: kept from the sentence to its retelling (S5)."""

import re

from newsreel.facts.alignment import Alignment
from newsreel.facts.doubts import Doubt
from newsreel.facts.guards import Guard, guards
from newsreel.reporting.clauses import clauses

_SAYS = {
    "not": "A negation of the article is left out.",
    "may": "The article says this is possible, not that it is so.",
    "plan": "The article says this is planned or expected, not that it is so.",
    "will": "The article says this is still to come.",
    "claim": "The article says this is claimed or suspected, not that it is so.",
    "about": "The article does not say this as exactly.",
    "if": "The condition the article gives is left out.",
    "say": "The article has this from somebody; say from whom.",
}
_WEAK = {
    "may": ("may", "plan", "claim"),
    "plan": ("plan", "may"),
    "will": ("will", "plan", "may"),
    "claim": ("claim", "say", "may"),
}
_NOT_ZH = re.compile(r"[不未没无非]|拒|否|难|缺|免")
_NOT_EN = re.compile(r"\b(?:not|no|never|without|den|refus|reject|fail|lack|un\w+|free of|rul\w+ out)|n.t\b", re.I)
_END = re.compile(r"[。！？!?]|\.\s")
_DEEP = {"zh": 6, "en": 3}  # tokens after a guard within which it takes hold
TOUCHED = {"zh": 5, "en": 3}  # tokens in a row that make a clause told


def check(said: str, source: str, laid: Alignment, language: str, card: bool = False) -> list[Doubt]:
    """What the told clauses of the source say, and the retelling does not; and a negation it has put in."""
    kept, told = laid.kept, laid.told
    mine, theirs = guards(said, language), guards(source, language)
    fresh = [one for one in mine if not any(at in told for at in _at(one, laid.said))]  # put in by the retelling
    spoken = _told_clauses(laid, source, language)
    lost = [one for one in theirs if _lost(one, laid, kept, spoken, source, language)]
    found = []
    for one in lost:
        if one.kind in ("say", "if") and (card or _still(one, theirs, laid, kept, source)):
            continue
        if any(other.kind in _WEAK.get(one.kind, (one.kind,)) for other in fresh):
            continue
        if one.kind in ("not", "if", "will") and _told_otherwise(one, said, laid, language):
            continue
        spot = _spot(one, laid, kept)
        sure = laid.share >= (700 if one.kind == "will" else 600)
        found.append(
            Doubt(
                rule="S5",
                message=_SAYS[one.kind],
                said=said,
                source=_clause(source, one, language),
                at=spot,
                blocks=sure,
            )
        )
    added = [one for one in fresh if one.kind == "not"]
    if added and not any(one.kind == "not" for one in lost) and laid.share >= 600:
        message = "The article does not have this negation."
        found.append(Doubt(rule="S5", message=message, said=said, source=source[:200], at=added[0].start))
    return found + (_turned(said, source, laid) if language == "en" else [])


def _turned(said: str, source: str, laid: Alignment) -> list[Doubt]:
    """A word told as its opposite: lawful for unlawful."""
    told, kept = laid.told, laid.kept
    gone = {token.key: token for n, token in enumerate(laid.source) if n not in kept and token.kind == "word"}
    found = []
    for n, token in enumerate(laid.said):
        if n in told or token.kind != "word" or len(token.key) < 4:
            continue
        other = next((gone[key] for key in (f"un{token.key}", token.key.removeprefix("un")) if key in gone), None)
        if other and other.key != token.key:
            message = f"The article has '{other.key}' here."
            found.append(Doubt(rule="S5", message=message, said=said, source=source[:200], at=token.start))
    return found


def _still(one: Guard, theirs: tuple[Guard, ...], laid: Alignment, kept: dict[int, int], source: str) -> bool:
    """Whether another word of its kind is told from the same sentence."""
    return any(
        (other.kind == one.kind or (one.kind == "say" and other.kind == "claim"))
        and not _END.search(source[min(one.end, other.end) : max(one.start, other.start)])
        and any(n in kept for n in _at(other, laid.source))
        for other in theirs
        if other is not one
    )


def _at(one: Guard, tokens: tuple[object, ...]) -> list[int]:
    return [n for n, token in enumerate(tokens) if token.start < one.end and one.start < token.end]  # type: ignore[attr-defined]


def _spans(source: str, language: str) -> list[tuple[int, int]]:
    """Where the clauses of the source stand; none runs over the end of a sentence."""
    found, at = [], 0
    for sentence in re.split(r"(?<=[。！？；])(?![”」』）])" if language == "zh" else r"(?<=[.;!?])\s", source):
        for clause in clauses(sentence, language):
            at = source.find(clause, at)
            found.append((at, at + len(clause)))
            at += len(clause)
    return found


def _told_clauses(laid: Alignment, source: str, language: str) -> list[tuple[int, int]]:
    """The clauses of the source of which enough is told in a row."""
    spans = _spans(source, language)
    least, kept = TOUCHED[language], laid.kept
    found = []
    for start, end in spans:
        inside = [n for n, token in enumerate(laid.source) if start <= token.start < end]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        longest = max((min(a + size - 1, last) - max(a, first) + 1 for a, _, size in laid.blocks), default=0)
        whole = sum(1 for n in inside if n in kept)
        if longest > 0 and (longest >= min(least, len(inside)) or _nearly(whole, len(inside))):
            found.append((start, end))
    return found


def _nearly(whole: int, all_: int) -> bool:
    """Whether a clause is told but for a word or two."""
    return (whole >= 3 and 10 * whole >= 6 * all_) or (whole >= 2 and whole + 1 >= all_)


def _lost(
    one: Guard, laid: Alignment, kept: dict[int, int], spoken: list[tuple[int, int]], source: str, language: str
) -> bool:
    """Whether a guard of a told clause is gone while what it governs is still there."""
    at = _at(one, laid.source)
    if not at or any(n in kept for n in at):
        return False
    if one.kind == "if":
        return any(abs(one.start - end) < 3 or start <= one.start < end for start, end in spoken)
    span = next(((start, end) for start, end in spoken if start <= one.start < end), None)
    if span is None:
        return one.kind in ("say", "claim", "plan") and _leads(one, source, spoken, language)
    if one.kind == "say":
        return True
    after = [
        n
        for n in range(at[-1] + 1, min(at[-1] + 1 + _DEEP[language], len(laid.source)))
        if laid.source[n].start < span[1]
    ]
    before = [n for n in range(max(0, at[0] - _DEEP[language]), at[0]) if laid.source[n].start >= span[0]]
    governs = one.kind == "claim" or (
        language == "en" and re.match(r"den|reject|refus|expect|hope|not|n.t", one.text, re.I)
    )
    if any(n in kept for n in after):
        return True
    if language == "zh" and not [n for n in after if n in kept] and any(n in kept for n in before) and len(after) <= 4:
        return True
    return bool(governs) and any(
        n in kept for n in range(at[-1] + 1, len(laid.source)) if laid.source[n].start < span[1]
    )


def _leads(one: Guard, source: str, spoken: list[tuple[int, int]], language: str) -> bool:
    """Whether a clause not told says who claims what is told right after it, or right before it."""
    most = 8 if language == "zh" else 40
    for start, end in spoken:
        ahead = one.end <= start
        if one.kind == "plan" and (not ahead or language != "zh" or start - one.end > 2):
            continue
        between = source[one.end : start] if ahead else source[max(0, end - 2) : one.start]
        if len(between) <= most and not _END.search(between + " "):
            return True
    return False


def _told_otherwise(one: Guard, said: str, laid: Alignment, language: str) -> bool:
    """Said in a word the article does not use there: 无 for 没有, `free of` for `without`, 把 for 将."""
    fresh = " ".join(said[first:last] for first, last in laid.fresh())
    if one.kind == "not":
        return bool((_NOT_ZH if language == "zh" else _NOT_EN).search(fresh))
    return one.text == "将" and "把" in fresh


def _spot(one: Guard, laid: Alignment, kept: dict[int, int]) -> int:
    """Where in the retelling the guard is missing."""
    at = _at(one, laid.source)[0]
    near = sorted(kept, key=lambda n: abs(n - at))
    return laid.said[kept[near[0]]].start if near else 0


def _clause(source: str, one: Guard, language: str) -> str:
    return source[max(0, one.start - 50) : one.end + 70].strip()
