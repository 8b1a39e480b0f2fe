"""Whether it is so, may be so or is not so, and who says it: kept from the sentence to its retelling (S5)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from newsreel.facts.alignment import Alignment
from newsreel.facts.doubts import Doubt
from newsreel.reporting.clauses import clauses
from newsreel.reporting.wording import SAY_ZH

_ZH = {
    "not": r"不(?!过(?!去)|仅|但|断|同|少|久|错|妨|禁|料|管|论|约|会?超过|多于|高于|低于|足|到(?=\d)|等)|未(?!来|必)|没(?!收)|无(?!人机|人驾|论|线|锡|疑|缘|数|障碍|花果)|"
    r"非(?=但|必|法)|并非|否认|否定|拒绝|驳回|反对|禁止|叫停|难以|尚缺|谣言|虚假",
    "may": r"可能|也许|或许|未必|恐(?!怖|龙|惧|慌)|或(?=将|可|能|会|达|超|是|为|因|有|致|成|受|于)|大概率|有望|不排除|料将?|似乎?",
    "plan": r"拟(?!态|音|合)|计划(?!生育)|预计|预期|预测|打算|考虑|力争|准备(?=[于在将对向把])|待|争取|有意|建议|目标是",
    "will": r"将(?!军|领|士|来|近|比分|.{1,8}(?:换成|改为|降到|扳|运到|送往|推迟))|即将|届时",
    "claim": r"据称|涉嫌|疑似|嫌疑|疑(?=为|因)|网传|传言|据传|被指|所谓|自称|声称|宣称",
    "about": r"大约|约(?![束定会谈])|左右(?!手)|至少|最多|至多|几乎|将近",
    "if": r"如果|除非|只要|只有|一旦|若(?!干)|倘|如(?=非|未|需|有|无|在|经)|前提|须经|需经",
    "say": rf"据(?!此|以|点)[^，。]{{1,20}}|(?!说[明法服]|称[号为]|介绍信){SAY_ZH}|显示|预测|质疑|辩称|查明|获悉|要求|提出|担心|公布|宣布|披露|通报|报道|发布|警告",
}
_EN = {
    "not": r"not|n['’]t|cannot|never|no(?!\.\s?\d)|none|neither|nor|without|nobody|nothing|den(?:y|ies|ied|ying)|"
    r"refus(?:e|es|ed)|reject(?:s|ed)?|declin(?:e|es|ed)(?=\s(?:to|a|an|the)\b)|fail(?:s|ed)? to|unlikely|false|untrue",
    "may": r"may|might|could|can(?!not)|possibl[ey]|perhaps|likely|probably|appears? to|appeared to|seems? to|suggests?|should|hopes?|hoped",
    "plan": r"plans?(?= to)|planned|expect(?:s|ed)?|propos(?:e|es|ed|al)|aims? to|intends?|due to(?=\s\w+\b)|forecast|estimated|"
    r"scheduled|consider(?:s|ing)?|due (?:by|in)|hope(?:s|d)?|would|subject to|seek(?:s|ing)?",
    "will": r"will|shall|'ll|’ll|is to|are to|set to",
    "claim": r"alleged(?:ly)?|reportedly|suspected|accused|purported(?:ly)?|claim(?:s|ed)?|apparently|supposedly|rumou?red|contrary to",
    "about": r"nearly|almost|roughly|approximately|at least|at most|partly",
    "if": r"if|unless|provided|as long as|until|on condition",
    "say": r"said|says|told|added|adds|warn(?:s|ed)?|(?<=they )wrote|(?<=he )wrote|wrote (?=that)|according|argu(?:es|ed)|believes?|believed|announced|reported|"
    r"insist(?:s|ed)|claim(?:s|ed)?|recalled|explained|noted|heard|question(?:s|ed)|think|thinks|showed|shows?|predicted|called|praised|takes as",
}
_guards = {
    "zh": re.compile("|".join(f"(?P<{name}>{words})" for name, words in (("claim", _ZH["claim"]), *((n, w) for n, w in _ZH.items() if n != "claim")))),
    "en": re.compile("|".join(rf"(?P<{name}>\b(?:{words})(?!\w)" + (r"|n['’]t\b" if name == "not" else "") + ")" for name, words in (("claim", _EN["claim"]), *((n, w) for n, w in _EN.items() if n != "claim"))), re.I),
}  # fmt: skip
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
_END = re.compile(r"[。！？!?]|\.\s")
_DEEP = {"zh": 6, "en": 3}  # tokens after a guard within which it takes hold
TOUCHED = {"zh": 5, "en": 3}  # tokens in a row that make a clause told


@dataclass(frozen=True, slots=True)
class Guard:
    """A word that turns, weakens or attributes what is said."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def guards(text: str, language: str) -> tuple[Guard, ...]:
    """The guards of a text in order."""
    return tuple(
        Guard(match.lastgroup or "", match.group(), match.start(), match.end())
        for match in _guards[language].finditer(text)
    )


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
        if one.kind in ("not", "if", "will") and _told_otherwise(one, said, language):
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
    found, at = [], 0
    for clause in clauses(source, language) if language == "zh" else re.split(r"(?<=[.;!?])\s", source):
        start = source.find(clause, at)
        for part in [clause] if language == "zh" else clauses(clause, language):
            begin = source.find(part, start)
            found.append((begin, begin + len(part)))
            start = begin + len(part)
        at = max(at, start)
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
        if longest > 0 and (longest >= min(least, len(inside)) or (whole >= 3 and 10 * whole >= 6 * len(inside))):
            found.append((start, end))
    return found


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
    for start, end in spoken:
        if one.kind == "plan" and one.start > start:
            continue
        between = source[one.end : start] if one.end <= start else source[end : one.start]
        if len(between) <= (8 if language == "zh" else 40) and not re.search(r"[。；!?！？]|\.\s", between):
            return True
    return False


def _told_otherwise(one: Guard, said: str, language: str) -> bool:
    """Said without the word: 无 for 没有, `free of` for `without`, 把 for 将."""
    if one.kind == "not":
        ways = (
            r"[不未没无非]|拒|否|难|缺|免"
            if language == "zh"
            else r"\b(?:not|no|never|without|n.t|den|refus|reject|fail|lack|un\w+|free of|rul\w+ out)"
        )
        return bool(re.search(ways, said, re.I)) and len(re.findall(ways, said, re.I)) > 1
    return one.text == "将" and "把" in said


def _spot(one: Guard, laid: Alignment, kept: dict[int, int]) -> int:
    """Where in the retelling the guard is missing."""
    at = _at(one, laid.source)[0]
    near = sorted(kept, key=lambda n: abs(n - at))
    return laid.said[kept[near[0]]].start if near else 0


def _clause(source: str, one: Guard, language: str) -> str:
    return source[max(0, one.start - 50) : one.end + 70].strip()
