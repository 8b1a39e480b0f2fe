"""A figure set large: which one of a sentence carries it, and what qualifies it, in the words of the sentence."""

import re

from newsreel.documents import Number
from newsreel.reporting.figures import Figure, figures
from newsreel.reporting.labels import PAIR_EN, PAIR_ZH, label
from newsreel.sentences import length_of


def number(says: str, language: str, headline: str = "", context: str = "") -> tuple[Number, int] | None:
    """The figure that dominates what is said, as a card, and how strongly it does (0 to 100)."""
    pair = (PAIR_ZH if language == "zh" else PAIR_EN).search(says)
    found = [
        figure
        for figure in figures(says, language)
        if len(figure.unit) <= 22
        and (figure.weighty or (figure.unit and pair and pair.start() < figure.start < pair.end()))
    ]
    found = [figure for figure in found if sum(map(says[: figure.start].count, "“”")) % 2 == 0]
    if not found or len(figures(says, language)) > 4:
        return None
    best = max(found, key=lambda figure: (pull(says, figure, headline), -figure.start))
    named = label(says, best, language, context)
    if not named:
        return None
    card = Number(value=best.value, unit=best.unit, label=named, note=_note(says, best, language))
    rivals = [one for one in found if one.unit == best.unit and one is not best]
    strength = (
        78
        - 7 * (len(found) - 1)
        - (34 if rivals and not card.note else 0)
        - max(0, length_of(says, language) - (34 if language == "zh" else 20)) // 2
    )
    return card, max(0, strength)


_moves_en = re.compile(
    r"^(?P<what>(?:[A-Z][\w’'-]*\s)(?:[\w’'-]+\s){0,6}?)(?:has\s|have\s|had\s)?(?:fell|rose|dropped|climbed|grew|shrank|"
    r"declined|increased|jumped|slipped|doubled|tripled|sank|soared|fallen|risen|dropped|grown)\b"
)
_from_to_en = re.compile(
    r"\bfrom\s(?P<first>[$£€¥]?\d[\d,.]*\d|\d)(?:[^,;.]{0,18}?)\sto\s(?P<last>[$£€¥]?\d(?:[\d,]*\d)?(?:\.\d+)?)(?![\d.]*%)"
)


def moved(says: str, whole: str) -> Number | None:
    """A change from one figure to another, named by the subject the sentence opened with in an earlier scene."""
    pair = _from_to_en.search(says)
    subject = _moves_en.match(whole)
    if not pair or not subject or says.startswith(subject["what"]):
        return None
    return Number(value=pair["last"], label=subject["what"].strip(), note=pair.group())


def pull(says: str, figure: Figure, headline: str) -> int:
    """How much a figure draws the eye: a share or a sum before a count, the result of a change before its start."""
    share = bool(re.search(r"%|％|percent|per cent|万|亿|illion|个百分点|倍", figure.unit))
    titled = re.search(rf"(?<![\d.,]){re.escape(figure.value)}(?![\d.,]\d)", headline)
    start = re.search(r"(?:从|由|比|较)[^，。至到]{0,12}$|\b(?:from|than|with)\s(?:the\s)?$", says[: figure.start])
    return (
        (-60 if start else 0)
        + (50 if titled else 0)
        + (40 if share or figure.value[:1] in "$£€¥" else 0)
        + 6 * min(6, len(re.sub(r"\D", "", figure.value)))
    )


def _note(says: str, figure: Figure, language: str) -> str:
    """The comparison the sentence gives, or what qualifies the figure."""
    pair = (PAIR_ZH if language == "zh" else PAIR_EN).search(says)
    if pair and pair.start() <= figure.end + 16 and figure.start <= pair.end() + 12:
        return pair.group().strip()
    if language == "zh":
        beside = re.search(r"(?:以上|左右|以下|以内)", says[figure.end : figure.end + 3])
        if figure.near or (beside and beside.start() == 0):
            return (
                figure.near
                + says[figure.start : figure.end]
                + (beside.group() if beside and not beside.start() else "")
            )
        change = re.match(r"[，,（(]?((?:同比|环比|较|比)[^，。；）)]{2,18}\d[^，。；）)]{0,8})", says[figure.end :])
        return change[1] if change else ""
    if figure.near:
        at = says.lower().rfind(figure.near.lower(), 0, figure.start)
        return says[at : figure.end]
    return ""
