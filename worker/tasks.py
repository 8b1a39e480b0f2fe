"""The one task: told of a piece, work the most urgent one of its queue."""

import gc
import logging
import os
import re
from typing import Any

from celery import Celery, signals
from celery.exceptions import SoftTimeLimitExceeded

from newsreel import ledger as books
from newsreel.errors import NewsreelError
from newsreel.ledger import Ledger
from newsreel.settings import Settings
from worker import crash_points
from worker.heart import go_when_asked
from worker.hints import NAME, hinting
from worker.piece import work_on
from worker.station import Station
from worker.trade import Trade

log = logging.getLogger("newsreel.worker")
PIECE = re.compile(r"[0-9a-f]{12}/[A-Za-z0-9_.:x-]{1,120}")


def enlist(app: Celery, settings: Settings, trade: Trade) -> None:
    """Give an app its task."""
    here = _Here(app, settings, trade)

    def work(task: Any, piece: str) -> str:
        if not isinstance(piece, str) or not PIECE.fullmatch(piece):
            log.warning("A message names no piece of ours; it was dropped.")
            return "nothing"
        station = here.station()
        try:
            with station.ledger.read() as tx:
                queue = books.queue_of(tx, piece)
            return work_on(station, queue, str(task.request.id)) if queue else "nothing"
        except (NewsreelError, SoftTimeLimitExceeded) as error:
            log.warning("%s: %s", piece, error)  # the lease runs out, or the dispatcher gives another hint
            return "nothing"

    app.task(work, name=NAME, bind=True, ignore_result=True)

    def begin(**_: object) -> None:
        from worker.app import leaving_signals

        here.expendable = True
        go_when_asked(*leaving_signals())
        crash_points.arm(settings.works.crash_at)

    def rehearse(**_: object) -> None:
        try:
            here.rehearse()
        except NewsreelError as error:
            log.warning("%s", error)  # children then learn it themselves, when the ledger is there

    def lost(sender: Any = None, task_id: str = "", exception: object = None, **_: object) -> None:
        if getattr(sender, "name", "") == NAME:
            here.lost(task_id, str(exception))

    # weak=False: the app keeps these alive, nobody else does
    signals.worker_init.connect(rehearse, weak=False)
    signals.worker_process_init.connect(begin, weak=False)
    signals.task_failure.connect(lost, weak=False)


class _Here:
    """The station of this process, made anew after a fork: neither a ledger nor a connection may be carried over."""

    def __init__(self, app: Celery, settings: Settings, trade: Trade) -> None:
        self._app, self._settings, self._trade = app, settings, trade
        self._station: Station | None = None
        self._pid = 0
        self._known: Ledger | None = None  # before the fork
        self.expendable = False

    def rehearse(self) -> None:
        """In the parent, before it has children: what each of them would have to learn or load is paid once."""
        made = Ledger(self._settings.ledger).prepare()
        books.rehearse(made)
        made.close()  # no connection may be carried over a fork
        self._known = made
        gc.collect()
        gc.freeze()  # else the first collection in a child copies all that it shares with its parent

    def station(self) -> Station:
        if self._station is None or self._pid != os.getpid():
            self._pid = os.getpid()
            self._station = Station(
                settings=self._settings,
                ledger=self._known.carried() if self._known else Ledger(self._settings.ledger).prepare(),
                trade=self._trade,
                hint=hinting(self._app),
                expendable=self.expendable,
            )
        return self._station

    def lost(self, task: str, reason: str) -> None:
        """In the parent: a child died over a piece. Said at once, the piece need not wait for its lease to run out."""
        ledger = Ledger(self._settings.ledger, pooled=False)
        try:
            with ledger.write() as tx:
                for piece, token in books.owned_by(tx, task):
                    books.lose(tx, piece, token, None, "worker", reason[:300])
        except NewsreelError as error:
            log.warning("%s", error)
        finally:
            ledger.close()
