"""The copy: an article as the desk received it, with its sentences named and its pictures credited."""

from dataclasses import dataclass, field
from typing import Literal

SentenceId = str  # "p3.2": the second sentence of the third block
Digest = str  # sha-256, 64 hexadecimal digits

Form = Literal["para", "heading", "quote", "list", "table", "picture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who made a thing, where it came from and on what terms it may be used."""

    creator: str = ""
    source: str = ""
    licence: str = ""
    url: str = ""
    note: str = ""  # when and where it was taken; "资料图", "AI 生成" and the like


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file in the store, known by what it holds and never by where it lies."""

    digest: Digest
    kind: str  # media type: "image/png", "audio/wav", "video/mp4"
    width: int = 0
    height: int = 0
    length: int = 0  # milliseconds, for sound and film
    credit: Credit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of the article; the id never changes while the text around it stays."""

    id: SentenceId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, quotation, list, table or picture, in the order of the article."""

    id: str  # "p3"
    form: Form
    sentences: tuple[Sentence, ...] = ()  # a list has one a item; a table has none
    rows: tuple[tuple[str, ...], ...] = ()  # tables only: the first row is the header
    title: str = ""  # the caption of a table
    level: int = 0  # headings only
    picture: str = ""  # pictures only: the id of the Picture or Clipping
    speaker: str = ""  # quotations only, where the article marks it


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Where the subject of a picture is, in thousandths of its width and height."""

    x: int = 500
    y: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One of the article's own pictures."""

    id: str  # "pic1"
    asset: Asset  # carries the credit
    caption: str = ""
    alt: str = ""
    focus: Focus | None = None  # only where the desk said so


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipping:
    """A piece of film that came with the article; its asset carries the measured size and length, and the credit."""

    id: str  # "clip1"
    asset: Asset
    caption: str = ""
    alt: str = ""
    focus: Focus | None = None  # only where the desk said so


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The copy as the desk received it."""

    slug: str  # short, safe in a file name, stable
    headline: str
    language: str  # "zh" or "en"
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...] = ()
    dek: str = ""  # the line under the headline
    section: str = ""  # "天气", "Science": the kicker
    byline: str = ""
    source: str = ""  # the name of the outlet
    published: str = ""  # ISO 8601, as exact as the article says
    url: str = ""
    rights: str = ""
    notes: tuple[str, ...] = field(default=())  # what the reader wants the editor to know, a sentence each
    footage: tuple[Clipping, ...] = ()

    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the body, in order."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    def picture(self, name: str) -> Picture | None:
        """The picture of that id."""
        return next((picture for picture in self.pictures if picture.id == name), None)

    def clipping(self, name: str) -> Clipping | None:
        """The footage of that id."""
        return next((clipping for clipping in self.footage if clipping.id == name), None)
