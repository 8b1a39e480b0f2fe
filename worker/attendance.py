"""Attendance: a worker signs in with the queues it serves, says that it is there, and warns of queues nobody uses."""

import logging
import os
import threading
from typing import Any

from celery import Celery, signals

from newsreel import ledger as books
from newsreel.errors import LedgerFailed
from newsreel.ledger import Ledger
from newsreel.settings import Settings
from worker.queues import idle
from worker.trade import Trade

log = logging.getLogger("newsreel.worker")


def enlist(app: Celery, settings: Settings, trade: Trade) -> None:
    """Have a worker of this app sign in when it is ready, and out when it goes."""
    present: list[Attendance] = []

    def ready(sender: Any = None, **_: object) -> None:
        served = tuple(sender.task_consumer.queues) if hasattr(sender, "task_consumer") else settings.works.queues
        names = [getattr(one, "name", str(one)) for one in served]
        for sentence in idle(trade.STAGES, names):
            log.warning("%s", sentence)
        here = Attendance(settings, str(getattr(sender, "hostname", os.getpid())), names)
        present.append(here)
        here.start()

    def gone(**_: object) -> None:
        for here in present:
            here.stop()

    signals.worker_ready.connect(ready, weak=False)
    signals.worker_shutdown.connect(gone, weak=False)


class Attendance:
    """Says again and again that this worker is there, in a thread, with a connection that is never kept open."""

    def __init__(self, settings: Settings, who: str, queues: list[str]) -> None:
        self._settings, self._who, self._queues = settings, f"{who}:{os.getpid()}"[-80:], queues
        self._ledger = Ledger(settings.ledger, pooled=False)
        self._stop = threading.Event()
        self._speaking = threading.Lock()
        self._thread = threading.Thread(target=self._live, name="attendance", daemon=True)

    def start(self) -> None:
        """Sign in."""
        # A child forked while we speak would inherit half a conversation with the ledger.
        os.register_at_fork(
            before=self._speaking.acquire, after_in_parent=self._speaking.release, after_in_child=self._speaking.release
        )
        self._thread.start()

    def stop(self) -> None:
        """Sign out."""
        self._stop.set()
        self._thread.join(5)

    def _live(self) -> None:
        self._say(prepare=True)
        while not self._stop.wait(self._settings.works.presence / 1000):
            self._say()
        self._say(leave=True)

    def _say(self, *, prepare: bool = False, leave: bool = False) -> None:
        try:
            with self._speaking:
                if prepare:
                    self._ledger.prepare()
                with self._ledger.write() as tx:
                    if leave:
                        books.sign_out(tx, self._who)
                    elif not books.still_here(tx, self._who):
                        books.sign_in(tx, self._who, self._queues, self._settings.workers)
        except LedgerFailed as error:
            log.warning("%s", error)
