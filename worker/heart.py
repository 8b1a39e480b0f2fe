"""The heart of a piece at work: says that its worker lives and how far it is, and stops it when it is lost."""

import logging
import os
import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Literal

from newsreel import ledger as books
from newsreel.errors import Cancelled, LedgerFailed
from newsreel.ledger import Claim
from worker.station import Station

log = logging.getLogger("newsreel.worker")
GRACE = 3  # beats a piece has to stop by itself before its process is ended
Ending = Literal["", "lost", "leaving"]

_leaving = threading.Event()  # this process was asked to go
_hearts = set["Heart"]()


class Heart:
    """Beats in a thread of its own, on a connection of its own, as long as the piece comes on."""

    def __init__(self, station: Station, held: Claim) -> None:
        self._station, self._held = station, held
        self._done = self._total = 0
        self._moved = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name=f"heart of {held.id}", daemon=True)
        self.ending: Ending = ""

    def __enter__(self) -> "Heart":
        _hearts.add(self)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        _hearts.discard(self)
        self._stop.set()

    def progress(self, done: int, total: int) -> None:
        """A piece says how far it is; raises Cancelled when it is to stop."""
        self._done, self._total, self._moved = done, total, time.monotonic()
        if self.ending:
            raise Cancelled(f"The piece {self._held.name} was stopped.")

    def wake(self) -> None:
        """Look at once."""
        self._stop.set()

    def _live(self) -> None:
        works = self._station.settings.works
        missed = 0
        while True:
            self._stop.wait(works.beat / 1000)
            if self not in _hearts:
                return  # the piece is finished
            if _leaving.is_set():
                self._leave()
                return
            if self.ending:
                missed += 1
                if missed >= GRACE:
                    self._end_process("it did not stop when it was asked to")
                continue
            if (time.monotonic() - self._moved) * 1000 > works.stall:
                self._give_up(f"it did not come on for {works.stall // 1000} s")
            elif not self._beat():
                self.ending = "lost"

    def _beat(self) -> bool:
        try:
            with self._station.ledger.write() as tx:
                return books.beat(tx, self._held, self._done, self._total)
        except LedgerFailed as error:
            log.warning("%s", error)  # the fence decides in the end whether the piece was still ours
            return True

    def _leave(self) -> None:
        """Give the piece back unharmed before this process goes."""
        self.ending = "leaving"
        try:
            with self._station.ledger.write() as tx:
                books.let_go(tx, self._held, self._station.who, "its worker was asked to go", charge=False)
        except LedgerFailed as error:
            log.warning("%s", error)  # then its lease will run out
        self._end_process("")

    def _give_up(self, reason: str) -> None:
        self.ending = "lost"
        try:
            with self._station.ledger.write() as tx:
                books.lose(tx, self._held.id, self._held.token, None, self._station.who, reason)
        except LedgerFailed as error:
            log.warning("%s", error)

    def _end_process(self, reason: str) -> None:
        if reason:
            log.error("Ending the process that works on %s: %s.", self._held.id, reason)
        if self._station.expendable:
            os._exit(0 if not reason else 1)


def go_when_asked(*signals: signal.Signals) -> None:
    """On these signals, give the piece at work back and end the process."""
    for one in signals:
        signal.signal(one, _go)


def _go(_: int, __: FrameType | None) -> None:
    # The heart's thread does the work: this one may hold a transaction open, and would wait for itself.
    _leaving.set()
    hearts = tuple(_hearts)
    if not hearts:
        os._exit(0)
    for heart in hearts:
        heart.wake()
