"""The worker as it runs: Celery, a real broker, real processes."""

import os
import signal
import time
from pathlib import Path

from tests.services import free_port, rabbitmq, redis, stop, wait_for
from tests.storm.crowd import all_ended, crowd
from tests.storm.ground import settings
from tests.storm.trade import job, reels
from worker import accept


def test_assignments_are_worked_over_redis(tmp_path: Path) -> None:
    with redis(tmp_path) as broker, crowd(settings(tmp_path, broker=broker.url), tmp_path) as line:
        here = line.station()
        line.worker()
        line.dispatcher()
        ids = {accept.submit(here, job(f"Story {n}")): n for n in range(6)}
        wait_for(lambda: all_ended(here), 60)
        for id_, n in ids.items():
            assert accept.status(here, id_).reels == reels(job(f"Story {n}"))
        wait_for(lambda: (tmp_path / "state" / "letters.txt").read_text().count("\n") == 6)
        assert "Traceback" not in line.log()


def test_assignments_are_worked_over_rabbitmq(tmp_path: Path) -> None:
    with rabbitmq() as url, crowd(settings(tmp_path, broker=url), tmp_path) as line:
        here = line.station()
        line.worker()
        line.dispatcher()
        id_ = accept.submit(here, job("Rain"))
        wait_for(lambda: all_ended(here), 60)
        assert accept.status(here, id_).reels == reels(job("Rain"))
        assert "Traceback" not in line.log()


def test_without_a_broker_a_folder_carries_the_hints(tmp_path: Path) -> None:
    with crowd(settings(tmp_path, broker="filesystem://"), tmp_path) as line:
        here = line.station()
        line.worker()
        line.dispatcher()
        id_ = accept.submit(here, job("Rain"))
        wait_for(lambda: all_ended(here), 60)
        assert accept.status(here, id_).reels == reels(job("Rain"))


def test_a_killed_child_costs_no_lease_and_a_deadly_piece_is_quarantined_with_its_reason(tmp_path: Path) -> None:
    patient = settings(tmp_path, lease=60_000, beat=10_000, attempts=3)
    with redis(tmp_path) as broker:
        patient = settings(tmp_path, lease=60_000, beat=10_000, attempts=3, broker=broker.url)
        with crowd(patient, tmp_path) as line:
            here = line.station()
            line.worker()
            line.dispatcher()
            good = [accept.submit(here, job(f"Story {n}")) for n in range(3)]
            poison = accept.submit(here, job("A deadly story"))
            wait_for(lambda: all_ended(here), 50)
            view = accept.status(here, poison)
            assert (view.state, view.error_code) == ("failed", "E_CRASH") and "signal 9" in view.error
            assert {one.state for one in view.pieces if one.name == "sound"} == {"quarantined"}
            assert {accept.status(here, id_).state for id_ in good} == {"done"}


def test_a_worker_killed_with_all_its_children_is_made_up_for_within_the_lease_and_five_seconds(tmp_path: Path) -> None:
    with redis(tmp_path) as broker, crowd(settings(tmp_path, broker=broker.url), tmp_path) as line:
        here = line.station()
        first = line.worker()
        line.dispatcher()
        id_ = accept.submit(here, job("slow 3 rain"))
        wait_for(lambda: running(here, id_) == 2, 30)
        stop(first)
        lost, killed = [one.name for one in accept.status(here, id_).pieces if one.state == "running"], time.monotonic()
        line.worker()
        wait_for(lambda: {name: n for name, n in attempts(here, id_).items() if name in lost} == dict.fromkeys(lost, 2))
        assert time.monotonic() - killed < 4 + 5
        accept.cancel(here, id_)


def test_a_worker_asked_to_go_gives_its_pieces_back_unharmed(tmp_path: Path) -> None:
    with redis(tmp_path) as broker:
        patient = settings(tmp_path, lease=60_000, beat=10_000, broker=broker.url)
        with crowd(patient, tmp_path) as line:
            here = line.station()
            first = line.worker()
            line.dispatcher()
            id_ = accept.submit(here, job("slow 20 rain"))
            wait_for(lambda: running(here, id_) == 2, 30)
            for child in line.children(first):
                os.kill(child, signal.SIGTERM)
            wait_for(lambda: set(attempts(here, id_).values()) <= {0, 1}, 5)
            stop(first, signal.SIGKILL)
            wait_for(lambda: running(here, id_) <= 2, 5)
            accept.cancel(here, id_)


def test_messages_that_name_nothing_of_ours_do_no_harm(tmp_path: Path) -> None:
    from worker.app import make
    from worker.hints import NAME

    with redis(tmp_path) as broker:
        chosen = settings(tmp_path, broker=broker.url)
        with crowd(chosen, tmp_path) as line:
            here = line.station()
            line.worker()
            line.dispatcher()
            app = make(chosen, here.trade)  # type: ignore[arg-type]
            done = accept.submit(here, job("Early"))
            wait_for(lambda: all_ended(here), 40)
            before = [(one.name, one.attempt, one.result) for one in accept.status(here, done).pieces]
            for bad in ("../../etc/passwd", "0" * 12 + "/script", "", 7, None, {"a": 1}, "x" * 5000):
                app.send_task(NAME, (bad,), queue="io")
            for one in accept.status(here, done).pieces:
                for _ in range(5):
                    app.send_task(NAME, (f"{done}/{one.name}",), queue="cpu")
            app.send_task("os.system", ("true",), queue="io")
            app.send_task(NAME, (), queue="io")
            app.send_task(NAME, (f"{done}/script",), queue="io", serializer="pickle")
            broker.say(
                "LPUSH", "io", "no message at all"
            )  # ends a Celery worker of today; whoever keeps it starts another
            line.worker()
            later = accept.submit(here, job("Later"))
            wait_for(lambda: all_ended(here), 40)
            assert accept.status(here, later).reels == reels(job("Later"))
            assert [(one.name, one.attempt, one.result) for one in accept.status(here, done).pieces] == before


def test_a_queue_nobody_uses_and_one_nobody_serves_are_said_within_ten_seconds(tmp_path: Path) -> None:
    with redis(tmp_path) as broker, crowd(settings(tmp_path, broker=broker.url), tmp_path) as line:
        begun = time.monotonic()
        line.worker("-Q", "io,attic")
        line.dispatcher()
        wait_for(lambda: "serves the queue 'attic', but nothing is sent there" in line.log(), 10)
        wait_for(lambda: "No worker serves the queue 'cpu'" in line.log(), 10)
        assert time.monotonic() - begun < 12


def test_the_app_is_found_by_celery_itself_and_set_as_it_must_be() -> None:
    from newsreel.settings import read
    from worker import app as module

    made = module.make(read({"NEWSREEL_HOME": "/nowhere"}), None)
    for name, wanted in module.SETTINGS.items():
        assert getattr(made.conf, name) == wanted, name
    assert made.conf.broker_transport_options["visibility_timeout"] > made.conf.task_time_limit
    assert made.conf.accept_content == ["json"] and made.conf.result_backend is None


def test_submitting_does_not_hang_when_the_broker_is_away(tmp_path: Path) -> None:
    from dataclasses import replace

    from worker.app import make
    from worker.hints import hinting

    chosen = settings(tmp_path, broker=f"redis://127.0.0.1:{free_port()}/0")
    with crowd(chosen, tmp_path) as line:
        here = line.station()
        here = replace(here, hint=hinting(make(chosen, here.trade)))  # type: ignore[arg-type]
        begun = time.monotonic()
        id_ = accept.submit(here, job("Rain"))
        assert time.monotonic() - begun < 5
        assert accept.status(here, id_).state == "accepted"


def running(here, id_: str) -> int:  # type: ignore[no-untyped-def]
    return sum(one.state == "running" for one in accept.status(here, id_).pieces)


def attempts(here, id_: str) -> dict[str, int]:  # type: ignore[no-untyped-def]
    return {one.name: one.attempt for one in accept.status(here, id_).pieces}
