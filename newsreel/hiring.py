"""Finds crew by role and name among installed entry points; our own crew comes in by the same door."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from newsreel.errors import MissingExtra, NoSuchCrew

Role = Literal["writer", "artist", "voice", "composer", "listener"]
ROLES: tuple[Role, ...] = ("writer", "artist", "voice", "composer", "listener")


def on_the_books(role: Role) -> dict[str, EntryPoint]:
    """Everyone installed who fulfils a role, by name."""
    return {entry.name: entry for entry in sorted(entry_points(group=f"newsreel.{role}s"))}


@cache
def hire(role: Role, name: str) -> Any:
    """One crew member, ready to work; made once per process. What follows a colon in the name is its model."""
    member, _, model = name.partition(":")
    books = on_the_books(role)
    if member not in books:
        known = ", ".join(books) or "nobody"
        raise NoSuchCrew(f"No {role} is called '{member}'; installed here: {known}.")
    try:
        made = books[member].load()
    except ImportError as error:
        raise MissingExtra(
            f"The {role} '{member}' needs the package '{error.name}'; get it with: pip install 'newsreel[{member}]'."
        ) from None
    return made(model) if model else made()
