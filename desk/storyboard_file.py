"""The storyboard file: an assignment's script and choices written out for an editor, and read back.

The scenes come first. What the editor need not read, the article itself, stands at the end, so that the file alone is
enough to render from. Reading names the file, the scene and the field of whatever is not as it should be.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args

from desk import asking
from desk.board_article import article_of, article_part
from desk.board_ink import block, guide, scalar
from desk.plain_yaml import Fields, fit, parse
from newsreel.documents import (
    Article,
    Clipping,
    Closing,
    Digest,
    Finding,
    Mood,
    Photo,
    Picture,
    Scene,
    Script,
    Statement,
    Visual,
)
from newsreel.errors import BadSettings, BadStoryboard
from newsreel.forms import BadForm, from_plain, to_plain

MOST_SCENES = 200
MOST_CHARACTERS = 2_000  # spoken in one scene
SCENE_FIELDS = ("id", "says", "shows", "sources", "why", "turn")
TOP_FIELDS = ("title", "language", "length", "mood", "style", "brand", "music", "voice", "scenes", "article")
BARE = ("statement", "closing", "photo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyboard:
    """What a storyboard file says."""

    article: Article
    script: Script
    length: int = 60_000
    style: str = "bulletin"
    brand: str = ""  # a file, from the folder of the storyboard
    music: str = "auto"
    voice: str = ""
    files: tuple[tuple[str, str], ...] = ()  # where each picture lies, by its id, from the folder of the storyboard


def write(board: Storyboard, name: str = "storyboard.yaml") -> str:
    """The file, ready to be edited."""
    script = board.script
    top = {
        "title": script.title,
        "language": script.language,
        "length": f"{board.length // 1000}s",
        "mood": script.mood,
        "style": board.style,
        "brand": board.brand,
        "music": board.music,
        "voice": board.voice,
    }
    head = "".join(f"{field}: {scalar(value)}\n" for field, value in top.items() if value or field == "title")
    scenes = "\n".join(_scene_text(scene, board) for scene in script.scenes)
    return f"{guide(script.language, name)}{head}\nscenes:\n{scenes}\n{_tail(board)}"


def read(raw: bytes, name: str = "storyboard.yaml") -> Storyboard:
    """A storyboard from the bytes of its file. Findings are not kept in it: they are found again."""
    value = parse(raw, name)
    if not isinstance(value, Fields):
        raise BadStoryboard(f"{name} is not a storyboard: it must have the fields title, language, scenes and article.")
    _only(value, TOP_FIELDS, name)
    for wanted in ("title", "language", "scenes", "article"):
        if wanted not in value:
            raise BadStoryboard(f"{name}: the field '{wanted}' is missing.")
    language = _one_of(value["language"], ("zh", "en"), f"{name}: language")
    article, files = article_of(value["article"], name)
    script = Script(
        title=_text(value["title"], f"{name}: title"),
        language=language,
        mood=_one_of(value.get("mood", "calm"), get_args(Mood), f"{name}: mood"),  # type: ignore[arg-type]
        scenes=_scenes(value["scenes"], article, name),
    )
    try:
        length = asking.length(_text(value.get("length", "60s"), f"{name}: length"))
    except BadSettings as error:
        raise BadStoryboard(f"{name}: length: {error}") from None
    rest = {
        field: _text(value[field], f"{name}: {field}")
        for field in ("style", "brand", "music", "voice")
        if field in value
    }
    return Storyboard(article=article, script=script, length=length, files=files, **rest)


def locate(board: Storyboard, paths: Mapping[Digest, Path], folder: Path) -> Storyboard:
    """The same storyboard, naming where its pictures lie, seen from the folder the file will be in."""
    all_: tuple[Picture | Clipping, ...] = (*board.article.pictures, *board.article.footage)
    lying = [(one.id, seen_from(folder, paths[one.asset.digest])) for one in all_ if one.asset.digest in paths]
    return replace(board, files=tuple(sorted(lying)))


def seen_from(folder: Path, path: Path) -> str:
    """A path relative to a folder where that is possible."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _tail(board: Storyboard) -> str:
    part = article_part(board.article, dict(board.files))
    zh = board.script.language == "zh"
    note = (
        "以下是原文，供核对和重新渲染使用，一般不用改。"
        if zh
        else "The article itself, to check and render from. There is no need to edit it."
    )
    return f"# {note}\narticle:\n{block(part, 2)}"


def _scene_text(scene: Scene, board: Storyboard) -> str:
    lines = [f"  - id: {scalar(scene.id)}"]
    lines += [f"    # {_finding(found)}" for found in board.script.findings if found.scene == scene.id]
    lines.append(block({"says": scene.says}, 4).rstrip("\n"))
    lines.append(block({"shows": _shows(scene, board.article)}, 4).rstrip("\n"))
    if scene.sources:
        lines.append(f"    sources: [{', '.join(scalar(source, flow=True) for source in scene.sources)}]")
    if scene.why:
        lines.append(f"    why: {scalar(scene.why)}")
    if scene.turn:
        lines.append("    turn: true")
    return "\n".join(lines) + "\n"


def _finding(found: Finding) -> str:
    return " ".join(f"{'!! ' if found.blocks else ''}{found.rule}: {found.message}".split())


def _shows(scene: Scene, article: Article) -> Any:
    kind = scene.shows.kind
    if kind in BARE and _derived(kind, scene.says, article) == scene.shows:
        return kind
    plain = _without_defaults(scene.shows)
    return {"kind": kind, **{name: value for name, value in plain.items() if name != "kind"}}


def _without_defaults(document: Any) -> dict[str, Any]:
    kept = {}
    for field in fields(document):
        value = getattr(document, field.name)
        if value == field.default:
            continue
        if isinstance(value, tuple):
            value = [_without_defaults(item) if is_dataclass(item) else item for item in value]
        kept[field.name] = to_plain(value) if is_dataclass(value) else value
    return kept


def _derived(kind: str, says: str, article: Article) -> Visual | None:
    """What a bare word stands for."""
    if kind == "closing":
        return Closing()
    if kind == "statement":
        return Statement(text=says.strip().rstrip("。.")) if says.strip() else None
    return Photo(picture=article.pictures[0].id, caption=article.pictures[0].caption) if article.pictures else None


def _scenes(value: Any, article: Article, name: str) -> tuple[Scene, ...]:
    if not isinstance(value, list) or not value:
        raise BadStoryboard(f"{name}: scenes must be a list with at least one scene.")
    if len(value) > MOST_SCENES:
        raise BadStoryboard(f"{name}: {len(value)} scenes are more than a reel can hold; keep at most {MOST_SCENES}.")
    scenes: list[Scene] = []
    for number, entry in enumerate(value, 1):
        scene = _scene(entry, number, article, name)
        if any(scene.id == other.id for other in scenes):
            raise BadStoryboard(f"{name}, scene {scene.id}: the id is there twice; give one of the scenes another id.")
        scenes.append(scene)
    return tuple(scenes)


def _scene(entry: Any, number: int, article: Article, name: str) -> Scene:
    where = f"{name}, scene {number}"
    if not isinstance(entry, Fields):
        raise BadStoryboard(f"{where}: a scene has the fields id, says, shows and sources.")
    for wanted in ("id", "shows"):
        if wanted not in entry:
            raise BadStoryboard(f"{where} (line {entry.line}): the field '{wanted}' is missing.")
    id_ = _text(entry["id"], f"{where}: id")
    if not id_ or len(id_) > 40 or not all(mark.isalnum() or mark in "-_." for mark in id_):
        raise BadStoryboard(f"{where}: id must be a short name of letters and digits, such as s{number}.")
    where = f"{name}, scene {id_}"
    _only(entry, SCENE_FIELDS, where)
    says = _one_line(_text(entry.get("says", ""), f"{where}: says"))
    if len(says) > MOST_CHARACTERS:
        raise BadStoryboard(f"{where}: says has {len(says)} characters; a scene speaks at most {MOST_CHARACTERS}.")
    plain = {**entry, "says": says, "shows": _visual(entry["shows"], says, article, where)}
    try:
        scene = from_plain(Scene, fit(Scene, plain), where)
    except BadForm as error:
        raise BadStoryboard(f"{error}.") from None
    _check(scene, article, where)
    return scene


def _one_line(text: str) -> str:
    """What an editor broke into lines, joined: with a space only where words are set apart by spaces."""
    return re.sub(r"(?<=[^\u2e80-\uffee\s])\s*\n\s*(?=[^\u2e80-\uffee\s])", " ", text.strip()).replace("\n", "")


def _visual(value: Any, says: str, article: Article, where: str) -> Any:
    if not isinstance(value, str):
        return value
    if value not in BARE:
        raise BadStoryboard(
            f"{where}: shows is '{asking.shown(value)}'; write its kind and fields, or {', '.join(BARE)} alone."
        )
    derived = _derived(value, says, article)
    if derived is None:
        needed = "a picture in the article" if value == "photo" else "words in says"
        raise BadStoryboard(f"{where}: shows: '{value}' alone needs {needed}.")
    return to_plain(derived)


def _check(scene: Scene, article: Article, where: str) -> None:
    picture = getattr(scene.shows, "picture", "")
    if picture and article.picture(picture) is None:
        known = ", ".join(one.id for one in article.pictures) or "none"
        raise BadStoryboard(
            f"{where}: shows.picture: the article has no picture '{asking.shown(picture)}'; it has {known}."
        )
    footage = getattr(scene.shows, "footage", "")
    if footage and article.clipping(footage) is None:
        known = ", ".join(one.id for one in article.footage) or "none"
        raise BadStoryboard(
            f"{where}: shows.footage: the article has no footage '{asking.shown(footage)}'; it has {known}."
        )
    if not scene.says.strip() and scene.shows.kind != "closing":
        raise BadStoryboard(f"{where}: says is empty; only a closing may be silent.")
    known_ids = {sentence.id for sentence in article.sentences()} | {part.id for part in article.blocks}
    if strange := [source for source in scene.sources if source not in known_ids and source != "headline"]:
        raise BadStoryboard(f"{where}: sources: the article has no sentence '{asking.shown(strange[0])}'.")


def _only(value: Fields, known: tuple[str, ...], where: str) -> None:
    if strange := [field for field in value if field not in known]:
        raise BadStoryboard(
            f"{where}: no field is called '{asking.shown(strange[0])}'; the fields are {', '.join(known)}."
        )


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise BadStoryboard(f"{where}: a text was wanted.")
    return value


def _one_of(value: Any, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise BadStoryboard(f"{where} must be one of {', '.join(known)}, not '{asking.shown(str(value))}'.")
    return str(value)
