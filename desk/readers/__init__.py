"""Readers: whatever an article comes as, handed over as an Article; anything else is refused in one sentence.

A kind of input is one line in `KINDS`: how it is known, by its name or by its first words, and who reads it.
"""

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk.readers import folder as folders
from desk.readers.decoding import LARGEST, decode, shown
from desk.readers.draft import Draft
from desk.readers.filing import LONGEST, filed
from newsreel.documents import Article
from newsreel.errors import Refused
from newsreel.store import Store

__all__ = ["KINDS", "Kind", "read"]

STDIN = "standard input"


def _text(text: str, name: str) -> Draft:
    from desk.readers.text import draft_of

    return draft_of(text)


def _markdown(text: str, name: str) -> Draft:
    from desk.readers.markdown import draft_of

    return draft_of(text, name)


def _html(text: str, name: str) -> Draft:
    from desk.readers.html import draft_of

    return draft_of(text, name)


def _feed(text: str, name: str) -> Draft:
    raise Refused(f"{name} is a feed of many articles; open the one you want and save it as HTML or text.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input."""

    name: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[str]  # the opening of a text of this kind, whatever it is called
    draft: Callable[[str, str], Draft]
    own_limit: bool = False  # its markup may be longer than an article: only the text in it is counted


_never = re.compile(r"(?!)")
KINDS = (
    Kind(
        "feed",
        (".rss", ".atom"),
        re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}>\s*)?<(?:rss|feed)\b"),
        _feed,
    ),
    Kind(
        "html",
        (".html", ".htm", ".xhtml"),
        re.compile(
            r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}>\s*)*"
            r"<(?:!doctype html|html|head|body|article|main|meta|div)\b",
            re.I,
        ),
        _html,
        own_limit=True,
    ),
    Kind("markdown", (".md", ".markdown"), re.compile(r"\s*---[ \t]*\n[^\n]{1,80}:|\s*# \S"), _markdown),
    Kind("text", (".txt", ".text", ""), _never, _text),
)


def read(source: Path | str, store: Store, *, language: str = "auto", data: bytes | None = None) -> Article:
    """The article in a file, a folder, or the bytes of standard input (`-`); its pictures go into the store."""
    if data is not None or str(source) == "-":
        return _one(data or b"", "" if str(source) == "-" else str(source), None, store, language)
    path = Path(source)
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return _folder(path, store, language)
    if not stat.S_ISREG(mode):
        raise Refused(f"{shown(path.name)} is neither a file nor a folder; give the article as one of the two.")
    return _one(_bytes(path), path.name, path.parent, store, language)


def _folder(path: Path, store: Store, language: str) -> Article:
    article = folders.article_in(path)
    draft, name = _drafted(_bytes(article), article.name)
    folders.add_pictures(draft, path)
    return filed(draft, store, path, language, name)


def _one(data: bytes, name: str, folder: Path | None, store: Store, language: str) -> Article:
    draft, said = _drafted(data, name)
    return filed(draft, store, folder, language, said)


def _drafted(data: bytes, file: str) -> tuple[Draft, str]:
    name = shown(Path(file).name) or STDIN
    suffix = Path(file).suffix.lower()
    if not data.strip():
        raise Refused(f"{name} is empty: there is no text to make a reel from; check that the right file was given.")
    text, note = decode(data, name, page=suffix in (".html", ".htm", ".xhtml") or b"<" in data[:200])
    kind = _kind(suffix, text)
    if len(text) > LONGEST and not kind.own_limit:
        raise Refused(
            f"{name} has {len(text):,} characters and {LONGEST:,} are the most; give one article, not a collection."
        )
    try:
        draft = kind.draft(text, name)
    except RecursionError:
        raise Refused(f"{name} is nested too deeply to be read; save it as plain text and try again.") from None
    draft.notes.extend([note] if note else [])
    return draft, name


def _kind(suffix: str, text: str) -> Kind:
    """The kind by the look of the text where the name leaves it open, by the name elsewhere."""
    head = text[:4000]
    by_look = next((kind for kind in KINDS if kind.looks.match(head)), KINDS[-1])
    by_name = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    if by_name is None or by_name.name == "text" or by_look.name == "feed":
        return by_look if by_look.name != "markdown" or suffix != ".txt" else by_name or by_look
    return by_name


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a name a file can have"
        if isinstance(error, FileNotFoundError):
            raise Refused(f"There is no file or folder {shown(str(path))}; check the path.") from None
        raise Refused(f"{shown(str(path))} cannot be opened ({reason}); check the path and its permissions.") from None


def _bytes(path: Path) -> bytes:
    try:
        # Not blocking: a pipe that took the file's place since it was looked at must not hold us up.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{shown(path.name)} cannot be read ({error.strerror}); check its permissions.") from None
