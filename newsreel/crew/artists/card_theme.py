"""The three themes a card can stand on, worked out from the tokens of the look, so that neighbours differ."""

import re
import zlib
from typing import Literal

from newsreel.colours import mixed
from newsreel.documents import Look, Scene

Theme = Literal["ink", "slate", "paper"]
CYCLE: tuple[Theme, ...] = ("ink", "paper", "slate")


# The large quiet form on the ground of each kind of card, in turn. Their number is no multiple of the themes', so that
# a form comes back on another ground.
MOTIFS: dict[str, tuple[str, ...]] = {
    "headline": ("rings", "near"),
    "statement": ("word", "rings", "bands", "near"),
    "quote": ("sign", "sign", "near", "sign"),
    "number": ("rings", "scale", "near", "bands"),
    "bars": ("scale", "near"),
    "list": ("steps", "word"),
    "timeline": ("steps", "rings"),
    "closing": ("rings",),
}


def place_in_line(scene: Scene) -> int:
    """A number that neighbouring scenes do not share: the one in the scene's id, or one made of it."""
    digits = re.search(r"\d+", scene.id)
    return int(digits.group()[-6:]) if digits else zlib.crc32(scene.id.encode())


def theme_of(scene: Scene) -> Theme:
    """Pictures and the closing stand on ink; the others take turns."""
    if scene.shows.kind in ("headline", "photo", "film", "closing"):
        return "ink"
    return CYCLE[place_in_line(scene) % len(CYCLE)]


def motif_of(scene: Scene) -> str:
    """The form on the ground of a scene."""
    forms = MOTIFS.get(scene.shows.kind, ("rings",))
    return forms[place_in_line(scene) % len(forms)]


def colours(look: Look, theme: Theme) -> dict[str, str]:
    """Every colour a template names, for one theme."""
    token = look.token
    if theme == "paper":
        bg, text = token("paper"), token("ink")
        found = {
            "soft": mixed(text, bg, 0.14),
            "muted": token("paper_muted"),
            "accent": token("accent"),
            "block-lit": token("accent"),
            "mark": token("highlight"),
            "on_mark": token("on_highlight"),
            "emphasis": token("accent"),
            "rest": mixed(bg, token("surface"), 0.5),
            "glow": mixed(bg, "#FFFFFF", 0.7),
            "arc": mixed(bg, token("surface"), 0.08),
        }
    else:
        bg, text = token("ground" if theme == "ink" else "surface"), token("text")
        other = token("surface" if theme == "ink" else "ground")
        found = {
            "soft": token("soft"),
            "muted": token("muted"),
            "accent": token("accent_lit"),
            "block-lit": token("accent_lit"),
            "mark": token("accent"),
            "on_mark": token("on_accent"),
            "emphasis": token("highlight"),
            "rest": token("rest"),
            "glow": mixed(bg, other, 0.5) if theme == "ink" else mixed(bg, "#FFFFFF", 0.09),
            "arc": mixed(bg, other, 0.66 if theme == "ink" else 0.24),
        }
    return found | {
        "bg": bg,
        "text": text,
        "block": token("accent"),
        "on_block": token("on_accent"),
        "line": mixed(bg, text, 0.2),
    }
