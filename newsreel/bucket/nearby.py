"""Copies of a bucket's artifacts on this machine, kept within a limit."""

import threading
from pathlib import Path

from newsreel import cabinet
from newsreel.store import Folder

SPARE = 1_800_000  # milliseconds; a piece may work for 20 minutes with a file it was given the path of
SHARE = 20  # the copies are gone through each time they grew by this part of the limit


class Nearby:
    """Where the copies lie; shared by all workers of a machine."""

    def __init__(self, root: Path, limit: int) -> None:
        self.root, self.limit = root, limit
        self._grown = limit  # nobody knows how full it was left
        self._counting = threading.Lock()

    def folder(self) -> Folder:
        """The copies, none of which is verified yet."""
        return Folder(self.root)

    def grew(self, size: int) -> None:
        """So many bytes came in; when it is time, those used longest ago go."""
        with self._counting:
            self._grown += size
            due = self._grown >= self.limit // SHARE
            if due:
                self._grown = 0
        if due:
            cabinet.evict(self.root, self.limit, SPARE)
