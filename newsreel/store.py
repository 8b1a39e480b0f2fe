"""Artifacts by content hash: written once, all at once or not at all, and verified when read.

A blob lies under the hash of its bytes; a finished piece under its key, which names the blob of the document it made.
Write: a temp file in the same file system, hashed while written, fsync, rename, fsync of the folder.
Read: the bytes must match the name, else the blob is set aside in `corrupt/` and the caller works the piece again.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from newsreel.documents import Digest
from newsreel.errors import Corrupt, NotStored, StoreFailed
from newsreel.forms import BadForm, from_json, to_json

T = TypeVar("T")


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
            for name in ("blobs", "keys", "scratch", "corrupt"):
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
        with _said("write to the store", path), self._temp() as (temp, out), path.open("rb") as source:
            total = hashlib.sha256()
            while chunk := source.read(1 << 20):
                total.update(chunk)
                out.write(chunk)
            digest = total.hexdigest()
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
            raise NotStored(
                f"The store has no artifact {digest[:12]}; run the same command again to make it."
            ) from None
        except OSError as error:
            raise StoreFailed(f"The store cannot read {target}: {error.strerror}.") from None
        if hashlib.sha256(data).hexdigest() != digest:
            self._set_aside(digest)
        self._touch(target, digest)
        return data

    def path(self, digest: Digest) -> Path:
        target = self._blob(digest)
        if digest not in self._verified:
            if not target.is_file():
                raise NotStored(f"The store has no artifact {digest[:12]}; run the same command again to make it.")
            if _hash_of(target) != digest:
                self._set_aside(digest)
            self._touch(target, digest)
        return target

    def holds(self, digest: Digest) -> bool:
        return self._blob(digest).is_file()

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
        target = self.root / "keys" / key[:2] / key
        try:
            digest = target.read_text("ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        if len(digest) != 64 or not self.holds(digest):
            return None
        return digest

    def forget(self, key: Digest) -> None:
        (self.root / "keys" / key[:2] / key).unlink(missing_ok=True)

    def scratch(self) -> Path:
        return self.root / "scratch"

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
