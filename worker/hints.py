"""Hints: how workers are told that there is work, and how many such words wait in a queue."""

from contextlib import suppress
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

from worker.dispatcher import Depth
from worker.station import Hint

NAME = "newsreel.work"  # of the one task


def hinting(app: Celery) -> Hint:
    """A way to tell the workers of a queue that there is work."""

    def hint(piece: str, queue: str) -> None:
        app.send_task(NAME, (piece,), queue=queue, ignore_result=True)

    return hint


def depth_of(app: Celery, *, keep: bool = True) -> Depth:
    """How many hints wait in a queue of an app's broker; with `keep`, one connection serves many questions."""
    kept: list[Any] = []

    def hang_up() -> None:
        while kept:
            with suppress(Exception):  # whatever is wrong with it, it is not used again
                kept.pop().release()

    def depth(queue: str) -> int | None:
        try:
            if not kept:
                kept.append(app.connection_for_read())
                kept[0].ensure_connection(max_retries=1, interval_start=0, timeout=5)
            try:
                return int(kept[0].default_channel.queue_declare(queue=queue, passive=True).message_count)
            except kept[0].channel_errors:
                hang_up()  # RabbitMQ closes a channel that asked for a queue nobody made yet
                return 0  # and Redis does not tell an empty queue from none
            except kept[0].connection_errors:
                hang_up()
                return None
        except (OSError, OperationalError):
            hang_up()
            return None
        finally:
            if not keep:
                hang_up()

    return depth
