"""Real workers and dispatchers as processes of their own, on the cheap line, for tests to run and to harm."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from newsreel.ledger import Ledger
from newsreel.settings import Settings
from tests.services import start, stop
from tests.storm.trade import Cheap
from worker import accept
from worker.station import Station

TREE = Path(__file__).resolve().parents[2]


class Crowd:
    """Workers and dispatchers of one line."""

    def __init__(self, settings: Settings, folder: Path, *, hands: int = 2, wrap: tuple[str, ...] = ()) -> None:
        self.settings, self.folder, self.hands, self.wrap = settings, folder, hands, wrap
        self.workers: list[subprocess.Popen[bytes]] = []
        self.dispatchers: list[subprocess.Popen[bytes]] = []
        self._count = 0
        settings.state.mkdir(parents=True, exist_ok=True)

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of the line is told."""
        works = self.settings.works
        said = {
            f"NEWSREEL_{name.upper()}": str(getattr(works, name))
            for name in "lease beat stall presence turn attempts rest at_once backlog free_disk".split()
        }
        return said | {
            "NEWSREEL_HOME": str(self.settings.state.parent),  # the store is its folder `cache`
            "NEWSREEL_LEDGER": self.settings.ledger,
            "NEWSREEL_BROKER": works.broker,
            "NEWSREEL_QUEUES": ",".join(works.queues),
            "NEWSREEL_WORKERS": str(self.hands),
            "PYTHONPATH": str(TREE),
            **more,
        }

    def worker(self, *extra: str, wrap: tuple[str, ...] = (), **more: str) -> subprocess.Popen[bytes]:
        """One more worker."""
        self._count += 1
        name = f"w{self._count}@here"
        celery = [sys.executable, "-m", "celery", "-A", "tests.storm.app", "worker", "-n", name, "-c", str(self.hands)]
        quiet = ["-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        command = [*wrap, *celery, *quiet, *extra]
        made = start(command, self.folder / "workers.log", env=self.environment(**more), cwd=TREE)
        self.workers.append(made)
        return made

    def dispatcher(self, *, wrap: tuple[str, ...] = (), **more: str) -> subprocess.Popen[bytes]:
        """One more dispatcher."""
        command = [*wrap, sys.executable, "-m", "tests.storm.dispatch"]
        made = start(command, self.folder / "dispatchers.log", env=self.environment(**more), cwd=TREE)
        self.dispatchers.append(made)
        return made

    def children(self, worker: subprocess.Popen[bytes]) -> list[int]:
        """The processes of a worker's pool."""
        try:
            return [child.pid for child in psutil.Process(worker.pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def station(self) -> Station:
        """Where a test stands: at the door, with nobody to tell but the dispatcher."""
        return Station(self.settings, Ledger(self.settings.ledger).prepare(), Cheap())

    def end(self) -> None:
        """All of them."""
        for one in [*self.workers, *self.dispatchers]:
            stop(one)

    def log(self) -> str:
        """What they wrote."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*ers.log")))


@contextmanager
def crowd(settings: Settings, folder: Path, **more: object) -> Iterator[Crowd]:
    """A crowd for a while."""
    made = Crowd(settings, folder, **more)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.end()


def all_ended(here: Station) -> bool:
    """Whether nothing is left to do."""
    return not accept.assignments(here, limit=1, open_only=True)
