"""Where things live on a frame: the core, the captions and the label, for each shape."""

import tomllib
from dataclasses import dataclass
from functools import cache

from newsreel.documents import Box, Size
from newsreel.premises import assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """The places of one size of frame."""

    core: Box  # text that matters stays inside
    captions: Box  # kept free by every card
    label: Box  # the AI label, right-aligned, in the first seconds


@cache
def regions(size: Size) -> Regions:
    """The places of a frame of this size."""
    feed = size.shape == "9x16" and size.height * 2 < size.width * 3
    shape = _shapes()["4x5" if feed else size.shape]
    short = min(size.width, size.height)
    across, down = shape["size"]
    extra_x = size.width - across * short // 1080
    extra_y = size.height - down * short // 1080

    def box(name: str) -> Box:
        x, y, width, height = (value * short // 1080 for value in shape[name])
        stretch = name == "core"
        return Box(
            x=x + (0 if stretch else extra_x // 2),
            y=y + (extra_y if name == "captions" else 0),
            width=width + (extra_x if stretch else 0),
            height=height + (extra_y if stretch else 0),
        )

    return Regions(core=box("core"), captions=box("captions"), label=box("label"))


@cache
def _shapes() -> dict[str, dict[str, list[int]]]:
    with (assets() / "frames.toml").open("rb") as source:
        return {name: table for name, table in tomllib.load(source).items() if isinstance(table, dict)}
