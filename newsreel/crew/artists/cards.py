"""The artist who sets cards: scenes typeset from the templates of the house style, with the article's own pictures."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsreel.bench import Bench
from newsreel.colours import mixed
from newsreel.crew.artists import card_copy, card_pictures
from newsreel.crew.artists.card_copy import Copy
from newsreel.crew.artists.card_fonts import Fonts
from newsreel.crew.artists.card_layers import card_layers, words_of
from newsreel.crew.artists.card_pictures import GROWN_FILM, Plate, Room
from newsreel.crew.artists.card_theme import colours, motif_of, place_in_line, theme_of
from newsreel.documents import (
    Asset,
    Box,
    Card,
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

    version = "2"

    def draw(self, commission: Commission, bench: Bench) -> Shot:
        """One scene in one size, as layers."""
        fonts = Fonts(commission.look, bench)
        picture, trouble = _picture(commission, bench)
        commission = _without_what_is_missing(commission, picture)
        copy = Copy(commission, fonts.has)
        copy.findings += trouble
        data = _data(commission, copy, fonts.chains, bench, picture is not None)
        room = _room(commission, picture)
        if room is not None:
            filmed = isinstance(commission.scene.shows, Film) and not room.border
            data |= {"caption-room": _box(room.text), "hang": room.hang, "plate": filmed}
        kind = commission.scene.shows.kind
        template = "photo" if kind == "film" else kind
        pages, said = typeset.press(_folder(commission.look), fonts.places).layers(f"{template}.typ", data)
        plates = _plates(
            commission, picture, room, words_of(said), lambda: _ground_pixels(commission, data, fonts.places)
        )
        layers = _under(commission, plates, room, bench) + card_layers(pages, said, copy, bench)
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


def _room(commission: Commission, picture: Pixels | None) -> Room | None:
    """The place of a photo or film and of its caption; None for every other card."""
    size, shows = commission.size, commission.scene.shows
    zone = card_pictures.zone_of(regions(size), size)
    if isinstance(shows, Photo) and picture is not None:
        return card_pictures.room_for(picture.shape[1], picture.shape[0], size, zone)
    if isinstance(shows, Film) and commission.footage is not None:
        film = commission.footage.asset
        return card_pictures.room_for(film.width or 1920, film.height or 1080, size, zone, GROWN_FILM)
    return None


def _plates(
    commission: Commission, picture: Pixels | None, room: Room | None, words: Box | None, ground: Callable[[], Pixels]
) -> list[Plate]:
    """What lies under the lettering, which stands in `words`."""
    look, size = commission.look, commission.size
    whole = card_pictures.whole(size)
    if isinstance(commission.scene.shows, Film) and room is not None:
        return card_pictures.running(ground(), size, room, look.token("paper"))
    if picture is None:
        return [Plate(stills.grained(ground()), whole)]
    focus = _focus(commission, picture)
    if room is None:
        return card_pictures.bled(picture, focus, size, ground(), words or whole, regions(size).label)
    if room.box is None:
        return card_pictures.covering(picture, focus, size, words, look.token("ground"))
    return card_pictures.framed(picture, focus, size, room, look.token("paper"), look.token("ground"))


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
    motif = motif_of(commission.scene)
    plain = {name: data[name] for name in shared} | {"language": data["language"], "logo": None, "section": []}
    plain |= {
        "motif": motif,
        "word": "".join(atom["t"] for atom in data["section"]) if motif == "word" else "",
        "captions": _box(regions(commission.size).captions),
        "opening": commission.scene.shows.kind == "headline",
    }
    if commission.scene.shows.kind == "headline" and not data["picture"]:
        look = commission.look  # an opening without a picture makes its own
        plain["colours"] = plain["colours"] | {"arc": mixed(look.token("ground"), look.token("accent"), 0.3)}
    half = _drawn_ground(_folder(commission.look), places, _frozen(plain), data["variant"] % 4)
    return stills.resized(half, commission.size.width, commission.size.height)


def _under(commission: Commission, plates: list[Plate], room: Room | None, bench: Bench) -> list[Layer]:
    """The plates as layers, and the film that lies on them."""
    shows = commission.scene.shows
    credit = commission.picture.asset.credit if commission.picture else None
    layers: list[Layer] = []
    for plate in plates:
        if plate.pixels.shape[2] == 4:
            drawing = stills.trimmed(plate.pixels, plate.box.x, plate.box.y)
            if drawing is not None:
                pixels, x, y = drawing
                png = bench.keep(stills.to_png(pixels), "image/png", width=pixels.shape[1], height=pixels.shape[0])
                layers.append(Card(asset=png, x=x, y=y))
            continue
        asset = _keep_jpeg(plate.pixels, bench, credit if plate.pictured else None)
        move = None if plate.moves else Move(how="hold")
        layers.append(Still(asset=asset, box=plate.box, focus=plate.focus, move=move))
    if room is not None and isinstance(shows, Film) and commission.footage is not None:
        clipping = commission.footage
        focus = clipping.focus or Focus()
        box = room.box or card_pictures.whole(commission.size)
        layers.append(Footage(asset=clipping.asset, box=box, focus=focus, start=shows.start, sound=shows.sound))
    return layers


def _keep_jpeg(pixels: Pixels, bench: Bench, credit: Any) -> Asset:
    height, width = pixels.shape[:2]
    return bench.keep(stills.to_jpeg(pixels), "image/jpeg", width=width, height=height, credit=credit)


def _frozen(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=6)
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
