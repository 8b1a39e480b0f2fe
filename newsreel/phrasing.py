"""Where a line of text may end, and how well: never inside a word or a figure with its unit, best after a clause.

Typography of cards and captions alike asks here, so that both break by sense.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

NEVER = 60.0
WORD = 2.0  # what an ordinary break between words costs; after a full stop it costs nothing

_CLINGS_BACK = frozenset(
    "的 地 得 了 着 过 们 等 吗 呢 吧 啊 之 者 性 化 率 号 年 月 日 时 分 秒 人 名 个 次 里 上 下 中 内 "
    "外 后 前 间 起 多 余".split()
)
_LEADS_ON = frozenset(
    "在 和 与 及 对 把 被 从 向 比 为 是 由 以 于 将 给 让 使 到 不 没 未 无 第 约 近 超 每 各 该 这 那 "
    "其 一 两 最 更 很 较 已 可 会 能 要".split()
)
_GOOD_BEFORE = frozenset("并 但 而 或 和 与 及 因 若 如 则 却 也 还 又 在 从 对 由 以 将 把 被 向 比".split())
_EN_BEFORE = frozenset(
    "and but or nor because although while when which who that if as with from for in on at by to of than "
    "into after before".split()
)
_EN_CLINGS = frozenset(
    "a an the of to in on at by for with from and or but not no is are was were be been has have had will "
    "would can could may might must should its his her their our my your this that these those mr mrs ms "
    "dr about over under nearly almost more most very".split()
)
_FIGURE = re.compile(r"\d[\d,.:/～~–—-]*\d|\d")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'’.&/+-]*")
_NAMED = re.compile(r"[A-Z][\w'’-]*")
_PAIRS = {"《": "》", "“": "”", "「": "」", "‘": "’", "（": "）", "(": ")"}
_CLOSING = "，。、；：？！）》」』”’…,.;:?!)%℃"
_OPENING = "（《「『“‘(¥￥$€£"


@dataclass(frozen=True, slots=True)
class Joint:
    """The place after a character: what it costs to end a line there."""

    cost: float


def joints(text: str, language: str) -> list[Joint]:
    """For each character, what it costs to end a line after it."""
    costs = _chinese(text) if language == "zh" else _english(text)
    for start, end in _kept_whole(text):
        for i in range(start, end - 1):
            costs[i] = max(costs[i], 9.0)
    for i, character in enumerate(text[:-1]):
        if text[i + 1] in _CLOSING or character in _OPENING:
            costs[i] = NEVER
    return [Joint(cost) for cost in costs]


def words(text: str) -> list[str]:
    """Chinese text cut into words; nothing is lost."""
    return list(_tokenizer().cut(text, HMM=True))


def _chinese(text: str) -> list[float]:
    costs = [NEVER] * len(text)
    at = 0
    cut = words(text)
    for number, word in enumerate(cut):
        at += len(word)
        following = cut[number + 1] if number + 1 < len(cut) else ""
        costs[at - 1] = _chinese_joint(word, following)
    for pattern in (_FIGURE, _LATIN):
        for found in pattern.finditer(text):
            for i in range(found.start(), found.end() - 1):
                costs[i] = NEVER
            if pattern is _FIGURE and found.end() < len(text) and text[found.end()] not in "，。、；：！？ ":
                costs[found.end() - 1] = NEVER  # the unit stays with its figure
    return costs


def _chinese_joint(word: str, following: str) -> float:
    mark = word[-1]
    if mark in "。！？；…!?;":
        return 0.0
    if mark in "，：,:" or (mark in "”）》」" and following[:1] not in "的"):
        return 0.2
    if mark == "、":
        return 0.6
    if not following:
        return 0.0
    if following in _CLINGS_BACK:
        return 6.0
    if word in _LEADS_ON or (word[-1] in "的" and len(following) == 1):
        return 4.0
    if len(word) == 1 and len(following) == 1:
        return 3.0
    return WORD - 0.5 if following in _GOOD_BEFORE or mark in "的 " else WORD


def _english(text: str) -> list[float]:
    costs = [NEVER] * len(text)
    found = list(re.finditer(r"\S+", text))
    for here, following in zip(found, [*found[1:], None], strict=True):
        last = (following.start() if following else len(text)) - 1
        cost = _english_joint(here.group(), following.group() if following else "")
        costs[here.end() - 1] = costs[last] = cost
    return costs


def _english_joint(word: str, following: str) -> float:
    if not following or (word.rstrip("”’\"')")[-1:] in ".!?;" and not _shortened(word)):
        return 0.0
    if word[-1] in ",:—–" or word.rstrip("”\"'")[-1:] == ",":
        return 0.2
    bare, after = word.strip("“”\"'(),.").lower(), following.strip("“”\"'(),.").lower()
    if bare in _EN_CLINGS or _shortened(word):
        return 5.0
    if _FIGURE.fullmatch(word.strip("$€£(“")) or (_NAMED.fullmatch(word) and _NAMED.match(following)):
        return 5.0
    return WORD - 0.6 if after in _EN_BEFORE else WORD


def _shortened(word: str) -> bool:
    return word in ("Mr.", "Mrs.", "Ms.", "Dr.", "St.", "No.") or bool(re.fullmatch(r"(?:[A-Z]\.)+", word))


def _kept_whole(text: str) -> list[tuple[int, int]]:
    """Short titles and quotations, that read badly when a line ends inside them."""
    spans = []
    for i, character in enumerate(text):
        close = _PAIRS.get(character)
        end = text.find(close, i + 1, i + 14) if close else -1
        if end > 0:
            spans.append((i, end + 1))
    return spans


@cache
def _tokenizer() -> Any:
    """jieba with its own dictionary, loaded from its package and not from a cache file anybody may have written."""
    import jieba

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
