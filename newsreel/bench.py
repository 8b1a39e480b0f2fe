"""The bench: what a stage or a crew member has at hand while it works one piece."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsreel.documents import Asset, Credit
from newsreel.settings import Provider
from newsreel.store import Store


def _silent(done: int, total: int) -> None:
    """Progress nobody listens to."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The store, scratch space, and a way to say how far the piece has come."""

    store: Store
    progress: Callable[[int, int], None] = field(default=_silent)  # (done, total); raises Cancelled when asked to stop
    provider: Provider = Provider()  # for who asks a model on a server

    def keep(
        self, data: bytes, kind: str, *, width: int = 0, height: int = 0, length: int = 0, credit: Credit | None = None
    ) -> Asset:
        """Put bytes in the store as an asset."""
        return Asset(digest=self.store.put(data), kind=kind, width=width, height=height, length=length, credit=credit)

    def keep_file(
        self, path: Path, kind: str, *, width: int = 0, height: int = 0, length: int = 0, credit: Credit | None = None
    ) -> Asset:
        """Put a finished file in the store as an asset."""
        digest = self.store.put_file(path)
        return Asset(digest=digest, kind=kind, width=width, height=height, length=length, credit=credit)

    def read(self, asset: Asset) -> bytes:
        """The bytes of an asset."""
        return self.store.get(asset.digest)

    def path(self, asset: Asset) -> Path:
        """A local file with the bytes of an asset, only to be read."""
        return self.store.path(asset.digest)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder of one's own, cleared afterwards."""
        with tempfile.TemporaryDirectory(dir=self.store.scratch()) as place:
            yield Path(place)
