"""What a scene can show: a closed union told apart by `kind`, and written out word for word in a storyboard file.

Texts here are what is read on screen. Figures are kept as the decimal strings they were written with.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The opening: the news in one line, over the lead picture where there is one."""

    kind: Literal["headline"] = "headline"
    title: str
    dek: str = ""
    picture: str = ""  # id of one of the article's pictures, here and below


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One fact, set large."""

    kind: Literal["statement"] = "statement"
    text: str
    emphasis: str = ""  # a phrase of the text that carries the weight
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One of the article's own pictures, with its caption and credit."""

    kind: Literal["photo"] = "photo"
    picture: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A piece of the article's footage, at its own speed, with its caption and credit."""

    kind: Literal["film"] = "film"
    footage: str  # id of one of the article's clippings
    start: int = 0  # milliseconds into the footage
    caption: str = ""
    sound: Literal["off", "under"] = "off"  # whether what was recorded is heard under the voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words, verbatim, with who said them."""

    kind: Literal["quote"] = "quote"
    text: str  # without the quotation marks
    speaker: str
    role: str = ""
    emphasis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One figure, set as large as it goes."""

    kind: Literal["number"] = "number"
    value: str  # as read on screen: "42.3", "1,200"
    unit: str = ""  # "米/秒", "%", "million people"
    label: str  # what it counts
    note: str = ""  # a comparison or a limit the article gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: str  # a plain decimal: "41.6"
    text: str = ""  # what is read at the bar where that is not the value


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar chart from zero, with one message."""

    kind: Literal["bars"] = "bars"
    title: str
    unit: str = ""
    bars: tuple[Bar, ...]
    accent: int = -1  # which bar the message is about; -1: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """An enumeration: up to six items."""

    kind: Literal["list"] = "list"
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One step of a timeline."""

    when: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What happened, step by step: up to six steps."""

    kind: Literal["timeline"] = "timeline"
    title: str
    moments: tuple[Moment, ...]
    accent: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end card: where this comes from and who answers for it."""

    kind: Literal["closing"] = "closing"
    title: str = ""  # what happens next, in a line; empty: the headline
    source: str = ""
    byline: str = ""
    date: str = ""
    credits: tuple[str, ...] = ()  # one line a picture, chart or voice


Visual = Headline | Statement | Photo | Film | Quote | Number | Bars | Points | Timeline | Closing
