"""Places where a test may end the process, by name: `NEWSREEL_CRASH_AT=claimed:2` ends it at the second claim."""

import os
from collections import Counter

POINTS = (
    "submitting",  # accepted, not committed
    "submitted",
    "claiming",  # before a piece is claimed
    "claimed",  # ours, and nothing done yet
    "inputs read",
    "worked",  # in the store, and the ledger knows nothing
    "completing",  # written, not committed
    "completed",  # committed, and nobody told
    "hinted",
    "failing",
    "mending",
    "losing",  # the dispatcher takes a piece from a silent worker, not committed
    "lost",
    "delivering",  # the letter is about to be handed over
    "delivered",  # handed over, and not yet marked as sent
)
KILLED = 137  # what a shell says of a process ended by SIGKILL

_armed: tuple[str, int] | None = None
_passed = Counter[str]()


def arm(where: str) -> None:
    """Choose the point; an empty text disarms."""
    global _armed
    point, _, count = where.partition(":")
    _armed = (point, int(count or 1)) if point else None
    _passed.clear()


def passing(point: str) -> None:
    """The process comes to a point: it ends here, without any cleaning up, when a test chose so."""
    if _armed is not None and _armed[0] == point:
        _passed[point] += 1
        if _passed[point] == _armed[1]:
            os._exit(KILLED)
