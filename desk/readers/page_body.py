"""Walks the block that holds the article and hands over its parts in order: text only, never markup."""

import re
from typing import Any

from desk.readers.decoding import flow
from desk.readers.draft import Figure, Part, captioned, lay_over
from desk.readers.page import BLOCKS, HEADINGS, Element
from desk.readers.text import attribution

_sources = ("src", "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-url")
_not_news = re.compile(r"avatar|icon|logo|emoji|spacer|qr-?code|pixel|tracking|ewm", re.IGNORECASE)
_placeholder = re.compile(r"placeholder|blank|loading|lazyload|transparent|grey\.|1x1|\.gif(?:$|\?)", re.IGNORECASE)
_captions = re.compile(r"caption|pic-?desc|img-?desc|photo-?desc|image-?desc|图注|图说", re.IGNORECASE)
_caption_opening = re.compile(r"^(?:[△▲▼↑↓]|图为|图[:：]|上图|资料图|Photo:|Pictured:)", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "template", "head", "title", "noscript"})


def parts_in(block: Element) -> list[Part]:
    """The parts of a block, captions joined to their pictures."""
    walk = _Walk()
    walk.into(block)
    walk.flush()
    return walk.parts


def lone_link_list(element: Element) -> bool:
    """Whether a list holds little but links: related stories, not news."""
    items = list(element.iter("li"))
    words = len("".join(element.itertext()).split()) and len("".join("".join(element.itertext()).split()))
    links = sum(len("".join("".join(link.itertext()).split())) for link in element.iter("a"))
    return len(items) >= 2 and links * 10 > words * 9


class _Walk:
    """One pass over the tree; running text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.words: list[str] = []

    def into(self, element: Element) -> None:
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._one(child)
            self._add(child.tail)

    def flush(self) -> None:
        """Close the paragraph at hand; two line breaks, or one before an indent, part it."""
        text = "".join(self.words)
        self.words = []
        for piece in re.split("\x1f[ \t\n\x1f]*\x1f|\x1f(?=\\s*\u3000\u3000)|\x1f(?=[△▲▼■●•])", text):
            line = flow(piece.replace("\x1f", "\n"))
            if line:
                self._paragraph(line)

    def _paragraph(self, line: str) -> None:
        last = self.parts[-1] if self.parts else None
        if last and last.figure and not last.figure.caption and len(line) <= 160 and _caption_opening.match(line):
            self._caption(last.figure, line.lstrip("△▲▼↑↓ "))
            return
        self.parts.append(Part(form="para", texts=[line]))

    def _add(self, text: str | None) -> None:
        if text:
            self.words.append(re.sub(r"[ \t\n\r\f]+", " ", text))

    def _one(self, element: Element) -> None:
        tag = element.tag
        if tag in _SKIPPED:
            return
        if tag == "br":
            self.words.append("\x1f")
        elif tag == "img":
            self._picture(element)
        elif tag in HEADINGS:
            self.flush()
            self.parts.append(Part(form="heading", texts=[_text(element)], level=int(tag[1])))
            self._pictures_in(element)
        elif tag == "blockquote":
            self._quotation(element)
        elif tag in ("ul", "ol"):
            self._list(element)
        elif tag == "table":
            self._table(element)
        elif tag == "figure":
            self._figure(element)
        elif tag in BLOCKS:
            self.flush()
            if not self._is_caption(element):
                self.into(element)
                self.flush()
        else:
            self.into(element)

    def _is_caption(self, element: Element) -> bool:
        last = self.parts[-1] if self.parts else None
        if not (last and last.figure) or last.figure.caption or not _captions.search(element.get("class") or ""):
            return False
        text = _text(element)
        self._caption(last.figure, text)
        return bool(text)

    @staticmethod
    def _caption(figure: Figure, text: str) -> None:
        figure.caption, credit = captioned(text)
        figure.credit = lay_over(figure.credit, credit)

    def _picture(self, image: Element) -> Figure | None:
        ref = _reference(image)
        if not ref:
            return None
        self.flush()
        figure = Figure(ref=ref, alt=flow(image.get("alt") or ""))
        self.parts.append(Part(form="picture", figure=figure))
        return figure

    def _pictures_in(self, element: Element) -> list[Figure]:
        return [figure for image in element.iter("img") if (figure := self._picture(image))]

    def _figure(self, element: Element) -> None:
        self.flush()
        captions = list(element.iter("figcaption"))
        if (table := element.find(".//table")) is not None:
            self._table(table, title=" ".join(_text(one) for one in captions))
            return
        if element.find(".//blockquote") is not None or element.find(".//img") is None:
            self.into(element)
            self.flush()
            return
        figures = self._pictures_in(element)
        if figures and captions:
            self._caption(figures[-1], " ".join(_text(one) for one in captions))
        elif not figures:
            return
        rest = [child for child in element if child.tag in ("p", "div", "span") and child.find(".//img") is None]
        for child in rest:
            if child.find(".//figcaption") is None and (text := _text(child)):
                if figures[-1].caption:
                    self._credit(figures[-1], text)
                else:
                    self._caption(figures[-1], text)

    @staticmethod
    def _credit(figure: Figure, text: str) -> None:
        rest, credit = captioned(text)
        figure.credit = lay_over(credit, figure.credit)
        figure.caption = flow(f"{figure.caption} {rest}") if rest else figure.caption

    def _quotation(self, element: Element) -> None:
        self.flush()
        inner = parts_in_lines(element)
        lines = [line for line in map(flow, inner) if line]
        cited = next((_text(one) for tag in ("cite", "footer") for one in element.iter(tag) if _text(one)), "")
        speaker = attribution(cited) or cited
        if speaker and lines and speaker in lines[-1] and len(lines) > 1:
            lines.pop()
        elif not speaker and len(lines) > 1 and (who := attribution(lines[-1])):
            speaker = who
            lines.pop()
        self.parts.append(Part(form="quote", texts=["\n".join(lines)], speaker=speaker))
        self._pictures_in(element)

    def _list(self, element: Element) -> None:
        self.flush()
        items = [_own_text(item) for item in element.iter("li")]
        if not items:
            self.into(element)
            self.flush()
            return
        stray = [child for child in element if isinstance(child.tag, str) and child.tag not in ("li", "ul", "ol")]
        if not lone_link_list(element):
            self.parts.append(Part(form="list", texts=[item for item in items if item]))
        for child in stray:
            self._one(child)
        for item in element.iter("li"):
            self._pictures_in(item) if item.find(".//ul") is None and item.find(".//ol") is None else None

    def _table(self, element: Element, title: str = "") -> None:
        self.flush()
        rows = [_cells(row) for row in element.iter("tr")]
        rows = [row for row in rows if any(row)]
        nested = element.find(".//table") is not None
        long_cells = any(len(cell) > 300 for row in rows for cell in row)
        if nested or long_cells or len(rows) < 2 or max(map(len, rows)) < 2:
            self.into(element)
            self.flush()
            return
        caption = next((_text(one) for one in element.iter("caption")), "")
        self.parts.append(Part(form="table", rows=rows, title=caption or flow(title)))
        self._pictures_in(element)


def parts_in_lines(element: Element) -> list[str]:
    """The paragraphs of a quotation as lines."""
    walk = _Walk()
    walk.into(element)
    walk.flush()
    return [text for part in walk.parts for text in part.texts]


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in ("td", "th"):
            span = cell.get("colspan") or "1"
            cells.append(_text(cell))
            cells.extend([""] * (min(int(span), 20) - 1 if span.isascii() and span.isdigit() else 0))
    return cells


def _text(element: Element) -> str:
    return flow(
        " ".join(" ".join(element.itertext()).split(" ")) if element.find(".//br") is not None else _joined(element)
    )


def _joined(element: Element) -> str:
    return "".join(element.itertext())


def _own_text(item: Any) -> str:
    """The words of a list item without those of the lists inside it."""
    words = [item.text or ""]
    for child in item:
        if child.tag not in ("ul", "ol") and isinstance(child.tag, str):
            words.append(_joined(child) if child.tag != "br" else "\n")
        words.append(child.tail or "")
    return flow("".join(words))


def _reference(image: Element) -> str:
    """Where a picture lies: a file beside the page before an address on the web, and never a placeholder or an icon."""
    if _not_news.search(f"{image.get('class') or ''} {image.get('id') or ''}"[:300]):
        return ""
    for side in ("width", "height"):
        size = (image.get(side) or "").removesuffix("px").strip()
        if size.isascii() and size.isdigit() and len(size) < 6 and int(size) <= 48:
            return ""
    refs = [
        ref for name in _sources if (ref := (image.get(name) or "").strip()) and not ref.lower().startswith("data:")
    ]
    for name in ("srcset", "data-srcset"):
        if words := (image.get(name) or "").split():
            refs.append(words[0].rstrip(","))
    refs = [ref for ref in refs if not _placeholder.search(ref)] or refs[:1]
    local = [ref for ref in refs if not ref.lower().startswith(("http:", "https:", "//"))]
    return next(iter(local or refs), "")
