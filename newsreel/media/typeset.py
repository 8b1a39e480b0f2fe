"""Typst, compiled in process: a template and its data in, one PNG with alpha a layer out. Text travels as data only."""

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from newsreel.errors import MediaFailed


class Press:
    """One compiler over the templates of a style, kept and used again; it sees no fonts but those it is given."""

    def __init__(self, templates: Path, fonts: tuple[Path, ...]) -> None:
        import typst

        self._templates = templates
        self._lock = threading.Lock()
        try:
            self._compiler = typst.Compiler(
                root=str(templates), font_paths=[str(place) for place in fonts], ignore_system_fonts=True
            )
        except (typst.TypstError, RuntimeError, OSError) as error:
            raise MediaFailed(f"The templates in {templates.name} cannot be opened: {_first_line(error)}.") from None

    def layers(self, template: str, data: Mapping[str, Any], ppi: int = 72) -> tuple[list[bytes], list[dict[str, Any]]]:
        """The pages a template draws as PNG, and what it says about each."""
        import typst

        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        source = str(self._templates / template)
        with self._lock:
            try:
                pages = self._compiler.compile(input=source, format="png", ppi=ppi, sys_inputs=inputs)
                said = json.loads(self._compiler.query("<layers>", field="value", one=False))
            except (typst.TypstError, RuntimeError, ValueError) as error:
                raise MediaFailed(f"The template {template} cannot be set: {_first_line(error)}.") from None
        drawn = [page for page in (pages if isinstance(pages, list) else [pages]) if page]
        return drawn, said[0] if said else []


@cache
def press(templates: Path, fonts: tuple[Path, ...]) -> Press:
    """The press for a style and its fonts, made once."""
    return Press(templates, fonts)


def family_of(path: Path) -> str:
    """The family a font file is known by; refuses what is no font."""
    import typst

    try:
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path.parent)])
        for font in found.fonts():
            if Path(str(font.path)).name == path.name:
                return str(font.family)
    except (typst.TypstError, RuntimeError, OSError, TypeError) as error:
        raise MediaFailed(f"'{path.name}' cannot be read as a font: {_first_line(error)}.") from None
    raise MediaFailed(f"'{path.name}' is not a font that can be used.")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
