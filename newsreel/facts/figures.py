"""The amounts of a text as values: what they measure, how they are qualified, and whether one may stand for another."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from newsreel.facts.dates import whens
from newsreel.facts.numerals import HAN, ORDINALS_EN, SCALES_EN, SCALES_ZH, WORDS_EN, english, han
from newsreel.facts.units import EN, SIGNS, UNITS, ZH, alike

Bound = Literal["", "about", "over", "under"]
ROUNDING = 20  # a hedged amount may differ from the exact one by a twentieth
_D = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_scale_zh = "(?:" + "|".join(sorted(SCALES_ZH, key=len, reverse=True)) + ")"
_unit_zh = "(?:" + "|".join(map(re.escape, ZH)) + "|[%％℃])"
_counter = (
    "[个家户人名位座辆台件套条处所起份枚级次场种项类部本张间栋株棵头只架艘列班届轮批期颗盏步口成倍度方区大支篇剧集版季]"
)
_zh = (
    ("share", re.compile(rf"百分之(?P<han>[{HAN}点]+|{_D})")),
    ("fraction", re.compile(rf"(?P<bottom>[{HAN}]+|\d+)分之(?P<top>[{HAN}]+|\d+)")),
    ("doubled", re.compile(r"翻了?(?P<han>[一两二三])?番|(?<!\d)翻倍")),
    ("ordinal", re.compile(rf"第\s?(?P<han>\d+|[{HAN}]+)")),
    ("half", re.compile(r"一半|半数")),
    ("score", re.compile(r"(?<![\d.])(?P<top>\d+)\s?(?:比|[:：∶－–-])\s?(?P<bottom>\d+)(?![\d.])")),
    ("tenths", re.compile(rf"(?P<han>{_D}|[{HAN}]+)成(?P<half>半)?(?![为立功本员果长绩都熟交效就分品因了千人])")),
    (
        "amount",
        re.compile(
            rf"(?P<minus>零下|负|"
            rf"(?<![\d\w])[-−])?(?P<han>(?<![\d.]){_D})\s?(?P<scale>{_scale_zh}(?!瓦时?\b))?(?P<more>余|"
            rf"多)?"
            rf"(?P<scale2>(?<=[余多]){_scale_zh})?(?P<unit>{_unit_zh})?"
        ),
    ),
    (
        "amount",
        re.compile(
            rf"(?P<minus>零下|负)?(?P<han>(?:[{HAN}]{{1,24}}(?:点[{HAN}]+)?))(?P<more>余|多|"
            rf"几)?(?P<unit>{_unit_zh}|(?={_counter}))"
        ),
    ),
)
_word = "(?:" + "|".join(sorted([*WORDS_EN, "hundred", "thousand", "million", "billion"], key=len, reverse=True)) + ")"
_words = rf"\b{_word}(?:(?:[\s-]|\sand\s){_word})*\b"
_scale_en = r"(?:thousand|million|billion|trillion|bn|mn|m|k|tn)(?![\w])"
_unit_en = "(?:" + "|".join(re.escape(unit) for unit in EN if unit not in SIGNS) + r")(?![\w])|%"
_en = (
    ("ordinal", re.compile(r"\b(?P<han>\d+)(?:st|nd|rd|th)\b|\bNo\.? ?(?P<top>\d+)\b")),
    (
        "fraction",
        re.compile(
            r"(?<!first )\b(?P<top>an?|one|two|three|four)[\s-]"
            r"(?P<bottom>third|quarter|fifth|tenth)s?\b(?=\sof\b|\s\w+ed\b)",
            re.I,
        ),
    ),
    ("half", re.compile(r"\bhalf\b", re.I)),
    ("doubled", re.compile(r"\b(?:twice|doubl(?:ed?|es|ing)|(?P<han>tripl(?:ed?|es|ing)))\b", re.I)),
    ("score", re.compile(r"(?<![\d.,$£€:-])(?P<top>\d+)\s?[-–]\s?(?P<bottom>\d+)(?![\d.,%]|-)")),
    ("race", re.compile(r"\b(?P<top>\d{1,2}):(?P<bottom>\d{2}(?:\.\d+)?)\b")),
    (
        "amount",
        re.compile(
            rf"(?P<sign>(?:US)?[$£€¥])?(?P<minus>(?<![\w\d])[-−](?=\d))?(?P<han>(?<![\w.,]){_D}|{_words})"
            rf"(?:[\s-]?(?P<scale>{_scale_en}))?(?:[\s-]?(?P<unit>{_unit_en}))?",
            re.I,
        ),
    ),
    ("rank", re.compile(r"\b(?P<han>" + "|".join(ORDINALS_EN) + r")\b(?!-)", re.I)),
)
_before: dict[str, dict[Bound, re.Pattern[str]]] = {
    "zh": {
        "under": re.compile(r"(?:不会?超过|不多于|不高于|至多|最多[还需要有]{0,3}|不足|不到|低于|少于|小于)(?:了)?$"),
        "over": re.compile(
            r"(?:(?<!不)(?<!不会)超过|(?<!不)(?<!不会)超|逾|至少[还需要有]{0,3}|不少于|不低于|高于|"
            r"多于|最少|突破)(?:了)?$"
        ),
        "about": re.compile(r"(?:大约|大概|约为?|接近|将近|近|几乎|差不多)$"),
    },
    "en": {
        "under": re.compile(
            r"\b(?:less than|fewer than|under|below|at most|up to|as many as|no more than|not more than|within)"
            r"\s(?:an?\s)?$",
            re.I,
        ),
        "over": re.compile(
            r"\b(?:more than|over|at least|upwards of|exceed(?:ing|s|ed)|no fewer than|no less than|"
            r"above)\s(?:the\s)?$",
            re.I,
        ),
        "about": re.compile(
            r"\b(?:about|around|roughly|approximately|an estimated|some|nearly|almost|close to|"
            r"estimated)"
            r"\s(?:the\s)?$",
            re.I,
        ),
    },
}
_after = re.compile(
    r"^[\u4e00-\u9fff]{0,2}?(?P<about>左右|上下)|^[\u4e00-\u9fff]{0,2}?(?P<over>以上)|^(?P<under>以下|以内|之内)"
)
_full = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A value, what it measures, how it is qualified, and where it stands."""

    value: Fraction
    kind: str  # "share", "money:usd", "length", "count" ...
    start: int
    end: int
    text: str
    bound: Bound = ""
    other: Fraction | None = None  # the second figure of a score
    slight: bool = False  # a small number in words, easily said otherwise


@lru_cache(maxsize=8192)
def amounts(text: str, language: str) -> tuple[Amount, ...]:
    """The amounts of a text in order; days and clock times are none."""
    plain = text.translate(_full)
    taken = [(when.start, when.end) for when in whens(text, language)]
    found: list[Amount] = []
    for name, pattern in _zh if language == "zh" else _en:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            one = _read(name, match, language)
            if one is not None and one.end > one.start:
                taken.append((one.start, one.end))
                found.append(replace(one, bound=one.bound or _bound(plain, one, language)))
    found.sort(key=lambda one: one.start)
    return tuple(_ranged(found, plain))


def _read(name: str, match: re.Match[str], language: str) -> Amount | None:
    parts = {key: value for key, value in match.groupdict().items() if value}
    here = Amount(value=Fraction(0), kind=name, start=match.start(), end=match.end(), text=match.group().strip())
    number = _value(parts.get("han", ""), language)
    if name == "amount":
        return _amount(here, parts, number, language)
    if name == "half":
        return replace(here, value=Fraction(1, 2), kind="share")
    if name == "doubled":
        power = 3 if language == "en" and number is None and parts.get("han") else 2
        if language == "zh" and number:
            power = 2 ** int(number)
        return replace(here, value=Fraction(power), kind="times", slight=True)
    if name in ("score", "race", "fraction"):
        return _pair(here, name, parts, language)
    if name == "rank":
        return replace(here, value=Fraction(ORDINALS_EN[parts["han"].lower()]), kind="ordinal", slight=True)
    number = number if number is not None else _value(parts.get("top", ""), language)
    if number is None:
        return None
    if name == "tenths":
        return replace(here, value=number / 10 + (Fraction(1, 20) if "half" in parts else 0), kind="share")
    return replace(here, value=number / (100 if name == "share" else 1))


def _amount(here: Amount, parts: dict[str, str], number: Fraction | None, language: str) -> Amount | None:
    if number is None:
        return None
    worded = not parts["han"][0].isdigit()
    unit = parts.get("unit", "").lower().replace("％", "%")
    if worded and _idle(parts, number, unit, language):
        return None
    scale = 1
    for name in ("scale", "scale2"):
        scale *= (SCALES_ZH if language == "zh" else SCALES_EN).get(parts.get(name, "").lower(), 1)
    kind, factor = UNITS.get(unit, ("count", Fraction(1)))
    if "sign" in parts:
        kind, factor = SIGNS.get(parts["sign"].upper(), "money:usd"), Fraction(1)
    value = number * scale * factor * (-1 if "minus" in parts else 1)
    bound: Bound = "over" if "more" in parts else ""
    return replace(here, value=value, kind=kind, bound=bound, slight=worded and number < 13 and kind == "count")


def _idle(parts: dict[str, str], number: Fraction, unit: str, language: str) -> bool:
    """Words that only look like an amount: one of a kind, 十分, 万一, a bare hundred."""
    text = parts["han"].lower()
    if language == "en":
        return number == 1 and "scale" not in parts and not unit
    return (
        (number == 1 and unit in ("", "天", "年", "度", "秒", "周"))
        or not any(mark in text for mark in "二两三四五六七八九十一零")
        or text in ("万一", "一一", "十分", "千万", "百万")
    )


def _pair(here: Amount, name: str, parts: dict[str, str], language: str) -> Amount | None:
    words = {
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "third": 3,
        "quarter": 4,
        "fifth": 5,
        "tenth": 10,
    }
    top = _value(parts["top"], language) if parts["top"].lower() not in words else Fraction(words[parts["top"].lower()])
    raw = parts["bottom"].lower()
    bottom = Fraction(words[raw]) if raw in words else _value(raw, language)
    if top is None or bottom is None:
        return None
    if name == "fraction":
        return replace(here, value=top / bottom, kind="share") if bottom else None
    if name == "race":
        return replace(here, value=top * 60 + bottom, kind="second")
    return replace(here, value=top, other=bottom, kind="score")


def _value(text: str, language: str) -> Fraction | None:
    if not text:
        return None
    if text[0].isdigit() and text[0].isascii():
        return Fraction(text.replace(",", ""))
    return han(text) if language == "zh" else english(text)


def _bound(text: str, one: Amount, language: str) -> Bound:
    lead = text[max(0, one.start - 24) : one.start]
    if not (one.kind in ("second", "month") and language == "en" and re.search(r"\b(?:over|under|within)\s$", lead)):
        for name, pattern in _before[language].items():
            if pattern.search(lead):
                return name
    if language == "zh" and (match := _after.match(text[one.end : one.end + 6])):
        return next(name for name in ("about", "over", "under") if match[name])
    return ""


def _ranged(found: list[Amount], text: str) -> list[Amount]:
    """In a range the first figure has the unit and the scale of the second: 3到5亿元, 7 to 9%."""
    made = list(found)
    for at in range(len(found) - 1):
        one, after = found[at], found[at + 1]
        between = text[one.end : after.start].strip()
        if one.kind == "count" and after.kind != "count" and between in ("至", "到", "-", "—", "–", "~", "～", "to"):
            _, factor = next((held for held in UNITS.values() if held[0] == after.kind), ("", Fraction(1)))
            made[at] = replace(one, kind=after.kind, value=one.value * (factor if after.kind == "share" else 1))
    return made


def same(said: Amount, held: Amount) -> bool:
    """Whether both are one value of one kind."""
    if said.kind == "age" or held.kind == "age":
        months = {("age", "month"): Fraction(12), ("month", "age"): Fraction(1, 12)}
        factor = months.get((held.kind, said.kind), Fraction(1))
        return alike(said.kind, held.kind) and said.value == held.value * factor
    if held.kind == "score" and said.kind == "count":
        return said.value in (held.value, held.other)  # 31 votes to 24
    return alike(said.kind, held.kind) and said.value == held.value and said.other == held.other


def rounds(said: Amount, held: Amount) -> bool:
    """Whether a hedged amount is a fair rounding of an exact one, on the right side of it."""
    if not said.bound or not alike(said.kind, held.kind) or said.other is not None or not held.value:
        return False
    off = abs(said.value - held.value) / abs(held.value)
    if off * ROUNDING > 1 or _digits(said.value) > _digits(held.value):
        return False
    return said.bound == "about" or (said.bound == "over") == (said.value <= held.value)


def _digits(value: Fraction) -> int:
    """Significant digits."""
    text = f"{value.numerator}" if value.denominator == 1 else f"{value.numerator * 10**6 // value.denominator}"
    return len(text.strip("-").strip("0")) or 1


def keeps_bound(said: Amount, held: Amount) -> bool:
    """Whether `about`, `more than` and `less than` are still there, and none was turned round."""
    if not held.bound:
        return said.bound in ("", "about")
    return said.bound == held.bound or {said.bound, held.bound} == {"about", "over"}
