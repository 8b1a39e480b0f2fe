"""The artist who sets cards: scenes typeset from the templates of the house style, with the article's own pictures."""

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsreel.bench import Bench
from newsreel.colours import mixed
from newsreel.crew.artists import card_copy, card_pictures
from newsreel.crew.artists.card_copy import Copy
from newsreel.crew.artists.card_fonts import Fonts
from newsreel.crew.artists.card_layers import card_layers
from newsreel.crew.artists.card_pictures import Setting
from newsreel.crew.artists.card_theme import colours, place_in_line, theme_of
from newsreel.documents import (
    Asset,
    Box,
    Commission,
    Film,
    Finding,
    Focus,
    Footage,
    Layer,
    Look,
    Move,
    Photo,
    Shot,
    Statement,
    Still,
)
from newsreel.errors import Refused
from newsreel.frames import regions
from newsreel.lettering import clean
from newsreel.media import stills, typeset
from newsreel.media.stills import Pixels
from newsreel.premises import storyboards


class Cards:
    """Draws headline, statement, photo, film, quote, number, bar chart, list, timeline and closing."""

    version = "1"

    def draw(self, commission: Commission, bench: Bench) -> Shot:
        """One scene in one size, as layers."""
        fonts = Fonts(commission.look, bench)
        picture, trouble = _picture(commission, bench)
        commission = _without_what_is_missing(commission, picture)
        copy = Copy(commission, fonts.has)
        copy.findings += trouble
        data = _data(commission, copy, fonts.chains, bench, picture is not None)
        setting = _setting(commission, picture, data, fonts.places)
        if setting.text is not None:
            data |= {
                "caption-room": _box(setting.text),
                "hang": setting.hang,
                "plate": setting.film and not setting.framed,
            }
        kind = commission.scene.shows.kind
        template = "photo" if kind == "film" else kind
        pages, said = typeset.press(_folder(commission.look), fonts.places).layers(f"{template}.typ", data)
        layers = _ground_layers(commission, setting, bench) + card_layers(pages, said, copy, bench)
        return Shot(
            size=commission.size,
            layers=tuple(layers),
            alt=_alt(commission),
            credits=card_copy.credits_of(copy),
            findings=tuple(dict.fromkeys(copy.findings)),
        )


def _folder(look: Look) -> Path:
    return storyboards() / look.style


def _picture(commission: Commission, bench: Bench) -> tuple[Pixels | None, list[Finding]]:
    """The scene's picture, opened; one that cannot be is left out, and said so."""
    picture = commission.picture
    if picture is None:
        return None, []
    longest = max(commission.size.width, commission.size.height) * 13 // 10
    try:
        return stills.open_picture(bench.read(picture.asset), longest=longest), []
    except Refused as error:
        message = f"{error} The scene is set without the picture {picture.id}."
        return None, [Finding(rule="I3", message=message, scene=commission.scene.id)]


def _without_what_is_missing(commission: Commission, picture: Pixels | None) -> Commission:
    """A photo or film scene that has neither says its caption large instead."""
    scene, shows = commission.scene, commission.scene.shows
    gone = (isinstance(shows, Photo) and picture is None) or (isinstance(shows, Film) and commission.footage is None)
    if gone and isinstance(shows, Photo | Film):
        words = clean(shows.caption or scene.says or commission.masthead.headline)
        scene = replace(scene, shows=Statement(text=words))
    return replace(commission, scene=scene, picture=commission.picture if picture is not None else None)


def _setting(commission: Commission, picture: Pixels | None, data: dict[str, Any], places: tuple[Path, ...]) -> Setting:
    """What lies under the lettering."""
    look, size, shows = commission.look, commission.size, commission.scene.shows
    zone = card_pictures.zone_of(regions(size), size)
    if isinstance(shows, Photo) and picture is not None:
        focus = _focus(commission, picture)
        if card_pictures.fills(picture.shape[1], picture.shape[0], size):
            return card_pictures.covering(picture, focus, size, zone, look.token("ground"))
        return card_pictures.framed(picture, focus, size, zone, look.token("paper"), look.token("ground"))
    ground = _ground_pixels(commission, data, places)
    if isinstance(shows, Film) and commission.footage is not None:
        return card_pictures.running(ground, commission.footage.asset, size, zone, look.token("paper"))
    if picture is not None:
        return card_pictures.bled(picture, _focus(commission, picture), size, ground)
    return Setting(ground=stills.grained(ground))


def _focus(commission: Commission, picture: Pixels) -> Focus:
    given = commission.picture.focus if commission.picture else None
    return given or stills.subject(picture)


def _theme(commission: Commission, pictured: bool) -> Any:
    return "ink" if pictured else theme_of(commission.scene)


def _data(
    commission: Commission, copy: Copy, chains: dict[str, list[dict[str, Any]]], bench: Bench, pictured: bool
) -> dict[str, Any]:
    """All a template is told."""
    size, look = commission.size, commission.look
    places = regions(size)
    shows = commission.scene.shows
    silent = shows.kind == "closing" and not commission.scene.says  # no captions: the whole core is free
    data: dict[str, Any] = {
        "unit": min(size.width, size.height) / 1080,
        "width": size.width,
        "height": size.height,
        "shape": size.shape,
        "language": copy.language,
        "zone": _box(places.core if silent else card_pictures.zone_of(places, size)),
        "label": _box(places.label),
        "colours": colours(look, _theme(commission, pictured)),
        "faces": chains,
        "logo": _logo(look, bench),
        "picture": pictured,
        "variant": place_in_line(commission.scene),
    }
    return data | card_copy.heading(copy) | card_copy.copy_for(copy)


def _box(box: Box) -> dict[str, int]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _logo(look: Look, bench: Bench) -> list[int] | None:
    """The brand's logo as the bytes of a small PNG, as data must carry it."""
    if not look.logo:
        return None
    return list(_small_logo(bench.store.get(look.logo)))


@lru_cache(maxsize=4)
def _small_logo(data: bytes) -> bytes:
    return stills.to_png(stills.open_picture(data, alpha=True, longest=320))


def _ground_pixels(commission: Commission, data: dict[str, Any], places: tuple[Path, ...]) -> Pixels:
    """The drawn ground of the theme, without its grain."""
    shared = ("unit", "width", "height", "shape", "colours", "faces", "zone", "label")
    plain = {name: data[name] for name in shared} | {"language": "zh", "logo": None, "section": []}
    if commission.scene.shows.kind == "headline" and not data["picture"]:
        look = commission.look  # an opening without a picture makes its own
        plain["colours"] = plain["colours"] | {"arc": mixed(look.token("ground"), look.token("accent"), 0.55)}
    half = _drawn_ground(_folder(commission.look), places, _frozen(plain), data["variant"] % 3)
    return stills.resized(half, commission.size.width, commission.size.height)


def _ground_layers(commission: Commission, setting: Setting, bench: Bench) -> list[Layer]:
    """The ground, and the print or the film that lies on it."""
    size, shows = commission.size, commission.scene.shows
    credit = commission.picture.asset.credit if commission.picture else None
    under = _keep_jpeg(setting.ground, bench, credit)
    whole = Box(x=0, y=0, width=size.width, height=size.height)
    move = None if setting.moves else Move(how="hold")
    layers: list[Layer] = [Still(asset=under, box=whole, focus=setting.focus, move=move)]
    if setting.box is not None and setting.picture is not None:
        printed = _keep_jpeg(setting.picture, bench, credit)
        layers.append(Still(asset=printed, box=setting.box, focus=setting.print_focus))
    if setting.box is not None and isinstance(shows, Film) and commission.footage is not None:
        clipping = commission.footage
        focus = clipping.focus or Focus()
        layers.append(Footage(asset=clipping.asset, box=setting.box, focus=focus, start=shows.start, sound=shows.sound))
    return layers


def _keep_jpeg(pixels: Pixels, bench: Bench, credit: Any) -> Asset:
    height, width = pixels.shape[:2]
    return bench.keep(stills.to_jpeg(pixels), "image/jpeg", width=width, height=height, credit=credit)


def _frozen(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=24)
def _drawn_ground(folder: Path, places: tuple[Path, ...], data: str, variant: int) -> Pixels:
    """The ground of a theme at half its size: nothing on it is finer than that."""
    pages, _ = typeset.press(folder, places).layers("ground.typ", json.loads(data) | {"variant": variant}, ppi=36)
    return stills.from_png(pages[0])[..., :3]


def _alt(commission: Commission) -> str:
    """What is seen, in words."""
    shows = commission.scene.shows
    parts: list[str] = []
    if commission.picture is not None:
        parts.append(commission.picture.alt or commission.picture.caption)
    for name in ("title", "text", "speaker", "label", "caption"):
        parts.append(getattr(shows, name, ""))
    if shows.kind == "number":
        parts.append(f"{shows.value} {shows.unit}".strip())
    return clean("; ".join(dict.fromkeys(part for part in parts if part))) or shows.kind
