"""The truth gate, rule by rule: what a script says otherwise than its article, for whoever wants to know."""

from newsreel.documents import Article, Finding, Scene, Script
from newsreel.facts import cards, quotes, stance, support, titles
from newsreel.facts.alignment import align, tokens
from newsreel.facts.doubts import Doubt
from newsreel.facts.ground import Ground, Passage, ground, passages
from newsreel.facts.people import check_bearers, check_names, check_roles
from newsreel.facts.values import check_amounts, check_places, check_whens

MOST = 200  # characters of either side that a finding shows
MOST_FINDINGS = 400


def check(article: Article, script: Script) -> tuple[Finding, ...]:
    """What the script says otherwise than the article, in words and on screen."""
    held = ground(article)
    found = [_finding(one, "") for one in titles.check(script.title, script.language, held)]
    for passage in passages(script):
        found += _passage(passage, script.language, held)
    for scene in script.scenes:
        found += _card(scene, script.language, held)
    if script.language != article.language:
        message = "The script is a translation: figures, names and quotations were compared, the rest is for an editor."
        found.append(Finding(rule="S1", message=message))
    kept: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        key = (one.rule, one.scene, one.said)
        if key not in kept or (one.blocks and not kept[key].blocks):
            kept[key] = one
    return tuple(kept.values())[:MOST_FINDINGS]


def _passage(passage: Passage, language: str, held: Ground) -> list[Finding]:
    """The narration of scenes that belong together."""
    lines = held.of(passage.sources)
    found = []
    for at, text in passage.sentences(language):
        doubts = check_amounts(text, language, lines, held) + check_whens(text, language, lines, held)
        doubts += check_names(text, language, lines, held) + check_roles(text, language, held)
        doubts += support.check(text, language, lines, held)
        if language == held.language:
            near = lines if passage.sources else held.best(text)
            source = ("" if language == "zh" else " ").join(line.text for line in near)
            laid = align(tokens(text, language, held.names), tokens(source, language, held.names))
            doubts += check_places(laid, text, source, held.article.published)
            doubts += check_bearers(laid, text, source, language)
            doubts += stance.check(text, source, laid, language)
            doubts += support.check_runs(text, language, laid, near, held)
        found += [_finding(one, passage.scene(at + one.at)) for one in doubts]
    found += [_finding(one, passage.scene(one.at)) for one in quotes.check_quotes(passage.text, language, lines, held)]
    return found


def _card(scene: Scene, language: str, held: Ground) -> list[Finding]:
    return [_finding(one, scene.id) for one in cards.check(scene, language, held)]


def _finding(one: Doubt, scene: str) -> Finding:
    return Finding(
        rule=one.rule,
        message=one.message,
        blocks=one.blocks,
        scene=scene,
        said=one.said.strip()[:MOST],
        source=one.source.strip()[:MOST],
    )
