"""How a text is read aloud: display text to clauses of said words, each tied to the characters it is shown as.

No voice is named here. Every character of the text is either part of exactly one word or lies between words.
"""

import re
import unicodedata
from functools import lru_cache

from newsreel.speech import chinese, english
from newsreel.speech.latin import ABBREVIATION, WORD, say
from newsreel.speech.saying import Clause, Mark, Part, Reading, Said, en, zh

HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"
_HANZI = re.compile(f"[{HANZI}]")
_STRANGE = re.compile(f"(?:[^\\W\\d_A-Za-z{HANZI}]|\\d)[^\\W\\d_A-Za-z{HANZI}]*|\\w")
_REPEAT = "々"
# full-width letters, digits and signs are read as their ASCII twins; full-width punctuation is not folded
_FOLDED = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "！，：；？（）"}
)
_SENTENCE, _ELLIPSIS, _COLON, _COMMA, _DASH, _LIST, _BRACKET = 400, 350, 240, 200, 240, 160, 160
_PAUSES = (
    (re.compile(r"[。！？!?\n]|\.(?=[\s\"'”’）)》」]*(?:\s|$))"), _SENTENCE),
    (re.compile(r"…|\.{3}"), _ELLIPSIS),
    (re.compile(r"[：；;]|:(?=\s|$|[“\"])"), _COLON),
    (re.compile(r"[—―]|\s[-–]\s|–"), _DASH),
    (re.compile(r"[，,]"), _COMMA),
    (re.compile(r"、"), _LIST),
    (re.compile(r"[（）()\[\]【】]|[》」』][《「『]|\s[|·]\s"), _BRACKET),
)
LONGEST = {"zh": 34, "en": 110}  # hanzi, or letters, that are said in one breath when nothing else parts them
BREATH = 60
_PARTING = frozenset("的了后时中上下")
_JOINING = frozenset(
    "和 与 及 在 对 将 把 被 并 而 但 从 由 以 向".split()
    + "and that which who but in on at for to with from as of by because".split()
)


@lru_cache(maxsize=256)
def read(text: str, language: str) -> Reading:
    """Read a text in "zh" or "en"."""
    words, doubts = _scan(text, "zh" if language.startswith("zh") else "en")
    clauses: list[Clause] = []
    run: list[Said] = []
    for number, word in enumerate(words):
        run.append(word)
        end = word.at + len(word.text)
        last = number + 1 == len(words)
        gap = text[end:] if last else text[end : words[number + 1].at]
        pause = _pause(gap)
        if pause or last:
            clauses.extend(_breaths(tuple(run), 0 if last else pause, _mark(gap, pause)))
            run = []
    return Reading(tuple(clauses), tuple(dict.fromkeys(doubts)))


def _scan(text: str, language: str) -> tuple[list[Said], list[str]]:
    folded = text.translate(_FOLDED)
    shouted = _is_shouted(folded)
    rules = chinese.RULES if language == "zh" else english.RULES
    words: list[Said] = []
    doubts: list[str] = []
    place = 0
    while place < len(text):
        end, parts = _at(folded, place, language, rules, shouted)
        if parts:
            shown = text[place:end]
            words.append(Said(shown, place, parts))
            if doubt := _doubt(shown, language):
                doubts.append(doubt)
        elif text[place].isalnum():
            strange = _STRANGE.match(text, place)
            end = strange.end() if strange else end
            doubts.append(f"“{text[place:end]}” is in a script that cannot be said here; write it otherwise.")
        place = end
    return words, doubts


def _at(
    text: str, place: int, language: str, rules: tuple[chinese.Rule, ...], shouted: bool
) -> tuple[int, tuple[Part, ...]]:
    """What stands at a place: where it ends, and how it is said (not at all: nothing)."""
    character = text[place]
    if _HANZI.match(character) or (character == _REPEAT and place and _HANZI.match(text[place - 1])):
        if match := chinese.RATE.match(text, place):
            return match.end(), chinese.say_rate(match)
        return place + 1, zh(text[place - 1] if character == _REPEAT else character)
    if match := ABBREVIATION.match(text, place):
        end = match.end() - (1 if _ends_sentence(text, match) else 0)
        return end, en(say(match[0]))
    for pattern, reader in rules:
        if (match := pattern.match(text, place)) and match.end() > place and (parts := reader(match)):
            return match.end(), parts
    if match := WORD.match(text, place):
        return match.end(), en(_word(text, match, language, shouted))
    if character.isdecimal() or unicodedata.category(character) in ("Nd", "No", "Nl"):
        value = unicodedata.numeric(character)
        alone = chinese.say_digits if language == "zh" else english.say_digits
        return place + 1, alone(str(int(value))) if value == int(value) else ()
    return place + 1, ()


def _word(text: str, match: re.Match[str], language: str, shouted: bool) -> str:
    word = match[0]
    # the article is not the letter: "A man", but "plan A" and "A级"
    article = language == "en" and word == "A" and re.match(r"\s[a-z]", text[match.end() :])
    if article:
        return "a"
    return say(word.upper() if len(word) == 1 and language == "zh" else word, shouted)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether the last point of an abbreviation is the full stop as well."""
    rest = text[match.end() :]
    if not rest.strip("\"'”’) \n"):
        return True
    letters = match[0].count(".") > 1 or match[0] in ("Inc.", "Corp.", "Ltd.", "Co.", "etc.")
    return letters and bool(re.match(r"\s+[\"“]?[A-Z][a-z]", rest)) and match[0] not in ("e.g.", "i.e.", "U.S.", "U.K.")


def _is_shouted(text: str) -> bool:
    letters = re.findall(r"[A-Za-z]", text)
    long_words = re.findall(r"[A-Za-z]{5,}", text)
    return len(letters) > 12 and len(long_words) > 1 and all(letter.isupper() for letter in letters)


def _pause(gap: str) -> int:
    return max((length for pattern, length in _PAUSES if pattern.search(gap)), default=0)


def _mark(gap: str, pause: int) -> Mark:
    if re.search("[？?]", gap):
        return "?"
    if re.search("[！!]", gap):
        return "!"
    return "." if pause == _SENTENCE or not gap.strip() else ","


def _breaths(words: tuple[Said, ...], pause: int, mark: Mark) -> list[Clause]:
    """A clause, parted where it is too long to be said in one breath, as near the middle as words allow."""
    if _length(words) <= 1 or len(words) < 2:
        return [_clause(words, pause, mark)]
    middle, best = _length(words) / 2, 1
    for cut in range(1, len(words)):
        off = abs(_length(words[:cut]) - middle) - (0.12 if _parts_well(words, cut) else 0)
        if off < abs(_length(words[:best]) - middle) - (0.12 if _parts_well(words, best) else 0):
            best = cut
    return [*_breaths(words[:best], BREATH, ","), *_breaths(words[best:], pause, mark)]


def _clause(words: tuple[Said, ...], pause: int, mark: Mark) -> Clause:
    return Clause(words, pause, mark)


def _parts_well(words: tuple[Said, ...], cut: int) -> bool:
    before, after = words[cut - 1].text, words[cut].text
    return before in _PARTING or after in _JOINING


def _length(words: tuple[Said, ...]) -> float:
    """How much of one breath words take."""
    return sum(len(part.text) / LONGEST[part.tongue] for word in words for part in word.parts)


def _doubt(shown: str, language: str) -> str:
    """What an editor should listen to: a Latin name in a Chinese text that is neither spelled nor common English."""
    if language == "zh" and re.fullmatch(r"[A-Z][a-zà-ÿ]{4,}", shown) and re.search(r"[à-ÿ]", shown):
        return f"Check by ear how the voice says “{shown}”, or write the name in hanzi."
    return ""
