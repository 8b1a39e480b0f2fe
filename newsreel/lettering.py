"""Text as it may be set: which characters can be drawn, and where a line may break by sense.

A text becomes atoms that are never parted: a Chinese word with the punctuation that clings to it, a number with its
unit, a short title in 《》, a Latin word. Each says how bad a break after it would be, so that sense can be weighed
against length where the lines are set.
"""

import re
import unicodedata
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MISSING = "〓"  # what compositors set for a character they do not have
LONGEST = 400  # characters of one text on screen; what is longer could not be read
NO_START = "，。、；：？！）》」』】〕”’…—·％,.;:?!)]}%"
NO_END = "（《「『【〔“‘([{$¥€£"
OPEN, CLOSE = "《“「『（【", "》”」』）】"

_HAN = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3100-\u312f\u31a0-\u31bf"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MEASURES = (
    "小时|分钟|公里|千米|厘米|毫米|海里|公斤|千克|平方公里|平方米|立方米|亿千瓦时|千瓦时|千瓦|兆瓦|瓦时|瓦|美元|欧元|日元|港元|人次|人民币|"
    "个百分点|百分点|个月|个小时|米/秒|公里/小时|周年|世纪|[年月日号时点分秒周岁届次个名人位家所户条只艘辆架台座场起件份项级度倍元米克吨里亩层楼天集章号线路成折%％‰℃°]"
)
_SYMBOLS = (
    r"(?:km/h|km²|km|kg|m/s|m²|m|cm|mm|mph|MW|GW|kWh|GB|TB|MB|GHz|Hz|hPa|ml|mg|µm|nm|[GKMT]|°[CF]|bp)(?![A-Za-z])"
)
_TIE = "\ue000"  # a space that is not to be broken, while tokens are found; `clean` lets none in
_NUMBER = r"[-+−]?\d[\d,.:：/\-–~～]*\d|\d|[-+−]\d"
_CHINESE_NUMBER = "[零〇一二两三四五六七八九十百千万亿]{2,}"
_TOKEN = re.compile(
    rf"(?P<number>(?:第|约|近|超|逾)?(?:{_NUMBER})\s?[多余]?[百千万亿]*[多余]?(?:{_MEASURES})*(?:{_SYMBOLS})?(?:{_TIE}[^\s{_HAN}，。]+)?)"
    rf"|(?P<chinese>第?{_CHINESE_NUMBER}[多余]?(?:{_MEASURES})*)"
    rf"|(?P<latin>[^\s{_HAN}\u3000-\u303f\uff00-\uffef“”‘’…—·《》]+)"
    rf"|(?P<han>[{_HAN}]+(?:·[{_HAN}]+)*)"
    rf"|(?P<space>\s+)"
    rf"|(?P<sign>.)",
    re.DOTALL,
)  # fmt: skip
_UNITS_EN = re.compile(
    r"(?<=\d) (?=(?:million|billion|trillion|thousand|percent|per cent|km/h|km|kg|m/s|m|cm|mm|mph|"
    r"miles?|tonnes?|tons?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|people|degrees|a\.m\.|p\.m\.|am|pm|MW|GW|kWh|points?)\b)"
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Sept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Oct|Nov|Dec"
)
_DATES_EN = re.compile(rf"(?<=[A-Za-z.]) (?=(?:\d{{1,2}}|\d{{4}})\b)|(?<=\d) (?=(?:{_MONTHS})\b)")
_MONTH_BEFORE = re.compile(rf"(?:{_MONTHS})\.?$")
# A line does not begin with the first kind, nor end with the second.
_TRAILS = frozenset("的了着过吗呢吧啊们里上中下内外前后间时等地得之所者性化率")
_LEADS = frozenset(
    "在从把被对向往为将与和及或比不没未无最很更就也都已还再又第每各该其这那该是由于使让给跟同但而却若如因即以按据经至到约近超逾仅只"
)
_JOINS = frozenset("和与及或但而并因从在将把被对向由")
_SMALL = frozenset(
    (
        "a an the of to in on at by for from with and or but nor as is are was were be been has have had will "
        "would can could may its his her their this that these those than into over under after before about "
        "no not "
    ).split()
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of text that stays whole on one line."""

    text: str
    space: int = 0  # what follows on the same line: 0 nothing, 1 a space, 2 the thin gap between Chinese and Latin
    penalty: int = 0  # of a break after it, 0 to 100 and beyond
    emphasis: bool = False

    def plain(self) -> dict[str, str | int | bool]:
        """As the templates read it."""
        return {"t": self.text, "s": self.space, "p": self.penalty, "e": self.emphasis}


def clean(text: str) -> str:
    """A text without what cannot be seen: control and format characters, joiners, runs of space."""
    text = unicodedata.normalize("NFC", text[: LONGEST * 4])
    seen = (" " if sign.isspace() else sign for sign in text if sign.isspace() or not _hidden(sign))
    return re.sub(r" +", " ", "".join(seen)).strip()[:LONGEST]


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= sign <= "\ufe0f"


@cache
def coverage(path: Path) -> Set[int]:
    """The characters a font file can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(text: str, has: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """The text with every character replaced that no font can draw, and those characters."""
    missing = tuple(dict.fromkeys(sign for sign in text if sign != " " and not has(sign)))
    if not missing:
        return text, ()
    kept = (sign if sign not in missing else MISSING if sign.isalnum() else "" for sign in text)
    return re.sub(r" +", " ", "".join(kept)).strip(), missing


def atoms(text: str, language: str, emphasis: str = "") -> tuple[Atom, ...]:
    """A clean text as atoms; the phrase `emphasis`, where the text holds it, is marked and cut free at both ends."""
    at = text.find(emphasis) if emphasis else -1
    if at < 0:
        return _finish(_pieces(text, language))
    parts = (text[:at], text[at : at + len(emphasis)], text[at + len(emphasis) :])
    found: list[Atom] = []
    for part, marked in zip(parts, (False, True, False), strict=True):
        pieces = _pieces(part.strip(), language)
        if found and pieces:
            before, first = found[-1], pieces[0]
            spaced = parts[0].endswith(" ") if marked else parts[2].startswith(" ")
            clings = first.text[0] in NO_START or before.text[-1] in NO_END
            gap = 1 if spaced else _gap(before.text, first.text)
            found[-1] = Atom(before.text, gap, 1000 if clings else min(before.penalty, 12), before.emphasis)
        found += [Atom(piece.text, piece.space, piece.penalty + (30 if marked else 0), marked) for piece in pieces]
    return _finish(found)


def _finish(found: list[Atom]) -> tuple[Atom, ...]:
    """Atoms that may never be parted (penalty 1000) become one, where they are of one emphasis."""
    whole: list[Atom] = []
    for atom in found:
        if whole and whole[-1].penalty >= 1000 and whole[-1].emphasis == atom.emphasis:
            before = whole.pop()
            gap = {0: "", 1: "\u00a0", 2: "\u2006"}[before.space]
            whole.append(Atom(before.text + gap + atom.text, atom.space, atom.penalty, atom.emphasis))
        else:
            whole.append(atom)
    return tuple(whole)


def _pieces(text: str, language: str) -> list[Atom]:
    if not text:
        return []
    text = _UNITS_EN.sub(_TIE, text)
    text = _DATES_EN.sub(lambda m: _TIE if _dated(text, m.start()) else " ", text)
    found: list[Atom] = []
    for token, kind in _tokens(text):
        if kind == "space":
            if found:
                last = found[-1]
                found[-1] = Atom(last.text, 1, last.penalty if last.penalty >= 1000 else min(last.penalty, 12))
            continue
        if found:
            last = found[-1]
            gap = last.space or _gap(last.text, token)
            if last.space == 1 and _mixed(last.text, token):
                gap = 2  # a typed space between Chinese and Latin is set as the thin gap
            found[-1] = Atom(last.text, gap, _penalty(last, token, kind))
        found += _split_long(token)
    tied = [Atom(atom.text.replace(_TIE, "\u00a0"), atom.space, atom.penalty) for atom in found]
    return _hold_titles(tied)


def _dated(text: str, at: int) -> bool:
    return bool(_MONTH_BEFORE.search(text[:at])) or text[at - 1 : at].isdigit()


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind == "han":
            found += [(word, "han") for word in _words(match.group())]
        elif kind == "number":
            found.append((_thin(match.group()), kind))
        else:
            found.append((match.group(), kind))
    return found


def _thin(number: str) -> str:
    """The thin gap between figures and the Chinese unit glued to them: 9\u2006小时."""
    return re.sub(rf"(?<=[0-9A-Za-z])\s?(?=[{_HAN}])|(?<=[{_HAN}])\s?(?=[0-9A-Za-z])", "\u2006", number)


def _words(han: str) -> list[str]:
    if "·" in han:  # a foreign name
        return [han]
    return list(_dictionary()(han))


@cache
def _dictionary() -> Callable[[str], list[str]]:
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    words: Callable[[str], list[str]] = jieba.lcut
    return words


def _gap(before: str, after: str) -> int:
    return 2 if _mixed(before, after) else 0


def _mixed(before: str, after: str) -> bool:
    """Whether Chinese meets Latin letters or figures here."""
    one, other = before[-1], after[0]
    return (_is_han(one) and _is_latin(other)) or (_is_latin(one) and _is_han(other))


def _is_han(sign: str) -> bool:
    return bool(re.fullmatch(f"[{_HAN}]", sign))


def _is_latin(sign: str) -> bool:
    return sign.isalnum() and not _is_han(sign) and sign < "\u2e80"


def _penalty(last: Atom, token: str, kind: str) -> int:
    """How bad a break between two tokens would be."""
    before = last.text
    if token[0] in NO_START or before[-1] in NO_END:
        return 1000
    if not last.space and not _is_han(before[-1]) and not _is_han(token[0]) and (before + token).isalnum():
        return 1000  # 3D, 5G
    if before[-1].isdigit() and kind == "number" and not last.space:
        return 1000
    if kind == "number" and before[-1] in "年月日" and before[0].isdigit():
        return 75
    if before[-1] in "。！？；：.!?;:":
        return 0
    if before[-1] in "，、,)）》”":
        return 2
    if last.space == 1 and not _is_han(before[-1]):
        return _penalty_en(before, token)
    if len(token) == 1 and token in _TRAILS:
        return 90
    if before in _LEADS:
        return 60
    if before[-1] == "的":
        return 14
    if token in _JOINS and len(before) > 1:
        return 6
    if len(before) == 1 or len(token) == 1:
        return 60 if len(before) + len(token) == 2 else 30
    return 22


def _penalty_en(before: str, token: str) -> int:
    if before.lower() in _SMALL:
        return 45
    if token.lower() in _SMALL:
        return 5
    if before[:1].isupper() and token[:1].isupper():
        return 30  # quite likely one name
    return 15


def _split_long(token: str) -> list[Atom]:
    """A very long Latin word is let break where nothing else helps."""
    if len(token) <= 16 or _is_han(token[0]):
        return [Atom(token)]
    parts = re.findall(r".{1,6}[-/_.]|.{1,6}", token)
    return [Atom(part, 0, 400) for part in parts[:-1]] + [Atom(parts[-1])]


def _hold_titles(found: list[Atom]) -> list[Atom]:
    """What stands in 《》 or quotation marks stays whole where it is short, and is parted only at need otherwise."""
    starts: list[int] = []
    for at, atom in enumerate(list(found)):
        if atom.text in OPEN:
            starts.append(at)
        elif atom.text in CLOSE and starts:
            start = starts.pop()
            length = sum(len(piece.text) for piece in found[start + 1 : at])
            for inner in range(start, at):
                piece = found[inner]
                if length <= 7:
                    found[inner] = Atom(piece.text, piece.space, 1000)
                elif piece.penalty < 1000:
                    found[inner] = Atom(piece.text, piece.space, piece.penalty + (60 if length <= 14 else 8))
    return found


def said_in(words: str, says: str) -> str:
    """The longest run of these words that is also spoken, so that a layer can come on with it; else empty."""
    if not words or not says:
        return ""
    if words in says and _whole(words, says):
        return words
    pieces = [piece for piece in re.split(r"[，。、；：？！\s,.;:?!“”‘’（）()《》]+", words) if piece]
    for length in range(min(len(words), 24), 1, -1):
        for piece in pieces:
            for start in range(len(piece) - length + 1):
                tried = piece[start : start + length]
                if tried in says and _whole(tried, says) and (length >= 4 or _is_han(tried[0]) or tried.isdigit()):
                    return tried
    return ""


def _whole(words: str, says: str) -> bool:
    """Whether Latin words and numbers are not cut in the middle."""
    edge = r"[A-Za-z0-9]"
    before = rf"(?<!{edge})" if re.match(edge, words) else ""
    after = rf"(?!{edge})" if re.search(f"{edge}$", words) else ""
    return re.search(before + re.escape(words) + after, says) is not None
