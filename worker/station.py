"""The station: where a worker process stands, with the ledger, the store, the trade and its settings at hand."""

import logging
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from newsreel import ledger as books
from newsreel.documents import Assignment
from newsreel.errors import NotStored
from newsreel.forms import from_json
from newsreel.ledger import Ledger
from newsreel.settings import Settings
from newsreel.store import Store, open_store
from worker.trade import Trade

log = logging.getLogger("newsreel.worker")
Hint = Callable[[str, str], None]  # (piece, queue): tell the workers of a queue that there is work


def quiet(piece: str, queue: str) -> None:
    """Tells nobody: the dispatcher will."""


@dataclass(frozen=True, slots=True)
class Station:
    """One process's place of work."""

    settings: Settings
    ledger: Ledger
    trade: Trade
    who: str = field(default_factory=lambda: f"{os.uname().nodename}:{os.getpid()}"[:60])
    hint: Hint = quiet
    expendable: bool = False  # whether this process may end itself to stop a piece; true of a pool's child
    shelve: Callable[[Settings], Store] = open_store

    def store(self) -> Store:
        """A store that has verified nothing yet: an artifact may have been damaged since the last piece."""
        return self.shelve(self.settings)

    def job(self, digest: str) -> Assignment:
        """The assignment of that digest."""
        return _job(self.ledger, digest)

    def room(self) -> bool:
        """Whether there is disk enough to begin a piece."""
        place = self.settings.cache
        place.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(place).free
        if free >= self.settings.works.free_disk:
            return True
        log.warning(
            "Only %d MB are free at %s, so no piece is begun; free some space or clean the cache.",
            free // 1_000_000,
            place,
        )
        return False

    def tell(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Tell the workers of pieces that became ready; when the broker cannot be reached, the dispatcher will."""
        for piece, queue in pieces:
            try:
                self.hint(piece, queue)
            except Exception as error:  # whatever a broker's library may raise: a hint is never worth a piece
                log.info("The broker does not answer (%s); the dispatcher will tell.", error)
                return


@lru_cache(maxsize=32)
def _job(ledger: Ledger, digest: str) -> Assignment:
    with ledger.read() as tx:
        form = books.form_of(tx, digest)
    if form is None:
        raise NotStored(f"The ledger has no assignment {digest[:12]}; submit the article again.")
    return from_json(Assignment, form)
