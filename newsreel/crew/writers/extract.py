"""The writer without a model: tells an article in its own sentences, picked and trimmed by rule."""

from newsreel.bench import Bench
from newsreel.documents import Article, Bars, Brief, Finding, Headline, Scene, Script, Visual
from newsreel.errors import Refused
from newsreel.reporting import charts, mood, ranking
from newsreel.reporting.candidates import Candidate, collect, leading, opening
from newsreel.reporting.clauses import pieces, strain
from newsreel.reporting.joints import TORN
from newsreel.reporting.keyline import MOST, keyline
from newsreel.reporting.pictures import lead as lead_picture
from newsreel.reporting.pictures import pictured
from newsreel.reporting.quotations import quotation
from newsreel.reporting.selection import Choice, Selection
from newsreel.reporting.showing import Board, closing
from newsreel.reporting.telling import Beat, length, tell
from newsreel.reporting.wording import looks_ahead
from newsreel.sentences import length_of

CLOSING = 2_500  # milliseconds
SHORTEST, LONGEST = 15_000, 180_000
ROOMY = 45_000  # milliseconds: in less there is no time to choose a sentence for its picture
VOICED = 120  # what the best quotation of an article is worth more: a story is told by people too
PICTURED, TEARS = 150, 160  # what a sentence is worth more for a picture of its own, and less for a stop that tears it
ROOM = 80  # thousandths a script may miss the asked length by


class Extract:
    """Needs nothing but the article: every word it narrates stands there, in that order."""

    version = "3"

    def write(self, article: Article, brief: Brief, bench: Bench) -> Script:
        """The article retold to the asked length."""
        _accept(article, brief)
        candidates = collect(article)
        if not candidates:
            return _bare(article, brief)
        start = leading(candidates, article.headline)
        beats, cut = _choose(article, candidates, start, brief)
        findings = _findings(candidates, beats, cut, brief)
        return _script(article, brief, beats, findings)


def _accept(article: Article, brief: Brief) -> None:
    if brief.language != article.language:
        raise Refused(
            f"The writer 'extract' tells an article in its own words and cannot translate it from "
            f"'{article.language}' to '{brief.language}'; ask for '{article.language}', or for another writer."
        )
    if not SHORTEST <= brief.length <= LONGEST:
        raise Refused(f"A reel lasts from 15 to 180 seconds, not {brief.length / 1000:g}; ask for a length in between.")


def _choose(article: Article, candidates: list[Candidate], start: int, brief: Brief) -> tuple[list[Beat], bool]:
    """The beats to be told, and whether a sentence had to be stopped before its end to fit at all."""
    texts = [one.text for one in candidates]
    alike = ranking.similarities(texts)
    worth = ranking.scores(texts, article.headline, article.language, alike, article.dek)
    seen = pictured(article, candidates)
    spoken = [one.order for one in candidates if (found := quotation(one.text, article.language)) and found.speaker]
    if spoken:
        worth[max(spoken, key=lambda order: (worth[order], -order))] += VOICED
    for one in candidates:
        torn = strain(one.text, article.language) >= TORN and one.order != start
        worth[one.order] += (PICTURED if one.order in seen and brief.length >= ROOMY else 0) - (TEARS if torn else 0)
    target = brief.length - CLOSING

    def cost(choice: Choice) -> int:
        return length(tell(candidates, choice, article.language), article.language)

    last = ranking.best_ahead(texts, article.language)
    first = opening(candidates, start)
    choice = Selection(candidates, worth, alike, cost, target, start, last, first).choose()
    beats = tell(candidates, choice, article.language)
    most = brief.length * (1000 + ROOM) // 1000 - CLOSING
    kept = list(beats)
    while len(kept) > 1 and length(kept, article.language) > most:
        kept.pop()
    return kept, len(kept) < len(beats)


def _findings(candidates: list[Candidate], beats: list[Beat], cut: bool, brief: Brief) -> tuple[Finding, ...]:
    found = []
    told = length(beats, brief.language) + CLOSING
    if told * 1000 < brief.length * (1000 - ROOM):
        left = len(candidates) - len({one.order for beat in beats for one in beat.told})
        reason = "no other sentence of the article fits" if left > 2 else "the article has no more to tell"
        message = f"The script takes about {told // 1000} of the {brief.length // 1000} seconds asked for: {reason}."
        found.append(Finding(rule="length", message=message))
    if cut:
        message = "A sentence too long for the asked length stops before its end; read it against the article."
        said = beats[-1].says[:200]
        found.append(
            Finding(rule="S5", message=message, scene=f"s{len(beats)}", said=said, source=beats[-1].told[0].whole[:200])
        )
    return tuple(found)


def _script(article: Article, brief: Brief, beats: list[Beat], findings: tuple[Finding, ...]) -> Script:
    turning = mood.turns(article, beats)
    shown = Board(article, beats).decide()
    scenes = [
        Scene(id=f"s{at + 1}", says=beat.says, shows=visual, sources=beat.sources, why=why, turn=at in turning)
        for at, (beat, (visual, why)) in enumerate(zip(beats, shown, strict=True))
    ]
    scenes.append(_end(article, len(scenes), _next_step(article, beats)))
    return Script(
        title=article.headline,
        language=brief.language,
        mood=mood.mood(article),
        scenes=tuple(scenes),
        findings=findings,
    )


def _next_step(article: Article, beats: list[Beat]) -> str:
    """A line for the end card where the last thing told is what happens next."""
    last = beats[-1]
    if len(beats) < 3 or last.parts > 1 or not looks_ahead(last.says, article.language):
        return ""
    line = keyline(last.says, article.language, article.headline)
    short = length_of(line, article.language) <= MOST[article.language]
    return line if short and looks_ahead(line, article.language) else ""


def _end(article: Article, at: int, next_step: str) -> Scene:
    return Scene(id=f"s{at + 1}", says="", shows=closing(article, next_step), why="where it comes from")


def _bare(article: Article, brief: Brief) -> Script:
    """An article without a sentence to tell: its headline, and its table where it has one."""
    if not article.headline.strip():
        raise Refused("The article has neither a headline nor a sentence; give it some text to tell.")
    first = Headline(title=article.headline, dek=article.dek, picture=lead_picture(article))
    lines: list[tuple[str, Visual, str]] = [
        (part, first, "the headline is all there is") for part in pieces(article.headline, brief.language)[:12]
    ]
    for block in article.blocks:
        columns = charts.columns(block) if block.form == "table" else []
        if columns and block.title and block.title != article.headline:
            chart: Bars = charts.chart(columns[0], -1)
            lines.append((block.title, chart, "the table of the article"))
            break
    scenes = [Scene(id=f"s{n + 1}", says=says, shows=card, why=why) for n, (says, card, why) in enumerate(lines)]
    scenes.append(_end(article, len(scenes), ""))
    message = "The article has no sentence to tell; only its headline is narrated."
    return Script(
        title=article.headline,
        language=brief.language,
        mood=mood.mood(article),
        scenes=tuple(scenes),
        findings=(Finding(rule="length", message=message),),
    )
