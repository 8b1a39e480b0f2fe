"""What the decoder sends to its parent, and the troubles it can report."""

import os
from typing import Any

from newsreel.media.decoder import HEAD


class Trouble(Exception):
    """Why a film cannot be used: a word the reader has a sentence for, and up to two figures for it."""

    def __init__(self, word: str, one: int = 0, two: int = 0) -> None:
        super().__init__(word)
        self.figures = (one, two)


def send(what: bytes, *figures: int, after: tuple[Any, ...] = ()) -> None:
    """One record, and all of it."""
    parts = [memoryview(HEAD.pack(what, *(*figures, 0, 0, 0)[:3])), *(memoryview(part).cast("B") for part in after)]
    while parts:
        sent = os.writev(1, parts)
        while parts and sent >= len(parts[0]):
            sent -= len(parts.pop(0))
        if parts:
            parts[0] = parts[0][sent:]
