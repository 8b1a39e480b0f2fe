"""Where a sentence may be stopped for the next scene, and how much each such place hurts.

A place costs little where both halves stand as clauses, and much where a phrase would be torn: a list at its `、`, a
verb from its object, a speaker from the word `said`.
"""

import re

from newsreel.reporting.wording import ATTRIBUTES_ZH

TORN = 16_000  # from here on a stop tears a phrase apart
_pairs = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》"}
_quotes = '”」』"'
_ends_zh = re.compile(r"[。！？]+|；|：|，|、")
_ends_en = re.compile(r"(?:[.!?]+(?=[”\"’)]*\s+[“\"A-Z])|;|:(?=\s)|,|\s[—–-](?=\s))")
OPENS_ZH = re.compile(  # what leads up to something and cannot stand before a pause
    r"^(?:据|为|为了|随着|由于|因|因为|自|从|在|经|对|对于|针对|截至|当|受|如果|若|只要|只有|除非|虽然|尽管|不论|无论|除了|不仅|既|与其)[^，]*$|"
    r"(?:时|后|前|中|下|以来|期间|当天|当晚|[年月日号天周]|方面|看|来说|而言|之下|的是)$"
)
_leans_zh = re.compile(  # what cannot begin a scene
    r"(?:以|为|其中|同比|环比|较|比上|比去年|占|约占|包括|分别|后|时|即|达|等|从而|而非|而不是|例如|比如|其余|至|到|高于|低于)"
)
_goes_on_zh = re.compile(r"(?:并|而|且|也|都|还|又|则|让|使|令|却|再|就|最|仅|只|目标是|但)")
_links_en = (  # the word after a comma, and what it costs to begin a scene with it
    (re.compile(r"(?:said|says|told|asked|wrote|added)\b"), 20_000),
    (re.compile(r"according\b"), 6_000),
    (re.compile(r"(?:and|but|while|so|because|although|though|until|since|if|when|after|before|as)\b"), 1_500),
    (re.compile(r"(?:which|who|whose|where)\b"), 4_000),
    (re.compile(r"(?:with|including|compared|from|up|down|or|not|in|on|at)\b"), 8_500),
    (re.compile(r"\w{3,}ing\b"), 3_500),
    (re.compile(r"[“\"]"), 2_000),
    (re.compile(r"\d|[^“]{2,40},\s(?:said|says|has|had|was|is|were|who)\b"), 20_000),
)
_inner_en = (
    (
        re.compile(r"(?<!\sonly)(?<!\sand)(?<!\beven)\s(?=(?:because|when|after|before|while|although|until|but)\s)"),
        3_500,
    ),
    (re.compile(r"\s(?=(?:that|which|who)\s(?!is\b))(?<!\bsay\s)"), 9_000),
    (re.compile(r"\s(?=and\s(?:was|were|had|has|is|are|said|[a-z]+ed)\s)"), 4_000),
    (re.compile(r"(?<=\w\w\w)\s(?=(?:was|were|has|have|will|would)\s(?!been\b))"), 12_000),
    (
        re.compile(
            r"(?<=\w\w\w)(?<!according)(?<!compared)(?<!instead)(?<!because)(?<!such)(?<!due)(?<!more)(?<!less)(?<!known)"
            r"(?<!thanks)(?<!close)(?<!sold)(?<!able)\s"
            r"(?=(?:and(?=\s[a-z])|for|from|with|by|over|at|on|in|to|as)\s(?![\d$£€]))"
        ),
        TORN,
    ),
)


def joints(text: str, language: str) -> dict[int, int]:
    """The places where a text may be stopped, each with what it costs; the text may go on at that character."""
    depth = _depths(text)
    found: dict[int, int] = {}
    for match in (_ends_zh if language == "zh" else _ends_en).finditer(text):
        at, mark = match.end(), match.group()
        while at < len(text) and text[at] in '”’」』）)"' and not (text[at] == '"' and depth[at] == 0):
            at += 1
        if at >= len(text) or (text[match.end() - 1 : at][-1:] in _quotes and text[at] in "，。；、：,."):
            continue
        inside = depth[at] if at < len(depth) else 0
        cost = (
            _after_zh(text, match.start(), at, mark) if language == "zh" else _after_en(text, match.start(), at, mark)
        )
        if cost >= 0:
            found[at] = cost + (0 if not inside else 3_000 if mark[0] in "。！？.!?；;" else 9_000)
    if language == "zh":
        return found
    for pattern, cost in _inner_en:
        for match in pattern.finditer(text):
            at = match.end()
            if text[match.start() - 1] not in ',;:.!?”"' and at not in found:
                found[at] = cost + (9_000 if depth[at] else 0)
    return found


def _depths(text: str) -> list[int]:
    """For each place, within how many brackets and quotations it lies."""
    closing: list[str] = []
    straight = 0
    found = []
    for mark in text:
        if closing and mark == closing[-1]:
            closing.pop()
        elif mark == '"':
            straight = 1 - straight
        found.append(len(closing) + straight)
        if mark in _pairs and len(closing) < 6:
            closing.append(_pairs[mark])
    return found


def _after_zh(text: str, start: int, at: int, mark: str) -> int:
    if mark[0] in "。！？":
        return (
            20_000
            if re.match(r"[^。！？“”]{2,24}(?:说|表示|称|介绍|道)[。，：]", text[at:]) and text[at - 1] == "”"
            else 0
        )
    if mark == "；":
        return 300
    before = re.split(r"[，。；：！？”]", text[:start])[-1]
    after = text[at:]
    if mark == "、":
        return TORN + 9_000
    if ATTRIBUTES_ZH.search(before):
        return 20_000
    if mark == "：":
        return 2_500
    if text[start - 1 : start].isdigit() and after[:1].isdigit():
        return -1
    cost = 1_500
    cost += 13_000 if OPENS_ZH.search(before) or len(before) < 4 else 0
    cost += 9_000 if _leans_zh.match(after) else 2_000 if _goes_on_zh.match(after) else 0
    return cost


def _after_en(text: str, start: int, at: int, mark: str) -> int:
    after = text[at:].lstrip()
    if mark[0] in ".!?":
        named = re.match(r"(?:[A-Z][\w.'’-]*\s){1,3}(?:said|says|told|asked)\b", after)
        return 12_000 if named and text[at - 1] in '”"' else 0
    if mark[0] == ";":
        return 300
    if mark[0] == ":":
        return 2_500
    if mark[0] != ",":
        return 5_000
    if not text[at : at + 1].isspace():
        return -1
    for word, cost in _links_en:
        if word.match(after):
            return cost
    return 8_000
