"""What a page says about itself: JSON-LD, meta tags, its first heading; headline, byline, date, source, address."""

import json
import re
from collections.abc import Iterator
from typing import Any

from desk.readers.decoding import flow
from desk.readers.draft import Draft
from desk.readers.masthead import iso
from desk.readers.page import Element

_KINDS = ("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "OpinionNewsArticle")
_site = re.compile(r"\s*(?:[|｜_–—·]|\s-\s|--)\s*")


def read_head(tree: Element, draft: Draft) -> dict[str, str]:
    """Fill the draft's fields; returns what else may be used: `body` and `image`."""
    ld = _json_ld(tree)
    meta = _meta(tree)
    marks = _marks(tree)
    site = meta.get("og:site_name", "")
    draft.headline = _headline(tree, ld, meta, site)
    draft.byline = _byline(marks, ld, meta)
    draft.source = _name(ld.get("publisher")) or site or marks.get("source", "")
    draft.published = _date(tree, marks, ld, meta)
    draft.section = _text(ld.get("articleSection")) or meta.get("article:section", "")
    draft.url = _address(tree, meta)
    draft.rights = _text(ld.get("copyrightNotice")) or meta.get("copyright", "")
    draft.language = _text(ld.get("inLanguage")) or (tree.get("lang") or "")
    draft.dek = marks.get("dek", "") or meta.get("og:description", "") or meta.get("description", "")
    return {"body": _text(ld.get("articleBody")), "image": meta.get("og:image", "")}


def _json_ld(tree: Element) -> dict[str, Any]:
    """The first news article among the page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            loaded = json.loads((script.text or "")[:2_000_000])
        except (ValueError, RecursionError):
            continue
        for node in _nodes(loaded):
            kinds = node.get("@type")
            if any(kind in _KINDS for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _nodes(loaded: Any) -> Iterator[dict[str, Any]]:
    for node in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _meta(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and (value := flow(tag.get("content") or "")):
            found.setdefault(name, value)
    return found


def _headline(tree: Element, ld: dict[str, Any], meta: dict[str, str], site: str) -> str:
    headings = [text for h1 in tree.iter("h1") if (text := flow("".join(h1.itertext())))]
    page = flow("".join(title.itertext())) if (title := tree.find(".//title")) is not None else ""
    told = [_text(ld.get("headline")), meta.get("og:title", ""), meta.get("twitter:title", ""), page]
    for heading in headings:
        if heading != site and (len(headings) == 1 or any(heading in text for text in told)):
            return heading
    first = next((text for text in told if text), "")
    return _without_site(first, site) if first else (headings[0] if headings else "")


def _without_site(title: str, site: str) -> str:
    """A page title without the name of the site behind a bar or dash."""
    if site and title.endswith(site) and len(title) > len(site) + 2:
        return title[: -len(site)].rstrip(" |｜_–—·-")
    pieces = _site.split(title)
    if len(pieces) > 1 and len(pieces[-1]) <= 30 and len(pieces[0]) >= 6:
        keep = [m.start() for m in _site.finditer(title)]
        return title[: keep[0] if "_" in title else keep[-1]].strip()
    return title


def _byline(marks: dict[str, str], ld: dict[str, Any], meta: dict[str, str]) -> str:
    authors = ld.get("author")
    names = [_name(one) for one in (authors if isinstance(authors, list) else [authors])[:8]]
    told = ", ".join(name for name in names if name)
    for text in (told, meta.get("author", ""), meta.get("article:author", ""), marks.get("byline", "")):
        if text and not text.startswith("http"):
            plain = re.sub(r"^(?:By\s|作者\s*[:：]|记者\s*[:：]|文\s*[/／:：])\s*", "", text, flags=re.IGNORECASE)
            return plain[:200].strip()
    return ""


def _date(tree: Element, marks: dict[str, str], ld: dict[str, Any], meta: dict[str, str]) -> str:
    stamps = [tag.get("datetime") or "" for tag in list(tree.iter("time"))[:3]]
    names = ("article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "date", "dc.date")
    told = [_text(ld.get("datePublished")), *(meta.get(name, "") for name in names), *stamps, marks.get("date", "")]
    return next((date for text in told if text and (date := iso(text))), "")


_MARKS = {
    "byline": re.compile(r"^(?:byline|author|author-?name|article-?author|writer|p-author)$", re.IGNORECASE),
    "source": re.compile(r"^(?:source|js_name|media_?name|article-?source|origin)$", re.IGNORECASE),
    "date": re.compile(r"^(?:publish_?time|pub-?time|pub-?date|date|time|article-?time|dateline)$", re.IGNORECASE),
    "dek": re.compile(r"^(?:dek|subtitle|standfirst|sub-?title|article-?summary|lead-?in)$", re.IGNORECASE),
}


def _marks(tree: Element) -> dict[str, str]:
    """The texts of the first short elements whose class or id says that they are the byline, source, date or dek."""
    found: dict[str, str] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("meta", "script", "style", "body", "html", "input"):
            continue
        classes = element.get("class")
        names = [
            element.get("id"),
            element.get("rel"),
            element.get("itemprop"),
            *(classes.split()[:8] if classes else ()),
        ]
        for name in filter(None, names):
            for what, pattern in _MARKS.items():
                if what not in found and pattern.match(name):
                    text = flow(" ".join(element.itertext())[:2000])
                    if 2 <= len(text) <= (300 if what == "dek" else 80):
                        found[what] = re.sub(r"^(?:来源|Source)\s*[:：]\s*", "", text)
    return found


def _address(tree: Element, meta: dict[str, str]) -> str:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href"))
    return meta.get("og:url", "")


def _name(value: Any) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or ""
    return value.strip() if isinstance(value, str) else ""
