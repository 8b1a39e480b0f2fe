"""A draft made into a script: what each scene shows is built here, from what is said and from the article alone."""

from dataclasses import replace

from newsreel.crew.writers.answers import Draft, Told
from newsreel.documents import Article, Block, Brief, Headline, Scene, Script, Sentence, Statement, Visual
from newsreel.facts.gate import check
from newsreel.reporting import mood
from newsreel.reporting.candidates import Candidate
from newsreel.reporting.keyline import keyline
from newsreel.reporting.pictures import lead
from newsreel.reporting.showing import Board, closing
from newsreel.reporting.telling import Beat


def stage(article: Article, brief: Brief, draft: Draft) -> Script:
    """The whole script, with the cards the truth gate has nothing against."""
    same = brief.language == article.language
    ground = article if same else _translated(article, brief, draft)
    beats = [_beat(ground, one, at, same) for at, one in enumerate(draft.lines)]
    shown = Board(ground, beats, tuple(one.shows for one in draft.lines)).decide()
    turning = mood.turns(ground, beats)
    scenes = []
    for at, (one, (visual, why)) in enumerate(zip(draft.lines, shown, strict=True)):
        if at == 0:
            visual = _opening(article, draft, visual)
        scenes.append(
            Scene(id=f"s{at + 1}", says=one.says, shows=visual, sources=one.sources, why=why, turn=at in turning)
        )
    end = Scene(id=f"s{len(scenes) + 1}", says="", shows=closing(article, ""), why="where it comes from")
    script = Script(title=draft.title, language=brief.language, mood=mood.mood(article), scenes=(*scenes, end))
    return _plainer(article, script)


def _opening(article: Article, draft: Draft, visual: Visual) -> Visual:
    dek = visual.dek if isinstance(visual, Headline) else ""
    return Headline(title=draft.title, dek=dek, picture=lead(article))


def _plainer(article: Article, script: Script) -> Script:
    """A card that says more than the gate lets pass becomes the line that is spoken, which is judged by itself."""
    spoken = tuple(
        replace(one, shows=_plain(one, script)) if at and one.says.strip() else one
        for at, one in enumerate(script.scenes)
    )
    bare = {(one.scene, one.rule, one.said) for one in check(article, replace(script, scenes=spoken)) if one.blocks}
    doubted = {
        one.scene for one in check(article, script) if one.blocks and (one.scene, one.rule, one.said) not in bare
    }
    kept = (
        replace(one, shows=two.shows, why="one fact") if one.id in doubted else one
        for one, two in zip(script.scenes, spoken, strict=True)
    )
    return replace(script, scenes=tuple(kept))


def _plain(scene: Scene, script: Script) -> Statement:
    return Statement(text=keyline(scene.says, script.language, script.title))


def _beat(article: Article, told: Told, at: int, same: bool) -> Beat:
    """A line as the rest of the house knows it: with the sentences it comes from."""
    place, block = next(
        (place, block)
        for place, block in enumerate(article.blocks)
        if any(one.id == (told.sources[0] if same else f"t{at + 1}.1") for one in block.sentences)
    )
    wanted = set(told.sources)
    texts = [one.text for one in article.sentences() if one.id in wanted] if same else [told.says]
    whole = ("" if article.language == "zh" else " ").join(texts)
    one = Candidate(order=at, block=place, sources=told.sources, whole=whole, versions=(whole,), speaker=block.speaker)
    return Beat(says=told.says, told=(one,))


def _translated(article: Article, brief: Brief, draft: Draft) -> Article:
    """The article as the draft tells it, for choosing cards in the language that is spoken."""
    blocks = tuple(
        Block(id=f"t{at + 1}", form="para", sentences=(Sentence(id=f"t{at + 1}.1", text=one.says),))
        for at, one in enumerate(draft.lines)
    )
    return replace(
        article, headline=draft.title, dek="", language=brief.language, blocks=blocks, pictures=(), footage=()
    )
