"""Figures in words: whole numbers, decimals, years, ordinals and digit strings, in Chinese and in English."""

DIGITS = "零一二三四五六七八九"
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth",
    "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
LONGEST = 15  # digits of a whole number; anything longer is read digit by digit


def zh_digits(digits: str, yao: bool = False) -> str:
    """One digit after another; `yao` reads 1 as 幺, as telephone numbers and type numbers are read."""
    said = "".join(DIGITS[int(digit)] for digit in digits if digit.isdecimal())
    return said.replace("一", "幺") if yao else said


def zh_number(figure: str) -> str:
    """A whole number or a decimal, with or without thousands commas."""
    whole, _, decimals = figure.replace(",", "").partition(".")
    said = zh_digits(whole) if _is_code(whole) else zh_cardinal(int(whole))
    if not decimals:
        return said
    return ("二" if said == "两" else said) + "点" + zh_digits(decimals)


def zh_cardinal(number: int) -> str:
    """A whole number: 12,300 is 一万二千三百, 2,000 is 两千."""
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = gap or bool(said)
            continue
        if said and (gap or group < 1000):
            said += "零"
        said += _zh_group(group, leading=not said, scaled=place > 0) + ("", "万", "亿", "万亿")[place]
        gap = False
    return said


def _zh_group(group: int, leading: bool, scaled: bool) -> str:
    if leading and scaled and group == 2:
        return "两"
    said, gap = "", False
    for weight, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // weight % 10
        if not digit:
            gap = gap or bool(said)
            continue
        if gap:
            said, gap = said + "零", False
        if digit == 1 and weight == 10 and leading and not said:
            said += "十"
        elif digit == 2 and weight >= 100 and leading and not said:
            said += "两" + name
        else:
            said += DIGITS[digit] + name
    return said


def en_digits(digits: str) -> str:
    """One digit after another."""
    return " ".join(_ONES[int(digit)] for digit in digits if digit.isdecimal())


def en_number(figure: str) -> str:
    """A whole number or a decimal, with or without thousands commas."""
    whole, _, decimals = figure.replace(",", "").partition(".")
    said = en_digits(whole) if _is_code(whole) else en_cardinal(int(whole))
    return f"{said} point {en_digits(decimals)}" if decimals else said


def en_cardinal(number: int) -> str:
    """A whole number: one hundred and five is said 'one hundred and five'."""
    if number < 1000:
        return _en_group(number)
    groups = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    said = []
    for place in range(len(groups) - 1, -1, -1):
        if group := groups[place]:
            joined = "and " if place == 0 and group < 100 else ""
            said.append((joined + _en_group(group) + " " + _SCALES[place]).strip())
    return " ".join(said)


def _en_group(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {_en_group(rest)}" if rest else "")


def en_year(year: int) -> str:
    """A year as people say it: twenty twenty-six, nineteen oh five, two thousand and eight."""
    century, rest = divmod(year, 100)
    if not 1000 <= year < 2100:
        return en_cardinal(year)
    if 2000 <= year < 2010 or year % 1000 == 0:
        return en_cardinal(year)
    if not rest:
        return f"{_en_group(century)} hundred"
    return f"{_en_group(century)} " + (f"oh {_ONES[rest]}" if rest < 10 else _en_group(rest))


def en_ordinal(number: int) -> str:
    """First, twenty-second, hundredth."""
    said = en_cardinal(number)
    cut = max(said.rfind(" "), said.rfind("-")) + 1
    head, last = said[:cut], said[cut:]
    if last in _IRREGULAR:
        return head + _IRREGULAR[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def en_decade(year: int) -> str:
    """Nineteen nineties, twenty tens, two thousands, nineties."""
    said = en_year(year) if year >= 100 else _en_group(year)
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def en_fraction(top: int, bottom: int) -> str:
    """Three quarters, one half, two thirds."""
    if bottom == 1:
        return f"{en_cardinal(top)} over one"
    name = {2: "half", 4: "quarter"}.get(bottom) or en_ordinal(bottom)
    plural = "" if top == 1 else "s"
    return f"{en_cardinal(top)} " + ("halves" if bottom == 2 and plural else name + plural)


def _is_code(whole: str) -> bool:
    return len(whole) > LONGEST or (len(whole) > 1 and whole.startswith("0"))
