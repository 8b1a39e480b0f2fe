"""Brings the films an article names into the store: decoded whole once, so that none that is cut short gets in."""

from pathlib import Path

from desk.readers.decoding import shown
from desk.readers.draft import Figure
from desk.readers.pictures import locate
from newsreel.documents import Asset, Clipping, Credit
from newsreel.errors import Refused
from newsreel.store import Store

MOST = 12
SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv"})


def is_film(ref: str) -> bool:
    """Whether a reference means a film, by the ending of its name."""
    return Path(ref.split("#")[0].split("?")[0].strip().lower()).suffix in SUFFIXES


def clipping_of(figure: Figure, folder: Path | None, store: Store, name: str) -> Clipping:
    """The film a figure shows, stored under its contents; raises NotHere or Refused with the reason."""
    from newsreel.media.footage import LARGEST

    path = locate(figure.ref, folder, LARGEST)
    asset = film_asset(path, shown(path.name), store, figure.credit)
    return Clipping(id=name, asset=asset, caption=figure.caption, alt=figure.alt, focus=figure.focus)


def film_asset(path: Path, name: str, store: Store, credit: Credit | None) -> Asset:
    """A film in the store, measured as it lies there; raises Refused with the reason."""
    from newsreel.media.footage import sniff, survey

    sniff(path, name)  # what is no film at all is not copied
    digest = store.put_file(path)
    found = survey(store.path(digest), name)
    return Asset(
        digest=digest, kind=found.kind, width=found.width, height=found.height, length=found.length, credit=credit
    )


def left_out(figure: Figure, reason: Exception) -> str:
    """The note for the editor about a film that is left out."""
    if isinstance(reason, Refused):
        return f"{reason} It is left out for now."
    return f"The film {shown(figure.ref)} is left out: {reason}."
