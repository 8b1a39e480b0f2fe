"""The script: the article retold in scenes, every line of it traced to its source."""

from dataclasses import dataclass
from typing import Literal

from newsreel.documents.copy import SentenceId
from newsreel.documents.visuals import Visual

Mood = Literal["calm", "urgent", "bright", "sombre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something an editor should know."""

    rule: str  # "S2", or the name of the check
    message: str  # one sentence
    blocks: bool = False
    scene: str = ""
    said: str = ""  # the words on screen or in the narration
    source: str = ""  # the words of the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One beat: what is said, what is seen, and where it came from."""

    id: str  # "s1"; stays with the scene when others come and go
    says: str  # exactly what is spoken and captioned; may be empty only for a closing
    shows: Visual
    sources: tuple[SentenceId, ...] = ()
    why: str = ""  # why it shows what it shows
    turn: bool = False  # the story turns here: a transition leads in


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The article, retold."""

    title: str
    language: str  # of the narration
    mood: Mood
    scenes: tuple[Scene, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the truth gate found in a script."""

    findings: tuple[Finding, ...] = ()
