"""What a reader hands over: the parts of an article, not yet numbered, with pictures still named by their file."""

import re
from dataclasses import dataclass, field

from desk.readers.decoding import flow
from newsreel.documents import Credit, Focus, Form


@dataclass(slots=True)
class Figure:
    """A picture the article shows: where it says the file lies, and what it says about it."""

    ref: str
    caption: str = ""
    alt: str = ""
    credit: Credit = field(default_factory=Credit)
    focus: Focus | None = None


@dataclass(slots=True)
class Part:
    """One block to be: its texts are one paragraph, or the items of a list."""

    form: Form
    texts: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    title: str = ""
    level: int = 0
    speaker: str = ""
    figure: Figure | None = None


@dataclass(slots=True)
class Draft:
    """An article as a reader found it."""

    headline: str = ""
    dek: str = ""
    byline: str = ""
    source: str = ""
    published: str = ""
    section: str = ""
    slug: str = ""
    url: str = ""
    rights: str = ""
    language: str = ""
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


_named = re.compile(
    r"(?:^|(?<=[。.|｜，,（(\[【\s]))(?P<kind>图片来源|图片提供|图源|供图|摄影|绘图|制图|图片|图|摄|Photograph|Photos?|Pictures?|Images?|Illustration|Graphic"
    r"|Credits?|Photo credit)\s*(?:[/／:：]|\bby (?=(?-i:[A-Z])))\s*(?P<who>[^\n]{1,160})$",
    re.IGNORECASE,
)
_taken = re.compile(
    r"(?:^|(?<=[\s。，,.!！?？（(]))(?P<who>(?:[^\s。，,.!！?？]{0,12}(?:记者|摄影师|通讯员)\s+)?[^\s。，,.!！?？（(/／]{1,24})"
    r"\s?[\s/／]\s?(?:摄|供图|绘)$"
)
_signed = re.compile(r"(?P<who>[^\s。，,.!！?？]{2,16})(?<!拍)(?:摄|供图|绘)")
_remark = re.compile(
    r"资料图片?|资料照片|示意图|效果图|AI\s?生成|AI\s?制作|\bfile (?:photo|picture|image)\b|\bAI[- ]generated\b", re.I
)
_brackets = (("（", "）"), ("(", ")"), ("[", "]"), ("【", "】"))


def captioned(text: str) -> tuple[str, Credit]:
    """A caption line as its caption and the credit at its end: `…。图/张三`, `… (Photo: Jane Doe)`, `… 李四 摄`."""
    line = flow(text)[:2000]
    remark = _remark.search(line)
    note = remark.group() if remark else ""
    bare = line.rstrip("。. ）)]】")
    if match := _taken.search(bare):
        return _tidy(bare[: match.start()]), Credit(creator=match["who"], note=note)
    for head, body in _ends(line):
        if match := _late(body) if head is None else _named.fullmatch(body) or _signed.fullmatch(body):
            rest = body[: match.start()] if head is None else head
            return _tidy(rest), Credit(creator=match.group("who").strip(" .。"), note=note)
    return line, Credit(note=note)


def lay_over(base: Credit, over: Credit) -> Credit:
    """A credit with what a second one knows laid over it."""
    return Credit(
        creator=over.creator or base.creator,
        source=over.source or base.source,
        licence=over.licence or base.licence,
        url=over.url or base.url,
        note=over.note or base.note,
    )


def _ends(line: str) -> list[tuple[str | None, str]]:
    """Where a credit may stand: in brackets at the end, as the last piece after a stop or a bar, or from a word on."""
    found: list[tuple[str | None, str]] = []
    bare = line.rstrip("。. ")
    for opening, closing in _brackets:
        if bare.endswith(closing) and (at := bare.rfind(opening)) >= 0:
            found.append((bare[:at], bare[at + 1 : -1].strip()))
    for mark in ("｜", "|", "。", ". ", "\u3000", " ", "，"):
        if (at := bare.rfind(mark)) >= 0:
            found.append((line[: at + (mark in "。. ")], bare[at + len(mark) :].strip()))
    found.append(("", bare))
    found.append((None, line[-220:] if len(line) <= 220 else ""))
    return found


def _late(body: str) -> re.Match[str] | None:
    """A credit that begins somewhere in a line, after a stop or a bracket."""
    match = _named.search(body)
    before = body[: match.start()].rstrip() if match else ""
    return match if not before or before[-1] in "。.|｜（([【" else None


def _tidy(text: str) -> str:
    return text.rstrip(" \u3000|｜（([【,，;；—-").rstrip()
