"""Where the house keeps its data: fonts, styles and samples, in the wheel or beside it in a checkout."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@cache
def room(name: str) -> Path:
    """The folder `assets` or `storyboards`: inside the installed package, or beside it in a checkout."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name


def assets() -> Path:
    """Fonts, icons and sample articles."""
    return room("assets")


def storyboards() -> Path:
    """House styles, a folder each."""
    return room("storyboards")
