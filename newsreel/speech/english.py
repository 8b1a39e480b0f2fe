"""How figures and signs are said in an English text; each rule reads what stands at one place of it."""

import re
from collections.abc import Callable

from newsreel.speech.figures import en_cardinal, en_decade, en_digits, en_fraction, en_number, en_ordinal, en_year
from newsreel.speech.latin import say
from newsreel.speech.saying import GROWN_TOGETHER, NUMBER, Part, en
from newsreel.speech.units import AFTER_FIGURE, CURRENCY, MONEY, unit_of

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Part, ...] | None]]

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join((*_MONTHS, r"Jan\.?", r"Feb\.?", r"Mar\.?", r"Apr\.?", r"Aug\.?", r"Sept?\.?", r"Oct\.?", r"Nov\.?",
                   r"Dec\.?"))  # fmt: skip
_SCALE = r"(?:\s?(?P<scale>million|billion|trillion|thousand|mn|bn|tn|[kKmMbB](?![A-Za-z])))"
_SCALES = {"mn": "million", "m": "million", "bn": "billion", "b": "billion", "tn": "trillion", "k": "thousand"}
_COUNTED = re.compile(
    r"\s(?:people|more|other|or|kilomet|met(?:er|re)s|feet|miles|tons|tonnes|dollars|euros|yuan|pounds|jobs|homes|houses|"
    r"hectares|acres|percent|per|hours|days|years|times|workers|troops|soldiers|students|residents|families|men|women|"
    r"children|votes|seats|points|degrees|square|units|cars|vehicles|companies|cases|deaths|calories)"
)
_AFTER_MONTH = re.compile(rf"\b(?:{_MONTH})\s$")
_BEFORE_MONTH = re.compile(rf"\s(?:{_MONTH})\b")
_DIAL = re.compile(r"(?:call|dial|hotline|phone|flight|route|line|bus|room|helpline)\s$", re.IGNORECASE)


def _date(m: re.Match[str]) -> tuple[Part, ...] | None:
    month, day = int(m[3]), int(m[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return en(f"{_MONTHS[month - 1]} {en_ordinal(day)} {en_year(int(m[1]))}")


def _day(m: re.Match[str]) -> tuple[Part, ...] | None:
    before, after = m.string[: m.start()], m.string[m.end() :]
    dated = _AFTER_MONTH.search(before) or _BEFORE_MONTH.match(after)
    return en(en_ordinal(int(m[0]))) if dated and 1 <= int(m[0]) <= 31 else None


def _phone(m: re.Match[str]) -> tuple[Part, ...]:
    groups = re.findall(r"\d+", m[0])
    return en(", ".join(en_digits(group) for group in groups))


def _dialled(m: re.Match[str]) -> tuple[Part, ...] | None:
    return en(en_digits(m[0])) if _DIAL.search(m.string[: m.start()]) else None


def _time(m: re.Match[str]) -> tuple[Part, ...] | None:
    hours, minutes = int(m[1]), int(m[2])
    if hours > 24 or minutes > 59:
        return None
    said = en_cardinal(hours)
    if m[3]:
        return en(f"{said} {en_cardinal(minutes)} and {en_cardinal(int(m[3]))} seconds")
    if minutes:
        return en(f"{said} {'oh ' if minutes < 10 else ''}{en_cardinal(minutes)}")
    halved = re.match(r"\s?[ap]\.?m", m.string[m.end() :], re.IGNORECASE)
    return en(said if halved else f"{said} o'clock" if hours <= 12 else f"{said} hundred hours")


def _ratio(m: re.Match[str]) -> tuple[Part, ...]:
    return en(" to ".join(en_number(side) for side in m[0].split(":")))


def _special(m: re.Match[str]) -> tuple[Part, ...]:
    return en({"24/7": "twenty-four seven", "9/11": "nine eleven"}[m[0]])


def _slashed(m: re.Match[str]) -> tuple[Part, ...] | None:
    return en(en_fraction(int(m[1]), int(m[2]))) if int(m[2]) else None


def _money(m: re.Match[str]) -> tuple[Part, ...]:
    figure, scale = m["figure"], _scale(m["scale"])
    _, one, many = MONEY[m["coin"]]
    if (
        not scale
        and not m["upto"]
        and (cents := re.fullmatch(r"([\d,]+)\.(\d\d)", figure))
        and one.endswith(("dollar", "euro", "pound"))
    ):
        small = "pence" if one == "pound" else "cents"
        whole = cents[1].replace(",", "")
        return en(
            f"{en_number(cents[1])} {one if whole == '1' else many}"
            + (f" and {en_cardinal(int(cents[2]))} {small}" if cents[2] != "00" else "")
        )
    single = figure == "1" and not scale and not m["upto"]
    # $10-million project, $5 bill: said in the singular before a noun joined with a hyphen
    joined = m.string[m.end() : m.end() + 1] == "-" and m.string[m.end() + 1 : m.end() + 2].isalpha()
    amount = en_number(figure) + (f" to {en_number(m['upto'])}" if m["upto"] else "")
    return en(f"{amount} {scale + ' ' if scale else ''}{one if single or joined else many}")


def _scale(written: str | None) -> str:
    return _SCALES.get((written or "").lower(), written or "")


def _ordinal(m: re.Match[str]) -> tuple[Part, ...]:
    return en(en_ordinal(int(m[1].replace(",", ""))))


def _decade(m: re.Match[str]) -> tuple[Part, ...]:
    return en(en_decade(int(m[1])))


def _range(m: re.Match[str]) -> tuple[Part, ...]:
    low, high = m["low"], m["high"]
    if _is_year(low) and re.fullmatch(r"\d{4}|\d\d", high) and not m["unit"]:
        last = en_year(int(high)) if len(high) == 4 else en_cardinal(int(high))
        return en(f"{en_year(int(low))} to {last}")
    return en(f"{en_number(low)} to {en_number(high)}{_tail(m, high)}")


def _figure(m: re.Match[str]) -> tuple[Part, ...]:
    sign, figure = m["sign"] or "", m["figure"]
    if _is_year(figure) and not sign and not m["unit"] and not _COUNTED.match(m.string[m.end() :]):
        return en(en_year(int(figure)))
    low = ("plus " if sign == "+" else "minus ") if sign else ""
    return en(low + en_number(figure) + _tail(m, figure) + (" plus" if m["plus"] and not m["unit"] else ""))


def _tail(m: re.Match[str], figure: str) -> str:
    scale = _scale(m["scale"]) if "scale" in m.re.groupindex else ""
    if scale:
        return " " + scale
    if not m["unit"]:
        return ""
    _, one, many = unit_of(m["unit"])
    return " " + (one if figure == "1" else many)


def _is_year(figure: str) -> bool:
    return bool(re.fullmatch(r"(?:1[1-9]|20)\d\d", figure))


def _mixed(m: re.Match[str]) -> tuple[Part, ...]:
    """Letters and digits grown together: 5G, GPT-4, COVID-19, A320, H5N1."""
    said = []
    for piece in re.findall(r"[A-Za-z]+|\d+(?:\.\d+)?", m[0]):
        if piece.isalpha():
            said.append(say(piece if len(piece) > 1 else piece.upper()))
        elif len(piece) == 3 and "." not in piece and piece[1:] != "00":
            said.append(f"{en_cardinal(int(piece[0]))} {'oh ' if piece[1] == '0' else ''}{en_cardinal(int(piece[1:]))}")
        else:
            said.append(en_year(int(piece)) if _is_year(piece) else en_number(piece))
    return en(" ".join(said))


def _address(m: re.Match[str]) -> tuple[Part, ...]:
    return en(" dot ".join(say(piece) for piece in re.split(r"\.", m[0])))


def _numbered(m: re.Match[str]) -> tuple[Part, ...]:
    return en("number " + en_number(m[1]))


def say_digits(figure: str) -> tuple[Part, ...]:
    """A figure by itself, as the circled ones of a list."""
    return en(en_number(figure))


def _sign(m: re.Match[str]) -> tuple[Part, ...]:
    return en(SIGNS[m[0]])


SIGNS = {"%": "percent", "℃": "degrees Celsius", "×": "times", "÷": "divided by", "=": "equals", "+": "plus",
         "&": "and", "±": "plus or minus", "²": "squared", "³": "cubed",
         "½": "a half", "¼": "a quarter", "¾": "three quarters", "@": "at"}  # fmt: skip
_MINUS = r"(?P<sign>(?<![A-Za-z0-9])[-−–+])?"
RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<!\d)([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"), _date),
    (re.compile(r"(?<!\d)(?:\+?1-)?\d{3}-\d{3}-\d{4}(?!\d)|(?<!\d)1-800-\d{3}-\d{4}"), _phone),
    (re.compile(r"(?<![\d.,])\d{3,7}(?![\d.,]\d|\d)"), _dialled),
    (re.compile(r"(?<![\d.,])\d{1,2}(?!\d|[.,:]\d|%)"), _day),
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])"), _time),
    (re.compile(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+"), _ratio),
    (re.compile(r"(?<![\d/])(?:24/7|9/11)(?![\d/])"), _special),
    (re.compile(r"(?<![\d/])(\d{1,3})/(\d{1,3})(?![\d/])"), _slashed),
    (re.compile(rf"(?P<coin>{CURRENCY})\s?(?P<figure>{NUMBER})(?:[-–](?P<upto>{NUMBER}))?{_SCALE}?"), _money),
    (re.compile(r"(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th)(?![A-Za-z])"), _ordinal),
    (re.compile(r"['’]?(\d0|[12]\d\d0)s(?![A-Za-z])"), _decade),
    (re.compile(rf"(?P<low>{NUMBER})%?[-–—~](?P<high>{NUMBER})(?:{_SCALE}|{AFTER_FIGURE})?(?![A-Za-z])"), _range),
    (re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|org|net|gov|edu|io)(?![A-Za-z])"), _address),
    (re.compile(r"(?<!\d)\.\d+(?![\d.])"), lambda m: en("point " + en_digits(m[0]))),
    (re.compile(rf"#({NUMBER})"), _numbered),
    (re.compile(rf"{_MINUS}(?P<figure>{NUMBER})(?:{AFTER_FIGURE}|(?![A-Za-z]))(?P<plus>\+)?"), _figure),
    (re.compile(GROWN_TOGETHER), _mixed),
    (re.compile("|".join(map(re.escape, SIGNS))), _sign),
)  # fmt: skip
