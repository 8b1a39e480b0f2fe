"""The store in a bucket: the same promises as a folder's, kept by conditional writes, checksums and verified reads."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsreel.bucket.nearby import Nearby
from newsreel.bucket.wire import PART, Flow, Wire, rest
from newsreel.documents import Digest
from newsreel.errors import Corrupt, NotStored, StoreFailed
from newsreel.store import Lying, Place

READS = 4  # how often an artifact that does not arrive whole is fetched
ABANDONED = 21_600_000  # milliseconds; a sweep that said so long ago that it begins is over, however it ended


class Bucket:
    """A store in a bucket, with copies nearby. A copy is only used once the bucket has the artifact too."""

    def __init__(self, wire: Wire, nearby: Nearby) -> None:
        self.wire, self.nearby = wire, nearby
        self._copies = nearby.folder()
        self._there: set[Digest] = set()

    def put(self, data: bytes) -> Digest:
        digest = hashlib.sha256(data).hexdigest()
        self._send(digest, data)
        self._copies.put(data)
        self.nearby.grew(len(data))
        return digest

    def put_file(self, path: Path) -> Digest:
        digest = self._copies.put_file(path)
        copy = self._copies.path(digest)  # ours, so nobody changes it while it goes out
        self.nearby.grew(copy.stat().st_size)
        self._send(digest, copy)
        return digest

    def get(self, digest: Digest) -> bytes:
        self._near(digest)
        return self._copies.get(digest)

    def path(self, digest: Digest) -> Path:
        self._near(digest)
        return self._copies.path(digest)

    def holds(self, digest: Digest) -> bool:
        if digest not in self._there:
            if self.wire.facts(_blob(digest)) is None and not self.bring_back(digest):
                return False
            self._there.add(digest)
        return True

    def finish(self, key: Digest, digest: Digest) -> Digest:
        if self.wire.put_new(_key(key), digest.encode()):
            # where the server lets two write at once, whoever wrote last has won, and both read that
            return digest if self.wire.conditional else self.filed(key) or digest
        winner = self.finished(key)
        if winner is None:
            self.wire.put(_key(key), digest.encode())
        return winner or digest

    def finished(self, key: Digest) -> Digest | None:
        digest = self.filed(key)
        return digest if len(digest) == 64 and self.holds(digest) else None

    def forget(self, key: Digest) -> None:
        self.wire.delete(_key(key))

    def scratch(self) -> Path:
        return self._copies.scratch()

    @contextmanager
    def alone(self) -> Iterator[None]:
        if not self.wire.put_new("sweep/lock", b""):
            begun = next((age for _, _, age in self.wire.listing("sweep")), ABANDONED)
            if begun < ABANDONED:
                raise StoreFailed("Somebody else sweeps this store; try again when that is done.")
            self.wire.put("sweep/lock", b"")
        try:
            yield
        finally:
            self.wire.delete("sweep/lock")

    def lying(self, place: Place) -> Iterator[Lying]:
        for name, size, age in self.wire.listing(place):
            yield Lying(name=name, size=size, age=age)

    def check(self, digest: Digest) -> bool:
        self._there.discard(digest)
        try:
            self._read(digest, keep=False)
        except Corrupt:
            return False
        except NotStored:
            pass  # taken away meanwhile: not damaged
        return True

    def filed(self, key: Digest) -> Digest:
        said = self.wire.read(_key(key))
        return "" if said is None else said.decode("ascii", "replace")

    def put_out(self, digest: Digest, older: int) -> bool:
        self._there.discard(digest)
        if not self.wire.copy(_blob(digest), _left(digest)):
            return False
        self.wire.delete(_blob(digest))  # whoever begins to need it now finds the copy in `leaving`
        return True

    def bring_back(self, digest: Digest) -> bool:
        # The copy stays in `leaving` until its time is over: whoever puts the blob out again at this very moment
        # relies on it.
        return self.wire.copy(_left(digest), _blob(digest))

    def drop(self, digest: Digest) -> None:
        self.wire.delete(_left(digest))

    def _send(self, digest: Digest, data: bytes | Path) -> None:
        """See to it that the bucket has these bytes under their name."""
        if digest in self._there:
            return
        size = data.stat().st_size if isinstance(data, Path) else len(data)
        if isinstance(data, bytes) and size > PART:
            data = self._copies.path(self._copies.put(data))
        for tried in (1, 2, 3):
            if isinstance(data, Path) and size > PART:
                ours = self.wire.put_new_file(_blob(digest), data)
            else:
                ours = self.wire.put_new(_blob(digest), data.read_bytes() if isinstance(data, Path) else data)
            if ours or self._same(digest, size):
                self._there.add(digest)
                return
            rest(tried)
        raise StoreFailed(f"The bucket {self.wire.bucket} does not take the artifact {digest[:12]}; it is tried again.")

    def _same(self, digest: Digest, size: int) -> bool:
        """Whether what somebody else put under a name is what it says; where that is in doubt it is read."""
        facts = self.wire.facts(_blob(digest))
        if facts is None:
            return False
        # of what went in parts, servers keep checksums of various kinds: there the size must do
        known = base64.b64encode(bytes.fromhex(digest)).decode() if size <= PART else facts.checksum
        if facts.size == size and facts.checksum in ("", known):
            return True
        try:
            return self._read(digest, keep=False) == size
        except (Corrupt, NotStored):
            return False

    def _near(self, digest: Digest) -> None:
        """See to it that the bucket has an artifact, and that a whole copy of it is here."""
        try:
            copy = self._copies.path(digest)
        except (NotStored, Corrupt):
            self._fetch(digest)
            return
        if not self.holds(digest):
            self._send(digest, copy)  # it was lost or damaged there: this copy mends it for all

    def _fetch(self, digest: Digest) -> None:
        self.nearby.grew(self._read(digest, keep=True))
        self._there.add(digest)

    def _read(self, digest: Digest, *, keep: bool) -> int:
        """Have an artifact come, and return its size when it came whole.

        What comes damaged is asked for again; what comes damaged in the same way twice lies there like that.
        """
        failure = StoreFailed(
            f"The artifact {digest[:12]} comes damaged from the bucket, differently each time; look at the network."
        )
        wrong: set[Digest] = set()
        for tried in range(1, READS + 1):
            flow = self._flow(digest)
            come = _Come(flow.chunks)
            try:
                if keep:
                    self._copies.take(come, digest)
                else:
                    sum(map(len, come))
            except Corrupt:
                pass
            except StoreFailed as error:  # it broke off, or there is no room for the copy
                failure = error
                rest(tried)
                continue
            if come.digest == digest:
                return come.size
            if come.digest in wrong:
                self._set_aside(digest, flow.etag)
                raise Corrupt(
                    f"The artifact {digest[:12]} was damaged in the bucket; it was set aside and will be made again."
                )
            wrong.add(come.digest)
        raise failure

    def _flow(self, digest: Digest) -> Flow:
        for _ in range(3):  # it may be put out again at the very moment it was brought back
            flow = self.wire.flow(_blob(digest))
            if flow is not None:
                return flow
            if not self.bring_back(digest):
                break
        raise NotStored(f"The store has no artifact {digest[:12]}; run the same command again to make it.")

    def _set_aside(self, digest: Digest, etag: str = "") -> None:
        """Move a damaged blob away, unless somebody has put a whole one in its place."""
        self._there.discard(digest)
        if self.wire.copy(_blob(digest), f"corrupt/{digest}.{secrets.token_hex(4)}", etag=etag):
            self.wire.delete(_blob(digest))


class _Come:
    """Bytes as they come in, counted and hashed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._total, self.size = chunks, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._total.update(chunk)
            self.size += len(chunk)
            yield chunk

    @property
    def digest(self) -> Digest:
        return self._total.hexdigest()


def _blob(digest: Digest) -> str:
    return f"blobs/{digest[:2]}/{digest}"


def _left(digest: Digest) -> str:
    return f"leaving/{digest}"


def _key(key: Digest) -> str:
    return f"keys/{key[:2]}/{key}"
