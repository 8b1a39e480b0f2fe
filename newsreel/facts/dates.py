"""Days and clock times in a text, as far as it gives them, and whether one may stand for another."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from newsreel.facts.numerals import HAN, han

_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_day_zh = re.compile(
    rf"(?:(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年(?!来|"
    rf"代))(?:(?P<m1>{_N})月(?!份?以来)(?:(?P<d1>{_N})[日号])?)?|"
    rf"(?P<m2>{_N})月(?:份|(?P<d2>{_N})[日号])?|(?P<d3>(?<![\d.]){_N})[日号](?!线|楼|院|机|文|令|服)"
)
_clock_zh = re.compile(
    rf"(?P<hour>{_N})(?:时(?!代|间|期|候)|点(?!\d|[{HAN}]|名|击|赞|多))(?:(?P<minute>{_N})分|(?P<half>半))?"
)
_week_zh = re.compile(r"(?:星期|礼拜|周)(?P<day>[一二三四五六日天])(?!次|届|年|个)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_day_en = re.compile(
    rf"\b(?P<m1>{_M}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d)(?:,? (?P<y1>(?:1[5-9]|20)\d\d)\b)?|"
    rf"\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_M})\b(?:,? (?P<y2>(?:1[5-9]|20)\d\d)\b)?|"
    rf"\b(?P<m3>{_M})\b(?!\s+\d{{1,2}}\b)(?:,? (?P<y3>(?:1[5-9]|20)\d\d)\b)?|"
    r"(?<![\d.,$£€-])(?P<y4>(?:1[5-9]|20)\d\d)(?![\d.,]\d|%|-(?:metre|meter|year)|\s(?:people|homes|jobs|"
    r"metres|meters|"
    r"square|tonnes|residents|votes|workers|million|billion|years?|minutes|seconds|hours|days|mm|km)\b)(?!\d)"
)
_clock_en = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>[ap])\.?m\b\.?", re.I)
_week_en = re.compile(r"\b(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_MAY = re.compile(r"\b(?:in|since|until|till|by|from|of|last|next|early|late|mid|before|after|through)[\s-]$", re.I)
_WEEK = ("一二三四五六日", ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))
_REL = {
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2,
    "today": 0, "yesterday": -1,
    "tomorrow": 1,
}  # fmt: skip
_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1, "this year": 0, "last year": -1, "next year": 1}
_rel = re.compile("|".join([*_REL, *_YEARS]).replace("today", r"\btoday\b"), re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A day, a month, a year or a time of day; what the text leaves open is 0, and -1 for a weekday or an hour."""

    start: int
    end: int
    text: str
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    hour: int = -1
    minute: int = 0


@lru_cache(maxsize=8192)
def whens(text: str, language: str) -> tuple[When, ...]:
    """The days and times of a text, in order."""
    found: list[When] = []
    patterns = (_day_zh, _clock_zh, _week_zh) if language == "zh" else (_day_en, _clock_en, _week_en)
    for pattern in (*patterns, _rel):
        for match in pattern.finditer(text):
            if all(match.end() <= one.start or one.end <= match.start() for one in found):
                one = _read(match, language)
                if one:
                    found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _read(match: re.Match[str], language: str) -> When | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    start, end, text = match.start(), match.end(), match.group()
    if not match.re.groups:
        return When(start=start, end=end, text=text, **_relative(text))
    if "hour" in parts:
        hour = _number(parts["hour"])
        half = parts.get("half", "").lower()
        hour += 12 if half == "p" and hour != 12 else -12 if half == "a" and hour == 12 else 0
        minute = _number(parts["minute"]) if "minute" in parts else 30 if parts.get("half") == "半" else 0
        return When(start=start, end=end, text=text, hour=hour, minute=minute) if hour <= 24 else None
    if match.re in (_week_zh, _week_en):
        name = parts["day"].lower().replace("天", "日")
        return When(start=start, end=end, text=text, weekday=_WEEK[0 if language == "zh" else 1].index(name))
    year = next((_number(parts[key]) for key in ("year", "y1", "y2", "y3", "y4") if key in parts), 0)
    if parts.get("m3") == "May" and not year and not _MAY.search(match.string[: match.start()]):
        return None
    named = next((parts[key] for key in ("m1", "m2", "m3") if key in parts), "")
    month = (_number(named) if language == "zh" else 1 + _MONTHS.index(named[:3].lower())) if named else 0
    day = next((_number(parts[key]) for key in ("d1", "d2", "d3") if key in parts), 0)
    if month > 12 or day > 31:
        return None
    return When(start=start, end=end, text=text, year=year, month=month, day=day)


def _relative(text: str) -> dict[str, int]:
    """Kept as a shift until the day of publication is known: days under `minute`, years under `hour`."""
    if text.lower() in _YEARS:
        return {"hour": -200, "minute": _YEARS[text.lower()]}
    return {"hour": -100, "minute": _REL[text.lower()]}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else int(han(text) or 0)


def stands_for(said: When, held: When, published: str) -> bool:
    """Whether what is said can be what the article has, given the day it was published."""
    today = _day(published)
    if (said.hour >= 0) != (held.hour >= 0):
        return False
    if said.hour >= 0:
        apart = abs(said.hour - held.hour)  # 晚9时 is 21时, but noon is not midnight
        return said.minute == held.minute and (apart == 0 or (apart == 12 and min(said.hour, held.hour) > 0))
    if said.hour == held.hour and said.hour < -1:
        return said.minute == held.minute
    return any(_fits(one, other, today) for one in _days(said, today) for other in _days(held, today))


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _days(one: When, today: date | None) -> list[tuple[int, int, int, int]]:
    """The days it can mean, as year, month, day and weekday, with what stays open as 0 and -1."""
    if one.hour == -200:
        return [(today.year + one.minute, 0, 0, -1)] if today else []
    if one.hour == -100:
        return [_parts(today + timedelta(one.minute))] if today else []
    if one.weekday >= 0 and today:
        shifts = [shift for shift in range(-7, 8) if (today + timedelta(shift)).weekday() == one.weekday]
        return [_parts(today + timedelta(shift)) for shift in shifts] + [(0, 0, 0, one.weekday)]
    return [(one.year, one.month, one.day, one.weekday)]


def _parts(day: date) -> tuple[int, int, int, int]:
    return day.year, day.month, day.day, day.weekday()


def _fits(said: tuple[int, int, int, int], held: tuple[int, int, int, int], today: date | None) -> bool:
    """Every part both have is the same, and what only the retelling has follows from the day of publication."""
    if not any(mine and other for mine, other in zip(said[:3], held[:3], strict=True)) and -1 in (said[3], held[3]):
        return False
    for at, (mine, other) in enumerate(zip(said, held, strict=True)):
        empty = -1 if at == 3 else 0
        if mine in (empty, other):
            continue
        if other != empty:
            return False
        near = {0: 1, 1: 1, 2: -1, 3: -1}[at]
        if today is None or near < 0 or abs(mine - (today.year, today.month)[at]) > near:
            return at == 3 and held[2] != 0
    return True
