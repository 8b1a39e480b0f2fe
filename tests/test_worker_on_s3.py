"""Workers on machines of their own, with nothing in common but the ledger and a bucket."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsreel.bucket import Bucket, Nearby
from newsreel.errors import StoreFailed
from tests.s3 import ODD, Server
from tests.storm.ground import Clock, dispatcher, station, turns, work_all
from tests.storm.trade import job, reels
from worker import accept, upkeep
from worker.piece import work_one
from worker.station import Station


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch, Server().up() as up:
        for name, value in ODD.items():
            patch.setenv(name, value)
        yield up


@pytest.fixture
def machines(server: Server, tmp_path: Path) -> list[Station]:
    server.behave()
    here = station(tmp_path)
    wire = server.wire(tries=2, patience=1)
    places = [Nearby(tmp_path / f"machine{n}", 10**9) for n in range(3)]
    return [replace(here, who=f"m{n}", shelve=lambda _, n=n: Bucket(wire, places[n])) for n in range(3)]


def work_in_turn(machines: list[Station]) -> list[str]:
    """Each machine works a piece, one after the other, until nothing is left."""
    outcomes: list[str] = []
    while True:
        found = [work_one(one, queue, one.who) for one in machines for queue in ("io", "cpu")]
        if set(found) == {"nothing"}:
            return outcomes
        outcomes += found


def test_machines_that_share_a_bucket_make_the_same_reel_as_one(machines: list[Station]) -> None:
    id_ = accept.submit(machines[0], job("Rain"))
    work_in_turn(machines)
    view = accept.status(machines[0], id_)
    assert view.state == "done"
    assert view.reels == reels(job("Rain"))
    assert all(upkeep.verify(one, id_) == [] for one in machines)


def test_what_is_damaged_in_the_bucket_is_made_again_and_comes_out_the_same(machines: list[Station]) -> None:
    id_ = accept.submit(machines[0], job("Rain"))
    for queue in ("io", "io", "cpu", "cpu", "cpu"):
        work_one(machines[0], queue, "first")
    store = machines[0].store()
    assert isinstance(store, Bucket)
    done = [one for one in accept.status(machines[0], id_).pieces if one.state == "done" and one.stage == "voiceover"]
    assert done
    for one in done:
        store.wire.put(f"blobs/{one.result[:2]}/{one.result}", b"damaged")
    outcomes = work_in_turn(machines[1:])  # who have no copies
    assert "mended" in outcomes
    assert accept.status(machines[0], id_).reels == reels(job("Rain"))
    assert len(list(store.lying("corrupt"))) >= 1


def test_a_store_out_of_reach_uses_up_no_attempt(machines: list[Station], server: Server) -> None:
    id_ = accept.submit(machines[0], job("Rain"))
    server.fails = [500] * 1000
    assert work_one(machines[0], "io", "first") == "again"
    script = accept.status(machines[0], id_).pieces[0]
    assert (script.state, script.attempt) == ("ready", 0)
    assert "it is tried again" in script.error
    with pytest.raises(StoreFailed):
        machines[1].store().get("0" * 64)
    server.behave()
    clock = Clock()
    turns(dispatcher(machines[0], clock), clock, 2_000)
    work_all(machines[2])
    assert accept.status(machines[0], id_).state == "done"
