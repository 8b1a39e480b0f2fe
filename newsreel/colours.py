"""Colours as the styles write them (#RRGGBB or #RRGGBBAA), and how well one is read on another."""

import re

_HEX = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
Rgb = tuple[int, int, int]


def is_colour(text: str, alpha: bool = False) -> bool:
    """Whether a text is a colour; with `alpha`, its opacity may follow."""
    return bool(_HEX.fullmatch(text)) and (alpha or len(text) == 7)


def rgb(text: str) -> Rgb:
    """The three parts of a colour, 0 to 255."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def opacity(text: str) -> int:
    """How opaque a colour is, 0 to 255."""
    return int(text[7:9], 16) if len(text) == 9 else 255


def written(colour: Rgb) -> str:
    """A colour as the styles write it."""
    return "#" + "".join(f"{part:02X}" for part in colour)


def luminance(text: str) -> float:
    """Relative luminance as WCAG defines it."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in rgb(text))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two opaque colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def over(plate: str, ground: str) -> str:
    """What a plate with some opacity looks like over a ground."""
    share = opacity(plate) / 255
    mixed = (round(p * share + g * (1 - share)) for p, g in zip(rgb(plate), rgb(ground), strict=True))
    red, green, blue = mixed
    return written((red, green, blue))


def mixed(one: str, other: str, share: float) -> str:
    """One colour with a share of another in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True))
    return written((red, green, blue))


def readable(colour: str, grounds: tuple[str, ...], wanted: float) -> str:
    """The colour, moved towards white or black just far enough to be read on every one of these grounds."""
    towards = "#FFFFFF" if max(luminance(ground) for ground in grounds) < 0.18 else "#000000"
    for step in range(21):
        tried = mixed(colour, towards, step / 20)
        if min(contrast(tried, ground) for ground in grounds) >= wanted:
            return tried
    return towards
