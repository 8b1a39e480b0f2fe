"""What two texts are compared by: pairs of characters in Chinese, words in English, and figures in both."""

import re
from collections import Counter
from functools import lru_cache

_pieces = re.compile(r"[\u3400-\u9fff]+|\d[\d.,]*\d|\d|[^\W\d_](?:[^\W_]|['’-](?=\w))*")
_DULL_EN = frozenset(
    "a an the and or but if of in on at to for from by with as is are was were be been being has have had it its he "
    "she they them his her their this that these those which who whom will would can could may might not no than then "
    "so such into over after before about more most some any all also said says there here when where while what how "
    "i we you our your up out only one two new".split()
)
_DULL_ZH = frozenset("的 了 和 是 在 与 及 等 为 对 将 也 都 就 中 从 被 把 并 而 其 有 个".split())


@lru_cache(maxsize=8192)
def terms(text: str) -> frozenset[str]:
    """The terms of a text, each once."""
    return frozenset(_all(text))


def counted(text: str) -> Counter[str]:
    """The terms of a text and how often each is there."""
    return Counter(_all(text))


def _all(text: str) -> list[str]:
    found: list[str] = []
    for piece in _pieces.findall(text[:4000]):
        if "\u3400" <= piece[0] <= "\u9fff":
            pairs = [piece[at : at + 2] for at in range(len(piece) - 1)]
            found.extend(pair for pair in pairs if pair[0] not in _DULL_ZH and pair[1] not in _DULL_ZH)
        elif piece[0].isdigit():
            found.append(piece.replace(",", ""))
        elif (word := piece.lower()) not in _DULL_EN:
            found.append(_root(word))
    return found


def _root(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    for ending in ("ing", "ed", "es", "s"):
        least = 3 if ending == "s" and word[-2:] not in ("ss", "us", "is") else 4
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def overlap(one: str, other: str) -> int:
    """How much of the shorter text's terms the other holds, in thousandths."""
    first, second = terms(one), terms(other)
    if not first or not second:
        return 0
    return 1000 * len(first & second) // min(len(first), len(second))
