"""Where the pictures and footage of an article lie: found by what they hold, never by trusting a name."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from desk.asking import shown
from desk.storyboard_file import Storyboard
from newsreel.documents import Article, Clipping, Digest, Picture
from newsreel.errors import Refused
from newsreel.store import Store

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"}
SUFFIXES |= {".mp4", ".mov", ".m4v", ".webm", ".mkv"}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
ENDINGS |= {"video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm", "video/x-matroska": ".mkv"}
MOST_FILES = 500
LARGEST = 1_000_000_000  # bytes


def everything(article: Article) -> tuple[Picture | Clipping, ...]:
    """All that is seen of an article and came with it."""
    return (*article.pictures, *article.footage)


def find(article: Article, folder: Path) -> dict[Digest, Path]:
    """The files in a folder, and in the folders right below it, that are pictures of an article."""
    wanted = {one.asset.digest for one in everything(article)}
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
        for picture in everything(article)
        if picture.asset.digest not in known and store.holds(picture.asset.digest)
    }


def fetch(board: Storyboard, folder: Path, store: Store, name: str) -> None:
    """See that the store holds every picture a storyboard shows: from its file, if that still is the same."""
    shows = [scene.shows for scene in board.script.scenes]
    shown_ids = {getattr(one, field, "") for one in shows for field in ("picture", "footage")}
    files = dict(board.files)
    for picture in everything(board.article):
        if picture.id in shown_ids and not store.holds(picture.asset.digest):
            _take(picture, folder / files.get(picture.asset.digest, ""), store, name)


def _take(picture: Picture | Clipping, path: Path, store: Store, name: str) -> None:
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
