"""Reads a house style and the brand laid over it into a Look, and refuses what could not be read on screen."""

import re
import tomllib
from pathlib import Path
from typing import Any

from newsreel.colours import contrast, is_colour, over, readable
from newsreel.documents import Look, Template, Token
from newsreel.errors import BadStyle, MediaFailed, NotStored, Refused
from newsreel.forms import digest
from newsreel.premises import assets, storyboards
from newsreel.store import Store

BODY, LARGE = 4.5, 3.0  # the least contrast of running and of large text
TABLES = {"captions": "caption", "label": "label"}
BRAND_FIELDS = ("name", "logo", "colours", "fonts", "captions", "label")
WEIGHTS = {400: "Regular", 500: "Medium", 700: "Bold", 900: "Black"}
LIMIT_TOML, LIMIT_FONT = 64_000, 32_000_000

# Which colour is read on which, how well at least. A plate is tried over white and over black.
PAIRS = (
    ("text", "ground", BODY),
    ("text", "surface", BODY),
    ("soft", "ground", BODY),
    ("soft", "surface", BODY),
    ("muted", "ground", BODY),
    ("muted", "surface", BODY),
    ("ink", "paper", BODY),
    ("paper_muted", "paper", BODY),
    ("accent", "paper", LARGE),
    ("accent_lit", "ground", LARGE),
    ("accent_lit", "surface", LARGE),
    ("on_accent", "accent", BODY),
    ("highlight", "ground", BODY),
    ("highlight", "surface", BODY),
    ("on_highlight", "highlight", BODY),
    ("caption_ink", "caption_plate", BODY),
    ("caption_spoken", "caption_plate", BODY),
    ("label_ink", "label_plate", BODY),
)


def styles() -> tuple[str, ...]:
    """The house styles there are."""
    return tuple(sorted(place.parent.name for place in storyboards().glob("*/style.toml")))


def look(style: str, brand: Path | None, store: Store) -> Look:
    """The look of a house style, with a brand file laid over it; its logo and fonts go into the store."""
    if style not in styles():
        raise BadStyle(f"No house style is called '{style}'; there are: {', '.join(styles())}.")
    folder = storyboards() / style
    file = folder / "style.toml"
    tokens = _style_tokens(file)
    name, logo = "", ""
    fonts: tuple[Template, ...] = ()
    if brand is not None:
        name, logo, fonts = _lay_brand(brand, tokens, store)
    _check_contrast(tokens, brand or file)
    templates = (Template(name=path.name, digest=digest(path.read_bytes())) for path in sorted(folder.iterdir()))
    return Look(
        style=style,
        tokens=tuple(Token(name=key, value=tokens[key]) for key in sorted(tokens)),
        templates=tuple(templates),
        brand=name,
        logo=logo,
        fonts=fonts,
    )


def font_file(face: str, weight: int = 700, store: Store | None = None) -> Path:
    """The file of a font: one of ours by name, one of our families in the nearest weight, or one in the store."""
    if re.fullmatch(r"[0-9a-f]{64}", face):
        if store is None:
            raise NotStored("A brand's font lies in the store, and no store was given.")
        return store.path(face)
    folder = assets() / "fonts"
    if face.endswith((".ttf", ".otf")) and Path(face).name == face and (folder / face).is_file():
        return folder / face
    family = face.replace(" ", "")
    for nearest in sorted(WEIGHTS, key=lambda known: abs(known - weight)):
        file = folder / f"{family}-{WEIGHTS[nearest]}.ttf"
        if file.is_file():
            return file
    raise BadStyle(f"No font is called '{face}'; those of the house lie in assets/fonts.")


def _style_tokens(file: Path) -> dict[str, str]:
    table = _toml(file)
    tokens = dict(_colours(table.get("colours", {}), file, "colours"))
    for face, families in table["faces"].items():
        tokens[f"face_{face}"] = ", ".join(families)
    for name, prefix in TABLES.items():
        entries = dict(table[name])
        if "face" in entries:
            tokens[f"{prefix}_face"] = entries.pop("face")
        tokens |= {f"{prefix}_{key}": value for key, value in _colours(entries, file, name).items()}
    return tokens


def _lay_brand(file: Path, tokens: dict[str, str], store: Store) -> tuple[str, str, tuple[Template, ...]]:
    table = _toml(file)
    if strange := [key for key in table if key not in BRAND_FIELDS]:
        raise BadStyle(f"{file.name}: no field is called '{strange[0]}'; a brand has {', '.join(BRAND_FIELDS)}.")
    name = table.get("name", "")
    if not isinstance(name, str) or len(name) > 40:
        raise BadStyle(f"{file.name}: name must be a text of at most 40 characters.")
    given = _known(_colours(_table(table, "colours", file), file, "colours"), "", tokens, file, "colours")
    tokens |= given
    for part, prefix in TABLES.items():
        tokens |= _known(_colours(_table(table, part, file), file, part), f"{prefix}_", tokens, file, part)
    _work_out(tokens, given)
    return (
        name.strip(),
        _logo(table.get("logo"), file, store),
        _fonts(_table(table, "fonts", file), file, tokens, store),
    )


def _work_out(tokens: dict[str, str], given: dict[str, str]) -> None:
    """Colours that follow from others, where a brand gives only the others."""
    dark = (tokens["ground"], tokens["surface"])
    if {"accent", "ground", "surface"} & given.keys() and "accent_lit" not in given:
        tokens["accent_lit"] = readable(tokens["accent"], dark, LARGE + 0.2)
    for block in ("accent", "highlight"):
        if block in given and f"on_{block}" not in given:
            choices = ("#FFFFFF", tokens["ink"])
            tokens[f"on_{block}"] = max(choices, key=lambda tried: contrast(tried, tokens[block]))


def _known(given: dict[str, str], prefix: str, tokens: dict[str, str], file: Path, where: str) -> dict[str, str]:
    for key in given:
        if prefix + key not in tokens or key.startswith("face"):
            known = ", ".join(
                k.removeprefix(prefix) for k in tokens if k.startswith(prefix) and is_colour(tokens[k], True)
            )
            raise BadStyle(f"{file.name}: {where} has no '{key}'; there are: {known}.")
    return {prefix + key: value for key, value in given.items()}


def _logo(named: Any, file: Path, store: Store) -> str:
    from newsreel.media.stills import open_picture, to_png

    if named is None:
        return ""
    path = _beside(named, file, "logo")
    try:
        return store.put(to_png(open_picture(path.read_bytes(), alpha=True, longest=1024)))
    except Refused as error:
        raise BadStyle(f"{file.name}: logo: {error}") from None


def _fonts(table: dict[str, Any], file: Path, tokens: dict[str, str], store: Store) -> tuple[Template, ...]:
    from newsreel.media.typeset import family_of

    found = []
    for role, named in sorted(table.items()):
        if f"face_{role}" not in tokens:
            raise BadStyle(f"{file.name}: fonts has no '{role}'; there are: display, text.")
        path = _beside(named, file, f"fonts.{role}")
        if path.suffix.lower() not in (".ttf", ".otf") or path.stat().st_size > LIMIT_FONT:
            raise BadStyle(f"{file.name}: fonts.{role} must be a .ttf or .otf file of at most 32 MB.")
        try:
            family = family_of(path)
        except MediaFailed as error:
            raise BadStyle(f"{file.name}: fonts.{role}: {error}") from None
        tokens[f"face_{role}"] = f"{family}, {tokens[f'face_{role}']}"
        found.append(Template(name=role, digest=store.put_file(path)))
    return tuple(found)


def _beside(named: Any, file: Path, field: str) -> Path:
    """A file a brand names, in the brand's own folder or below it."""
    if not isinstance(named, str) or not named:
        raise BadStyle(f"{file.name}: {field} must be the name of a file beside it.")
    folder = file.resolve().parent
    path = (folder / named).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise BadStyle(f"{file.name}: {field} names '{named}', and there is no such file beside it.")
    return path


def _table(table: dict[str, Any], name: str, file: Path) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise BadStyle(f"{file.name}: {name} must be a table, written [{name}].")
    return value


def _colours(table: dict[str, Any], file: Path, where: str) -> dict[str, str]:
    for key, value in table.items():
        if not isinstance(value, str) or not is_colour(value, alpha=key == "plate"):
            raise BadStyle(f"{file.name}: {where}.{key} is '{value}'; write a colour such as #D3281E.")
    return {key: value.upper() for key, value in table.items()}


def _toml(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LIMIT_TOML:
            raise BadStyle(f"{file.name} is larger than a style or brand file can be (64 kB).")
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadStyle(f"{file} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadStyle(f"{file.name} is not a TOML file: {error}.") from None


def _check_contrast(tokens: dict[str, str], file: Path) -> None:
    for front, back, wanted in PAIRS:
        grounds = [over(tokens[back], under) for under in ("#FFFFFF", "#000000")]
        least = min(contrast(tokens[front], ground) for ground in grounds)
        if least < wanted:
            raise BadStyle(
                f"{file.name}: {front} ({tokens[front]}) on {back} ({tokens[back]}) has a contrast of {least:.1f}:1; "
                f"{wanted:g}:1 is needed to be read."
            )
