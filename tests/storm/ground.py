"""The ground a durable line is tested on: settings of short patience, a station, a loop that works what is there."""

from dataclasses import replace
from pathlib import Path

from newsreel.ledger import Ledger
from newsreel.settings import Settings, Works
from tests.storm.trade import Cheap
from worker.dispatcher import Dispatcher
from worker.piece import work_one
from worker.station import Station

HASTE = Works(lease=4_000, beat=1_000, turn=300, presence=1_000, rest=100, attempts=20, free_disk=0, at_once=8)


def settings(folder: Path, **works: object) -> Settings:
    """Settings for a folder."""
    return Settings(
        cache=folder / "cache", state=folder / "state", cache_limit=10**9, workers=2,
        works=replace(HASTE, **works),  # type: ignore[arg-type]
    )  # fmt: skip


def station(folder: Path, trade: Cheap | None = None, **works: object) -> Station:
    """A station in a folder."""
    chosen = settings(folder, **works)
    return Station(chosen, Ledger(chosen.ledger).prepare(), trade or Cheap())


def work_all(here: Station, owner: str = "task") -> list[str]:
    """Work whatever can be claimed; returns what became of each."""
    outcomes = []
    while True:
        found = [outcome for queue in ("io", "cpu") if (outcome := work_one(here, queue, owner)) != "nothing"]
        if not found:
            return outcomes
        outcomes += found


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 5_000

    def __call__(self) -> int:
        return self.now


def dispatcher(here: Station, clock: Clock, **more: object) -> Dispatcher:
    """A dispatcher whose time is in our hands."""
    parts: dict[str, object] = {"hint": lambda *_: None, "depth": lambda _: 0, **more}
    return Dispatcher(
        ledger=here.ledger, trade=here.trade, works=here.settings.works, clock=clock, wall=clock,
        **parts,  # type: ignore[arg-type]
    )  # fmt: skip


def turns(made: Dispatcher, clock: Clock, milliseconds: int) -> None:
    """Let some time pass, turn by turn."""
    for _ in range(milliseconds // made.works.turn + 1):
        made.turn()
        clock.now += made.works.turn
