"""A doubt: something that is said otherwise than the article has it, before it becomes a finding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Which rule, what about it, the words on both sides, and where in the text it stands."""

    rule: str
    message: str
    said: str = ""
    source: str = ""
    at: int = 0
    blocks: bool = True
