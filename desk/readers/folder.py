"""A folder: one article file, the pictures beside it, and what a sidecar file says about each of them."""

import csv
import io
import os
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath

from desk.readers.decoding import clean, decode, shown
from desk.readers.draft import Draft, Figure, Part, captioned, lay_over
from desk.readers.films import SUFFIXES as FILMS
from desk.readers.markdown import credit_of
from desk.readers.pictures import SUFFIXES as PICTURES
from newsreel.documents import Focus
from newsreel.errors import Refused

ARTICLES = (".md", ".markdown", ".html", ".htm", ".xhtml", ".txt")
_NO_ARTICLES = ("captions", "readme", "credits", "licence", "license")
MOST_FILES = 500
SUFFIXES = PICTURES | FILMS
LARGEST_SIDECAR = 1_000_000
_COLUMNS = {
    "file": ("file", "filename", "picture", "image", "文件", "文件名", "图片"),
    "caption": ("caption", "description", "图注", "图说", "说明"),
    "credit": ("credit", "creator", "photographer", "署名", "摄影", "作者"),
    "licence": ("licence", "license", "rights", "许可", "版权"),
    "source": ("source", "url", "来源"),
    "note": ("note", "备注"),
    "alt": ("alt", "替代文字"),
    "focus_x": ("focus_x",),
    "focus_y": ("focus_y",),
}


def article_in(folder: Path) -> Path:
    """The article file of a folder: `article.md`, `.html` or `.txt`, or the only one that can be."""
    files = _files(folder)
    texts = [path for path in files if path.parent == folder and path.suffix.lower() in ARTICLES]
    for suffix in ARTICLES:
        named = [path for path in texts if path.name.lower() == f"article{suffix}"]
        if named:
            return named[0]
    texts = [path for path in texts if not _beside(path) and path.stem.lower() not in _NO_ARTICLES]
    if len(texts) == 1:
        return texts[0]
    if not texts:
        raise Refused(
            f"The folder {shown(folder.name)} holds no article; put the text in it as article.md, .html or .txt."
        )
    names = ", ".join(shown(path.name) for path in texts[:4])
    raise Refused(f"The folder {shown(folder.name)} holds several articles ({names}); name the one to use article.md.")


def add_pictures(draft: Draft, folder: Path) -> None:
    """Lay the sidecars over the draft's figures, and put the pictures the text does not name at its end."""
    told = _sidecars(folder, draft.notes)
    named: set[str] = set()
    for part in draft.parts:
        if part.figure:
            name = _key(part.figure.ref)
            named |= {name, PurePosixPath(name).name}
            _lay_over(part.figure, told.get(name) or told.get(PurePosixPath(name).name) or {}, draft.notes)
    for path in _files(folder):
        if path.suffix.lower() not in SUFFIXES:
            continue
        ref = path.relative_to(folder).as_posix()
        if _key(ref) in named or (path.parent != folder and path.name.lower() in named):
            continue
        figure = Figure(ref=ref)
        _lay_over(figure, told.get(_key(ref)) or told.get(path.name.lower()) or {}, draft.notes)
        draft.parts.append(Part(form="picture", figure=figure))


def _files(folder: Path) -> list[Path]:
    """Files of the folder and of the folders right inside it, by name; links and hidden files are passed over."""
    found: list[Path] = []
    try:
        for level in (folder, *sorted(_folders(folder))):
            with os.scandir(level) as entries:
                found += [
                    Path(e.path) for e in entries if not e.name.startswith(".") and e.is_file(follow_symlinks=False)
                ]
            if len(found) > MOST_FILES:
                raise Refused(
                    f"The folder {shown(folder.name)} holds more than {MOST_FILES} files; give that of one article."
                )
    except OSError as error:
        raise Refused(
            f"The folder {shown(folder.name)} cannot be read ({error.strerror}); check its permissions."
        ) from None
    return sorted(found, key=lambda path: (path.parent != folder, path.as_posix()))


def _folders(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [Path(e.path) for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)][:50]


def _sidecars(folder: Path, notes: list[str]) -> dict[str, dict[str, str]]:
    """What captions.csv, captions.toml and `photo.txt` say, by the picture's file name in small letters."""
    told: dict[str, dict[str, str]] = {}
    for path in _files(folder):
        name = path.name.lower()
        sort = (
            "csv" if name == "captions.csv" else "toml" if name == "captions.toml" else "txt" if _beside(path) else ""
        )
        if not sort or path.stat().st_size > LARGEST_SIDECAR:
            continue
        try:
            text, note = decode(path.read_bytes(), shown(path.name))
        except (Refused, OSError):
            notes.append(f"{shown(path.name)} cannot be read; save it as UTF-8 text.")
            continue
        notes.extend([note] if note else [])
        rows = _read[sort](text, path, notes)
        for row in rows:
            told.setdefault(_key(row.get("file", "")), {}).update({k: v for k, v in row.items() if v})
    return told


def _beside(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and any(path.with_suffix(suffix).is_file() for suffix in SUFFIXES)


def _from_csv(text: str, path: Path, notes: list[str]) -> list[dict[str, str]]:
    try:
        delimiter = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        notes.append(f"{shown(path.name)} is not a table of commas; save it from the spreadsheet as CSV again.")
        return []
    if not lines or "file" not in (fields := [_column(name) for name in lines[0]]):
        notes.append(
            f"{shown(path.name)} has no column 'file'; its first line must name the columns: file, caption, credit."
        )
        return []
    return [dict(zip(fields, line, strict=False)) for line in lines[1:] if any(line)]


def _from_toml(text: str, path: Path, notes: list[str]) -> list[dict[str, str]]:
    try:
        loaded = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        notes.append(f'{shown(path.name)} is not TOML; write ["photo.jpg"] and under it caption = "...".')
        return []
    listed = loaded.get("picture")
    tables = (
        listed
        if isinstance(listed, list)
        else [{"file": name, **table} for name, table in loaded.items() if isinstance(table, dict)]
    )
    rows = [table for table in tables if isinstance(table, dict)]
    return [{_column(k): str(v) for k, v in row.items() if isinstance(v, str | int | float)} for row in rows]


def _from_txt(text: str, path: Path, notes: list[str]) -> list[dict[str, str]]:
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    caption, credit = captioned(lines[0] if lines else "")
    later = [captioned(line)[1].creator or line for line in lines[1:2]]
    beside = next(path.with_suffix(suffix).name for suffix in sorted(SUFFIXES) if path.with_suffix(suffix).is_file())
    return [{"file": beside, "caption": caption, "credit": credit.creator or "".join(later), "note": credit.note}]


_read = {"csv": _from_csv, "toml": _from_toml, "txt": _from_txt}


def _column(name: str) -> str:
    plain = clean(name).strip().lower()
    return next((field for field, names in _COLUMNS.items() if plain in names), plain)


def _key(ref: str) -> str:
    return clean(ref).strip().replace("\\", "/").removeprefix("./").lower()


def _lay_over(figure: Figure, row: dict[str, str], notes: list[str]) -> None:
    """What the sidecar says about a picture, over what the article says."""
    if not row:
        return
    if row.get("caption"):
        figure.caption, credit = captioned(row["caption"])
        figure.credit = lay_over(figure.credit, credit)
    told = credit_of(row.get("credit", ""), row.get("licence", ""), row.get("source", ""))
    figure.credit = lay_over(figure.credit, told)
    if row.get("note"):
        figure.credit = lay_over(figure.credit, type(told)(note=row["note"]))
    figure.alt = row.get("alt") or figure.alt
    if row.get("focus_x") or row.get("focus_y"):
        x, y = _thousandths(row.get("focus_x", "")), _thousandths(row.get("focus_y", ""))
        if x is None or y is None:
            notes.append(f"The focus of {shown(figure.ref)} is not two numbers from 0 to 1; it was not used.")
        else:
            figure.focus = Focus(x=x, y=y)


def _thousandths(text: str) -> int | None:
    """`0.4`, `40%` or `400` as thousandths; the middle where nothing is written."""
    plain = text.strip()
    try:
        value = Decimal(plain.removesuffix("%") or "500") * (10 if plain.endswith("%") else 1)
        if value.is_finite() and 0 <= value <= 1000:
            return int(value * 1000) if value <= 1 and not plain.endswith("%") else int(value)
    except InvalidOperation:
        pass
    return None
