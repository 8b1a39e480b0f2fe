"""Sweeping a store: what nobody relies on any more leaves it, in two steps, so that nothing in use is ever lost.

First a blob is only put out: it lies in `leaving/`, where whoever asks for it finds it and brings it back. A day later
it is deleted, if by then nothing relies on it. So it does no harm when somebody begins to rely on an old blob at the
very moment it is put out: what they write down of it is seen when the next sweep asks what is relied on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsreel.documents import Digest
from newsreel.errors import Corrupt, NotStored, Refused
from newsreel.store import Store

DAY = 86_400_000  # milliseconds
_hash = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relied:
    """What must stay: blobs by their names, and the keys that led to them."""

    blobs: set[Digest] = field(default_factory=set)
    keys: set[Digest] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Swept:
    """What a sweep did, or would do."""

    kept: int = 0
    put_out: int = 0
    size: int = 0  # bytes put out
    brought_back: int = 0
    deleted: int = 0
    freed: int = 0  # bytes
    keys: int = 0  # forgotten


def named_in(text: str) -> set[Digest]:
    """Every hash a document spells, wherever it stands in it: a superset of the files it names."""
    return set(_hash.findall(text))


def with_files(store: Store, documents: set[Digest]) -> set[Digest]:
    """Stored documents and all that they name; one that is gone or damaged names nothing."""
    found = set(documents)
    for digest in sorted(documents):
        try:
            found |= named_in(store.get(digest).decode("utf-8", "replace"))
        except (NotStored, Corrupt):
            continue
    return found


def sweep(
    store: Store, relied: Relied, *, older: int, stay: int = DAY, dry: bool = False, force: bool = False
) -> Swept:
    """Put out what is older than `older` and not relied on; delete what has lain outside for longer than `stay`."""
    with store.alone():
        keys = list(store.lying("keys"))
        # what was filed lately may be in the hands of a worker who has not told the ledger yet
        fresh = {store.filed(key.name) for key in keys if key.age <= older and key.name not in relied.keys}
        blobs = relied.blobs | with_files(store, {digest for digest in fresh if _hash.fullmatch(digest)})
        lying = list(store.lying("blobs"))
        if not (blobs or force) and any(blob.age > older for blob in lying):
            raise Refused(
                "The ledger relies on nothing in this store; see that NEWSREEL_LEDGER names the ledger its workers use."
            )
        done = Swept()
        there = {blob.name for blob in lying}
        for name, size in _over(store, blobs, there, stay, done, dry):
            done.deleted, done.freed = done.deleted + 1, done.freed + size
            if not dry:
                store.drop(name)
        for key in keys:
            if key.age > older and key.name not in relied.keys:
                done.keys += 1
                if not dry:
                    store.forget(key.name)
        for blob in lying:
            stays = blob.age <= older or blob.name in blobs
            if stays or not (dry or store.put_out(blob.name, older)):
                done.kept += 1
            else:
                done.put_out, done.size = done.put_out + 1, done.size + blob.size
        return done


def _over(
    store: Store, relied: set[Digest], there: set[Digest], stay: int, done: Swept, dry: bool
) -> Iterator[tuple[Digest, int]]:
    """What has lain outside for long enough; what is relied on after all is brought back."""
    for left in list(store.lying("leaving")):
        if left.name in relied and left.name not in there:
            done.brought_back += 1
            if not dry:
                store.bring_back(left.name)
        elif left.age > stay:
            yield left.name, left.size
