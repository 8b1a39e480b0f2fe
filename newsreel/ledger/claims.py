"""Claims: how a worker takes a piece, says that it lives, and lets it go; how a silent one loses it."""

import secrets
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from newsreel.ledger.graph import SCRIPT, hold, settle
from newsreel.ledger.schema import assignment, need, piece
from newsreel.ledger.states import OPEN, make_move, move_assignment, move_pieces, mover

LOOKED_AT = 8  # how many of the most urgent pieces are tried when others are quicker


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A piece that is ours until the token says otherwise."""

    id: str
    assignment: str
    name: str
    stage: str
    scene: str
    size: str
    attempt: int
    last: bool  # no attempt is left after this one
    token: str
    document: str  # digest of the assignment
    needs: tuple[tuple[str, str, str], ...]  # name, stage and result of what it needs


# Statements are built once: building one costs more than running it.
_other = piece.alias("other")
_at_work = (
    select(func.count()).where(_other.c.assignment == piece.c.assignment, _other.c.state == "running").scalar_subquery()
)
_QUEUE = select(piece.c.queue).where(piece.c.id == bindparam("id"))
_WAITING = (
    select(
        piece.c.id,
        piece.c.name,
        piece.c.stage,
        piece.c.scene,
        piece.c.size,
        piece.c.attempt,
        piece.c.max_attempt,
        piece.c.urgency,
        piece.c.assignment,
        assignment.c.state,
        assignment.c.document,
    )
    .join(assignment, assignment.c.id == piece.c.assignment)
    .where(
        piece.c.queue == bindparam("queue"),
        piece.c.state == "ready",
        piece.c.wait == 0,
        piece.c.attempt < piece.c.max_attempt,
        assignment.c.state.in_(OPEN),
        _at_work < bindparam("limit"),
    )
    .order_by(piece.c.urgency, piece.c.born, piece.c.rank, piece.c.id)
    .limit(LOOKED_AT)
)
_TAKE = mover(
    piece.c.id == bindparam("piece_"),
    piece.c.wait == 0,
    piece.c.attempt == bindparam("tried"),
    owner=bindparam("token"),
    attempt=piece.c.attempt + 1,
    beat=0,
    progress_done=0,
    progress_total=0,
)
_BUSY = select(func.count()).where(piece.c.assignment == bindparam("id"), piece.c.state == "running")
_READY = (
    select(piece.c.id, piece.c.queue)
    .where(piece.c.assignment == bindparam("id"), piece.c.state == "ready", piece.c.wait == 0)
    .order_by(piece.c.rank)
    .limit(bindparam("count"))
)
_NEEDED = (
    select(_other.c.name, _other.c.stage, _other.c.result)
    .join(need, need.c.needs_piece == _other.c.id)
    .where(need.c.piece == bindparam("id"))
    .order_by(_other.c.rank)
)


def queue_of(tx: Connection, id_: str) -> str | None:
    """The queue a piece waits in; None for a piece nobody knows."""
    return tx.execute(_QUEUE, {"id": id_}).scalar()


def waiting(tx: Connection, queue: str, limit: int) -> list[Any]:
    """The most urgent pieces that may be claimed now.

    An assignment with `limit` pieces at work lets others go first, however urgent it is.
    """
    return list(tx.execute(_WAITING, {"queue": queue, "limit": limit}).all())


def claim(tx: Connection, queue: str, owner: str, limit: int, *, who: str) -> Claim | None:
    """Take the most urgent piece of a queue for `owner`, or nothing.

    The message that woke us named a piece, but it is only a hint that there is work: taking the most urgent one keeps
    the order of the desk whatever order the broker has.
    """
    found = waiting(tx, queue, limit)
    if tx.dialect.name != "sqlite":
        # there others claim at the same moment: not all should try the same one first
        chance = Random(owner)
        found.sort(key=lambda row: (row.urgency, chance.random()))
    for row in found:
        if row.state == "accepted":
            begun = "drafting" if row.name == SCRIPT else "rendering"
            move_assignment(tx, row.assignment, "accepted", begun, who=who)
        token = f"{owner}.{secrets.token_hex(6)}"
        mine = {"piece_": row.id, "tried": row.attempt, "token": token}
        taken = make_move(tx, _TAKE, "ready", "running", who=who, **mine)
        if taken:
            return _claimed(tx, row, token)
    return None


def _claimed(tx: Connection, row: Any, token: str) -> Claim:
    return Claim(
        id=row.id,
        assignment=row.assignment,
        name=row.name,
        stage=row.stage,
        scene=row.scene,
        size=row.size,
        attempt=row.attempt + 1,
        last=row.attempt + 1 >= row.max_attempt,
        token=token,
        document=row.document,
        needs=tuple(tx.execute(_NEEDED, {"id": row.id}).all()),
    )


def beat(tx: Connection, held: Claim, done: int, total: int) -> bool:
    """Say that we live and how far we are; False when the piece is no longer ours."""
    said = (
        update(piece)
        .where(piece.c.id == held.id, piece.c.owner == held.token, piece.c.state == "running")
        .values(beat=piece.c.beat + 1, progress_done=done, progress_total=total)
    )
    return bool(tx.execute(said).rowcount)


def let_go(
    tx: Connection, held: Claim, who: str, note: str, *, charge: bool, wait: int = 0, error: tuple[str, str] = ("", "")
) -> bool:
    """Give a piece back; without `charge` the attempt does not count. False when it was no longer ours."""
    hold(tx, held.assignment)
    values = {} if charge else {"attempt": piece.c.attempt - 1}
    moved = move_pieces(
        tx,
        "running",
        "ready",
        piece.c.id == held.id,
        piece.c.owner == held.token,
        who=who,
        note=note,
        wait=wait,
        error_code=error[0],
        error=error[1],
        **values,
    )
    if moved:
        settle(tx, held.assignment, who)
    return bool(moved)


def at_work(tx: Connection) -> dict[str, tuple[str, int]]:
    """Who works what: the owner's token and beat of every running piece."""
    rows = tx.execute(select(piece.c.id, piece.c.owner, piece.c.beat).where(piece.c.state == "running"))
    return {row.id: (row.owner, row.beat) for row in rows}


def resting(tx: Connection) -> dict[str, tuple[int, int]]:
    """The attempt and rest of every piece that waits before its next try."""
    rows = tx.execute(
        select(piece.c.id, piece.c.attempt, piece.c.wait).where(piece.c.state == "ready", piece.c.wait > 0)
    )
    return {row.id: (row.attempt, row.wait) for row in rows}


def rested(tx: Connection, id_: str, attempt: int, wait: int) -> None:
    """A piece has rested long enough."""
    same = (piece.c.id == id_, piece.c.state == "ready", piece.c.attempt == attempt, piece.c.wait == wait)
    tx.execute(update(piece).where(*same).values(wait=0))


def ready_of(tx: Connection, id_: str, count: int = 100) -> list[tuple[str, str]]:
    """The pieces of an assignment that may be claimed now, with their queues."""
    return list(tx.execute(_READY, {"id": id_, "count": count}).all())


def let_others_in(tx: Connection, held: Claim, ready: list[str], limit: int) -> list[tuple[str, str]]:
    """Whom to tell of after a piece is done: what it made ready, and one that its end makes room for.

    A hint that came while an assignment had all the hands it may have is spent; another one takes its place.
    """
    told = [row for row in ready_of(tx, held.assignment) if row[0] in ready] if ready else []
    if (tx.execute(_BUSY, {"id": held.assignment}).scalar() or 0) + 1 >= limit:
        told += [row for row in ready_of(tx, held.assignment, len(told) + 1) if row not in told][:1]
    return told
