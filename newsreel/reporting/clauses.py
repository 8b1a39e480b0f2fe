"""Where a sentence may take a breath: its clauses, and the pieces a long one is spoken in.

Clauses are slices that join again to the whole sentence; a quotation, a bracket or a book title is never opened up.
"""

import re

from newsreel.reporting.wording import ATTRIBUTES_ZH
from newsreel.sentences import split
from newsreel.speech.pace import estimate

LONGEST = 7_400  # milliseconds a scene may speak; with its pause it stays under eight seconds
SHORTEST = 2_000
MOST_CHARACTERS = 600
FINE = 6_000  # what it costs to pause where no comma stands
MOST_PARTS = 400  # of one sentence; nobody listens to more
_BREAKS = (  # where to break what nobody could say in one breath, the best places first
    re.compile(
        r"(?<=[。！？；])(?![”」』）])|(?<=[.!?;])(?=\s)|(?<=[。，！？][”」])(?=[^，。；）])|(?<=[.,!?][”\"])(?=\s)"
    ),
    re.compile(r"(?<=[，：])|(?<=[,:])(?=\s)"),
    re.compile(
        r"(?<!\sonly)(?<!\sand)(?=\s(?:that|because|when|after|before|while|although|which|who|but|was|were|has|have|will|would)\s)"
        r"|(?=\sand\s(?:was|were|had|has|is|are|said|[a-z]+ed)\s)"
    ),
    re.compile(r"(?<=、)|(?<=\w{3})(?=\s(?:and(?=\s[a-z])|for|from|with|by|over|at|on|in|to|as)\s(?![\d$£€]))"),
)
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
    if estimate(text, language) <= LONGEST and len(text) <= MOST_CHARACTERS:
        return [text.strip()]
    coarse: list[str] = []
    for sentence in _with_spaces(text, split(text, language)):
        for clause in clauses(sentence, language):
            coarse.extend(_broken(clause, language))
    fine = [part for clause in coarse for part in _BREAKS[-1].split(clause) if part]
    ways = [_balanced(coarse, language), _balanced(fine, language)]
    ways[1] = (ways[1][0] + FINE, ways[1][1])
    return [part.strip() for part in min(ways)[1]]


def _with_spaces(text: str, sentences: list[str]) -> list[str]:
    """Sentences with the white space that parted them, so that they join again to the text."""
    found: list[str] = []
    at = 0
    for sentence in sentences:
        begin = text.find(sentence, at)
        found.append(text[at : begin + len(sentence)])
        at = begin + len(sentence)
    return found or [text]


def _broken(clause: str, language: str) -> list[str]:
    """A clause nobody could say in one breath, broken inside its quotation, at its commas, or in the end anywhere."""
    if estimate(clause, language) <= LONGEST and len(clause) <= MOST_CHARACTERS:
        return [clause]
    for mark in _BREAKS:
        parts = [part for part in mark.split(clause) if part]
        if len(parts) > 1 and max(len(part) for part in parts) < len(clause) * 0.85:
            return [piece for part in parts for piece in _broken(part, language)]
    words = re.findall(r"\s*[^\s\u3400-\u9fff]{1,24}|\s*[\u3400-\u9fff]", clause)
    step = 30 if language == "zh" else 16
    return ["".join(words[at : at + step]) for at in range(0, len(words), step)] or [clause]


def _balanced(parts: list[str], language: str) -> tuple[int, list[str]]:
    """Neighbouring parts joined into as few pieces as fit, of lengths as even as can be, and what that costs."""
    parts = parts[:MOST_PARTS]
    least = -(-sum(estimate(part, language) for part in parts) // (LONGEST - 400))
    goal = sum(estimate(part, language) for part in parts) // max(1, least)
    best: list[tuple[int, int]] = [(0, 0)]  # for the first n parts: what it costs, where its last piece starts
    for end in range(1, len(parts) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            text = "".join(parts[start:end]).strip()
            length = estimate(text, language)
            if start < end - 1 and (length > LONGEST or len(text) > MOST_CHARACTERS):
                break
            options.append((best[start][0] + _unease(text, length, goal, language), start))
        best.append(min(options))
    found: list[str] = []
    end = len(parts)
    cost = best[end][0]
    while end:
        start = best[end][1]
        found.insert(0, "".join(parts[start:end]))
        end = start
    return cost, found


def _unease(text: str, length: int, goal: int, language: str) -> int:
    """What a piece costs: being far from the goal, too short to be seen, or stopped inside a quotation."""
    short = 60_000 if length < SHORTEST else 0
    inside = 12_000 if sum(map(text.count, '“”"')) % 2 else 0
    halting = 6_000 if not text.endswith(("。", "；", ".", ";", "！", "？", "!", "?", "”", '"')) else 0
    hanging = 20_000 if language == "zh" and ATTRIBUTES_ZH.search(text.rstrip("，：")) and "，" not in text[:-1] else 0
    halting += 10_000 if text[-1:].isalnum() else 0
    halting += 20_000 if re.match(r"(?:said|says|told|has|have|had)\s", text) else 0
    halting += 3_000 if re.match(r"(?:in|on|at|for|from|with|by|to|of|over)\s", text) else 0
    return 4_000 + abs(length - goal) * 2 + short + inside + halting + hanging
