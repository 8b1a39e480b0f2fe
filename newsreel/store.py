"""Artifacts by content hash: written once, all at once or not at all, and verified when read.

A blob lies under the hash of its bytes; a finished piece under its key, which names the blob of the document it made.
Write: a temp file in the same file system, hashed while written, fsync, rename, fsync of the folder.
Read: the bytes must match the name, else the blob is set aside in `corrupt/` and the caller works the piece again.
What the sweeping takes out lies in `leaving/` for a while, and whoever asks for it there brings it back.
"""

import errno
import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeVar

from newsreel.documents import Digest
from newsreel.errors import Corrupt, NotStored, StoreFailed
from newsreel.forms import BadForm, from_json, to_json
from newsreel.settings import Settings

T = TypeVar("T")
Place = Literal["blobs", "keys", "leaving", "corrupt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Something that lies in a store: a blob, or a key."""

    name: Digest
    size: int
    age: int  # milliseconds since it was put there or, where the store can tell, last used; by the store's own clock


class Store(Protocol):
    """What the line asks of a store; a folder here, an S3 bucket elsewhere."""

    def put(self, data: bytes) -> Digest: ...
    def put_file(self, path: Path) -> Digest: ...
    def get(self, digest: Digest) -> bytes: ...
    def path(self, digest: Digest) -> Path:
        """A local file with these bytes, verified, only to be read."""
        ...

    def holds(self, digest: Digest) -> bool: ...
    def finish(self, key: Digest, digest: Digest) -> Digest:
        """File a finished piece under its key: the first to finish wins, and the winner's digest is returned."""
        ...

    def finished(self, key: Digest) -> Digest | None: ...
    def forget(self, key: Digest) -> None: ...
    def scratch(self) -> Path:
        """A folder for temp files, in the store's own file system."""
        ...

    # What looking after a store takes; the line itself never calls these.
    def alone(self) -> AbstractContextManager[None]:
        """Be the only one who sweeps."""
        ...

    def lying(self, place: Place) -> Iterator[Lying]:
        """Everything in one place."""
        ...

    def check(self, digest: Digest) -> bool:
        """Read a blob where it lies, past any copy nearby: whether it is whole. What is not is set aside."""
        ...

    def filed(self, key: Digest) -> Digest:
        """What a key says, whether or not that is there; empty when there is no such key."""
        ...

    def put_out(self, digest: Digest, older: int) -> bool:
        """Move a blob to where it can still be brought back from, unless it was used since it was that old."""
        ...

    def bring_back(self, digest: Digest) -> bool:
        """Bring back a blob that was put out; False when it was not."""
        ...

    def drop(self, digest: Digest) -> None:
        """Delete a blob that was put out."""
        ...


def open_store(settings: Settings) -> Store:
    """The store of these settings, which has verified nothing yet."""
    if not settings.store:
        return Folder(settings.cache)
    from newsreel.bucket import open_bucket

    return open_bucket(settings)


def put_document(store: Store, document: object) -> Digest:
    """Store a document by its one form."""
    return store.put(to_json(document))


def get_document(store: Store, kind: type[T], digest: Digest) -> T:
    """Read a document back from the store."""
    try:
        return from_json(kind, store.get(digest))
    except BadForm as error:
        raise Corrupt(f"The stored {kind.__name__} {digest[:12]} is not one: {error}.") from None


class Folder:
    """A store in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._verified: set[Digest] = set()
        with _said("make the store's folders", root):
            for name in ("blobs", "keys", "scratch", "corrupt", "leaving"):
                (root / name).mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> Digest:
        digest = hashlib.sha256(data).hexdigest()
        target = self._blob(digest)
        if not self._has(target, digest):
            with _said("write to the store", target), self._temp() as (temp, out):
                out.write(data)
                self._publish(temp, out, target)
        self._verified.add(digest)
        return digest

    def put_file(self, path: Path) -> Digest:
        with _said("write to the store", path), path.open("rb") as source:
            return self.take(iter(lambda: source.read(1 << 20), b""))

    def take(self, chunks: Iterable[bytes], wanted: Digest = "") -> Digest:
        """Put bytes that come bit by bit; with `wanted`, only if they turn out to be what was wanted."""
        with _said("write to the store", self.root), self._temp() as (temp, out):
            total = hashlib.sha256()
            for chunk in chunks:
                total.update(chunk)
                out.write(chunk)
            digest = total.hexdigest()
            if wanted and digest != wanted:
                raise Corrupt(f"What came for the artifact {wanted[:12]} is not it; it is fetched again.")
            target = self._blob(digest)
            if not self._has(target, digest):
                self._publish(temp, out, target)
        self._verified.add(digest)
        return digest

    def get(self, digest: Digest) -> bytes:
        target = self._blob(digest)
        try:
            data = target.read_bytes()
        except FileNotFoundError:
            if self.bring_back(digest):
                return self.get(digest)
            raise _not_stored(digest) from None
        except OSError as error:
            raise StoreFailed(f"The store cannot read {target}: {error.strerror}.") from None
        if hashlib.sha256(data).hexdigest() != digest:
            self._set_aside(digest)
        self._touch(target, digest)
        return data

    def path(self, digest: Digest) -> Path:
        target = self._blob(digest)
        if digest not in self._verified or not target.is_file():
            if not target.is_file() and not self.bring_back(digest):
                raise _not_stored(digest)
            if _hash_of(target) != digest:
                self._set_aside(digest)
            self._touch(target, digest)
        return target

    def holds(self, digest: Digest) -> bool:
        return self._blob(digest).is_file() or self.bring_back(digest)

    def finish(self, key: Digest, digest: Digest) -> Digest:
        target = self.root / "keys" / key[:2] / key
        with _said("file a finished piece", target), self._temp() as (temp, out):
            out.write(digest.encode())
            out.flush()
            os.fsync(out.fileno())
            target.parent.mkdir(exist_ok=True)
            try:
                os.link(temp, target)  # fails when somebody was first, which a rename would not
                _fsync(target.parent)
            except FileExistsError:
                winner = self.finished(key)
                if winner is not None:
                    return winner
                os.replace(temp, target)
        return digest

    def finished(self, key: Digest) -> Digest | None:
        digest = self.filed(key)
        return digest if len(digest) == 64 and self.holds(digest) else None

    def forget(self, key: Digest) -> None:
        (self.root / "keys" / key[:2] / key).unlink(missing_ok=True)

    def scratch(self) -> Path:
        return self.root / "scratch"

    @contextmanager
    def alone(self) -> Iterator[None]:
        with _said("lock the store", self.root), (self.root / "sweep.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreFailed("Somebody else sweeps this store; try again when that is done.") from None
            yield

    def lying(self, place: Place) -> Iterator[Lying]:
        now = time.time_ns()
        for path in self.root.glob(f"{place}/*/*" if place in ("blobs", "keys") else f"{place}/*"):
            try:
                facts = path.stat()
            except FileNotFoundError:
                continue
            yield Lying(name=path.name, size=facts.st_size, age=(now - facts.st_mtime_ns) // 1_000_000)

    def check(self, digest: Digest) -> bool:
        self._verified.discard(digest)
        try:
            self.path(digest)
        except Corrupt:
            return False
        except NotStored:
            pass  # taken away meanwhile: not damaged
        return True

    def filed(self, key: Digest) -> Digest:
        try:
            return (self.root / "keys" / key[:2] / key).read_text("ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return ""

    def put_out(self, digest: Digest, older: int) -> bool:
        target, left = self._blob(digest), self.root / "leaving" / digest
        with _said("move", left):
            try:
                if _age(target) <= older:
                    return False
                os.replace(target, left)
                if _age(left) <= older:  # used in the last microseconds
                    self.bring_back(digest)
                    return False
                os.utime(left)  # from now on it is counted how long it has lain there
            except FileNotFoundError:
                return False  # gone already, or brought back at once
        self._verified.discard(digest)
        return True

    def bring_back(self, digest: Digest) -> bool:
        target, left = self._blob(digest), self.root / "leaving" / digest
        if left.is_file():
            try:
                target.parent.mkdir(exist_ok=True)
                os.replace(left, target)
            except FileNotFoundError:
                pass
        return target.is_file()  # somebody else may have brought it back a moment ago

    def drop(self, digest: Digest) -> None:
        (self.root / "leaving" / digest).unlink(missing_ok=True)

    def _blob(self, digest: Digest) -> Path:
        return self.root / "blobs" / digest[:2] / digest

    def _has(self, target: Path, digest: Digest) -> bool:
        """Whether a blob is there and whole; a damaged one is set aside, so that it can be written again."""
        if digest in self._verified and target.is_file():
            return True
        if not target.is_file():
            return False
        if _hash_of(target) == digest:
            self._touch(target, digest)
            return True
        os.replace(target, self.root / "corrupt" / f"{digest}.{secrets.token_hex(4)}")
        return False

    @contextmanager
    def _temp(self) -> Iterator[tuple[Path, BinaryIO]]:
        temp = self.root / "scratch" / f"{os.getpid()}.{secrets.token_hex(8)}.part"
        with temp.open("xb") as out:
            try:
                yield temp, out
            finally:
                temp.unlink(missing_ok=True)

    def _publish(self, temp: Path, out: BinaryIO, target: Path) -> None:
        out.flush()
        os.fsync(out.fileno())
        temp.chmod(0o444)
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
            _fsync(target.parent.parent)
        os.replace(temp, target)
        _fsync(target.parent)

    def _touch(self, target: Path, digest: Digest) -> None:
        """Mark a blob as used, for the cleaning by age."""
        self._verified.add(digest)
        try:
            os.utime(target)
        except OSError:
            pass  # a read-only store can still be read

    def _set_aside(self, digest: Digest) -> None:
        self._verified.discard(digest)
        os.replace(self._blob(digest), self.root / "corrupt" / f"{digest}.{secrets.token_hex(4)}")
        raise Corrupt(f"The artifact {digest[:12]} was damaged on disk; it was set aside and will be made again.")


def _not_stored(digest: Digest) -> NotStored:
    return NotStored(f"The store has no artifact {digest[:12]}; run the same command again to make it.")


def _age(path: Path) -> int:
    return (time.time_ns() - path.stat().st_mtime_ns) // 1_000_000


def _hash_of(path: Path) -> Digest:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _said(what: str, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFailed(
                f"The disk is full: could not {what} at {path}; free some space or clean the cache."
            ) from None
        raise StoreFailed(f"Could not {what} at {path}: {error.strerror or error}.") from None
