"""Every named place where a process may die: after each of them the line goes on, and nothing is lost or doubled."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsreel import ledger as books
from newsreel.ledger import Letter
from newsreel.settings import Settings
from newsreel.store import Folder
from tests.storm.audit import audit
from tests.storm.ground import Clock, dispatcher, station, turns, work_all
from tests.storm.trade import Cheap, job
from worker import accept, crash_points
from worker.crash_points import KILLED, POINTS, passing

STORE = ("writing", "renaming", "renamed")  # places of the store, passed by the one used here
JOB = job("Rain scenes:1")


class Shaky(Folder):
    """A store that passes by places where it may die."""

    def _publish(self, temp, out, target):  # type: ignore[no-untyped-def]
        out.flush()
        passing("renaming")
        super()._publish(temp, out, target)
        passing("renamed")

    def _temp(self):  # type: ignore[no-untyped-def]
        passing("writing")
        return super()._temp()


def shelve(settings: Settings) -> Folder:
    return Shaky(settings.cache)


def live(folder: Path, where: str) -> None:
    """A whole life: submit, a worker that went silent, a crew that fails once, a damaged blob, work, and the letter."""
    here = replace(station(folder, Cheap(fails={"music": 1})), shelve=shelve, hint=lambda *_: None)
    crash_points.arm(where)
    id_ = accept.submit(here, JOB, idem_key="the one")
    clock = Clock()
    helper = dispatcher(here, clock, post=lambda letter: deliver(folder, letter))
    for begun in range(40):
        if begun == 0:
            with here.ledger.write() as tx:
                books.claim(tx, "io", "late", 8, who="late")  # and nobody ever hears of it again
        turns(helper, clock, 600)
        work_all(here, f"task{begun}")
        view = accept.status(here, id_)
        if view.state == "done" and not (folder / "spoilt").exists():
            (folder / "spoilt").touch()
            spoil_one(here, view)
        elif view.state == "done":
            turns(helper, clock, 600)
            return
    raise AssertionError("it never ended")


def spoil_one(here, view) -> None:  # type: ignore[no-untyped-def]
    """Damage one thing that was made, and have another made again from it: that finds the damage."""
    take = next(one for one in view.pieces if one.stage == "voiceover")
    cut = next(one for one in view.pieces if one.stage == "cut")
    blob = here.settings.cache / "blobs" / take.result[:2] / take.result
    blob.chmod(0o644)
    blob.write_bytes(b"torn")
    with here.ledger.write() as tx:
        books.mend(tx, view.id, [f"{view.id}/{cut.name}"], "test")


def deliver(folder: Path, letter: Letter) -> None:
    with (folder / "letters.txt").open("a") as out:
        out.write(f"{letter.id} {letter.assignment} {letter.event}\n")


def in_a_child(folder: Path, where: str) -> int:
    """Live in a process of one's own; how that ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            live(folder, where)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: as safe from a process that dies as any other, and quick."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        yield Path(place)


@pytest.mark.parametrize("point", [*POINTS, *STORE])
def test_the_line_goes_on_after_a_death_when_it_was(folder: Path, point: str) -> None:
    deaths = 0
    for time in (1, 2):  # the first time, and the second after being started again
        ended = in_a_child(folder, f"{point}:{time}")
        deaths += ended == KILLED
        assert ended in (0, KILLED)
    assert deaths >= 1, f"nothing ever came to the point '{point}'"
    assert in_a_child(folder, "") == 0
    here = replace(station(folder), shelve=shelve)
    (view,) = accept.assignments(here)
    assert view.state == "done"
    assert audit(here, {view.id: JOB}, folder / "letters.txt") == []
