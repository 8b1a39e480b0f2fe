"""The article's part of a storyboard file: compact, complete, its sentences by id and its pictures by file and hash."""

import re
from typing import Any

from desk.plain_yaml import Fields, fit
from newsreel.documents import Article, Block, Clipping, Picture
from newsreel.errors import BadStoryboard
from newsreel.forms import BadForm, from_plain, to_plain

LINES = ("slug", "headline", "language", "dek", "section", "byline", "source", "published", "url", "rights")
MOST_SENTENCES = 5_000
MOST_PICTURES = 200
_slug = re.compile(r"[\w][\w-]{0,79}")


def article_part(article: Article, files: dict[str, str]) -> dict[str, Any]:
    """The article as plain values."""
    part: dict[str, Any] = {name: getattr(article, name) for name in LINES if getattr(article, name)}
    if article.notes:
        part["notes"] = list(article.notes)
    if article.pictures:
        part["pictures"] = [_picture_part(picture, files) for picture in article.pictures]
    if article.footage:
        part["footage"] = [_picture_part(clipping, files) for clipping in article.footage]
    part["blocks"] = [_block_part(block) for block in article.blocks]
    return part


def article_of(value: Any, name: str) -> tuple[Article, tuple[tuple[str, str], ...]]:
    """The article read back, and where its pictures lie."""
    where = f"{name}, article"
    if not isinstance(value, Fields):
        raise BadStoryboard(f"{where}: this part must hold the article; render the article itself to get it back.")
    pictures, files = _pictures(value.get("pictures", []), f"{where}, pictures")
    footage, films = _pictures(value.get("footage", []), f"{where}, footage")
    plain = {**value, "pictures": pictures, "footage": footage, "blocks": _blocks(value.get("blocks"), where)}
    try:
        article = from_plain(Article, fit(Article, plain), where)
    except BadForm as error:
        raise BadStoryboard(f"{error}.") from None
    if not _slug.fullmatch(article.slug):
        raise BadStoryboard(f"{where}: slug must be letters, digits and '-' only, as it names the files.")
    if article.language not in ("zh", "en"):
        raise BadStoryboard(f"{where}: language must be zh or en.")
    _once([sentence.id for sentence in article.sentences()], "sentence", where)
    _once([picture.id for picture in article.pictures], "picture", where)
    _once([clipping.id for clipping in article.footage], "footage", where)
    return article, tuple(sorted({*files, *films}))


def _picture_part(picture: Picture | Clipping, files: dict[str, str]) -> dict[str, Any]:
    asset = picture.asset
    part: dict[str, Any] = {"id": picture.id}
    if picture.id in files:
        part["file"] = files[picture.id]
    part |= {"sha256": asset.digest, "kind": asset.kind, "width": asset.width, "height": asset.height}
    if asset.length:
        part["length"] = asset.length
    part |= {name: getattr(picture, name) for name in ("caption", "alt") if getattr(picture, name)}
    if picture.focus:
        part["focus"] = {"x": picture.focus.x, "y": picture.focus.y}
    if asset.credit is not None:
        part["credit"] = {key: text for key, text in to_plain(asset.credit).items() if text}
    return part


def _block_part(block: Block) -> dict[str, Any]:
    part: dict[str, Any] = {"id": block.id, "form": block.form}
    part |= {name: getattr(block, name) for name in ("level", "title", "picture", "speaker") if getattr(block, name)}
    if block.sentences:
        part["sentences"] = {sentence.id: sentence.text for sentence in block.sentences}
    if block.rows:
        part["rows"] = [list(row) for row in block.rows]
    return part


def _pictures(value: Any, where: str) -> tuple[list[Any], tuple[tuple[str, str], ...]]:
    if not isinstance(value, list) or len(value) > MOST_PICTURES:
        raise BadStoryboard(f"{where}: this must be a list of at most {MOST_PICTURES}.")
    made, files = [], []
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, Fields):
            raise BadStoryboard(f"{where}: number {number} must have the fields id, sha256, kind.")
        fields = dict(entry)
        file = fields.pop("file", "")
        digest = fields.pop("sha256", "")
        if not isinstance(file, str):
            raise BadStoryboard(f"{where}, number {number}: file must be a path.")
        if not isinstance(digest, str) or not (re.fullmatch(r"[0-9a-f]{64}", digest) or (file and not digest)):
            raise BadStoryboard(
                f"{where}, number {number}: sha256 must be 64 hexadecimal digits, or left out with a file."
            )
        asset = {"digest": digest, "kind": ""}
        asset |= {name: fields.pop(name) for name in ("kind", "width", "height", "length", "credit") if name in fields}
        made.append({**fields, "asset": asset})
        if file and isinstance(fields.get("id"), str):
            files.append((fields["id"], file))
    return made, tuple(sorted(files))


def _blocks(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list) or not value or len(value) > MOST_SENTENCES:
        raise BadStoryboard(f"{where}: blocks must be a list with at least one block.")
    made = []
    for entry in value:
        if isinstance(entry, Fields) and "sentences" in entry:
            sentences = entry["sentences"]
            if not isinstance(sentences, Fields):
                raise BadStoryboard(f"{where}, line {entry.line}: sentences must be written as id: text.")
            entry = {**entry, "sentences": [{"id": id_, "text": text} for id_, text in sentences.items()]}
        made.append(entry)
    return made


def _once(ids: list[str], what: str, where: str) -> None:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise BadStoryboard(f"{where}: the {what} '{id_[:40]}' is there twice.")
        seen.add(id_)
