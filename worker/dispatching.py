"""Runs a dispatcher as a process of its own: python -m worker.dispatching."""

import logging
import signal
import threading
from types import FrameType

from newsreel.ledger import Ledger
from newsreel.settings import Settings, read
from worker import crash_points, health
from worker.dispatcher import Dispatcher, Post, journal
from worker.hints import depth_of, hinting
from worker.trade import Trade, the_line


def run(settings: Settings, trade: Trade | None = None, post: Post = journal) -> None:
    """Dispatch until asked to stop."""
    from worker.app import make

    crash_points.arm(settings.works.crash_at)
    known = trade or the_line()
    app = make(settings, known)
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    alive = health.mark(settings)
    alive.parent.mkdir(parents=True, exist_ok=True)

    def wait(seconds: float) -> bool:
        alive.touch()
        return stopping.wait(seconds)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    dispatcher = Dispatcher(
        ledger=Ledger(settings.ledger).prepare(),
        trade=known,
        works=settings.works,
        hint=hinting(app),
        depth=depth_of(app),
        post=post,
    )
    dispatcher.run(wait)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run(read())
