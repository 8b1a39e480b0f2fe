"""Hanzi to pinyin: one syllable with its tone a character, polyphones settled, tone sandhi applied."""

import re
from functools import lru_cache

from newsreel.speech.polyphones import NOT_NAMED, PERSONS, PHRASES, SURNAMES, TITLES

_AFTER_TITLE = re.compile(rf"(?:{TITLES})$")
_RESCUED = {"ê": "ei", "m": "en", "n": "en", "ng": "en", "hm": "heng", "hng": "heng"}
_STANDS_IN = "mou3"  # 某: what is said for a character nobody has a reading for
_COUNTING = "零一二三四五六七八九十百千万亿〇幺点两"
_PLAIN_ONE = "第初期周统唯专划同单之其逐" + _COUNTING


@lru_cache(maxsize=4096)
def pinyin(text: str) -> tuple[str, ...]:
    """One syllable a character, as `zhong1`; tone 5 is the neutral tone. Unknown ones are "": see `stands_in`."""
    base, words = _dictionary(text)
    for place, syllables in _settled(text):
        for offset, syllable in enumerate(syllables):
            if syllable != "·":
                base[place + offset] = syllable
    _particles(text, words, base)
    _sandhi(text, words, base)
    return tuple(base)


def stands_in(syllable: str) -> str:
    """What is said in place of a character without a reading."""
    return syllable or _STANDS_IN


def _dictionary(text: str) -> tuple[list[str], list[str]]:
    from pypinyin import Style, lazy_pinyin
    from pypinyin.seg.mmseg import seg

    words: list[str] = list(seg.cut(text))
    base: list[str] = []
    for word in words:
        said = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
        base.extend(said if len(said) == len(word) else [""] * len(word))
    return [_checked(syllable) for syllable in base], words


def _checked(syllable: str) -> str:
    match = re.fullmatch(r"([a-zêü]+)([1-5])", syllable)
    if not match:
        return ""
    return _RESCUED.get(match[1], match[1]).replace("ü", "v") + match[2]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[str, ...]]:
    table = {}
    for entry in PHRASES.replace("\n", "|").split("|"):
        if entry:
            phrase, *syllables = entry.split()
            table[phrase] = tuple(syllables)
    return table


def _settled(text: str) -> list[tuple[int, tuple[str, ...]]]:
    table = _phrases()
    found = []
    for place in range(len(text)):
        for length in (4, 3, 2):
            if syllables := table.get(text[place : place + length]):
                found.append((place, syllables))
                break
        if named := _surname(text, place):
            found.append((place, named))
    return found


def _surname(text: str, place: int) -> tuple[str, ...] | None:
    double = text[place : place + 2]
    if double in SURNAMES and len(double) == 2:
        return tuple(SURNAMES[double].split())
    name = text[place]
    follows = text[place + 1 : place + 2]
    if name not in SURNAMES or not follows:
        return None
    known = text.startswith(PERSONS, place)
    titled = follows not in NOT_NAMED.get(name, "") and _AFTER_TITLE.search(text[:place])
    return (SURNAMES[name],) if known or titled else None


def _particles(text: str, words: list[str], base: list[str]) -> None:
    place = 0
    for word in words:
        before, after = text[:place], text[place + len(word) :]
        doubled = len(before) >= 2 and before[-1] == before[-2]
        if (word == "地" and doubled) or (word == "得" and before and after and _complements(before, after)):
            base[place] = "de5"
        place += len(word)


def _complements(before: str, after: str) -> bool:
    return before[-1] not in "必应不才只仅方非总须真就还" and after[0] not in "到出分主了奖票知益以罪名手救"


def _sandhi(text: str, words: list[str], base: list[str]) -> None:
    plain = list(base)
    for place in range(len(text)):
        after = plain[place + 1] if place + 1 < len(text) else ""
        if text[place] == "不" and plain[place] == "bu4" and after.endswith("4"):
            base[place] = "bu2"
        elif text[place] == "一" and plain[place].startswith("yi") and after:
            base[place] = _one(text, place, after)
    _third_tones(words, base)


def _one(text: str, place: int, after: str) -> str:
    before = text[place - 1] if place else ""
    if (before in _PLAIN_ONE and before) or text[place + 1] in "月日号楼零〇一二三四五六七八九点":
        return "yi1"
    if before and before == text[place + 1]:  # 看一看
        return "yi5"
    return "yi2" if after[-1] == "4" or text[place + 1] == "个" else "yi4"


def _third_tones(words: list[str], base: list[str]) -> None:
    """A third tone before a third tone is a second one: inside a word, and where a word of one character joins on."""
    spans, place = [], 0
    for word in words:
        spans.extend([(len(word), offset) for offset in range(len(word))])
        place += len(word)
    original = list(base)
    for place in range(len(base) - 1):
        inside = spans[place + 1][1] > 0
        joined = spans[place][0] == 1 or spans[place + 1][0] == 1
        if original[place].endswith("3") and original[place + 1].endswith("3") and (inside or joined):
            base[place] = base[place][:-1] + "2"
