"""The Celery app: carries hints that there is work, and nothing else. Run it with: celery -A worker.app worker."""

import os
import signal
from typing import Any

from celery import Celery, signals
from kombu import Queue

from newsreel.settings import Settings, read
from worker import attendance, tasks
from worker.queues import routed
from worker.trade import Trade, the_line

HARD_LIMIT = 1_200  # seconds; below RabbitMQ's 1,800 and Redis' 3,600, after which they think a message was lost
SOFT_LIMIT = 1_140

SETTINGS: dict[str, Any] = {
    # A message is one short id. Anything but JSON is refused unread, so that nobody can send us code.
    "task_serializer": "json",
    "accept_content": ["json"],
    "result_accept_content": ["json"],
    # The ledger holds results. A result backend can lose them, expire them, and stop the one who asks.
    "result_backend": None,
    "task_ignore_result": True,
    # One message per process and none hoarded: the next one is fetched when this one is done.
    "task_acks_late": True,
    "worker_prefetch_multiplier": 1,
    # What becomes of a piece whose worker died is decided in the ledger, where attempts are counted. A broker would
    # deliver it again without end.
    "task_reject_on_worker_lost": False,
    "task_acks_on_failure": True,
    "task_acks_on_timeout": True,
    "task_time_limit": HARD_LIMIT,
    "task_soft_time_limit": SOFT_LIMIT,
    # A broker that blinks must not end an encode that runs under a lease of its own (the default changes in 6.0).
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    # Codecs and interpreters leak a little; children are renewed now and then.
    "worker_max_tasks_per_child": 100,
    "worker_max_memory_per_child": 1_500_000,  # kilobytes
    # Asked to go (SIGQUIT, or SIGTERM with REMAP_SIGTERM=SIGQUIT): finish within a minute, else give the piece back.
    "worker_soft_shutdown_timeout": 60,
    # Nothing is steered or watched through the broker: calling off is a column, and progress is in the ledger.
    "worker_enable_remote_control": False,
    "worker_send_task_events": False,
    "task_send_sent_event": False,
    # A worker waits for its broker as long as it takes.
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    # Whoever accepts an article must not hang when the broker is away: the dispatcher tells the workers later.
    "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0, "interval_max": 0.5},
    # Log records are ours to shape.
    "worker_hijack_root_logger": False,
}
REDIS = {
    "visibility_timeout": 3_600,  # the shortest among all apps of one Redis wins: leave it alike everywhere
    "socket_timeout": 30,  # without it, publishing on a dead connection waits for ever
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
RABBITMQ = {"confirm_publish": True}  # a message counts as sent when the broker says that it has it
QUORUM = {
    "x-queue-type": "quorum",
    "x-delivery-limit": 5,  # a hint that nobody could take so often is dropped; the dispatcher gives another
    "x-consumer-timeout": 3_600_000,  # milliseconds; the usual half hour ends the worker, not only the task
}


def make(settings: Settings, trade: Trade | None = None) -> Celery:
    """The app for these settings; tests bring a trade of their own."""
    known = trade or the_line()
    app = Celery("newsreel", broker=settings.works.broker, set_as_current=False)
    app.conf.update(SETTINGS)
    app.conf.update(_transport(settings, sorted({*routed(known.STAGES), *settings.works.queues})))
    app.conf.update(worker_concurrency=settings.workers)
    tasks.enlist(app, settings, known)
    attendance.enlist(app, settings, known)

    def choose(options: dict[str, Any] | None = None, **_: object) -> None:
        if not (options or {}).get("queues"):
            app.amqp.queues.select(settings.works.queues)  # what -Q would do; publishing still knows them all

    signals.celeryd_init.connect(choose, weak=False)
    return app


def _transport(settings: Settings, names: list[str]) -> dict[str, Any]:
    broker = settings.works.broker
    if broker.startswith(("amqp", "pyamqp")):
        queues = [Queue(name, routing_key=name, queue_arguments=QUORUM) for name in names]
        return {"broker_transport_options": RABBITMQ, "task_default_queue_type": "quorum", "task_queues": queues}
    if broker.startswith("filesystem"):
        return {"broker_transport_options": _folders(settings), "task_queues": [Queue(name) for name in names]}
    options = REDIS if broker.startswith(("redis", "rediss")) else {}
    return {"broker_transport_options": options, "task_queues": [Queue(name, routing_key=name) for name in names]}


def _folders(settings: Settings) -> dict[str, str]:
    """One machine without a broker talks to itself through a folder."""
    queue, control = settings.state / "hints" / "queue", settings.state / "hints" / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(control)}


def leaving_signals() -> tuple[signal.Signals, ...]:
    """The signals by which a pool ends its children."""
    remapped = os.environ.get("REMAP_SIGTERM", "")
    return (signal.SIGTERM, signal.Signals[remapped]) if remapped in signal.Signals.__members__ else (signal.SIGTERM,)


def __getattr__(name: str) -> Any:
    """`app` is made when it is asked for, so that this module can be read without reading any settings."""
    if name == "app":
        globals()["app"] = made = make(read())
        return made
    raise AttributeError(name)
