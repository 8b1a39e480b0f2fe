"""Where the pictures and footage of an article lie: found by what they hold, never by trusting a name."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from desk.asking import shown
from desk.readers.films import film_asset
from desk.storyboard_file import Storyboard
from newsreel.documents import Article, Asset, Clipping, Digest, Picture
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


def fetch(board: Storyboard, folder: Path, store: Store, name: str) -> Storyboard:
    """See that the store holds every picture a storyboard shows: from its file, if that still is the same.

    A picture an editor put in, a file without a hash, is read, and the storyboard knows its hash from then on.
    """
    shows = [scene.shows for scene in board.script.scenes]
    wanted = {getattr(one, field, "") for one in shows for field in ("picture", "footage")}
    files = dict(board.files)
    pictures = []
    for picture in board.article.pictures:
        if not picture.asset.digest:
            picture = replace(picture, asset=_read_in(picture, folder / files[picture.id], store, name))
        elif picture.id in wanted:
            _take(picture, folder / files.get(picture.id, ""), store, name)
        pictures.append(picture)
    footage = []
    for clipping in board.article.footage:
        if not clipping.asset.digest:
            clipping = replace(clipping, asset=_read_film(clipping, folder / files[clipping.id], store, name))
        elif clipping.id in wanted:
            _take(clipping, folder / files.get(clipping.id, ""), store, name)
        footage.append(clipping)
    return replace(board, article=replace(board.article, pictures=tuple(pictures), footage=tuple(footage)))


def _read_film(clipping: Clipping, path: Path, store: Store, name: str) -> Asset:
    try:
        return film_asset(path, shown(path.name), store, clipping.asset.credit)
    except Refused as error:
        raise Refused(f"{name}: the footage '{clipping.id}' cannot be used: {error}") from None


def _read_in(picture: Picture, path: Path, store: Store, name: str) -> Asset:
    from newsreel.media.pictures import MOST_BYTES, probe

    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise Refused(
            f"{name}: the picture '{picture.id}': {shown(str(path))} is not there, or too large to be a picture."
        )
    data = path.read_bytes()
    try:
        kind, width, height = probe(data)
    except Refused as error:
        raise Refused(f"{name}: the picture '{picture.id}' cannot be used: {error}") from None
    return replace(picture.asset, digest=store.put(data), kind=kind, width=width, height=height)


def _take(picture: Picture | Clipping, path: Path, store: Store, name: str) -> None:
    digest = picture.asset.digest
    if digest and store.holds(digest):
        return
    there = path.is_file()
    if there and digest and _digest(path) == digest:
        store.put_file(path)
        return
    if there:
        why = f"{shown(str(path))} has changed since; remove its sha256 to take it as it is now"
    else:
        why = f"{shown(str(path))} is not there; put it back, or run `newsreel storyboard` on the article again"
    raise Refused(f"{name}: the picture '{picture.id}' cannot be shown: {why}.")


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
