"""Where one sentence ends and the next begins, in Chinese and English, and which of the two a text is.

Nothing is lost or changed: the sentences are slices of the text, and only the white space between them is left out.
A quotation of ordinary length stays in one piece together with the words that say who spoke.
"""

import re
from dataclasses import dataclass

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
LONGEST_QUOTATION = {"zh": 120, "en": 320}  # characters; a longer one is split inside

_han = re.compile(f"[{HAN}]")
_word = re.compile(r"[^\W\d_](?:[^\W_]|['’.-](?=\w))*")
_figure = re.compile(r"\d[\d.,:/%-]*")
_end = re.compile(r"[。！？!?．]+|\.{3,}|…+|\.|\n+")
_closers = "”’」』）)]】》〉\"'»"
_openers = "“‘「『（([【《〈\"'«"
_pairs = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}
_quotes = '“「『"'


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _set(
    "mr mrs ms dr prof st gen sen gov rep lt col sgt capt cmdr maj adm rev hon pres messrs mt ft vs e.g i.e cf approx "
    "dept est"
)
_BEFORE_FIGURES = _set("no nos fig figs vol pp p art sec jan feb mar apr jun jul aug sep sept oct nov dec")
_MAY_END = _set("a.m p.m u.s u.k u.n e.u inc ltd co corp jr sr etc ph.d d.c ave blvd rd bros m.d b.a m.a")
_OPENING_WORDS = _set(
    "the a an it he she they we you i in on at but and so this that these those there its his her their our my if when "
    "while for from by as after before since with without although though however meanwhile what who why how where "
    "officials residents police yet or not no one two three some many most all both each several last next"
)
_said_zh = re.compile(
    r"[^。！？!?“”「」\n]{0,26}?(?:说|表示|介绍|告诉|指出|认为|写道|回忆|强调|坦言|解释|补充|称|问|答|喊|道|說|介紹|告訴|認為|寫道|回憶|強調|解釋|補充|稱|問)[^。！？!?“”「」\n]{0,8}[。，,：:！？\n]"
)
_said_en = re.compile(
    r"(?:[A-Z][\w.'’-]*\s){1,3}(?:\([^)\n]{1,40}\)\s)?"
    r"(?:said|says|asked|asks|told|wrote|writes|added|adds|recalled|shouted|replied)\b"
)


@dataclass(frozen=True, slots=True)
class _Span:
    """Something between a pair of marks: `first` is the opening mark, `last` the closing one."""

    first: int
    last: int
    mark: str


def language_of(text: str) -> str:
    """`zh` or `en`, by which of the two has more of its words in the text."""
    han = len(_han.findall(text))
    words = sum(1 for word in _word.findall(text) if word.isascii())
    return "zh" if han >= max(1, words) else "en"


def length_of(text: str, language: str) -> int:
    """How long a text is as its language counts: Chinese characters, words and figures (字), or words."""
    figures = len(_figure.findall(text))
    if language != "zh":
        return len(_word.findall(text)) + figures + len(_han.findall(text))
    return len(_han.findall(text)) + sum(1 for word in _word.findall(text) if word.isascii()) + figures


def split(text: str, language: str) -> list[str]:
    """The sentences of a text, in order; a line break always ends one."""
    spans = _spans(text, LONGEST_QUOTATION.get(language, LONGEST_QUOTATION["en"]))
    found: list[str] = []
    start = at = 0
    for match in _end.finditer(text):
        while at < len(spans) and spans[at].last < match.start():
            at += 1
        inside = spans[at] if at < len(spans) and spans[at].first < match.start() else None
        begin = _skip(text, start)
        after = _ends(text, begin, match, inside)
        if after > start:
            found.append(text[start:after].strip())
            start = after
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(text: str, begin: int, match: re.Match[str], inside: _Span | None) -> int:
    """Where the sentence that began at `begin` ends if this mark ends it, else 0."""
    mark = match.group()
    if mark[0] == "\n":
        return match.end()
    after = match.end()
    while after < len(text) and text[after] in _closers and not _opens(text, after, inside):
        after += 1
    if inside is not None and not _leaves(text, begin, mark, after, inside):
        return 0
    if inside is None and text[after - 1] in "”」』" and _said_zh.match(text[after : after + 90]):
        return 0  # the end of a quotation too long to stay in one piece, with the words that say who spoke
    following = text[after : after + 1]
    if following and following in "，、；：。,;:—":
        return 0
    if mark[0] == "…" or mark.startswith("..."):
        return after if _new_sentence(text, after, strict=True) else 0
    if mark in ".．":
        return after if _full_stop(text, begin, match.start(), after) else 0
    if mark[-1] in "!?" and following and not following.isspace():
        return after if _han.match(following) or following in _openers else 0
    return after if mark[0] not in "!?" or _new_sentence(text, after) else 0


def _opens(text: str, at: int, inside: _Span | None) -> bool:
    """Whether a straight quotation mark opens the next quotation rather than closing this one."""
    return text[at] == '"' and (inside is None or at != inside.last)


def _leaves(text: str, begin: int, mark: str, after: int, inside: _Span) -> bool:
    """Whether a mark within a pair ends the sentence around the pair."""
    if after <= inside.last or inside.mark == "《":
        return False
    leads = inside.first <= begin
    if inside.mark not in _quotes:
        return leads
    if leads:
        rest = text[_skip(text, after) : _skip(text, after) + 90]
        return not (_said_zh.match(rest) or (mark[-1] in "!?！？" and _said_en.match(rest)))
    introduced = text[max(0, inside.first - 3) : inside.first].rstrip()[-1:]
    return introduced in ("：", "，", ":", ",") or mark[0] in "。."


def _full_stop(text: str, begin: int, dot: int, after: int) -> bool:
    """Whether a full stop ends a sentence, and not an abbreviation, a number or a name."""
    before = text[dot - 1 : dot]
    if _han.match(before):
        return not text[after : after + 1].isdigit()
    if after < len(text) and not text[after].isspace() and not _han.match(text[after]):
        return False
    word = _word_before(text, begin, dot)
    if word.isdigit() and dot - len(word) == begin:
        return False  # "1. First"
    following = text[_skip(text, after) : _skip(text, after) + 24].lstrip(_openers)
    lower = word.lower().rstrip(".")
    if lower in _TITLES or (lower in _BEFORE_FIGURES and following[:1].isdigit()):
        return not following
    if lower in _MAY_END or (len(lower) == 1 and lower.isalpha() and word.isupper()):
        return not following or (not following[0].islower() and _first_word(following).lower() in _OPENING_WORDS)
    return _new_sentence(text, after)


def _new_sentence(text: str, after: int, strict: bool = False) -> bool:
    """Whether what follows can open a sentence; `strict` wants a capital or the end."""
    rest = text[_skip(text, after) : _skip(text, after) + 8].lstrip(_openers)
    if not rest:
        return True
    return rest[0].isupper() if strict else not rest[0].islower()


def _word_before(text: str, begin: int, dot: int) -> str:
    at = dot
    while at > begin and dot - at < 24 and (text[at - 1].isalnum() or text[at - 1] == ".") and text[at - 1] < "\u2000":
        at -= 1
    return text[at:dot]


def _first_word(text: str) -> str:
    match = _word.match(text)
    return match.group() if match else ""


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _spans(text: str, longest: int) -> list[_Span]:
    """The outermost pairs that are closed, on one line, and not too long, in order."""
    found: list[_Span] = []
    opened: list[tuple[int, str]] = []
    straight = _straight(text)
    for match in re.finditer(r"[“”「」『』（）()《》【】\"\n]", text):
        at, mark = match.start(), match.group()
        if mark == "\n":
            opened.clear()
        elif mark == '"':
            if at in straight and not opened:
                found.append(_Span(at, straight[at], mark))
        elif mark in _pairs:
            opened.append((at, mark))
        elif any(_pairs[open_mark] == mark for _, open_mark in opened[-8:]):
            while _pairs[opened[-1][1]] != mark:
                opened.pop()
            first, open_mark = opened.pop()
            found.append(_Span(first, at, open_mark))
    kept: list[_Span] = []
    for span in sorted(found, key=lambda one: one.first):
        if span.last - span.first <= longest and (not kept or span.first > kept[-1].last):
            kept.append(span)
    return kept


def _straight(text: str) -> dict[int, int]:
    """Straight quotation marks, two by two; a line with an odd number of them has none that can be trusted."""
    pairs: dict[int, int] = {}
    line = 0
    for part in text.split("\n"):
        at = [line + match.start() for match in re.finditer('"', part)]
        if len(at) % 2 == 0:
            pairs.update(zip(at[::2], at[1::2], strict=True))
        line += len(part) + 1
    return pairs
