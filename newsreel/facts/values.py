"""Amounts and days that are told, held against those the article has (S2), with how they are qualified (S5)."""

from newsreel.facts.alignment import Alignment
from newsreel.facts.dates import When, stands_for, whens
from newsreel.facts.doubts import Doubt
from newsreel.facts.figures import Amount, amounts, keeps_bound, rounds, same
from newsreel.facts.ground import Ground, Line
from newsreel.facts.units import alike

FIRM = 3  # tokens around a figure that must match before its place proves anything
_BOUNDS = {"about": "about", "over": "more than", "under": "less than"}


def check_amounts(
    text: str, language: str, lines: tuple[Line, ...], ground: Ground, strict: bool = True
) -> list[Doubt]:
    """Every amount of the text stands in the lines, with its unit and its qualification."""
    near = [(one, line) for line in lines for one in amounts(line.text, ground.language)]
    found = []
    for said in amounts(text, language):
        equal = [(one, line) for one, line in near if same(said, one)]
        if equal:
            kept = any(keeps_bound(said, one) for one, _ in equal)
            if not kept and strict:
                found.append(_unbound(said, *equal[0]))
        elif not any(rounds(said, one) for one, _ in near):
            found.append(_missing(said, near, lines, ground))
    return found


def _unbound(said: Amount, held: Amount, line: Line) -> Doubt:
    has, told = _BOUNDS.get(held.bound, "exact"), _BOUNDS.get(said.bound, "exact")
    message = f"The article gives this figure as '{has}'; it is told as '{told}'."
    return Doubt(
        rule="S5", message=message, said=said.text, source=_around(line.text, held.start, held.end), at=said.start
    )


def _missing(said: Amount, near: list[tuple[Amount, Line]], lines: tuple[Line, ...], ground: Ground) -> Doubt:
    bare = [(one, line) for one, line in near if one.value == said.value or _written(one) == _written(said)]
    if bare:
        one, line = bare[0]
        message = f"The article has this figure with another unit: {one.text}."
        return Doubt(
            rule="S2", message=message, said=said.text, source=_around(line.text, one.start, one.end), at=said.start
        )
    looked = {line.id for line in lines}
    rest = [line for line in ground.lines if line.id not in looked]
    other = [(one, line) for line in rest for one in amounts(line.text, ground.language) if same(said, one)]
    if other:
        one, line = other[0]
        message = "This figure stands elsewhere in the article, not in the sentences this scene is told from."
        return Doubt(
            rule="S2", message=message, said=said.text, source=line.text, at=said.start, blocks=not said.slight
        )
    message = "This figure is not in the article."
    alike = next((line.text for one, line in near if one.kind == said.kind), lines[0].text if lines else "")
    return Doubt(rule="S2", message=message, said=said.text, source=alike, at=said.start, blocks=not said.slight)


def _written(one: Amount) -> str:
    return "".join(mark for mark in one.text if mark.isdigit() or mark == ".") or one.text


def check_whens(text: str, language: str, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """Every day and time of the text is one the lines give, or follows from the day of publication."""
    published = ground.article.published
    held = [(one, line) for line in lines for one in whens(line.text, ground.language)]
    found = []
    for said in whens(text, language):
        if any(stands_for(said, one, published) for one, _ in held) or _is_today(said, published):
            continue
        elsewhere = next(
            (
                line
                for line in ground.lines
                for one in whens(line.text, ground.language)
                if stands_for(said, one, published)
            ),
            None,
        )
        message = "This date is not in the sentences this scene is told from."
        source = elsewhere.text if elsewhere else held[0][1].text if held else lines[0].text if lines else ""
        found.append(Doubt(rule="S2", message=message, said=said.text, source=source, at=said.start))
    return found


def _is_today(said: When, published: str) -> bool:
    """The day of publication may be named in full though the text does not."""
    day = (
        When(
            start=0,
            end=0,
            text="",
            year=int(published[:4] or 0),
            month=int(published[5:7] or 0),
            day=int(published[8:10] or 0),
        )
        if published[:10].replace("-", "").isdigit() and len(published) >= 10
        else None
    )
    return day is not None and said.day > 0 and said.month > 0 and stands_for(said, day, published)


def check_places(laid: Alignment, text: str, source: str, published: str) -> list[Doubt]:
    """Figures and days that stand where the article has another one: what they count has changed."""
    found = []
    for at, held_at in laid.told.items():
        mine, other = laid.said[at].held, laid.source[held_at].held
        if laid.firm(at) < FIRM:
            continue
        wrong = False
        if isinstance(mine, Amount) and isinstance(other, Amount):
            wrong = alike(mine.kind, other.kind) and not same(mine, other) and not rounds(mine, other)
            if not wrong and not keeps_bound(mine, other) and same(mine, other):
                message = f"The article gives this figure as '{_BOUNDS.get(other.bound, 'exact')}'."
                found.append(
                    Doubt(
                        rule="S5",
                        message=message,
                        said=mine.text,
                        source=_around(source, other.start, other.end),
                        at=mine.start,
                    )
                )
        elif isinstance(mine, When) and isinstance(other, When):
            wrong = not stands_for(mine, other, published)
        if wrong and mine and other:
            message = f"The article has {other.text} here."
            found.append(
                Doubt(
                    rule="S2",
                    message=message,
                    said=mine.text,
                    source=_around(source, other.start, other.end),
                    at=mine.start,
                )
            )
    return found


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 60) : end + 60].strip()
