"""Where a sentence may take a breath: its clauses, and the pieces a long one is spoken in.

Clauses are slices that join again to the whole sentence; a quotation, a bracket or a book title is never opened up.
"""

import re
from functools import lru_cache

from newsreel.reporting.joints import joints
from newsreel.speech.pace import estimate

EASY = 5_500  # milliseconds: what takes longer is broken where that costs nothing
LONGEST = 8_900  # milliseconds a scene may speak; with its pause it stays under nine and a half seconds
SHORTEST = 2_000
MOST_CHARACTERS = 600
HOPELESS = 40_000  # stopping where there is no place to
MOST_PARTS = 400  # of one sentence; nobody listens to more
_pairs = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》"}
_comma_zh = "，；：;,"
_link_en = re.compile(
    r"\s(?:and|but|while|which|who|whose|where|with|as|because|although|though|when|after|before|saying|including|"
    r"according|so|until|since|if|compared|adding|leaving|making|bringing|meaning)\b"
)


def clauses(text: str, language: str) -> list[str]:
    """The clauses of a sentence, each with the mark that ends it."""
    cuts = _cuts(text, language)
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip()]


def _cuts(text: str, language: str) -> list[int]:
    closing: list[str] = []
    straight = False
    cuts: list[int] = []
    for at, mark in enumerate(text[:-1]):
        if closing and mark == closing[-1]:
            closing.pop()
            if not closing and mark in "”」" and text[at - 1] in "。！？，" and text[at + 1] not in "，。；、：）":
                cuts.append(at + 1)
        elif mark in _pairs and len(closing) < 6:
            closing.append(_pairs[mark])
        elif mark == '"':
            straight = not straight
        elif not closing and not straight and _breaks(text, at, mark, language):
            cuts.append(at + 1)
    return cuts


def _breaks(text: str, at: int, mark: str, language: str) -> bool:
    after = text[at + 1]
    if language == "zh":
        digits = text[at - 1 : at].isdigit() and after.isdigit()
        return mark in _comma_zh and not digits and after not in "”」』）"
    if mark in ";—–" and (mark == ";" or text[at - 1 : at] == " "):
        return True
    if mark in ",:" and after == " ":
        return (
            mark == ":"
            or bool(_link_en.match(text, at + 1))
            or bool(re.match(r"\s\w{3,}ing\b", text[at + 1 : at + 24]))
        )
    return False


def pieces(text: str, language: str) -> list[str]:
    """A text as it is spoken, scene by scene: whole where it is short enough, else broken where it can breathe."""
    return _told(text, language)[0]


def strain(text: str, language: str) -> int:
    """How much the worst stop within a text hurts; from `joints.TORN` on it tears a phrase."""
    return _told(text, language)[1]


@lru_cache(maxsize=2048)
def _told(text: str, language: str) -> tuple[list[str], int]:
    if len(text) <= MOST_CHARACTERS and estimate(text, language) <= EASY:
        return [text.strip()], 0
    places = joints(text, language)
    parts: list[tuple[str, int]] = []  # what is said, and what it costs to stop after it
    start = 0
    for end in [*sorted(places), len(text)]:
        if text[start:end].strip():
            whole = _forced(text[start:end], language)
            parts.extend((part, HOPELESS) for part in whole[:-1])
            parts.append((whole[-1], places.get(end, 0)))
        start = end
    return _balanced(parts[:MOST_PARTS], language)


def _forced(clause: str, language: str) -> list[str]:
    """A stretch no place to stop is found in, cut by length where nobody could say it in one breath."""
    if len(clause) <= MOST_CHARACTERS and estimate(clause, language) <= LONGEST:
        return [clause]
    words = re.findall(r"\s*[^\s\u3400-\u9fff]{1,24}|\s*[\u3400-\u9fff]", clause)
    step = 30 if language == "zh" else 16
    return ["".join(words[at : at + step]) for at in range(0, len(words), step)] or [clause]


def _balanced(parts: list[tuple[str, int]], language: str) -> tuple[list[str], int]:
    """Neighbouring parts joined into pieces that are easily said and stop where it hurts least."""
    lengths = [estimate(part, language) for part, _ in parts]
    best: list[tuple[int, int]] = [(0, 0)]  # for the first n parts: what it costs, where its last piece starts
    for end in range(1, len(parts) + 1):
        options = []
        length = size = 0
        for start in range(end - 1, -1, -1):
            length, size = length + lengths[start], size + len(parts[start][0])
            if start < end - 1 and 7_500 < length < 10_500:  # near the limit the sum of the parts is not exact enough
                length = estimate("".join(part for part, _ in parts[start:end]).strip(), language)
            if start < end - 1 and (length > LONGEST or size > MOST_CHARACTERS):
                break
            stop = parts[end - 1][1] if end < len(parts) else 0
            options.append((best[start][0] + stop + _unease(length), start))
        best.append(min(options))
    found: list[str] = []
    end = len(parts)
    worst = 0
    while end:
        worst = max(worst, parts[end - 1][1] if end < len(parts) else 0)
        start = best[end][1]
        found.insert(0, "".join(part for part, _ in parts[start:end]).strip())
        end = start
    return [piece for piece in found if piece], worst


def _unease(length: int) -> int:
    """What a piece of that length costs: being long to look at, or too short to be seen."""
    long = 2 * max(0, length - EASY) + 4 * max(0, length - 7_400)
    short = 4 * max(0, 3_000 - length) + 20 * max(0, SHORTEST - length)
    return 3_000 + long + short
