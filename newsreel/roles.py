"""The roles a crew member can fulfil. A backend is a class with a `version` and one of these methods.

`version` is raised whenever the same request would give another result: it is part of the key of the work.
Crew members are made without arguments, raise `CrewFailed` or `MissingExtra`, and log nothing.
"""

from typing import Protocol

from newsreel.bench import Bench
from newsreel.documents import Article, Bed, Brief, Commission, Line, Score, Script, Shot, Take


class Writer(Protocol):
    """Retells an article as a script."""

    version: str

    def write(self, article: Article, brief: Brief, bench: Bench) -> Script: ...


class Artist(Protocol):
    """Draws one scene in one size."""

    version: str

    def draw(self, commission: Commission, bench: Bench) -> Shot: ...


class Voice(Protocol):
    """Speaks the words of one scene and says when each is heard."""

    version: str

    def speak(self, line: Line, bench: Bench) -> Take: ...


class Composer(Protocol):
    """Writes music of an exact length for the passages of a reel."""

    version: str

    def compose(self, bed: Bed, bench: Bench) -> Score: ...


class Listener(Protocol):
    """Hears when each word of a known text is said in a recording."""

    version: str

    def align(self, line: Line, sound: bytes, bench: Bench) -> Take: ...
