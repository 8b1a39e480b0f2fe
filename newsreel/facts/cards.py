"""What is read on screen, held against the article: every text, every figure, every bar of a chart (S2, S11)."""

import re

from newsreel.documents import (
    Bars,
    Closing,
    Film,
    Headline,
    Moment,
    Number,
    Photo,
    Points,
    Quote,
    Scene,
    Statement,
    Timeline,
)
from newsreel.facts import quotes, stance, titles
from newsreel.facts.alignment import Alignment, align, tokens
from newsreel.facts.dates import stands_for, whens
from newsreel.facts.doubts import Doubt
from newsreel.facts.figures import amounts, same
from newsreel.facts.ground import Ground, Line, vocabulary
from newsreel.facts.people import check_bearers, check_names, check_roles
from newsreel.facts.values import check_amounts, check_places, check_whens
from newsreel.reporting.terms import terms

NEAR = 800  # thousandths of a card's words that one line holds, to be the line it is taken from


def check(scene: Scene, language: str, ground: Ground) -> list[Doubt]:
    """Everything one card says."""
    card, lines = scene.shows, ground.of(scene.sources)
    if isinstance(card, Headline):
        return titles.check(card.title, language, ground) + _line(card.dek, language, ground.best(card.dek), ground)
    if isinstance(card, Statement):
        return _line(card.text, language, lines, ground)
    if isinstance(card, Photo | Film):
        held = (
            ground.article.picture(card.picture) if isinstance(card, Photo) else ground.article.clipping(card.footage)
        )
        if held and quotes.bare(card.caption) in quotes.bare(held.caption + held.alt):
            return []
        return _line(card.caption, language, ground.best(card.caption), ground)
    if isinstance(card, Quote):
        return quotes.check_card(card, language, ground)
    if isinstance(card, Number):
        return _number(card, language, lines, ground)
    if isinstance(card, Bars):
        return _bars(card, language, ground) + _line(card.title, language, ground.lines, ground, values=False)
    if isinstance(card, Points):
        found = _line(card.title, language, ground.best(card.title), ground)
        return found + [one for item in card.items for one in _line(item, language, ground.best(item), ground)]
    if isinstance(card, Timeline):
        found = titles.check(card.title, language, ground)
        return found + [one for moment in card.moments for one in _moment(moment, language, ground)]
    if isinstance(card, Closing):
        return _line(card.title, language, ground.best(card.title), ground)
    return []


def _line(text: str, language: str, lines: tuple[Line, ...], ground: Ground, values: bool = True) -> list[Doubt]:
    """A line of text on a card."""
    if not text.strip():
        return []
    if not lines and language == ground.language and len(terms(text)) >= 3:
        return [Doubt(rule="S1", message="The article does not say what this card shows.", said=text)]
    lines = ground.around(text, lines)
    found = check_names(text, language, lines, ground) + check_roles(text, language, ground)
    if values:
        found += check_amounts(text, language, lines, ground) + check_whens(text, language, lines, ground)
    found += quotes.check_quotes(text, language, lines, ground)
    if language != ground.language:
        return found
    source, laid = _nearest(text, language, lines, ground)
    found += check_places(laid, text, source, ground.article.published) + check_bearers(laid, text, source, language)
    if laid.share >= 700:
        found += stance.check(text, source, laid, language, card=True)
    wanted = terms(text)
    held = vocabulary(lines)
    if len(wanted) >= 4 and 1000 * len(wanted & held) < 500 * len(wanted):
        message = "The article does not say what this card shows."
        found.append(Doubt(rule="S1", message=message, said=text, source=lines[0].text))
    return found


def _nearest(text: str, language: str, lines: tuple[Line, ...], ground: Ground) -> tuple[str, Alignment]:
    """The line a text is nearest to, or all of them where it is near to none, and both beside each other."""
    said = tokens(text, language, ground.names)
    whole = ("" if language == "zh" else " ").join(line.text for line in lines)
    laid = [
        (source, align(said, tokens(source, language, ground.names)))
        for source in (*(one.text for one in lines), whole)
    ]
    best = max(laid[:-1], key=lambda one: one[1].share)
    return best if best[1].share >= NEAR else laid[-1]


def _number(card: Number, language: str, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """The figure stands in the sentence, with its unit and qualification, and its label says what it counts there."""
    space = "" if language == "zh" or card.unit in ("%", "") else " "
    figure = f"{card.value}{space}{card.unit}"
    shown = f"{card.note} {figure} {card.label}"
    told = amounts(figure, language)
    held = [(one, line) for line in lines for one in amounts(line.text, ground.language)]
    equal = [(one, line) for one, line in held if told and same(told[0], one)]
    if told and not equal:
        return check_amounts(figure, language, lines, ground) or []
    found = []
    noted = [one for one in amounts(card.note, language) if told and same(one, told[0]) and one.bound]
    bounds = {one.bound for one, _ in equal}
    if equal and "" not in bounds and not noted and not _qualified(shown, language):
        one, line = equal[0]
        message = f"The article does not give this figure as exact: {line.text[max(0, one.start - 12) : one.end + 4]}."
        found.append(Doubt(rule="S5", message=message, said=figure, source=line.text))
    rest = [text for text in (card.label, card.note) if text]
    for text in rest:
        found += check_names(text, language, lines, ground)
        near = ground.around(text, lines)
        found += check_amounts(text, language, near, ground, strict=False) + check_whens(text, language, near, ground)
    if equal and language == ground.language and ground.article.blocks:
        wanted = terms(card.label)
        best = max(len(wanted & terms(line.text)) for _, line in equal)
        if len(wanted) >= 2 and 2 * best < len(wanted):
            message = "The article does not count this with that figure."
            found.append(Doubt(rule="S2", message=message, said=f"{card.label}: {figure}", source=equal[0][1].text))
    return found


def _qualified(text: str, language: str) -> bool:
    words = (
        r"约|近|超|逾|不足|不到|至少|最多|以上|以下|以内|左右|余|多|不少于|接近|达不到"
        if language == "zh"
        else (
            r"\b(?:about|around|over|under|more than|less than|fewer than|nearly|almost|at least|"
            r"at most|up to|roughly|some|estimated)\b"
        )
    )
    return bool(re.search(words, text, re.I))


def _bars(card: Bars, language: str, ground: Ground) -> list[Doubt]:
    """Every bar is a row of a table, or stands in a sentence beside its label and not beside another's."""
    found = []
    labels = [bar.label for bar in card.bars]
    for bar in card.bars:
        told = amounts(f"{bar.text or bar.value}{_joined(card.unit, language)}", language)
        plain = amounts(bar.value, language)
        if not told or not any(_beside(bar.label, labels, line, told[0], plain, ground) for line in ground.lines):
            where = next((line.text for line in ground.lines if bar.label in line.text), "")
            message = f"The article does not give {bar.value}{card.unit} for {bar.label}."
            found.append(Doubt(rule="S2", message=message, said=f"{bar.label}: {bar.value}{card.unit}", source=where))
        elif bar.text and plain and told[0].value != plain[0].value and told[0].kind == plain[0].kind:
            message = f"The bar of {bar.label} is drawn as {bar.value} and reads {bar.text}."
            found.append(Doubt(rule="S2", message=message, said=bar.text, source=bar.value))
    return found


def _joined(unit: str, language: str) -> str:
    return unit if language == "zh" or unit[:1] == "%" or not unit else f" {unit}"


def _beside(label: str, labels: list[str], line: Line, told: object, plain: object, ground: Ground) -> bool:
    """Whether the figure stands next to its label, before any other label does."""
    text = line.text
    if label not in text:
        return False
    for one in amounts(text, ground.language):
        fits = same(told, one) or any(same(bare, one) for bare in plain)  # type: ignore[arg-type, attr-defined]
        if not fits:
            continue
        if ".row" in line.id:
            return True
        before = [(text.rfind(other, 0, one.start), other) for other in labels if text.rfind(other, 0, one.start) >= 0]
        after = [(text.find(other, one.end), other) for other in labels if text.find(other, one.end) >= 0]
        if (before and max(before)[1] == label) or (after and min(after)[1] == label):
            return True
    return False


def _moment(moment: Moment, language: str, ground: Ground) -> list[Doubt]:
    """A step of a timeline: what happened stands with its date in one part of a sentence."""
    if language != ground.language:
        return check_whens(moment.when, language, ground.lines, ground)
    found = _line(moment.what, language, ground.best(moment.what), ground)
    parts = [part for line in ground.lines for part in re.split(r"[；;。]|(?<=\.)\s", line.text) if part.strip()]
    wanted = terms(moment.what) | set()
    best = max(parts, key=lambda part: (len(wanted & terms(part)), -len(part)), default="")
    told = whens(moment.when, language)
    held = whens(best, language)
    if told and not any(stands_for(told[0], one, ground.article.published) for one in held):
        message = "The article gives another date for this step."
        found.append(Doubt(rule="S2", message=message, said=f"{moment.when} {moment.what}", source=best))
    return found
