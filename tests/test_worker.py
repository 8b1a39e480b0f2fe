"""The worker and the dispatcher in one process, without a broker: whatever happens, effects are there once or not."""

import os
import threading
import time
from pathlib import Path

import pytest

from newsreel import ledger as books
from newsreel.documents import Asset, Picture
from newsreel.errors import NotStored, Refused
from newsreel.ledger import Letter
from newsreel.store import Folder
from tests.storm.ground import Clock, dispatcher, station, turns, work_all
from tests.storm.trade import Cheap, job, reels
from worker import accept, heart, queues
from worker.piece import work_one
from worker.station import Station


def test_an_assignment_is_worked_to_the_same_reel_as_without_a_ledger(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    assert set(work_all(here)) == {"done"}
    view = accept.status(here, id_)
    script = here.trade.STAGES["script"].work("Rain", None)
    assert view.state == "done" and view.pieces_done == view.pieces_total == len(here.trade.pieces(job("Rain"), script))
    assert view.reels == reels(job("Rain"))


def test_an_editors_script_needs_no_writer(tmp_path: Path) -> None:
    trade = Cheap()
    here = station(tmp_path, trade)
    script = trade.STAGES["script"].work("Rain", None)
    id_ = accept.submit(here, job("Rain", script=script))
    assert accept.status(here, id_).state == "accepted"
    work_all(here)
    assert accept.status(here, id_).state == "done" and "script" not in trade.worked


def test_what_was_made_before_is_not_made_again(tmp_path: Path) -> None:
    trade = Cheap()
    here = station(tmp_path, trade)
    accept.submit(here, job("Rain"))
    work_all(here)
    trade.worked.clear()
    again = accept.submit(here, job("Rain"))
    work_all(here)
    assert accept.status(here, again).state == "done" and trade.worked == []


def test_an_input_that_cannot_be_used_is_never_tried_again(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("unreadable"))
    assert work_all(here) == ["failed"]
    view = accept.status(here, id_)
    assert (view.state, view.error_code) == ("failed", "E_INPUT") and "send it as text" in view.error


def test_a_crew_member_who_lets_us_down_is_asked_again_after_a_rest(tmp_path: Path) -> None:
    here = station(tmp_path, Cheap(fails={"music": 2}), rest=1_200)
    id_ = accept.submit(here, job("Rain"))
    clock = Clock()
    helper = dispatcher(here, clock)
    assert work_all(here).count("again") == 1
    turns(helper, clock, 900)
    assert work_all(here) == []
    turns(helper, clock, 300)
    assert work_all(here) == ["again"]
    turns(helper, clock, 1_800)
    assert work_all(here) == []  # twice as long this time
    turns(helper, clock, 600)
    work_all(here)
    assert accept.status(here, id_).state == "done"


def test_a_crew_member_who_always_lets_us_down_ends_the_assignment_with_its_sentence(tmp_path: Path) -> None:
    here = station(tmp_path, Cheap(fails={"music": 99}), attempts=3, rest=1)
    id_ = accept.submit(here, job("Rain"))
    clock = Clock()
    helper = dispatcher(here, clock)
    for _ in range(3):
        work_all(here)
        turns(helper, clock, 1_000)
    view = accept.status(here, id_)
    assert (view.state, view.error_code) == ("failed", "E_CREW") and "did not answer" in view.error
    here.trade.fails.clear()  # type: ignore[attr-defined]
    assert accept.retry(here, id_)
    work_all(here)
    assert accept.status(here, id_).state == "done"


@pytest.mark.parametrize("harm", ["flip", "truncate", "delete", "garbage"])
def test_a_damaged_artifact_is_found_and_made_again(tmp_path: Path, harm: str) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    for _ in range(6):
        assert work_one(here, "io", "task") == "done" or work_one(here, "cpu", "task") == "done"
    with here.ledger.read() as tx:
        made = {one.name: one.result for one in books.status(tx, id_).pieces if one.state == "done"}  # type: ignore[union-attr]
    assert len(made) > 3
    for name, digest in made.items():
        if name != "script":
            spoil(tmp_path / "cache" / "blobs" / digest[:2] / digest, harm)
    outcomes = work_all(here)
    assert "mended" in outcomes
    assert accept.status(here, id_).reels == reels(job("Rain"))


def test_a_damaged_file_is_traced_to_whoever_made_it(tmp_path: Path) -> None:
    from newsreel.store import get_document

    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    work_all(here)
    take = next(one for one in accept.status(here, id_).pieces if one.stage == "voiceover")
    store = Folder(tmp_path / "cache")
    video = get_document(store, here.trade.STAGES["voiceover"].gives, take.result).file.digest
    spoil(tmp_path / "cache" / "blobs" / video[:2] / video, "flip")
    assert audit_and_mend(here, id_) == [f"{id_}/{take.name}"]
    work_all(here)
    assert accept.status(here, id_).reels == reels(job("Rain"))
    assert Folder(tmp_path / "cache").get(video)


def audit_and_mend(here: Station, id_: str) -> list[str]:
    from worker.upkeep import verify

    return verify(here, id_)


def spoil(blob: Path, harm: str) -> None:
    data = blob.read_bytes()
    blob.chmod(0o644)
    if harm == "delete":
        blob.unlink()
    elif harm == "truncate":
        blob.write_bytes(data[: len(data) // 2])
    elif harm == "garbage":
        blob.write_bytes(b"{}")
    else:
        blob.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def test_clearing_the_store_costs_work_and_no_assignment(tmp_path: Path) -> None:
    import shutil

    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    for _ in range(8):
        assert work_one(here, "io", "task") == "done" or work_one(here, "cpu", "task") == "done"
    shutil.rmtree(tmp_path / "cache")
    work_all(here)
    assert accept.status(here, id_).reels == reels(job("Rain"))


def test_a_picture_that_is_not_in_the_store_is_refused_at_the_door(tmp_path: Path) -> None:
    from dataclasses import replace

    here = station(tmp_path)
    wanted = job("Rain")
    picture = Picture(id="pic1", asset=Asset(digest="0" * 64, kind="image/png"))
    with pytest.raises(NotStored):
        accept.submit(here, replace(wanted, article=replace(wanted.article, pictures=(picture,))))
    assert accept.assignments(here) == []


def test_the_door_says_what_it_does_not_know(tmp_path: Path) -> None:
    here = station(tmp_path)
    with pytest.raises(Refused, match="newsreel jobs"):
        accept.status(here, "nothing")
    with pytest.raises(Refused, match="urgency"):
        accept.submit(here, job(), urgency=9)


def test_the_beginning_of_an_id_is_enough(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job())
    assert accept.status(here, id_[:5]).id == id_


def test_a_silent_worker_loses_its_piece_after_a_lease_and_not_before(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    with here.ledger.write() as tx:
        late = books.claim(tx, "io", "late", 8, who="late")
    assert late
    clock = Clock()
    helper = dispatcher(here, clock)
    turns(helper, clock, 3_600)
    assert accept.status(here, id_).pieces[0].state == "running"
    with here.ledger.write() as tx:
        books.beat(tx, late, 0, 0)
    turns(helper, clock, 3_600)
    assert accept.status(here, id_).pieces[0].state == "running"
    turns(helper, clock, 1_200)
    assert accept.status(here, id_).pieces[0].state == "ready"
    work_all(here)
    with here.ledger.write() as tx, pytest.raises(books.Lost):
        books.complete(tx, late, "k" * 64, "d" * 64)
    assert accept.status(here, id_).reels == reels(job("Rain"))


def test_a_dispatcher_that_slept_takes_nobodys_piece(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    with here.ledger.write() as tx:
        assert books.claim(tx, "io", "w", 8, who="w")
    clock = Clock()
    helper = dispatcher(here, clock)
    turns(helper, clock, 600)
    clock.now += 86_400_000
    turns(helper, clock, 600)
    assert accept.status(here, id_).pieces[0].state == "running"
    fresh = dispatcher(here, clock)  # a new one waits a whole lease first
    turns(fresh, clock, 3_600)
    assert accept.status(here, id_).pieces[0].state == "running"


def test_hints_are_given_for_what_waits_and_no_more(tmp_path: Path) -> None:
    here = station(tmp_path)
    for n in range(5):
        accept.submit(here, job(f"Story {n}"))
    clock, told, there = Clock(), [], 0
    helper = dispatcher(here, clock, hint=lambda _, queue: told.append(queue), depth=lambda _: there)
    helper.turn()
    assert told == []  # whoever submitted may be telling at this moment
    clock.now += 300
    helper.turn()
    assert told == ["io"] * 5
    there = 5
    turns(helper, clock, 60_000)
    assert told == ["io"] * 5  # nobody works, and the queue does not grow
    there = 0
    clock.now += 300
    helper.turn()
    assert told == ["io"] * 10  # the broker lost them


def test_a_broker_that_is_away_stops_nothing_else(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"), deadline=6_000)

    def broken(piece: str, queue: str) -> None:
        raise ConnectionError("refused")

    clock = Clock()
    turns(dispatcher(here, clock, hint=broken), clock, 3_000)
    view = accept.status(here, id_)
    assert (view.state, view.error_code) == ("failed", "E_DEADLINE")


def test_a_letter_is_sent_again_until_it_is_taken(tmp_path: Path) -> None:
    here = station(tmp_path)
    id_ = accept.submit(here, job("Rain"))
    work_all(here)
    tried: list[Letter] = []

    def deaf(letter: Letter) -> None:
        tried.append(letter)
        if len(tried) < 3:
            raise OSError("nobody there")

    clock = Clock()
    turns(dispatcher(here, clock, post=deaf), clock, 30_000)
    assert [(letter.assignment, letter.event) for letter in tried] == [(id_, "assignment.done")] * 3
    assert len({letter.id for letter in tried}) == 1


def test_a_cancelled_piece_stops_within_a_heartbeat(tmp_path: Path) -> None:
    here = station(tmp_path, beat=100, lease=2_000)
    id_ = accept.submit(here, job("slow 20 rain"))
    assert work_one(here, "io", "task") == "done"
    outcomes: list[str] = []
    working = threading.Thread(target=lambda: outcomes.append(work_one(here, "cpu", "task")))
    begun = time.monotonic()
    working.start()
    while "running" not in [one.state for one in accept.status(here, id_).pieces]:
        time.sleep(0.02)
    assert accept.cancel(here, id_)
    working.join(10)
    assert outcomes == ["lost"] and time.monotonic() - begun < 5
    assert {one.state for one in accept.status(here, id_).pieces} == {"done", "cancelled"}


def test_progress_reaches_the_ledger(tmp_path: Path) -> None:
    here = station(tmp_path, beat=100)
    id_ = accept.submit(here, job("slow 1 rain"))
    work_one(here, "io", "task")
    working = threading.Thread(target=lambda: work_one(here, "cpu", "task"))
    working.start()
    seen = set()
    while working.is_alive():
        seen |= {(one.done, one.total) for one in accept.status(here, id_).pieces if one.state == "running"}
        time.sleep(0.05)
    assert len([done for done, total in seen if total == 20 and done > 0]) >= 3


def test_a_piece_that_does_not_come_on_is_given_up(tmp_path: Path) -> None:
    here = station(tmp_path, beat=50, stall=300, attempts=1)
    id_ = accept.submit(here, job("Rain"))
    with here.ledger.write() as tx:
        held = books.claim(tx, "io", "task", 8, who="w")
    assert held
    with heart.Heart(here, held) as beating:
        time.sleep(0.6)
        assert beating.ending == "lost"
    view = accept.status(here, id_)
    assert view.error_code == "E_CRASH" and "did not come on" in view.error


def test_nothing_is_claimed_when_the_disk_is_nearly_full(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    here = station(tmp_path, free_disk=1 << 60)
    id_ = accept.submit(here, job("Rain"))
    assert work_one(here, "io", "task") == "no room"
    assert accept.status(here, id_).pieces[0].attempt == 0 and "free some space" in caplog.text


def test_a_full_disk_uses_up_no_attempt(tmp_path: Path) -> None:
    from newsreel.errors import StoreFailed

    class Full(Cheap):
        def work(self, order_, bench):  # type: ignore[no-untyped-def]
            raise StoreFailed("The disk is full; free some space.")

    here = station(tmp_path, Full())
    id_ = accept.submit(here, job("Rain"))
    assert work_all(here) == ["again"]
    piece = accept.status(here, id_).pieces[0]
    assert (piece.state, piece.attempt, piece.error_code) == ("ready", 0, "E_STORE")
    here = station(tmp_path)
    clock = Clock()
    turns(dispatcher(here, clock), clock, 1_000)
    work_all(here)
    assert accept.status(here, id_).state == "done"


def test_a_crew_member_chooses_its_queue_and_a_queue_without_worker_is_said(tmp_path: Path, caplog) -> None:  # type: ignore[no-untyped-def]
    here = station(tmp_path)
    assert queues.idle(here.trade.STAGES, ["io", "cpu"]) == []
    (sentence,) = queues.idle(here.trade.STAGES, ["io", "gpu"])
    assert "'gpu'" in sentence and "nothing is sent there" in sentence
    with here.ledger.write() as tx:
        books.sign_in(tx, "w1", ["io"], 2)
    clock = Clock()
    helper = dispatcher(here, clock)
    for _ in range(20):
        with here.ledger.write() as tx:
            assert books.still_here(tx, "w1")
        turns(helper, clock, 300)
    assert caplog.text.count("No worker serves the queue 'cpu'") == 1 and "'io'" not in caplog.text
    turns(helper, clock, 12_000)  # w1 is not heard of any more
    assert "No worker serves the queue 'io'" in caplog.text
    with here.ledger.write() as tx:
        assert not books.still_here(tx, "w1")


def test_a_ledger_is_never_carried_over_a_fork(tmp_path: Path) -> None:
    here = station(tmp_path)
    child = os.fork()
    if child == 0:
        try:
            with here.ledger.read():
                os._exit(0)
        except AssertionError:
            os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
