"""Says whether the worker or the dispatcher of this container is well: python -m worker.health worker|dispatcher."""

import os
import sys
import time
from pathlib import Path

from newsreel import ledger as books
from newsreel.errors import LedgerFailed
from newsreel.ledger import Ledger
from newsreel.settings import Settings, read

TURNS = 30  # a dispatcher that did not look so many turns long is ill


def mark(settings: Settings) -> Path:
    """The file a dispatcher touches at every turn."""
    return settings.state / "dispatcher.alive"


def worker(settings: Settings) -> None:
    """A worker is well when it goes on saying in the ledger that it is there."""
    ledger, ours = Ledger(settings.ledger, pooled=False), f"@{os.uname().nodename}:"

    def beats() -> set[tuple[str, int]]:
        with ledger.read() as tx:
            return {(who, beat) for who, (_, beat) in books.served(tx).items() if ours in who}

    before = beats()
    time.sleep(2 * settings.works.presence / 1000)
    if not beats() - before:
        raise LedgerFailed("The worker of this machine does not say in the ledger that it is there; start it again.")


def dispatcher(settings: Settings) -> None:
    """A dispatcher is well when it looks around, turn after turn."""
    try:
        silent = time.time() - mark(settings).stat().st_mtime
    except FileNotFoundError:
        raise LedgerFailed("The dispatcher of this machine has not looked around yet.") from None
    if silent * 1000 > TURNS * settings.works.turn:
        raise LedgerFailed(f"The dispatcher of this machine has not looked around for {silent:.0f} s; start it again.")


if __name__ == "__main__":
    {"worker": worker, "dispatcher": dispatcher}[sys.argv[1]](read())
