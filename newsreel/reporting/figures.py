"""The figures in a text: their values as written, their units, and what they count."""

import re
from dataclasses import dataclass

_UNITS_ZH = (
    "毫米/小时 米/秒 千米/小时 公里/小时 平方公里 平方千米 平方米 立方米 亿立方米 亿千瓦时 万千瓦时 千瓦时 万千瓦 "
    "千瓦 兆瓦 个百分点 百分点 摄氏度 毫米 厘米 公里 千米 海里 公顷 万亩 亩 公斤 千克 万吨 亿吨 吨 毫克 微克 毫升 升 "
    "万元 亿元 美元 欧元 元 人次 人 户 家 小时 分钟 秒 天 周 个月 岁 次 场 座 辆 台 件 套 条 处 所 名 位 起 份 分 枚 "
    "级 度 ℃ ％ % 倍 个 架 艘 列 班 张 本 部 栋 间 株 棵 头 只 米 克 项 种 票 段 颗 轮 块 届 批 期 对 页 克拉"
).split()
_zh = re.compile(
    r"(?P<value>(?<![\d.])-?\d[\d,]*(?:\.\d+)?)\s?(?P<scale>余?(?:万亿|千万|百万|亿|万|千|百)?多?)(?P<unit>"
    + "|".join(sorted(map(re.escape, _UNITS_ZH), key=len, reverse=True))
    + r")?"
)
_percent_zh = re.compile(r"百分之[零一二三四五六七八九十百点]+")
_date_zh = re.compile(
    r"\d{2,4}年(?!来|间|前|后|以|级|的|多)(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号](?!线|楼)|"
    r"\d{1,2}[时点](?!\d*米)(?:\d{1,2}分)?|\d{1,2}[:：]\d{2}|\d{2,4}[—－-]\d{2,4}年|第\s?\d+"
)
_SCALE_EN = r"(?:(?:million|billion|trillion|thousand|bn|m)\b)"
_UNIT_EN = (
    r"%|percentage points?|per cent\b|percent\b|km/h|mph\b|kph\b|°[CF]|degrees(?: Celsius| Fahrenheit)?|"
    r"(?:square|cubic) (?:kilomet|met)(?:re|er)s|square miles|[a-z]*(?:met(?:re|er)s)\b|miles?\b|"
    r"mm\b|cm\b|km\b|kg\b|GW\b|MW\b|kWh\b|"
    r"(?!(?:has|is|was|its|this|as|less|across|plus|versus|does|thus|yes|always|perhaps|us)\b)(?:[a-z]+-)?[a-z]+(?<!ou)s\b|people\b|men\b|women\b|children\b|acres\b|euros?\b|pounds\b|yen\b|yuan\b"
)
_en = re.compile(
    rf"(?P<value>(?<![\w.,-])(?:US)?[$£€¥]?\d[\d,]*(?:\.\d+)?(?![\d]))(?:[\s-]?(?P<scale>{_SCALE_EN}))?(?:\s?(?P<unit>{_UNIT_EN}))?"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_date_en = re.compile(
    rf"{_MONTHS} \d{{1,2}}(?:,? \d{{4}})?(?!\d)|\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}(?: \d{{4}})?|{_MONTHS} \d{{4}}|"
    r"\b(?:1[5-9]|20)\d\d\b(?! (?:people|homes|jobs))(?:[–-]\d\d)?|\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m\b\.?|\d{1,2}:\d{2}|"
    r"\b\d+(?:st|nd|rd|th)\b|\bNo\.? ?\d+|\b(?:aged?|Article|Section|Route|Highway|Flight|Room|Chapter|Phase) \d+"
)
_near_zh = re.compile(
    r"(?:不超过|不少于|不低于|不高于|超过|高达|不足|不到|至少|接近|最多|大约|累计|约为|约|近|超|逾|达|共|仅|只)$"
)
_NEAR = "不超过 不少于 不低于 不高于 超过 高达 不足 不到 至少 接近 最多 大约 约为 约 近 超 逾 仅 只".split()
_near_en = re.compile(
    r"\b(?:more than|less than|fewer than|at least|at most|up to|as many as|about|around|roughly|nearly|almost|"
    r"over|under|approximately|an estimated|some|just|only|a record)\s$",
    re.I,
)
_DULL_UNITS = frozenset(
    "岁 个月 times days weeks months years hours minutes seconds 天 周 次 个 小时 分钟 秒 届 期 轮 段 页 场".split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, where it stands, and how it is qualified (`约`, `more than`)."""

    value: str
    unit: str
    start: int  # of the figure itself, without its qualification
    end: int
    near: str = ""

    @property
    def dull(self) -> bool:
        """Whether it measures what seldom is the news: ages, durations, times."""
        return self.unit in _DULL_UNITS

    @property
    def weighty(self) -> bool:
        """Whether it can stand alone on a card: large, exact, or a share of something."""
        digits = re.sub(r"\D", "", self.value)
        return (
            (bool(self.unit) or self.value[:1] in "$£€¥")
            and (self.unit not in _DULL_UNITS or len(digits) >= 3)
            and (
                len(digits) >= 2
                or "." in self.value
                or bool(re.search(r"万|亿|illion|倍|成|%|％|个百分点|percent|per cent", self.unit))
            )
        )

    @property
    def plain(self) -> str:
        """The value as a plain decimal."""
        return re.sub(r"[^\d.-]", "", self.value)


def figures(text: str, language: str) -> list[Figure]:
    """The figures of a text in order; dates, clock times, ordinals and numbers in names are none."""
    dates = [match.span() for match in (_date_zh if language == "zh" else _date_en).finditer(text)]
    found: list[Figure] = []
    for match in (_zh if language == "zh" else _en).finditer(text):
        start, end = match.start("value"), match.end()
        if found and _continues(text, found[-1], start):
            found.pop()
            continue
        if (
            text[:start].endswith("零下")
            or any(first < end and start < last for first, last in dates)
            or _in_a_name(text, start, match.end("value"))
        ):
            continue
        scale, unit = match["scale"] or "", match["unit"] or ""
        unit = scale + unit if language == "zh" else " ".join(part for part in (scale, unit) if part)
        near = (_near_zh if language == "zh" else _near_en).search(text[:start])
        said = near.group() if near and (language == "en" or near.group() in _NEAR) else ""
        found.append(Figure(value=match["value"], unit=unit.strip(), start=start, end=end, near=said.strip()))
    return found


def _continues(text: str, before: Figure, start: int) -> bool:
    """Whether a figure only goes on with a measure in two units: 14 minutes 31.8 seconds, 3小时20分."""
    return before.unit in ("minutes", "hours", "feet", "小时", "分", "分钟") and not text[before.end : start].strip()


def _in_a_name(text: str, start: int, end: int) -> bool:
    """Whether the digits belong to a name, a code or a score: G107, A-12, 3-1, 5G."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and before.isascii() and (before.isalpha() or before in "-–/:"):
        return True
    return bool(after) and after.isascii() and (after.isalpha() or after in "-–:") and text[end + 1 : end + 2].isalnum()


def dates(text: str, language: str) -> list[tuple[int, int]]:
    """Where dates and clock times stand."""
    return [match.span() for match in (_date_zh if language == "zh" else _date_en).finditer(text)]
