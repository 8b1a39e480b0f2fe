"""The fonts of a look: where they lie, what they cover, and in which order a text tries them."""

import secrets
import shutil
from pathlib import Path
from typing import Any

from newsreel.bench import Bench
from newsreel.documents import Look
from newsreel.lettering import coverage
from newsreel.looks import font_file
from newsreel.premises import assets

HOUSE_FACES = ("Barlow", "Barlow Condensed", "Noto Sans SC")
WIDTHS = {"Barlow Condensed": ("Barlow", 75)}  # to the press a condensed face is a width of its family


class Fonts:
    """What a look sets its texts with."""

    def __init__(self, look: Look, bench: Bench) -> None:
        brought = {font.name: font.digest for font in look.fonts}
        self.places: tuple[Path, ...] = (assets() / "fonts",)
        self.chains: dict[str, list[dict[str, Any]]] = {}
        self._coverage = {face: coverage(font_file(face, 700)) for face in HOUSE_FACES}
        for role in ("text", "display"):
            families = [name.strip() for name in look.token(f"face_{role}").split(",") if name.strip()]
            if role in brought:
                file = bench.store.path(brought[role])
                self.places += (_under_its_own_name(brought[role], file, bench),)
                self._coverage[families[0]] = coverage(file)
            self.chains[role] = [self._link(family) for family in families if family in self._coverage]

    def has(self, sign: str) -> bool:
        """Whether some font of the look draws a character."""
        return any(ord(sign) in held for held in self._coverage.values())

    def _link(self, family: str) -> dict[str, Any]:
        name, width = WIDTHS.get(family, (family, 100))
        return {"name": name, "width": width, "latin": ord("的") not in self._coverage[family]}


def _under_its_own_name(digest: str, file: Path, bench: Bench) -> Path:
    """A folder that holds a brand's font under a name that ends like a font's, as the press wants it."""
    folder = bench.store.scratch() / f"font-{digest[:16]}"
    target = folder / "brand.ttf"
    if not target.is_file():
        folder.mkdir(exist_ok=True)
        part = folder / f"{secrets.token_hex(8)}.part"
        shutil.copyfile(file, part)
        part.replace(target)
    return folder
