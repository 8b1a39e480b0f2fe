"""A web page as a tree that lost no word, cleared of its furniture, and the block of it that holds the article."""

import html as entities
import re
from dataclasses import dataclass
from typing import Any

from newsreel.errors import Refused

Element = Any  # lxml carries no types
MOST_TAGS = 40_000
BLOCKS = frozenset(
    "p div section article main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr "
    "td th caption blockquote figure figcaption pre hr form fieldset address details summary center".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "textarea", "select", "button"}
)
_FURNITURE = (
    frozenset({"nav", "aside", "footer", "form", "input", "audio", "video", "canvas", "map", "dialog"}) | _SILENT
)
_furniture_name = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|related|relate|recommend(?:ed|ation|ations)?|share|sharing|social|comments?|"
    r"disqus|ads?|adv|advert|advertisement|promo|sponsor(?:ed)?|cookies?|consent|gdpr|newsletter|subscribe|subscription|"
    r"breadcrumbs?|footer|copyright|pagination|pager|tags?|taglist|toolbar|popup|modal|banner|widget|hot|hotnews|"
    r"more-?news|read-?more|trending|most-?read|qr-?code|ewm|editor|zebian|statement|disclaimer|login|skip|paywall)(?:$|[\s_-])",
    re.IGNORECASE,
)
_article_name = re.compile(
    r"^(?:js_content|article-?content|article-?body|articleBody|article_?text|post-?content|post-?body|entry-?content|"
    r"story-?body|main-?content|news-?content|TRS_Editor|rich_media_content|content-?article|art_?content|detail-?content)$",
    re.IGNORECASE,
)
_hidden = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_tag = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]*>|<[!?/][^<>]*>")
_letter = re.compile(r"\w")


@dataclass(slots=True)
class Weight:
    """How much text an element holds, and how much of it is links."""

    text: int = 0
    links: int = 0


def parsed(markup: str) -> tuple[Element, bool]:
    """The tree of a page, None where there is none, and whether it holds every word: deep nesting is cut in silence."""
    from lxml import etree

    reader = etree.HTMLParser(
        recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    markup = markup.encode("utf-8", "ignore").decode("utf-8")
    try:
        tree = etree.fromstring(markup.encode(), parser=reader)
        if tree is None:
            return None, False
        kept = sum(len(_letter.findall(text)) for text in tree.itertext())
    except (etree.LxmlError, AssertionError, ValueError, RecursionError, TypeError):
        return None, False
    return tree, kept * 50 >= len(_letter.findall("\n".join(flat(markup)))) * 49


def flat(markup: str) -> list[str]:
    """Every word of a page without its structure: the paragraphs between block tags. Slow pages cannot make it slow."""
    words = _tag.sub(
        _gap, _without(_without(_without(markup, "<!--", "-->"), "<script", "</script"), "<style", "</style")
    )
    return [line for line in (entities.unescape(line).strip() for line in words.split("\x1e")) if line]


def _gap(match: re.Match[str]) -> str:
    name = (match.group(2) or "").lower()
    return "\x1e" if name in BLOCKS or name in ("br", "title", "option") else ""


def _without(markup: str, opening: str, closing: str) -> str:
    """The markup without what lies between two marks; an opening that is never closed takes nothing with it."""
    lower = markup.lower()
    if len(lower) != len(markup):
        lower = markup
    kept: list[str] = []
    at = 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(markup[at:start])
        at = end + len(closing)
    kept.append(markup[at:])
    return "".join(kept)


def check_size(markup: str, name: str) -> None:
    """Refuse what is no page of an article before it is read."""
    if markup.count("<") > MOST_TAGS:
        raise Refused(
            f"{name} has more than {MOST_TAGS:,} tags; save the article alone, from the browser's reading view."
        )


def body_of(tree: Element, name: str) -> Element:
    """The body of a page."""
    body = tree if tree.tag == "body" else tree.find(".//body")
    if body is None:
        raise Refused(f"{name} holds no page; save the article from the browser as HTML and give that file.")
    return body


def clear(body: Element) -> None:
    """Take out menus, related links, share bars, advertisements and what is hidden, but never half of the words."""
    weights = weigh(body)
    half = weights[body].text // 2
    for element in list(body.iter()):
        if element is body or not isinstance(element.tag, str) or not _is_furniture(element):
            continue
        if weights[element].text > half and element.tag not in _SILENT:
            continue
        drop(element)


def _is_furniture(element: Element) -> bool:
    if element.tag in _FURNITURE:
        return element.tag != "footer" or not any(up.tag in ("blockquote", "figure") for up in element.iterancestors())
    if element.tag in ("body", "html", "article", "main", "p", "img", "figure") or element.tag in HEADINGS:
        return _is_hidden(element)
    if element.tag == "header" and not any(inner.tag == "h1" for inner in element.iter()):
        return not any(up.tag in ("article", "main") for up in element.iterancestors())
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
    role = element.get("role") or ""
    return (
        role in ("navigation", "complementary", "contentinfo", "banner", "search", "dialog")
        or bool(names.strip() and _furniture_name.search(names) and not _article_name.match(element.get("id") or ""))
        or _is_hidden(element)
    )


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_hidden.search((element.get("style") or "")[:2000]))


def drop(element: Element) -> None:
    """Remove an element and leave the words that follow it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + element.tail
        else:
            parent.text = (parent.text or "") + " " + element.tail
    parent.remove(element)


def weigh(root: Element) -> dict[Element, Weight]:
    """The weight of every element, from the leaves up."""
    weights: dict[Element, Weight] = {}
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str):
            continue
        total = Weight(text=_length(element.text))
        for child in element:
            inner = weights.get(child, Weight())
            total.text += inner.text + _length(child.tail)
            total.links += inner.links
        if element.tag in _SILENT:
            total = Weight()
        if element.tag == "a":
            total.links = total.text
        weights[element] = total
    return weights


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def main_block(body: Element) -> Element:
    """The element that holds the article: named as such, or else where the running text is densest."""
    weights = weigh(body)
    scores: dict[Element, int] = {}
    for element, weight in weights.items():
        worth = weight.text - 2 * weight.links
        if worth < 12 or not _is_leaf(element):
            continue
        share = worth
        for up in list(element.iterancestors())[:2]:
            if up in weights:
                scores[up] = scores.get(up, 0) + share
            share //= 2
    if not scores:
        return body
    best = max(scores, key=lambda one: scores[one])
    named = [one for one in weights if _is_named(one)]
    if named:
        largest = max(named, key=lambda one: weights[one].text - weights[one].links)
        if (weights[largest].text - weights[largest].links) * 10 >= weights[best].text * 4:
            return largest
    return _climbed(best, body, weights)


def _climbed(best: Element, body: Element, weights: dict[Element, Weight]) -> Element:
    """Upwards from the densest block, as long as its surroundings hold much more running text than it does."""
    at = best
    while at is not body and (up := at.getparent()) is not None and up in weights:
        inner, outer = weights[at], weights[up]
        if (outer.text - 2 * outer.links) * 10 > (inner.text - inner.links) * 13 or at.tag in (
            "p",
            "li",
            "ul",
            "ol",
            "td",
            "tr",
        ):
            best = up
        at = up
    return best


def _is_leaf(element: Element) -> bool:
    return element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element)


def _is_named(element: Element) -> bool:
    if element.tag == "article" or element.get("itemprop") == "articleBody":
        return True
    names = [element.get("id") or "", *(element.get("class") or "").split()[:12]]
    return element.tag != "body" and any(_article_name.match(name) for name in names if name)
