"""An HTML file: what the page says about itself, the block that is the article, none of the furniture around it."""

import re

from desk.readers.decoding import flow, shown
from desk.readers.draft import Draft, Figure, Part
from desk.readers.page import body_of, check_size, clear, flat, main_block, parsed
from desk.readers.page_body import parts_in
from desk.readers.page_head import read_head
from newsreel.errors import Refused

_furniture_line = re.compile(
    r"^[\s【\[（(■●•▍|]*(?:推荐阅读|相关阅读|延伸阅读|相关新闻|相关链接|热门推荐|猜你喜欢|更多精彩|上一篇|下一篇|责任编辑|责编|编辑\s*[:：/]|校对\s*[:：/]|"
    r"审核\s*[:：]|版权声明|免责声明|特别声明|声明\s*[:：]|未经.{0,12}授权|本文(?:来源|转自)|原标题|扫码|扫描.{0,8}二维码|长按|点击.{0,8}(?:原文|关注|查看)|关注.{0,12}公众号|"
    r"打开.{0,8}APP|分享(?:到|至)|转载请|举报|广告(?:$|\s|[:：])|网友评论|我要评论|返回首页|"
    r"Advertisement\b|Sponsored\b|Read (?:more|next|also)\b|Related(?: articles| stories| news)?\s*:?$|Share this\b|"
    r"Sign up (?:for|to)\b|Subscribe (?:to|now|for)\b|Most read\b|Skip to\b|Follow us\b|All rights reserved|"
    r"(?:©|\(c\)|Copyright)\s.{0,40}(?:19|20)\d\d|We use cookies|This (?:site|website) uses cookies|"
    r"Loading\W*$|Print this\b)",
    re.IGNORECASE,
)
_tail_heading = re.compile(
    r"^(?:推荐阅读|相关阅读|延伸阅读|相关新闻|热门推荐|猜你喜欢|更多精彩|更多新闻|"
    r"Related(?: articles| stories| news)?|Read (?:more|next)|More (?:news|stories)|"
    r"Most read|You may also like|Recommended)\s*[:：]?$",
    re.IGNORECASE,
)
_cut_off = re.compile(r"(?:\.{3}|…)$")


def draft_of(markup: str, name: str) -> Draft:
    """A page as a draft."""
    check_size(markup, name)
    tree, whole = parsed(markup)
    draft = Draft()
    if tree is None:
        draft.parts = [Part(form="para", texts=[line]) for line in flat(markup)]
        return draft
    more = read_head(tree, draft)
    if not whole:
        draft.notes.append(
            f"{shown(name)} is nested too deeply to be read as a page; its text was taken without its structure."
        )
        draft.parts = [Part(form="para", texts=[line]) for line in flat(markup)]
    else:
        body = body_of(tree, name)
        clear(body)
        draft.parts = parts_in(main_block(body))
    _without_furniture(draft)
    _prefer_told_body(draft, more["body"])
    _without_repeats(draft)
    _lead_picture(draft, more["image"])
    return draft


def parts_of(fragment: str) -> list[Part]:
    """The parts of a piece of HTML inside another text; its words without structure where it cannot be read."""
    tree, whole = parsed(f"<html><body>{fragment}</body></html>")
    if tree is None or not whole:
        return [Part(form="para", texts=[line]) for line in flat(fragment)]
    try:
        return parts_in(body_of(tree, "the text"))
    except Refused:
        return []


def _without_furniture(draft: Draft) -> None:
    """Drop the lines a site prints around every article, and the lists under 'related' headings; say so."""
    kept: list[Part] = []
    left_out: list[str] = []
    under_related = False
    for part in draft.parts:
        line = flow(part.texts[0]) if len(part.texts) == 1 else ""
        if line and len(line) <= 120 and _tail_heading.match(line):
            under_related = True
            left_out.append(line)
        elif under_related and (
            part.form in ("list", "picture") or (line and len(line) < 50 and line[-1] not in "。.！!")
        ):
            left_out.extend(part.texts)
        elif line and len(line) <= 120 and part.form in ("para", "heading") and _furniture_line.match(line):
            left_out.append(line)
        else:
            under_related = False
            kept.append(part)
    draft.parts = kept
    if left_out:
        draft.notes.append(f"Left out as furniture of the page: {len(left_out)} lines, the first '{left_out[0][:40]}'.")


def _prefer_told_body(draft: Draft, told: str) -> None:
    """The article as JSON-LD tells it, where the page itself shows less than half of that."""
    shown_length = sum(len(text) for part in draft.parts for text in part.texts)
    if len(told) > 2 * shown_length:
        pictures = [part for part in draft.parts if part.figure]
        lines = [line for line in told.split("\n") if line.strip()]
        draft.parts = [Part(form="para", texts=[line]) for line in lines] + pictures


def _without_repeats(draft: Draft) -> None:
    """The headline and the dek are fields, not parts; a dek that only repeats the body is none."""
    opening = draft.parts[:4]
    for part in opening:
        if len(part.texts) == 1 and part.form in ("heading", "para"):
            line = flow(part.texts[0])
            if line == flow(draft.headline) or (draft.dek and line == flow(draft.dek) and len(line) < 120):
                draft.parts.remove(part)
    first = next((flow(part.texts[0]) for part in draft.parts if part.form == "para" and part.texts), "")
    dek = _cut_off.sub("", flow(draft.dek)).strip()
    if dek and (first.startswith(dek[:40]) or _cut_off.search(flow(draft.dek))):
        draft.dek = ""


def _lead_picture(draft: Draft, image: str) -> None:
    """The picture the page shows when it is shared, where the body has none."""
    if image and not any(part.figure for part in draft.parts):
        draft.parts.insert(0, Part(form="picture", figure=Figure(ref=image)))
