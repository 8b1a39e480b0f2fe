"""Brings the pictures an article names into the store, and never anything from outside the article's own folder."""

import os
from pathlib import Path
from urllib.parse import unquote

from desk.readers.decoding import shown
from desk.readers.draft import Figure
from newsreel.documents import Asset, Picture
from newsreel.errors import Refused
from newsreel.media.pictures import MOST_BYTES, probe
from newsreel.store import Store

MOST = 60
SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp"})


class NotHere(Exception):
    """A picture that cannot be used; the message is the reason, as the second half of a sentence."""


def picture_of(figure: Figure, folder: Path | None, store: Store, name: str) -> Picture:
    """The picture a figure shows, stored under its contents; raises NotHere with the reason where it cannot be."""
    data = _bytes(locate(figure.ref, folder))
    try:
        kind, width, height = probe(data)
    except Refused as error:
        raise NotHere(str(error)) from None
    asset = Asset(digest=store.put(data), kind=kind, width=width, height=height, credit=figure.credit)
    return Picture(id=name, asset=asset, caption=figure.caption, alt=figure.alt, focus=figure.focus)


def locate(ref: str, folder: Path | None, most: int = MOST_BYTES) -> Path:
    """The real file a reference means, checked to lie inside the folder once every link is followed."""
    plain = ref.strip()
    lower = plain.lower()
    if lower.startswith(("http:", "https:", "//")):
        raise NotHere("it lies on the web and is not fetched; save it beside the article")
    if lower.startswith("data:"):
        raise NotHere("it is written into the page; save it as a file beside the article")
    if folder is None:
        raise NotHere("an article from standard input has no folder; give the file or folder itself")
    path = unquote(plain.split("#")[0].split("?")[0]) if not _exists(folder, plain) else plain
    path = path.replace("\\", "/")
    if not path or "\x00" in path or len(path) > 1000:
        raise NotHere("its name is not one a file can have")
    if ":" in path.split("/")[0] or path.startswith(("/", "~")):
        raise NotHere("it lies outside the article's folder; copy it beside the article")
    return _inside(folder, path, most)


def _inside(folder: Path, path: str, most: int) -> Path:
    try:
        home = Path(os.path.realpath(folder))
        real = Path(os.path.realpath(home / path))
        if not real.is_relative_to(home):
            raise NotHere("it lies outside the article's folder; copy it beside the article")
        if not real.exists():
            raise NotHere("there is no such file beside the article; put it there, or correct the name")
        if not real.is_file():
            raise NotHere("it is not a file")
        if real.stat().st_size > most:
            raise NotHere(f"it is larger than {most // 1_000_000} MB; make it smaller")
    except (OSError, ValueError):
        raise NotHere("its name is not one a file can have") from None
    return real


def _exists(folder: Path, name: str) -> bool:
    """Whether a name is taken as it stands, percent signs and all."""
    try:
        return "\x00" not in name and len(name) < 255 and (folder / name).is_file()
    except (OSError, ValueError):
        return False


def _bytes(path: Path) -> bytes:
    try:
        # The real path was checked; should its last part have become a link since, this refuses to follow it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotHere(f"it cannot be read ({error.strerror})") from None


def missing(figure: Figure, reason: NotHere) -> str:
    """The note for the editor about a picture that is left out."""
    ref = figure.ref if not figure.ref.lower().startswith("data:") else "a picture"
    return f"The picture {shown(ref)} is left out: {reason}."
