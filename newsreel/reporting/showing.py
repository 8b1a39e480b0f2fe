"""What each scene shows, decided from what it says: the strongest card its words bear, and not the same one always."""

import re
from dataclasses import dataclass, field, replace

from newsreel.documents import Article, Clipping, Closing, Headline, Picture, Points, Statement, Visual
from newsreel.reporting import charts, pictures, sequences
from newsreel.reporting.clauses import clauses
from newsreel.reporting.counting import moved, number
from newsreel.reporting.keyline import emphasis, keyline, worth
from newsreel.reporting.telling import Beat
from newsreel.reporting.voices import Voices
from newsreel.reporting.wording import SAY_EN
from newsreel.sentences import length_of, split

PLAIN = 50  # how strongly a plain statement may be shown; everything else is weighed against it
SUGGESTED = 20  # what a suggestion adds: it decides between what the words bear, and adds nothing to that
LONGEST_OVER = {"zh": 22, "en": 110}  # characters set over a picture
LONGEST_DEK = {"zh": 44, "en": 26}
SHORT_LINE = 18  # words: what is no longer is shown with all that leads up to it
LONGEST_LINE = 28  # English words on one card
DATE = 10  # characters of an ISO date


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a scene could show, how strongly, and why."""

    strength: int
    visual: Visual
    why: str


@dataclass(slots=True)
class Board:
    """What was shown so far, while the scenes of one script are decided in order."""

    article: Article
    beats: list[Beat]
    wanted: tuple[str, ...] = ()  # the kind somebody suggests for each beat, where there are suggestions
    shown: list[tuple[Visual, str]] = field(default_factory=list)
    pictured: list[tuple[int, str]] = field(default_factory=list)  # (scene, picture)
    charted: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    voices: Voices = field(init=False)

    def __post_init__(self) -> None:
        self.voices = Voices(self.article, self.beats)

    def decide(self) -> list[tuple[Visual, str]]:
        """What each beat shows, and why."""
        for at in range(len(self.beats)):
            options = [self._opening()] if at == 0 else self._options(at)
            liked = self.wanted[at] if at < len(self.wanted) else ""
            best = max(options, key=lambda one: self._weighed(one, liked))
            self._show(at, best)
        self._fill_in()
        return self.shown

    def _weighed(self, option: Option, liked: str) -> int:
        kind = option.visual.kind
        return option.strength - self._tired(kind) + (SUGGESTED if kind == liked else 0)

    def _fill_in(self) -> None:
        """A picture not shown yet takes the place of the plain statement it goes with best."""
        plain = [at for at, (visual, _) in enumerate(self.shown) if isinstance(visual, Statement)]
        for name, at in pictures.left_over(self.article, self.beats, plain, self.pictured):
            card = self.shown[at][0]
            visual: Visual = pictures.card(self.article, name)
            most = LONGEST_OVER[self.article.language] if self.article.picture(name) else 0
            if isinstance(card, Statement) and card.emphasis and len(card.text) <= most:
                visual = replace(card, picture=name)
            self.shown[at] = (visual, "the picture beside it")
            self.pictured.append((at, name))

    def _tired(self, kind: str) -> int:
        """How much less a kind is worth for having been shown just before."""
        kinds = [visual.kind for visual, _ in self.shown]
        last = kinds[-1] if kinds else ""
        before = kinds[-2] if len(kinds) > 1 else ""
        if kind == "timeline":
            return 0
        if kind == "statement":
            return (3 if last == kind else 0) + (12 if last == before == kind else 0)
        share = 14 if kind == "number" and kinds.count("number") * 3 > len(kinds) else 0
        return share + (18 if last == kind else 0) + (14 if last == before == kind else 0)

    def _show(self, at: int, option: Option) -> None:
        visual = option.visual
        self.shown.append((visual, option.why))
        if name := getattr(visual, "picture", "") or getattr(visual, "footage", ""):
            self.pictured.append((at, name))
        if visual.kind == "bars":
            self.charted.add((visual.title, tuple(bar.label for bar in visual.bars)))
        if visual.kind == "list":
            self.charted.add((visual.title, visual.items))

    def _opening(self) -> Option:
        """The headline over the lead picture."""
        article = self.article
        dek = article.dek if length_of(article.dek, article.language) <= LONGEST_DEK[article.language] else ""
        return Option(
            100, Headline(title=article.headline, dek=dek, picture=pictures.lead(article)), "opens with the news"
        )

    def _options(self, at: int) -> list[Option]:
        says, language = self.beats[at].says, self.article.language
        text = self._line(at)
        plain = Option(
            PLAIN, Statement(text=text, emphasis=_heard(text, says, language, self.article.headline)), "one fact"
        )
        found = [plain, *self._charts(at), *self._listed(at), *self._counted(at)]
        pictured = pictures.best(self.article, says, self.beats[at].told[0].block, at, self.pictured)
        if pictured:
            card = pictures.card(self.article, pictured[1])
            found.append(Option(pictured[0], card, "the film of it" if card.kind == "film" else "the picture of it"))
        if said := self.voices.card(at, self.shown[-1][0]):
            found.append(Option(*said))
        if option := self._timed(at):
            found.append(option)
        return found

    def _counted(self, at: int) -> list[Option]:
        """The figure of what is said, set large, where it has a name."""
        beat, article = self.beats[at], self.article
        if _quotes(beat.says) or len(beat.told) > 1:
            return []
        counted = number(beat.says, article.language, article.headline, self._before(at))
        if counted:
            return [Option(counted[1], counted[0], "a figure carries it")]
        change = moved(beat.says, beat.told[0].text) if article.language == "en" and beat.part else None
        return [Option(76, change, "how far it moved")] if change else []

    def _before(self, at: int) -> str:
        """The clause said just before, where this scene goes on with the same sentence."""
        same = at > 0 and self.beats[at].part > 0 and self.beats[at - 1].told[-1] is self.beats[at].told[0]
        return clauses(self.beats[at - 1].says, self.article.language)[-1] if same else ""

    def _line(self, at: int) -> str:
        """The line set large. What continues an English sentence is shown with its beginning, where both fit."""
        beat, language = self.beats[at], self.article.language
        whole = beat.told[0].text
        several = [one for one in split(beat.says, language) if one[:1].isupper() or language == "zh"]
        if len(several) > 1 and not _quotes(beat.says):
            lines = [keyline(one, language, self.article.headline) for one in several]
            return max(lines, key=lambda line: (worth(line, language, self.article.headline), -lines.index(line)))
        if several and language == "en" and not beat.says.startswith(several[0]):
            return keyline(several[0], language, self.article.headline)
        if language == "en" and beat.part and beat.says[:1].islower():
            head = re.match(r"[A-Z][\w’'-]*(?:\s[\w’'-]+){1,5}?(?=,|\s(?:that|who|which|whose))", whole)
            if (
                length_of(whole, language) > SHORT_LINE
                and head
                and re.match(r"(?:was|were|is|are|has|have|had|will|would|died|won|broke|\w{3,}ed)\s", beat.says)
            ):
                return f"{head.group()} … {beat.says.split(', ')[0].rstrip('. ')}"
            who = re.match(rf"(?:{SAY_EN}|according)\b", beat.says)
            if length_of(whole, language) <= LONGEST_LINE + (8 if who else 0):
                return whole.rstrip(". ")
            return keyline(
                re.sub(r"^(?:(?:which|who)\s(?:was|were|is|are)|that|which|who)\s", "", beat.says),
                language,
                self.article.headline,
            )
        return keyline(beat.says, language, self.article.headline)

    def _charts(self, at: int) -> list[Option]:
        beat = self.beats[at]
        found = []
        for place, block in enumerate(self.article.blocks):
            if block.form != "table":
                continue
            near = any(abs(place - candidate.block) <= 1 for candidate in beat.told)
            chart = charts.from_table(beat.says, self.article, block, near)
            if chart and (chart[0].title, tuple(bar.label for bar in chart[0].bars)) not in self.charted:
                found.append(Option(chart[1], chart[0], "the table beside it, as a chart"))
        whole = beat.told[0].text if beat.parts > 1 else beat.says
        pair = charts.then_and_now(whole, beat.says, self.article)
        if pair:
            found.append(Option(pair[1], pair[0], "then and now"))
        worded = charts.from_words(whole, beat.says, self.article.language)
        if worded:
            found.append(Option(worded[1], worded[0], "figures to compare"))
        return found

    def _listed(self, at: int) -> list[Option]:
        beat = self.beats[at]
        one = beat.told[0]
        if len(one.items) >= 2 and len(one.items) <= 6 and len(beat.told) == 1:
            card = self._so_far(at)
            if card and (card.title, card.items) not in self.charted:
                going_on = at > 0 and self.beats[at - 1].told[0] is one
                return [Option(112 if going_on else 90, card, "a list of the article")]
            return []
        named = sequences.points(beat.says, self.article.language)
        if named and named.title and (named.title, named.items) not in self.charted:
            return [Option(80, named, "an enumeration")]
        return []

    def _so_far(self, at: int) -> Points | None:
        """A list of the article with the items named up to this scene."""
        one = self.beats[at].told[0]
        heard = " ".join(beat.says for beat in self.beats[: at + 1] if beat.told[0] is one)
        named = [item for item in one.items if item[-6:] in heard]
        short = tuple(item if len(item) <= 60 else keyline(item, self.article.language, "") for item in named)
        return Points(title=one.title or self.article.headline, items=short) if named else None

    def _timed(self, at: int) -> Option | None:
        """A timeline, where this scene is one of a run of dated steps."""
        language = self.article.language
        first = at
        for n in range(at, -1, -1):
            if not sequences.dated(self.beats[n].says, language):
                break
            first = n
        last = at
        while last + 1 < len(self.beats) and sequences.dated(self.beats[last + 1].says, language):
            last += 1
        if not sequences.dated(self.beats[at].says, language):
            return None
        texts = [beat.says for beat in self.beats[max(1, first) : last + 1]]
        card = sequences.timeline(texts, at - max(1, first), self.article.headline, language)
        return Option(84, card, "steps in time") if card else None


def _heard(text: str, says: str, language: str, headline: str) -> str:
    """The phrase of a line that carries the weight: one that is being said, where the line holds more than that."""
    if text in says or says.rstrip(" ，。；.,;") in text[:1].lower() + text[1:]:
        inside = text if text in says else says.rstrip(" ，。；.,;")
        if heavy := emphasis(inside, language, headline):
            return heavy if heavy in text else ""
        return "" if inside != text else emphasis(text, language, headline)
    return emphasis(text, language, headline)


def _quotes(says: str) -> bool:
    return bool(re.search(r"[“\"][^”\"]{12,}[”\"]", says))


def closing(article: Article, next_step: str) -> Closing:
    """The end card: where it comes from, who answers for it, and who took the pictures."""
    credits = []
    everything: tuple[Picture | Clipping, ...] = (*article.pictures, *article.footage)
    for seen in everything:
        credit = seen.asset.credit
        if credit is None:
            continue
        parts = [part for part in (credit.creator, credit.source, credit.licence) if part]
        if parts and (line := " / ".join(dict.fromkeys(parts))) not in credits:
            credits.append(line)
    return Closing(
        title=next_step,
        source=article.source,
        byline=article.byline,
        date=article.published[:DATE],
        credits=tuple(credits),
    )
