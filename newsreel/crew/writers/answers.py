"""What a model answered, read as a stranger's letter: only texts and known names come out, or what is wrong with it."""

import json
import re
from dataclasses import dataclass
from typing import Any

from newsreel.crew.writers.prompting import KINDS, MOST_LINES, MOST_SOURCES, RULES, for_machines, hidden
from newsreel.documents import Article
from newsreel.facts.ground import ground
from newsreel.reporting.terms import terms

LONGEST_TITLE, LONGEST_SAYS = 120, 400  # characters
LEAK = 24  # characters of our own rules in a row that no article has
_host = re.compile(r"(?<![\w.@])(?:[a-z0-9-]+\.)+[a-z]{2,24}(?![\w-])|\b\d{1,3}(?:\.\d{1,3}){3}\b", re.I)
_code = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9]*[A-Z]{2})[A-Z0-9]{4,}(?![A-Za-z0-9])|[A-Za-z]+\d{2,}\w*")
_mark_up = re.compile(r"[<>`{}\\|]|\]\(|\w+://|\*\*|^\s*#|www\.|(?<!\w)[./~]*/\w+/", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an answer: what is said, from which sentences, and what the model would show."""

    says: str
    sources: tuple[str, ...]
    shows: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that has the form of a script."""

    title: str
    lines: tuple[Told, ...]


class Unfit(ValueError):
    """An answer that is no script; one sentence for the model."""


def read(text: str, article: Article, language: str) -> Draft:
    """A draft out of an answer, of which nothing is taken on trust."""
    table = _json(text)
    lines = table.get("lines")
    if not isinstance(lines, list) or not 1 <= len(lines) <= MOST_LINES:
        raise Unfit(f"'lines' must be a list of 1 to {MOST_LINES} lines.")
    title = _text(table.get("title"), "title", LONGEST_TITLE, article)
    known = {one.id for one in article.sentences()}
    draft = Draft(title, tuple(_line(one, f"line {at + 1}", known, article) for at, one in enumerate(lines)))
    _grounded(draft, article, language)
    return draft


def _grounded(draft: Draft, article: Article, language: str) -> None:
    """What is too short for the truth gate to weigh must be the article's own words all the same."""
    held = ground(article)
    for where, text in (("title", draft.title), *((f"line {at + 1}", one.says) for at, one in enumerate(draft.lines))):
        if any(one.group() not in held.text for one in _code.finditer(text)):
            raise Unfit(f"{where} holds a code or an abbreviation the article does not have.")
        wanted = terms(text)
        if language == article.language and 2 * len(wanted & held.words) < len(wanted):
            raise Unfit(f"{where} is not in the words of the article.")


def _json(text: str) -> dict[str, Any]:
    """The object in an answer, also where the model wrote something around it."""
    first, last = text.find("{"), text.rfind("}")
    if not 0 <= first < last:
        raise Unfit("The answer holds no JSON object.")
    try:
        table = json.loads(text[first : last + 1])
    except (ValueError, RecursionError):
        raise Unfit("The JSON of the answer is broken.") from None
    if not isinstance(table, dict):
        raise Unfit("The answer is not a JSON object.")
    return table


def _line(entry: Any, where: str, known: set[str], article: Article) -> Told:
    if not isinstance(entry, dict):
        raise Unfit(f"{where} is not an object.")
    sources = entry.get("sources")
    if not isinstance(sources, list) or not 1 <= len(sources) <= MOST_SOURCES:
        raise Unfit(f"{where} must name 1 to {MOST_SOURCES} sentences as its sources.")
    if not all(isinstance(one, str) and one in known for one in sources):
        raise Unfit(f"{where} names a source the article does not have.")
    shows = entry.get("shows")
    kind = shows if isinstance(shows, str) and shows in KINDS else ""
    says = _text(entry.get("says"), where, LONGEST_SAYS, article)
    return Told(says, tuple(dict.fromkeys(sources)), kind)


def _text(value: Any, where: str, most: int, article: Article) -> str:
    if not isinstance(value, str):
        raise Unfit(f"{where} must be a text.")
    text = " ".join(value.split())
    if not text or len(text) > most:
        raise Unfit(f"{where} must have 1 to {most} characters.")
    if hidden(text) or _mark_up.search(text) or for_machines(text):
        raise Unfit(f"{where} holds signs that are not spoken: addresses, mark-up or hidden characters.")
    held = " ".join((article.headline, *(one.text for one in article.sentences()))).lower()
    if any(host.group().lower() not in held for host in _host.finditer(text)):
        raise Unfit(f"{where} names an address the article does not have.")
    if any(text[at : at + LEAK] in RULES for at in range(max(0, len(text) - LEAK + 1))):
        raise Unfit(f"{where} repeats what you were told; tell the article.")
    return text
