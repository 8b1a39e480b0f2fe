"""The cabinet the artifacts are kept in: how full it is, whether all of it verifies, and clearing out the oldest.

A run holds the cabinet's lock shared; clearing out needs it alone, so that nothing in use is ever taken away.
"""

import fcntl
import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsreel.errors import StoreFailed

_named = re.compile(rb'"digest":"([0-9a-f]{64})"')
_DOCUMENT = 2_000_000  # bytes; what is larger is a picture, sound or film and names no other artifact


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in the cabinet."""

    artifacts: int
    size: int  # bytes
    pieces: int  # finished pieces filed under their keys
    damaged: int  # artifacts set aside because they did not match their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What clearing out took away."""

    artifacts: int
    size: int
    pieces: int


@contextmanager
def in_use(root: Path) -> Iterator[None]:
    """Hold the cabinet while a run works in it."""
    with _locked(root, fcntl.LOCK_SH):
        yield


def contents(root: Path) -> Contents:
    """Count what is there."""
    sizes = [size for _, size, _ in _artifacts(root)]
    return Contents(
        artifacts=len(sizes),
        size=sum(sizes),
        pieces=sum(1 for _ in root.glob("keys/*/*")),
        damaged=sum(1 for _ in root.glob("corrupt/*")),
    )


def verify(root: Path) -> tuple[int, tuple[str, ...]]:
    """Read every artifact: how many there are, and the names of those that were damaged and set aside."""
    damaged = []
    count = 0
    for path, _, _ in _artifacts(root):
        count += 1
        with path.open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != path.name:
                damaged.append(path.name)
                path.replace(root / "corrupt" / f"{path.name}.verify")
    return count, tuple(damaged)


def clean(root: Path, limit: int) -> Cleared:
    """Take away what was used longest ago until no more than `limit` bytes are left; 0 takes all."""
    with _locked(root, fcntl.LOCK_EX):
        _empty(root / "scratch")
        _empty(root / "corrupt")
        _empty(root / "leaving")
        found = sorted(_artifacts(root), key=lambda one: one[2])
        left = sum(size for _, size, _ in found)
        taken = freed = 0
        for path, size, _ in found:
            if left <= limit:
                break
            path.unlink(missing_ok=True)
            left, freed, taken = left - size, freed + size, taken + 1
        return Cleared(artifacts=taken, size=freed, pieces=_forget_dangling(root))


def clean_if_over(root: Path, limit: int) -> Cleared | None:
    """After a run: clear out when the cabinet is over its limit and nobody else is using it."""
    if sum(size for _, size, _ in _artifacts(root)) <= limit:
        return None
    try:
        return clean(root, limit * 9 // 10)
    except StoreFailed:
        return None  # somebody is working; the next run clears out


def evict(root: Path, limit: int, spare: int) -> int:
    """Of copies kept nearby, take away what was used longest ago; never what was used in the last `spare` ms."""
    found = sorted(_artifacts(root), key=lambda one: one[2])
    left, oldest, taken = sum(size for _, size, _ in found), time.time_ns() - spare * 1_000_000, 0
    for path, size, used in found:
        if left <= limit or used > oldest:
            break
        path.unlink(missing_ok=True)
        left, taken = left - size, taken + 1
    return taken


def _artifacts(root: Path) -> Iterator[tuple[Path, int, int]]:
    """Path, size and when it was last used."""
    for path in root.glob("blobs/*/*"):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        yield path, facts.st_size, facts.st_mtime_ns


def _forget_dangling(root: Path) -> int:
    """Forget finished pieces whose document, or any artifact it names, is gone."""
    there = {path.name.encode() for path, _, _ in _artifacts(root)}
    forgotten = 0
    for key in root.glob("keys/*/*"):
        digest = key.read_bytes()
        if digest not in there or not _named_in(root, digest) <= there:
            key.unlink(missing_ok=True)
            forgotten += 1
    return forgotten


def _named_in(root: Path, digest: bytes) -> set[bytes]:
    path = root / "blobs" / digest[:2].decode() / digest.decode()
    return set(_named.findall(path.read_bytes())) if path.stat().st_size < _DOCUMENT else set()


def _empty(folder: Path) -> None:
    for left in folder.glob("*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@contextmanager
def _locked(root: Path, how: int) -> Iterator[None]:
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = (root / "lock").open("a")
    except OSError as error:
        raise StoreFailed(f"The cache at {root} cannot be used: {error.strerror or error}.") from None
    with handle:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if how == fcntl.LOCK_EX:
                raise StoreFailed(f"The cache at {root} is in use by a run; clean it when that is done.") from None
            raise StoreFailed(f"The cache at {root} is being cleaned; try again in a moment.") from None
        yield
