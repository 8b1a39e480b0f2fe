"""Presence: workers sign in with the queues they serve, say now and then that they are there, and sign out."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, update

from newsreel.ledger.schema import worker


def sign_in(tx: Connection, id_: str, queues: Iterable[str], hands: int) -> None:
    """A worker begins to serve."""
    sign_out(tx, id_)
    tx.execute(insert(worker).values(id=id_, queues=" ".join(sorted(queues)), hands=hands))


def still_here(tx: Connection, id_: str) -> bool:
    """A worker is there; False when it was struck off."""
    return bool(tx.execute(update(worker).where(worker.c.id == id_).values(beat=worker.c.beat + 1)).rowcount)


def sign_out(tx: Connection, id_: str, beat: int | None = None) -> None:
    """A worker is gone; with `beat`, only if it has not been heard of since."""
    same = [] if beat is None else [worker.c.beat == beat]
    tx.execute(delete(worker).where(worker.c.id == id_, *same))
