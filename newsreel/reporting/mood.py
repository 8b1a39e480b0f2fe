"""The mood of a story, by the words of its topic, and where it turns."""

import re

from newsreel.documents import Article, Mood
from newsreel.reporting.telling import Beat
from newsreel.reporting.wording import looks_ahead, looks_back

_SOMBRE = re.compile(
    r"遇难|死亡|身亡|逝世|去世|讣告|病逝|葬礼|坍塌|坠毁|坠机|地震|空难|矿难|伤亡|失踪|遇害|杀人|凶手|自杀|性侵|虐待|判处|获刑|犯罪|谋杀|袭击|战争|"
    r"\b(?:died|dies|dead|death|deaths|killed|kills|obituary|funeral|mourn\w*|murder\w*|manslaughter|suicide|abuse|victims?|crash\w*|earthquake|"
    r"collapse\w*|shooting|stabb\w+|jailed|sentenced|convicted|guilty|attack\w*|war)\b",
    re.I,
)
_URGENT = re.compile(
    r"预警|警报|紧急|突发|暴雨|台风|洪水|洪涝|山洪|撤离|疏散|火灾|火警|泄漏|召回|停电|暴跌|大跌|熔断|寒潮|"
    r"\b(?:warnings?|alert|emergency|evacuat\w+|storm|flood\w*|hurricane|typhoon|wildfire|blaze|outbreak|recall\w*|outage|plunge\w*|breaking|"
    r"strike|tornado|heatwave)\b",
    re.I,
)
_BRIGHT = re.compile(
    r"夺冠|冠军|夺得|金牌|获奖|庆祝|节日|春节|艺术节|音乐节|灯会|丰收|首次|开幕|胜|晋级|突破|通车|启用|开放|"
    r"\b(?:breaks?|broke|wins?|won|champion\w*|title|gold|medal|festival|celebrat\w+|record-breaking|award\w*|victory|triumph\w*|beat|opens?|anniversary|"
    r"breakthrough|cup|final)\b",
    re.I,
)
_SPACING = 3  # scenes between two turns


def mood(article: Article) -> Mood:
    """Sombre before urgent before bright: a story that could be two of them is told as the graver one."""
    opening = " ".join(
        [article.headline, article.headline, article.dek, *(one.text for one in article.sentences()[:3])]
    )
    if _SOMBRE.search(f"{article.headline} {article.section}") or len(_SOMBRE.findall(opening)) >= 2:
        return "sombre"
    if _URGENT.search(article.headline) or len({found.lower() for found in _URGENT.findall(opening)}) >= 2:
        return "urgent"
    if _BRIGHT.search(article.headline) or len({found.lower() for found in _BRIGHT.findall(opening)}) >= 2:
        return "bright"
    return "calm"


def turns(article: Article, beats: list[Beat]) -> set[int]:
    """The one or two scenes where the story turns: to what was before, to what comes next, or to a new chapter."""
    headings = [at for at, block in enumerate(article.blocks) if block.form == "heading"]
    found: list[int] = []
    ranked: list[tuple[int, int]] = []
    for at, beat in enumerate(beats):
        if at < 2 or beat.part:
            continue
        before, here = beats[at - 1].told[-1].block, beat.told[0].block
        if any(before < heading < here for heading in headings):
            ranked.append((0, at))
        elif looks_ahead(beat.says, article.language) and at >= len(beats) - 3:
            ranked.append((1, at))
        elif looks_back(beat.says, article.language):
            ranked.append((2, at))
        elif here - before >= 3:
            ranked.append((3, at))
    for _, at in sorted(ranked):
        if len(found) < 2 and all(abs(at - other) >= _SPACING for other in found):
            found.append(at)
    return set(found)
