"""The pages a template drew, as layers: cut down to their ink, in place, with the motion they come on by."""

from typing import Any, Literal

from newsreel.bench import Bench
from newsreel.crew.artists.card_copy import Copy
from newsreel.documents import Box, Card, Counter, Finding, Glyph, Layer, Motion
from newsreel.errors import MediaFailed
from newsreel.media import stills

How = Literal["cut", "fade", "rise", "wipe", "grow-up", "grow-right"]
HOWS: tuple[How, ...] = ("cut", "fade", "rise", "wipe", "grow-up", "grow-right")


def card_layers(pages: list[bytes], said: list[dict[str, Any]], copy: Copy, bench: Bench) -> list[Layer]:
    """The drawn layers, bottom first, and a finding for every text that was cut short."""
    if len(pages) != len(said):
        raise MediaFailed("A template drew another number of layers than it named; see how kit.typ ends.")
    layers: list[Layer] = []
    for page, told in zip(pages, said, strict=True):
        if told["cut"]:
            copy.findings.append(_cut_short(told["field"], copy))
        layer = _counter(page, told, copy, bench) if told["glyphs"] else _card(page, told, copy, bench)
        if layer is not None:
            layers.append(layer)
    return layers


def words_of(said: list[dict[str, Any]]) -> Box | None:
    """Where the texts of a card stand that have a picture under them; the row on top of the card is none of them."""
    boxes = [(t["x"] + t["margin"], t["y"] + t["margin"], t["w"], t["h"]) for t in said if t["field"]]
    if not boxes:
        return None
    left, top = min(x for x, *_ in boxes), min(y for _, y, *_ in boxes)
    right, bottom = max(x + w for x, _, w, _ in boxes), max(y + h for _, y, _, h in boxes)
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def _card(page: bytes, told: dict[str, Any], copy: Copy, bench: Bench) -> Card | None:
    ink = stills.trimmed(stills.from_png(page), told["x"], told["y"])
    if ink is None:
        return None
    pixels, x, y = ink
    asset = bench.keep(stills.to_png(pixels), "image/png", width=pixels.shape[1], height=pixels.shape[0])
    return Card(asset=asset, x=x, y=y, enter=_motion(told, copy))


def _counter(page: bytes, told: dict[str, Any], copy: Copy, bench: Bench) -> Counter | None:
    """A strip of figures; only its height is trimmed, for its glyphs are known by where they stand across it."""
    drawn = stills.from_png(page)
    ink = stills.trimmed(drawn, 0, told["y"])
    if ink is None:
        return None
    _, _, y = ink
    down = ink[0].shape[0]
    from_top = y - told["y"]
    strip = drawn[max(from_top, 0) : from_top + down]
    asset = bench.keep(stills.to_png(strip), "image/png", width=strip.shape[1], height=strip.shape[0])
    glyphs = tuple(Glyph(character=glyph["c"], x=glyph["x"], width=glyph["w"]) for glyph in told["glyphs"])
    x = told["left"] // 2 * 2
    return Counter(strip=asset, glyphs=glyphs, value=told["value"], x=x, y=y, enter=_motion(told, copy))


def _motion(told: dict[str, Any], copy: Copy) -> Motion:
    cue = told["cue"].replace("\u2006", "").replace("\u00a0", " ")
    cue = cue if not cue or cue in copy.commission.scene.says else copy.cue(cue)
    how: How = next((known for known in HOWS if known == told["how"]), "cut")
    return Motion(how=how, at=told["at"], length=told["length"], cue=cue)


def _cut_short(field: str, copy: Copy) -> Finding:
    kind = copy.commission.scene.shows.kind
    message = f"The text '{field}' of this {kind} is too long for the card and was cut short; give a shorter one."
    return Finding(rule="B4", message=message, scene=copy.commission.scene.id)
