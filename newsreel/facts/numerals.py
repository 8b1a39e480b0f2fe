"""Numbers written in words, as values: 三千一百八十六, 一点五亿, twenty-one thousand."""

from fractions import Fraction

HAN = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
SCALES_ZH = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
SCALES_EN = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9,
    "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS_EN = {word: value for value, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
ORDINALS_EN = {
    word: value
    for value, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        2,
    )
}


def han(text: str) -> Fraction | None:
    """The value of a number in Chinese characters, or nothing where it is none."""
    whole, _, decimals = text.partition("点")
    scale = 1
    if decimals:
        for name in sorted(SCALES_ZH, key=len, reverse=True):
            if decimals.endswith(name):
                decimals, scale = decimals[: -len(name)], SCALES_ZH[name]
                break
        if not decimals or any(mark not in _DIGITS for mark in decimals):
            return None
        after = Fraction(int("".join(str(_DIGITS[mark]) for mark in decimals)), 10 ** len(decimals))
        before = _han_whole(whole)
        return None if before is None else (before + after) * scale
    value = _han_whole(text)
    return None if value is None else Fraction(value)


def _han_whole(text: str) -> int | None:
    if not text:
        return None
    if all(mark in _DIGITS for mark in text):
        return int("".join(str(_DIGITS[mark]) for mark in text))
    total = myriads = section = digit = 0
    for mark in text:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark in _SMALL:
            section += (digit or (1 if mark == "十" or not section else 0)) * _SMALL[mark]
            digit = 0
        elif mark == "万":
            myriads, section, digit = (section + digit) * 10**4, 0, 0
        elif mark == "亿":
            total, myriads, section, digit = (total + myriads + section + digit) * 10**8, 0, 0, 0
        else:
            return None
    return total + myriads + section + digit


def english(text: str) -> Fraction | None:
    """The value of a whole number in English words, or nothing where it is none."""
    total = current = 0
    for word in text.lower().replace("-", " ").split():
        if word in WORDS_EN:
            current += WORDS_EN[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES_EN:
            total, current = total + (current or 1) * SCALES_EN[word], 0
        elif word != "and":
            return None
    return Fraction(total + current)
