"""What each kind of card gives its template: texts that can be drawn, cut into atoms, and the words that cue them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from newsreel.documents import (
    Bars,
    Closing,
    Commission,
    Credit,
    Film,
    Finding,
    Headline,
    Number,
    Photo,
    Points,
    Quote,
    Statement,
    Timeline,
)
from newsreel.lettering import atoms, clean, drawable, said_in

_COUNTS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|[1-9]\d*")  # a number that can count up to itself
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
WORDS = {
    "zh": {"source": "来源", "byline": "作者", "date": "日期", "more": "另有 {n} 项见视频说明", "own": "原文配图"},
    "en": {
        "source": "Source",
        "byline": "By",
        "date": "Date",
        "more": "and {n} more in the description",
        "own": "from the article",
    },
}


@dataclass(slots=True)
class Copy:
    """The texts of one card on their way to the template, and what had to be given up."""

    commission: Commission
    has: Callable[[str], bool]  # whether some font of the look draws a character
    findings: list[Finding] = field(default_factory=list)

    @property
    def language(self) -> str:
        return "zh" if self.commission.masthead.language.startswith("zh") else "en"

    def word(self, name: str) -> str:
        return WORDS[self.language][name]

    def text(self, raw: str) -> str:
        """A text that can be drawn."""
        shown, missing = drawable(clean(raw), self.has)
        if missing:
            named = "、".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:5])
            self.findings.append(
                Finding(
                    rule="C5",
                    message=f"No font has {named}; it shows as 〓 or is left out: reword it or bring a brand font.",
                    scene=self.commission.scene.id,
                    said=clean(raw),
                )
            )
        return shown

    def atoms(self, raw: str, emphasis: str = "") -> list[dict[str, Any]]:
        """A text as the template sets it."""
        return [atom.plain() for atom in atoms(self.text(raw), self.language, self.text(emphasis) if emphasis else "")]

    def cue(self, *choices: str) -> str:
        """The first of these that is spoken in this scene."""
        says = self.commission.scene.says
        return next((said for said in (said_in(clean(choice), says) for choice in choices) if said), "")


def copy_for(copy: Copy) -> dict[str, Any]:
    """The fields of the template for what the scene shows."""
    shows = copy.commission.scene.shows
    match shows:
        case Headline():
            return {"title": copy.atoms(shows.title), "dek": copy.atoms(shows.dek)}
        case Statement():
            return {"text": copy.atoms(shows.text, shows.emphasis)}
        case Photo() | Film():
            return {"caption": copy.atoms(shows.caption), "credit": copy.atoms(credit_line(copy))}
        case Quote():
            return _quote(copy, shows)
        case Number():
            return _number(copy, shows)
        case Bars():
            return _bars(copy, shows)
        case Points():
            items = [{"atoms": copy.atoms(item), "cue": copy.cue(item)} for item in shows.items[:6]]
            return {"title": copy.atoms(shows.title), "items": items}
        case Timeline():
            return _timeline(copy, shows)
        case Closing():
            return _closing(copy, shows)


def _quote(copy: Copy, shows: Quote) -> dict[str, Any]:
    return {
        "text": copy.atoms(shows.text, shows.emphasis),  # the drawn mark stands for the quotation marks
        "speaker": copy.atoms(shows.speaker),
        "role": copy.atoms(shows.role),
    }


def _number(copy: Copy, shows: Number) -> dict[str, Any]:
    value = (
        shows.value.rstrip(" ,.;:，。、；：") or shows.value
    )  # a figure taken from a sentence may bring its comma along
    return {
        "value": copy.text(value),
        "counts": bool(_COUNTS.fullmatch(value)) and len(value) <= 14,
        "unit_text": copy.text(shows.unit),
        "label_text": copy.atoms(shows.label),
        "note": copy.atoms(shows.note),
        "cue": _early(copy, value),
    }


def _early(copy: Copy, words: str) -> str:
    """A cue only where it is spoken at once: what the card is about does not stay away for longer than a blink."""
    cue, says = copy.cue(words), copy.commission.scene.says
    return cue if cue and says.find(cue) <= (4 if copy.language == "zh" else 12) else ""


def _bars(copy: Copy, shows: Bars) -> dict[str, Any]:
    bars = shows.bars[:8]
    values = [_decimal(bar.value) for bar in bars]
    high, low = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    span = (high - low) or Decimal(1)
    found = []
    for at, (bar, value) in enumerate(zip(bars, values, strict=True)):
        read = copy.text(bar.text or bar.value)
        found.append(
            {
                "label": copy.text(bar.label),
                "atoms": copy.atoms(bar.label),
                "text": read.replace("-", "−") if value < 0 else read,
                "share": float(value / span),
                "accent": at == shows.accent,
                "cue": copy.cue(bar.text or bar.value) if at == shows.accent else "",
            }
        )
    return {
        "title": copy.atoms(shows.title),
        "unit_text": copy.atoms(_unit_line(copy, shows.unit)),
        "bars": found,
        "negative": low < 0,
        "below": float(-low / span),
    }


def _unit_line(copy: Copy, unit: str) -> str:
    """Unit and source in the meta line of a chart."""
    zh, source = copy.language == "zh", copy.commission.masthead.source
    parts = []
    if unit:
        parts.append(f"单位：{unit}" if zh else unit[:1].upper() + unit[1:])
    if source:
        parts.append(f"来源：{source}" if zh else f"Source: {source}")
    return " · ".join(parts)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() and abs(value) < Decimal(10) ** 18 else Decimal(0)


def _timeline(copy: Copy, shows: Timeline) -> dict[str, Any]:
    moments = [
        {
            "when": copy.atoms(moment.when),
            "what": copy.atoms(moment.what),
            "accent": at == shows.accent,
            "cue": copy.cue(moment.when, moment.what),
        }
        for at, moment in enumerate(shows.moments[:6])
    ]
    return {"title": copy.atoms(shows.title), "moments": moments}


def _closing(copy: Copy, shows: Closing) -> dict[str, Any]:
    masthead = copy.commission.masthead
    source = shows.source or masthead.source
    facts = (
        ("source", source),
        ("byline", shows.byline or masthead.byline),
        ("date", date_line(shows.date or masthead.published, copy.language, year=True)),
    )
    return {
        "title": copy.atoms(shows.title or masthead.headline),
        "brand": copy.atoms(copy.commission.look.brand or source),
        "facts": [{"key": copy.word(name), "value": copy.atoms(value)} for name, value in facts if value],
        "credits": [copy.atoms(line) for line in shows.credits[:24]],
        "more": copy.word("more"),
    }


def heading(copy: Copy) -> dict[str, Any]:
    """The row on top of every card: section, whose news it is, and of when."""
    masthead, look = copy.commission.masthead, copy.commission.look
    name = look.brand or masthead.source
    section = masthead.section or name
    parts = [name if section != name else "", date_line(masthead.published, copy.language)]
    return {"section": copy.atoms(section), "meta": copy.atoms(" · ".join(part for part in parts if part))}


def date_line(published: str, language: str, year: bool = False) -> str:
    """A date as it is read; what is no ISO date stays as it is."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", published)
    if not match:
        return published
    y, m, d = (int(part) for part in match.groups())
    if language == "zh":
        return (f"{y}年" if year else "") + f"{m}月{d}日"
    return f"{d} {MONTHS[(m - 1) % 12]}" + (f" {y}" if year else "")


def credit_line(copy: Copy) -> str:
    """Who made the picture or the film, as the card says it; one without a credit is named to the editor."""
    shown = copy.commission.footage or copy.commission.picture
    credit = _credit(copy)
    if shown and credit and not credit.creator and not credit.source:
        message = f"The picture {shown.id} has no credit; say who made it or where it came from."
        copy.findings.append(Finding(rule="L17", message=message, scene=copy.commission.scene.id))
    return _written(credit or Credit(), copy)


def credits_of(copy: Copy) -> tuple[str, ...]:
    """The credit lines of what a shot shows."""
    credit = _credit(copy)
    return (_written(credit, copy),) if credit else ()


def _credit(copy: Copy) -> Credit | None:
    filmed = isinstance(copy.commission.scene.shows, Film)
    shown = copy.commission.footage if filmed else copy.commission.picture
    return (shown.asset.credit or Credit()) if shown else None


def _written(credit: Credit, copy: Copy) -> str:
    names = list(dict.fromkeys(name for name in (credit.creator, credit.source) if name))
    who = " / ".join(names) or copy.word("own")
    filmed = isinstance(copy.commission.scene.shows, Film)
    if copy.language == "zh":
        return ("影像／" if filmed else "图／") + who + (f"（{credit.note}）" if credit.note else "")
    return ("Video: " if filmed else "Photo: ") + who + (f" ({credit.note})" if credit.note else "")
