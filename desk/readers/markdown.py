"""Markdown: front matter, headings, quotations with their speaker, lists, tables, pictures with caption and credit.

A picture is `![alt](file.jpg "caption | credit | licence | source")`; or its caption is the line in italics right after
it. A table's title is the line in italics, or one that starts with `表：` or `Table:`, right before it.
"""

import re
from typing import Any

from desk.readers.decoding import flow
from desk.readers.draft import Draft, Figure, Part, captioned, lay_over
from desk.readers.front_matter import parted
from desk.readers.text import attribution
from newsreel.documents import Credit
from newsreel.errors import Refused

_table_title = re.compile(r"(?:表(?:\s?\d{1,2})?|Table(?: \d{1,2})?)\s*[:：.]\s*(?P<title>\S.*)", re.IGNORECASE)
_signed = re.compile(  # "A hungry raccoon does not vanish. — Helen Osei, ecologist", all in one line
    r"(?P<said>.{2,600}[.!?。！？…][”\"’』」]?)\s*(?P<who>(?:——|—|–|--)\s*[^\s—–-][^.!?。！？—–]{0,80})"
)
_tokens = tuple[str, Any]


def draft_of(text: str, name: str) -> Draft:
    """A Markdown file as a draft."""
    draft = Draft()
    body = parted(text, draft, name)
    draft.parts = _Reading(_parsed(body, name)).parts
    _take_headline(draft)
    return draft


def _parsed(text: str, name: str) -> list[Any]:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.validateLink = lambda _: True  # type: ignore[method-assign, assignment]  # pictures are checked where they are opened
    try:
        return list(reader.parse(text))
    except (RecursionError, ValueError, IndexError, AssertionError, KeyError, TypeError):
        raise Refused(f"{name} cannot be read as Markdown; save it as plain text (.txt) and try again.") from None


def _take_headline(draft: Draft) -> None:
    """The first top heading is the headline; where the front matter has one too, it is left out of the body."""
    at = next((n for n, part in enumerate(draft.parts) if part.form == "heading" and part.level == 1), -1)
    if at < 0 or any(part.texts for part in draft.parts[:at]):
        return
    title = flow(draft.parts[at].texts[0])
    if not draft.headline or flow(draft.headline) == title:
        draft.headline = title
        del draft.parts[at]


class _Reading:
    """One pass over the tokens of a Markdown text."""

    def __init__(self, tokens: list[Any]) -> None:
        self.parts: list[Part] = []
        self.at = 0
        self.tokens = tokens
        while self.at < len(tokens):
            self._block()

    def _block(self) -> None:
        token = self.tokens[self.at]
        kind = token.type
        if kind == "heading_open":
            text = "".join(_plain(inner) for inner in self._upto("heading_close") if inner.type == "inline")
            self.parts.append(
                Part(form="heading", texts=[text], level=int(token.tag[1:])) if text.strip() else Part(form="para")
            )
        elif kind == "blockquote_open":
            self._quotation(self._upto("blockquote_close"))
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._list(self._upto(kind.replace("open", "close")))
        elif kind == "table_open":
            self._table(self._upto("table_close"))
        elif kind == "html_block":
            from desk.readers.html import parts_of

            self.parts.extend(parts_of(token.content))
        elif kind in ("fence", "code_block"):
            self.parts.extend(Part(form="para", texts=[line]) for line in token.content.split("\n"))
        elif kind == "inline":
            self._paragraph(token)
        self.at += 1

    def _upto(self, close: str) -> list[Any]:
        """The tokens inside the one here, which is left behind."""
        start, level = self.at + 1, self.tokens[self.at].level
        while self.at + 1 < len(self.tokens):
            self.at += 1
            if self.tokens[self.at].type == close and self.tokens[self.at].level == level:
                break
        return self.tokens[start : self.at]

    def _paragraph(self, token: Any) -> None:
        figures = _figures(token)
        text = _plain(token)
        last = self.parts[-1] if self.parts else None
        if figures:
            self.parts.extend(Part(form="picture", figure=figure) for figure in figures)
            if text.strip() and _all_italic(token):
                _caption(figures[-1], text)
            elif text.strip():
                self.parts.append(Part(form="para", texts=[text]))
        elif last and last.figure and _all_italic(token) and not last.figure.caption:
            _caption(last.figure, text)
        else:
            self.parts.append(Part(form="para", texts=[text], title="italic" if _all_italic(token) else ""))

    def _quotation(self, inside: list[Any]) -> None:
        lines: list[str] = []
        figures: list[Figure] = []
        for token in inside:
            if token.type == "inline":
                lines.extend(_plain(token).split("\n"))
                figures.extend(_figures(token))
            elif token.type in ("fence", "code_block", "html_block"):
                lines.extend(re.sub(r"<[^<>]{0,2000}>", " ", token.content).split("\n"))
        lines = [line for line in map(flow, lines) if line]
        if lines and (signed := _signed.fullmatch(lines[-1])):
            lines[-1:] = [signed["said"], signed["who"]]
        speaker = attribution(lines[-1]) if len(lines) > 1 else ""
        text = "\n".join(lines[:-1] if speaker else lines)
        self.parts.append(Part(form="quote", texts=[text], speaker=speaker))
        self.parts.extend(Part(form="picture", figure=figure) for figure in figures)

    def _list(self, inside: list[Any]) -> None:
        items: list[str] = []
        figures: list[Figure] = []
        fresh = True
        for token in inside:
            if token.type == "list_item_open":
                fresh = True
            text = ""
            if token.type == "inline":
                text = _plain(token)
                figures.extend(_figures(token))
            elif token.type in ("fence", "code_block", "html_block"):
                text = re.sub(r"<[^<>]{0,2000}>", " ", token.content)
            if text.strip():
                items.append(text) if fresh or not items else items.append(f"{items.pop()}\n{text}")
                fresh = False
        self.parts.append(Part(form="list", texts=items))
        self.parts.extend(Part(form="picture", figure=figure) for figure in figures)

    def _table(self, inside: list[Any]) -> None:
        rows: list[list[str]] = []
        for token in inside:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and rows:
                rows[-1].append(_plain(token))
        title = ""
        last = self.parts[-1] if self.parts else None
        if last and last.form == "para" and len(last.texts) == 1:
            named = _table_title.fullmatch(flow(last.texts[0]))
            if named or last.title == "italic":
                title = named["title"] if named else last.texts[0]
                self.parts.pop()
        self.parts.append(Part(form="table", rows=rows, title=title))


def _plain(token: Any) -> str:
    """The words of an inline token: links and emphasis by their text, HTML tags dropped, pictures left out."""
    words: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append("\n")
    return "".join(words)


def _figures(token: Any) -> list[Figure]:
    found: list[Figure] = []
    for child in token.children or ():
        if child.type == "image":
            figure = Figure(ref=str(child.attrGet("src") or ""), alt=flow(child.content))
            _caption(figure, str(child.attrGet("title") or ""))
            found.append(figure)
    return found


def _caption(figure: Figure, text: str) -> None:
    """Lay a caption line over a figure; bars part caption, credit, licence and source."""
    pieces = [flow(piece) for piece in text.split("|")]
    figure.caption, credit = captioned(pieces[0])
    if len(pieces) > 1:
        credit = lay_over(credit, credit_of(*pieces[1:4]))
    figure.credit = lay_over(figure.credit, credit)


def credit_of(creator: str = "", licence: str = "", source: str = "") -> Credit:
    """A credit from its written parts: a source that is an address becomes the address."""
    named = captioned(creator)[1].creator or creator
    address = source if source.startswith(("http://", "https://")) else ""
    return Credit(creator=named, licence=licence, source="" if address else source, url=address)


def _all_italic(token: Any) -> bool:
    """Whether everything but pictures stands in italics."""
    depth, seen = 0, False
    for child in token.children or ():
        depth += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type in ("text", "code_inline") and child.content.strip():
            if depth < 1:
                return False
            seen = True
    return seen
