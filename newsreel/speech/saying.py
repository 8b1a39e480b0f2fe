"""What a reading is made of: clauses of words as they are shown, each with how it is said and in which tongue."""

from dataclasses import dataclass
from typing import Literal

Tongue = Literal["zh", "en"]
Mark = Literal[",", ".", "?", "!"]


@dataclass(frozen=True, slots=True)
class Part:
    """Something said in one tongue: hanzi, or English words and letters' names."""

    tongue: Tongue
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One word as it is shown, where it stands, and how it is said."""

    text: str
    at: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words said in one breath, the pause after them in milliseconds, and the mark they end with."""

    words: tuple[Said, ...]
    pause: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read: its clauses, and what an editor should hear for himself."""

    clauses: tuple[Clause, ...]
    doubts: tuple[str, ...] = ()


NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d])"
WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?!\d)"


# letters and digits grown together; the quantifiers never overlap, so that a long run of letters costs nothing
GROWN_TOGETHER = (
    r"[A-Za-z]+(?:[-‑][A-Za-z]+)*[-‑]?\d+(?:\.\d+)?(?:[A-Za-z]+\d*)*|\d+(?:\.\d+)?[A-Za-z]+(?:\d+[A-Za-z]*)*"
)


def zh(text: str) -> tuple[Part, ...]:
    """Said in Chinese."""
    return (Part("zh", text),)


def en(text: str) -> tuple[Part, ...]:
    """Said in English."""
    return (Part("en", text),)
