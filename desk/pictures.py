"""Where the pictures of an article lie: found by what they hold, never by trusting a name."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from desk.asking import shown
from desk.storyboard_file import Storyboard
from newsreel.documents import Article, Digest, Picture
from newsreel.errors import Refused
from newsreel.store import Store

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
MOST_FILES = 500
LARGEST = 100_000_000  # bytes


def find(article: Article, folder: Path) -> dict[Digest, Path]:
    """The files in a folder, and in the folders right below it, that are pictures of an article."""
    wanted = {picture.asset.digest for picture in article.pictures}
    found: dict[Digest, Path] = {}
    for path in _pictures_in(folder) if wanted else ():
        digest = _digest(path)
        if digest in wanted:
            found.setdefault(digest, path)
    return found


def left_over(article: Article, found: Iterable[Digest], store: Store, folder: str) -> dict[str, Digest]:
    """A file name under `folder` for each picture that lies nowhere else but in the store."""
    known = set(found)
    return {
        f"{folder}/{picture.id}{ENDINGS.get(picture.asset.kind, '.img')}": picture.asset.digest
        for picture in article.pictures
        if picture.asset.digest not in known and store.holds(picture.asset.digest)
    }


def fetch(board: Storyboard, folder: Path, store: Store, name: str) -> None:
    """See that the store holds every picture a storyboard shows: from its file, if that still is the same."""
    shown_ids = {getattr(scene.shows, "picture", "") for scene in board.script.scenes}
    files = dict(board.files)
    for picture in board.article.pictures:
        if picture.id in shown_ids and not store.holds(picture.asset.digest):
            _take(picture, folder / files.get(picture.asset.digest, ""), store, name)


def _take(picture: Picture, path: Path, store: Store, name: str) -> None:
    if path.is_file() and _digest(path) == picture.asset.digest:
        store.put_file(path)
        return
    what = "has changed since" if path.is_file() else "is not there"
    where = shown(str(path)) if path.is_file() or path.name else "its file"
    raise Refused(
        f"{name}: the picture '{picture.id}' cannot be shown, as {where} {what}; put it back, "
        "or run `newsreel storyboard` on the article again."
    )


def _pictures_in(folder: Path) -> list[Path]:
    try:
        near = [*folder.glob("*"), *folder.glob("*/*")]
    except OSError:
        return []
    return sorted(path for path in near if path.suffix.lower() in SUFFIXES and path.is_file())[:MOST_FILES]


def _digest(path: Path) -> Digest:
    try:
        if path.stat().st_size > LARGEST:
            return ""
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError:
        return ""
