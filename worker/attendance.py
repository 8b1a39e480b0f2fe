"""Attendance: a worker signs in with the queues it serves, says that it is there, and sees to it that it hears."""

import logging
import os
import threading
from typing import Any

from celery import Celery, signals
from celery.worker import state

from newsreel import ledger as books
from newsreel.errors import LedgerFailed
from newsreel.ledger import Ledger
from newsreel.settings import Settings
from worker.hints import depth_of
from worker.queues import idle
from worker.trade import Trade

log = logging.getLogger("newsreel.worker")
DEAF = 3  # looks in a row that find idle hands although hints wait


def enlist(app: Celery, settings: Settings, trade: Trade) -> None:
    """Have a worker of this app sign in when it is ready, and out when it goes."""
    present: list[Attendance] = []

    def ready(sender: Any = None, **_: object) -> None:
        served = tuple(sender.task_consumer.queues) if hasattr(sender, "task_consumer") else settings.works.queues
        names = [getattr(one, "name", str(one)) for one in served]
        for sentence in idle(trade.STAGES, names):
            log.warning("%s", sentence)
        if present:
            return  # it has only reconnected
        here = Attendance(settings, str(getattr(sender, "hostname", os.getpid())), names, Ears(app, sender, names))
        present.append(here)
        here.start()

    def gone(**_: object) -> None:
        for here in present:
            here.stop()

    signals.worker_ready.connect(ready, weak=False)
    signals.worker_shutdown.connect(gone, weak=False)


class Ears:
    """Notices when a worker no longer hears its broker, and has it connect anew.

    A Celery worker that loses its broker while it acknowledges a message may go on without any connection, in good
    health and for ever (seen with Celery 5.7 and Redis). It shows by idle hands while hints wait.
    """

    def __init__(self, app: Celery, consumer: Any, queues: list[str]) -> None:
        self._consumer, self._queues, self._depth = consumer, queues, depth_of(app, keep=False)
        self._deaf = 0

    def listen(self) -> None:
        """One look; the third in a row that finds idle hands and waiting hints has the worker connect anew."""
        idle_hands = not state.active_requests and not state.reserved_requests
        self._deaf = self._deaf + 1 if idle_hands and any(self._depth(name) for name in self._queues) else 0
        hub = getattr(self._consumer, "hub", None)
        if self._deaf >= DEAF and hub is not None:
            self._deaf = 0
            log.warning("This worker does not hear its broker although hints wait; it connects anew.")
            hub.call_soon(_hang_up)


def _hang_up() -> None:
    raise ConnectionResetError("the broker was not heard")


class Attendance:
    """Says again and again that this worker is there, in a thread, with a connection that is never kept open."""

    def __init__(self, settings: Settings, who: str, queues: list[str], ears: "Ears") -> None:
        self._ears = ears
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
            with self._speaking:
                self._ears.listen()
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
