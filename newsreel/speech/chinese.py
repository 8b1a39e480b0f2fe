"""How figures and signs are said in a Chinese text; each rule reads what stands at one place of it."""

import re
from collections.abc import Callable

from newsreel.speech.figures import zh_digits, zh_number
from newsreel.speech.latin import say
from newsreel.speech.saying import GROWN_TOGETHER, NUMBER, WHOLE, Part, zh
from newsreel.speech.units import AFTER_FIGURE, CURRENCY, HANZI_UNITS, MONEY, unit_of

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Part, ...] | None]]

_CALL = re.compile(
    r"(?:电话|热线|拨打|致电|客服|号码|编号|邮编|代码|航班|尾号|报警|房间|波音|型号)[：:为是]?[“「]?\s?$"
)
_SCORE = re.compile(r"(?:比分|总分|战成|[以胜负败平])[为是到了]{0,2}\s?$")
_TWO = (
    "个人名位天年周小时分秒次倍项条家座辆架艘台只头匹场届代支队所起例处份张本种类款套件块元米公里吨克斤升"
    "万亿千百岁层成点度级"
)
_NOT_TWO = re.compile(r"(?:第|初|周|星期|礼拜|之)$")
_LOW = re.compile(r"(?:^|[\s，。、；：（(“至到为是达约近于在])$")
_YEAR = "(?:19[5-9]\\d|20[0-4]\\d)"
_OF_A_YEAR = "世界|奥运|赛季|财年|学年|年度|款|版|春|夏|秋|冬|中国|全国|全球|国际|亚洲|欧洲|北京|上海"
_CODE_LENGTH = 3  # digits of a type number from this length on are read one by one: C919, A320


def _date(m: re.Match[str]) -> tuple[Part, ...] | None:
    month, day = int(m[3]), int(m[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return zh(f"{zh_digits(m[1])}年{zh_number(str(month))}月{zh_number(str(day))}日")


def _year(m: re.Match[str]) -> tuple[Part, ...]:
    return zh("到".join(zh_digits(year) for year in re.findall(r"\d+", m[0])))


def _phone(m: re.Match[str]) -> tuple[Part, ...]:
    return zh(zh_digits(m[0], yao=True))


def _hotline(m: re.Match[str]) -> tuple[Part, ...] | None:
    called = _CALL.search(m.string[: m.start()]) or re.match("热线|电话|专线", m.string[m.end() :])
    return zh(zh_digits(m[0], yao=True)) if called else None


def _time(m: re.Match[str]) -> tuple[Part, ...] | None:
    hours, minutes, seconds = int(m[1]), int(m[2]), m[3]
    if hours > 24 or minutes > 59 or _SCORE.search(m.string[: m.start()]):
        return None
    said = ("两" if hours == 2 else zh_number(str(hours))) + "点"
    if minutes or seconds:
        said += ("零" if 0 < minutes < 10 or not minutes else "") + (zh_number(str(minutes)) if minutes else "") + "分"
    if seconds:
        said += zh_number(str(int(seconds))) + "秒"
    return zh(said)


def _ratio(m: re.Match[str]) -> tuple[Part, ...]:
    return zh("比".join(zh_number(side) for side in re.split("[:：]", m[0])))


def _slashed(m: re.Match[str]) -> tuple[Part, ...] | None:
    if int(m[2]) == 0:
        return None
    return zh(f"{zh_number(m[2])}分之{zh_number(m[1])}")


def _range(m: re.Match[str]) -> tuple[Part, ...] | None:
    low, high = m["low"], m["high"]
    percent = m["lowunit"] or m["unit"]
    if percent in ("%", "‰"):
        return zh(f"{_measured(low, percent)}到{_measured(high, percent)}")
    tail = unit_of(m["unit"])[0] if m["unit"] else ""
    if not tail and float(low.replace(",", "")) > float(high.replace(",", "")):
        return zh(f"{zh_number(low)}比{zh_number(high)}")  # 3-1 is a score
    first = "两" if low == "2" and (tail or _two_here(m)) else zh_number(low)
    return zh(f"{first}到{zh_number(high)}{tail}")


def _money(m: re.Match[str]) -> tuple[Part, ...]:
    scale = m["scale"] or ""
    said = "两" if m["figure"] == "2" else zh_number(m["figure"])
    if m["upto"]:
        said += "到" + zh_number(m["upto"])
    coin = MONEY[m["coin"]][0]
    # the text may go on with the currency's name in hanzi: ¥1.5亿元
    named = re.match(r"元|美元|欧元|英镑|港元|人民币", m.string[m.end() :])
    return zh(said + scale + ("" if named else coin))


def _figure(m: re.Match[str]) -> tuple[Part, ...] | None:
    sign, figure, unit, plus = m["sign"] or "", m["figure"], m["unit"], m["plus"] or ""
    cold = unit in ("℃", "°C", "ºC", "℉", "°F", "°")
    low = ""
    if sign and (cold or unit or _LOW.search(m.string[: m.start()])):
        low = "正" if sign == "+" else "零下" if cold else "负"
    more = "多" if plus and not unit else ""
    if unit:
        return zh(low + _measured(figure, unit))
    if figure == "2" and _two_here(m):
        return zh(low + "两" + more)
    return zh(low + zh_number(figure) + more)


def _measured(figure: str, unit: str) -> str:
    said = unit_of(unit)[0]
    if unit in ("%", "‰"):
        return said + zh_number(figure)
    return ("两" if figure == "2" else zh_number(figure)) + said


def _two_here(m: re.Match[str]) -> bool:
    after = m.string[m.end() : m.end() + 1]
    grade = m.string[m.end() : m.end() + 2] in ("年级", "点零", "级响", "级应", "级以", "级风", "级大")
    return bool(after) and after in _TWO and not grade and not _NOT_TWO.search(m.string[: m.start()])


def _mixed(m: re.Match[str]) -> tuple[Part, ...]:
    """Letters and digits grown together: 5G, GPT-4, C919, H5N1."""
    parts: list[Part] = []
    for piece in re.findall(r"[A-Za-z]+|\d+(?:\.\d+)?", m[0]):
        if piece.isalpha():
            parts.append(Part("en", say(piece if len(piece) > 1 else piece.upper())))
        else:
            coded = len(piece) >= _CODE_LENGTH and "." not in piece
            parts.append(Part("zh", zh_digits(piece, yao=len(piece) == _CODE_LENGTH) if coded else zh_number(piece)))
    return tuple(parts)


def say_rate(m: re.Match[str]) -> tuple[Part, ...]:
    """Units with a stroke between them: 米/秒."""
    return zh(m[1] + "每" + m[2])


def _address(m: re.Match[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for number, piece in enumerate(m[0].split(".")):
        if number:
            parts.append(Part("zh", "点"))
        parts.append(Part("en", say(piece)))
    return tuple(parts)


def say_digits(figure: str) -> tuple[Part, ...]:
    """A figure by itself, as the circled ones of a list."""
    return zh(zh_number(figure))


def _sign(m: re.Match[str]) -> tuple[Part, ...]:
    return zh(SIGNS[m[0]])


SIGNS = {"%": "百分号", "℃": "摄氏度", "×": "乘", "÷": "除以", "=": "等于", "＝": "等于", "+": "加", "＋": "加",
         "&": "和", "±": "正负", "²": "平方", "³": "立方",
         "㎡": "平方米", "½": "二分之一", "¼": "四分之一", "¾": "四分之三"}  # fmt: skip
_UPTO = rf"(?:[-~～—–](?P<upto>{NUMBER}))?"
RATE = re.compile(rf"({HANZI_UNITS})/({HANZI_UNITS})")
RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<!\d)([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"), _date),
    (re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|400-?\d{3}-?\d{4})(?!\d)"), _phone),
    (re.compile(r"(?<![\d.])\d{3,8}(?![\d.,])"), _hotline),
    (re.compile(r"(?<![\d:：])(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?(?![\d:：])"), _time),
    (re.compile(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+"), _ratio),
    (re.compile(r"(?<!\d)[1-9]\d{3}(?:[-~～—–至到][1-9]\d{3})?(?=年(?!级))|(?<!\d)\d[05](?=后(?:[^来续期]|$))"), _year),
    (re.compile(rf"(?<!\d){_YEAR}(?:-{_YEAR})?(?=\s?(?:{_OF_A_YEAR}))|(?<=[A-Za-z]\s){_YEAR}(?!\d)"), _year),
    (re.compile(r"(?<![\d/])(\d{1,3})/(\d{1,3})(?![\d/])"), _slashed),
    (re.compile(rf"(?P<coin>{CURRENCY})\s?(?P<figure>{NUMBER}){_UPTO}(?P<scale>[万亿]+)?"), _money),
    (re.compile(rf"(?P<low>{NUMBER})(?P<lowunit>[%‰])?(?:-|~|～|—|–)(?P<high>{NUMBER}){AFTER_FIGURE}?"), _range),
    (re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|org|net|gov|edu|io)(?![A-Za-z])"), _address),
    (re.compile(rf"(?P<sign>[-−–+])?(?P<figure>{NUMBER})(?:{AFTER_FIGURE}|(?![A-Za-z]))(?P<plus>\+)?"), _figure),
    (re.compile(GROWN_TOGETHER), _mixed),
    (re.compile(WHOLE), lambda m: zh(zh_number(m[0]))),
    (re.compile("|".join(map(re.escape, SIGNS))), _sign),
)  # fmt: skip
