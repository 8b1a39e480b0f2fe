"""The artist who sets cards: every scene typeset from the templates of the house style, with the article's own pictures."""

import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsreel.bench import Bench
from newsreel.colours import mixed
from newsreel.crew.artists import card_copy, card_pictures
from newsreel.crew.artists.card_copy import Copy
from newsreel.crew.artists.card_pictures import Setting
from newsreel.crew.artists.card_theme import colours, place_in_line, theme_of
from newsreel.documents import (
    Asset,
    Box,
    Card,
    Commission,
    Finding,
    Layer,
    Look,
    Motion,
    Move,
    Photo,
    Scene,
    Shot,
    Statement,
    Still,
)
from newsreel.errors import MediaFailed, Refused
from newsreel.frames import regions
from newsreel.lettering import clean, coverage
from newsreel.looks import font_file
from newsreel.media import stills, typeset
from newsreel.media.stills import Pixels
from newsreel.premises import assets, storyboards

HOUSE_FACES = ("Barlow", "Barlow Condensed", "Noto Sans SC")
WIDTHS = {"Barlow Condensed": ("Barlow", 75)}  # to the press a condensed face is a width of its family
HOWS = frozenset({"cut", "fade", "rise", "wipe", "grow-up", "grow-right"})


class Cards:
    """Draws headline, statement, photo, quote, number, bar chart, list, timeline and closing."""

    version = "1"

    def draw(self, commission: Commission, bench: Bench) -> Shot:
        """One scene in one size, as layers."""
        fonts = _Fonts(commission.look, bench)
        picture, trouble = _picture(commission, bench)
        if picture is None:
            commission = _without_picture(commission)
        copy = Copy(commission, lambda sign: any(ord(sign) in fonts.coverage[face] for face in fonts.faces))
        copy.findings += trouble
        data = _data(commission, copy, fonts.chains, bench, picture is not None)
        ground = _ground_pixels(commission, data, fonts.places)
        setting = _set_picture(commission, picture, ground) if picture is not None else None
        if setting is not None:
            data |= {"caption-room": _box(setting.text), "hang": setting.hang}
        kind = commission.scene.shows.kind
        pages, said = typeset.press(_folder(commission.look), fonts.places).layers(f"{kind}.typ", data)
        layers = _ground_layers(commission, setting, ground, bench)
        layers += _card_layers(pages, said, copy, bench)
        credit = card_copy.written_credit(commission.picture, copy.language) if picture is not None else ""
        return Shot(
            size=commission.size,
            layers=tuple(layers),
            alt=_alt(commission),
            credits=(credit,) if credit else (),
            findings=tuple(dict.fromkeys(copy.findings)),
        )


class _Fonts:
    """The fonts of a look: where they lie, what they cover, and in which order a text tries them."""

    def __init__(self, look: Look, bench: Bench) -> None:
        brought = {font.name: font.digest for font in look.fonts}
        self.places: tuple[Path, ...] = (assets() / "fonts",)
        self.coverage = {face: coverage(font_file(face, 700)) for face in HOUSE_FACES}
        self.chains: dict[str, list[dict[str, Any]]] = {}
        for role in ("text", "display"):
            families = [name.strip() for name in look.token(f"face_{role}").split(",") if name.strip()]
            if role in brought:
                file = bench.store.path(brought[role])
                self.places += (_font_folder(brought[role], file, bench),)
                self.coverage[families[0]] = coverage(file)
            known = [family for family in families if family in self.coverage]
            self.chains[role] = [self._link(family) for family in known]
        self.faces = tuple(self.coverage)

    def _link(self, family: str) -> dict[str, Any]:
        name, width = WIDTHS.get(family, (family, 100))
        return {"name": name, "width": width, "latin": ord("的") not in self.coverage[family]}


def _font_folder(digest: str, file: Path, bench: Bench) -> Path:
    """A brand's font under a name that ends like a font's, in a folder of its own."""
    folder = bench.store.scratch() / f"font-{digest[:16]}"
    target = folder / "brand.ttf"
    if not target.is_file():
        folder.mkdir(exist_ok=True)
        part = folder / f"{id(bench)}.part"
        shutil.copyfile(file, part)
        part.replace(target)
    return folder


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


def _without_picture(commission: Commission) -> Commission:
    """A photo scene that has no photo says its caption large instead."""
    scene = commission.scene
    shows = scene.shows
    if isinstance(shows, Photo):
        words = clean(shows.caption or scene.says or commission.masthead.headline)
        shows = Statement(text=words)
    plain = Scene(id=scene.id, says=scene.says, shows=shows, sources=scene.sources, why=scene.why, turn=scene.turn)
    return Commission(
        scene=plain, picture=None, size=commission.size, look=commission.look, masthead=commission.masthead
    )


def _set_picture(commission: Commission, picture: Pixels, ground: Pixels) -> Setting:
    look, size = commission.look, commission.size
    given = commission.picture.focus if commission.picture else None
    focus = given or stills.subject(picture)
    if not isinstance(commission.scene.shows, Photo):
        return card_pictures.bled(picture, focus, size, ground)
    zone = card_pictures.zone_of(regions(size), size)
    if card_pictures.fills(picture, size):
        return card_pictures.covering(picture, focus, size, zone, look.token("ground"))
    return card_pictures.framed(picture, focus, size, zone, look.token("paper"), look.token("ground"))


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


def _ground_layers(commission: Commission, setting: Setting | None, ground: Pixels, bench: Bench) -> list[Layer]:
    """What lies under the lettering: the picture, or the drawn ground of the theme."""
    size = commission.size
    whole = Box(x=0, y=0, width=size.width, height=size.height)
    hold = Move(how="hold")
    if setting is None:
        return [Still(asset=_keep_jpeg(stills.grained(ground), bench, None), box=whole, move=hold)]
    credit = commission.picture.asset.credit if commission.picture else None
    under = _keep_jpeg(setting.ground, bench, credit)
    layers: list[Layer] = [Still(asset=under, box=whole, focus=setting.focus, move=None if setting.moves else hold)]
    if setting.picture is not None and setting.box is not None:
        printed = _keep_jpeg(setting.picture, bench, credit)
        layers.append(Still(asset=printed, box=setting.box, focus=setting.print_focus))
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


def _card_layers(pages: list[bytes], said: list[dict[str, Any]], copy: Copy, bench: Bench) -> list[Layer]:
    """The drawn layers, cut down to their ink."""
    if len(pages) != len(said):
        raise MediaFailed("A template drew another number of layers than it named; see how kit.typ ends.")
    layers: list[Layer] = []
    for page, told in zip(pages, said, strict=True):
        if told["cut"]:
            copy.findings.append(_cut_short(told["field"], copy))
        ink = stills.trimmed(stills.from_png(page), told["x"], told["y"])
        if ink is None:
            continue
        pixels, x, y = ink
        asset = bench.keep(stills.to_png(pixels), "image/png", width=pixels.shape[1], height=pixels.shape[0])
        how = told["how"] if told["how"] in HOWS else "cut"
        cue = told["cue"].replace("\u2006", "").replace("\u00a0", " ")
        cue = cue if cue and cue in copy.commission.scene.says else copy.cue(cue)
        layers.append(Card(asset=asset, x=x, y=y, enter=Motion(how=how, at=told["at"], length=told["length"], cue=cue)))
    return layers


def _cut_short(field: str, copy: Copy) -> Finding:
    kind = copy.commission.scene.shows.kind
    message = f"The text '{field}' of this {kind} is too long for the card and was cut short; give a shorter one."
    return Finding(rule="B4", message=message, scene=copy.commission.scene.id)


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
