"""How much memory a process and all its children hold, read from /proc while they work."""

import os
import threading
from pathlib import Path
from types import TracebackType


class Scales:
    """Weighs this process and everything below it, again and again, and keeps the heaviest figure.

    A page shared by several processes is counted once: the figure is their proportional share (PSS), in bytes. Where
    the system does not tell, it stays nought.
    """

    def __init__(self, every: float = 0.2) -> None:
        self.peak = 0
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Scales":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(self._every):
            self.peak = max(self.peak, sum(_share(pid) for pid in family(os.getpid())))


def family(root: int) -> list[int]:
    """A process and all its descendants."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue  # it ended while we looked
    return found


def _share(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    line = next((line for line in rollup.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) * 1024
