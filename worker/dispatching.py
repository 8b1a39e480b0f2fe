"""Runs a dispatcher as a process of its own: python -m worker.dispatching."""

import logging
import signal
import threading
from types import FrameType

from celery import Celery
from kombu.exceptions import OperationalError

from newsreel.ledger import Ledger
from newsreel.settings import Settings, read
from worker import crash_points
from worker.dispatcher import Depth, Dispatcher, Post, journal
from worker.tasks import hinting
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
    dispatcher.run(stopping.wait)


def depth_of(app: Celery) -> Depth:
    """How many hints wait in a queue of an app's broker."""

    def depth(queue: str) -> int | None:
        try:
            with app.connection_for_read() as connection:
                connection.ensure_connection(max_retries=1, interval_start=0, timeout=5)
                try:
                    return int(connection.default_channel.queue_declare(queue=queue, passive=True).message_count)
                except connection.channel_errors:
                    return 0  # nobody made that queue yet, or it is empty, which some brokers do not tell apart
        except (OSError, OperationalError):
            return None

    return depth


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run(read())
