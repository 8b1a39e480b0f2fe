"""A title says nothing the article does not: no bigger word, no surer one, no bait (S7)."""

import re

from newsreel.facts import stance
from newsreel.facts.alignment import align, tokens
from newsreel.facts.doubts import Doubt
from newsreel.facts.ground import Ground, Line
from newsreel.facts.people import check_names
from newsreel.facts.quotes import bare
from newsreel.facts.values import check_amounts, check_whens
from newsreel.reporting.terms import terms

_bait = re.compile(
    r"震惊|惊呆|惊人|吓人|吓坏|万万没想到|你绝对|绝对想不到|看完|不转不是|速看|突发！|炸裂|炸锅|沸腾|疯传|"
    r"泪目|真相竟|竟然?(?=是|被|有|让|连|这)|背后真相|"
    r"won['’]t believe|shocking|jaw-dropping|mind-blowing|what happened next|this is why|here['’]s why|"
    r"you need to know|"
    r"will blow your mind|secret they|\bOMG\b|!{1,}$|！{1,}$",
    re.I,
)
_big = re.compile(
    r"暴跌|暴涨|暴增|狂[跌涨降升]|飙升|飙涨|骤[降减增升]|腰斩|崩盘|崩溃|崩塌|雪崩|重挫|史上|史无前例|空前|"
    r"绝无仅有|全球首|世界首|世界第一|全国首|全国最|"
    r"最[大强惨严高低快好坏]|彻底|完全|全部|所有|全面|永久|无一|震撼|灾难|惨[烈败重]|惨遭|大败|血洗|横扫|"
    r"碾压|逆天|奇迹|神话|巨[额大变亏]|惊天|重磅|"
    r"危机|恐慌|灭顶|必[须将]|唯一|首次|翻[了两三]?番|倍增|一夜之间|"
    r"\b(?:plung\w+|soar\w*|slump\w*|crash\w*|collaps\w+|skyrocket\w*|devastat\w+|catastroph\w+|chaos|crisis|"
    r"disaster\w*|massive|huge|"
    r"historic|unprecedented|revolutionar\w+|miracle|stunning|dramatic\w*|worst|best|biggest|largest|ever|"
    r"always|entire|all|every|"
    r"total(?:ly)?|complete(?:ly)?|slash\w*|obliterat\w+|destroy\w*|wip\w+ out|panic|fury|outrage|bombshell|"
    r"explosive|guarantee\w*|"
    r"proves?|proven|world['’]s|permanent(?:ly)?|forever|only|first|record|eliminat\w+|ends?|erase\w*)\b",
    re.I,
)


def check(title: str, language: str, ground: Ground) -> list[Doubt]:
    """The title of a reel or of its opening card against the article."""
    if bare(title) == bare(ground.article.headline) or not bare(title):
        return []
    bait = _bait.search(title)
    message = "This is bait and not a title; say what happened."
    found = [Doubt(rule="S7", message=message, said=bait.group(), at=bait.start())] if bait else []
    if language != ground.language:
        return found + _values(title, language, ground.lines, ground)
    lead = _lead(title, ground)
    found += _values(title, language, ground.lines, ground) + check_names(title, language, ground.lines, ground)
    found += _bigger(title, language, lead, ground)
    found += _surer(title, language, lead, ground)
    if title.rstrip().endswith(("?", "？")) and not ground.article.headline.rstrip().endswith(("?", "？")):
        message = "The title asks what the article answers; say it."
        found.append(Doubt(rule="S7", message=message, said=title, source=ground.article.headline, blocks=False))
    for clause in re.split(r"[，。；：,;:]\s?|\s[-–—]\s", title):
        wanted = terms(clause)
        if wanted and 2 * len(wanted & ground.words) < len(wanted):
            message = "The title says something the article does not."
            found.append(Doubt(rule="S7", message=message, said=clause, source=ground.article.headline))
    found += _reworded(title, language, ground)
    return [_seven(one) for one in found]


def _lead(title: str, ground: Ground) -> tuple[Line, ...]:
    """The headline and the opening, and what shares most with the title."""
    first = [line for line in ground.lines if "." in line.id][:3]
    kept = {ground.lines[0], *first, *ground.best(title)}
    return tuple(line for line in ground.lines if line in kept)


def _values(title: str, language: str, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    return check_amounts(title, language, lines, ground) + check_whens(title, language, lines, ground)


def _bigger(title: str, language: str, lead: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    held = " ".join(line.text for line in lead).lower()
    message = "The article does not use a word this strong."
    return [
        Doubt(rule="S7", message=message, said=one.group(), source=ground.article.headline, at=one.start())
        for one in _big.finditer(title)
        if one.group().lower() not in held
    ]


def _surer(title: str, language: str, lead: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """Negations and hedges of the headline, or of the line nearest to the title."""
    said = tokens(title, language, ground.names)
    laid = [(align(said, tokens(line.text, language, ground.names)), line) for line in lead]
    if not laid:
        return []
    headline = next(((one, line) for one, line in laid if line.id == "headline" and one.share >= 500), None)
    best, line = headline or max(laid, key=lambda one: one[0].share)
    return stance.check(title, line.text, best, language, card=True)


def _reworded(title: str, language: str, ground: Ground) -> list[Doubt]:
    """The headline with a word put in its place that the article does not have."""
    laid = align(tokens(title, language, ground.names), tokens(ground.article.headline, language, ground.names))
    if laid.share < 700:
        return []
    found, held = [], ground.text.lower()
    for first, last in laid.fresh():
        words = title[first:last]
        known = words in held if language == "zh" else not terms(words) - ground.words
        if not known and len(words) >= 2:
            message = "The title has a word here that the article does not have."
            found.append(Doubt(rule="S7", message=message, said=words, source=ground.article.headline, at=first))
    return found


def _seven(one: Doubt) -> Doubt:
    return Doubt(
        rule="S7" if one.rule in ("S1", "S5") else one.rule,
        message=one.message,
        said=one.said,
        source=one.source,
        at=one.at,
        blocks=one.blocks,
    )
