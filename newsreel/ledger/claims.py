"""Claims: how a worker takes a piece, says that it lives, and lets it go; how a silent one loses it."""

import secrets
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection, func, select, update

from newsreel.ledger.graph import SCRIPT, hold, settle
from newsreel.ledger.schema import assignment, need, piece
from newsreel.ledger.states import OPEN, move_assignment, move_pieces

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


def queue_of(tx: Connection, id_: str) -> str | None:
    """The queue a piece waits in; None for a piece nobody knows."""
    return tx.execute(select(piece.c.queue).where(piece.c.id == id_)).scalar()


def waiting(tx: Connection, queue: str, limit: int, count: int = LOOKED_AT) -> list[tuple[str, str, str, str, int]]:
    """The most urgent pieces that may be claimed now: id, name, assignment and its state, urgency.

    An assignment with `limit` pieces at work lets others go first, however urgent it is.
    """
    other = piece.alias()
    at_work = (
        select(func.count())
        .where(other.c.assignment == piece.c.assignment, other.c.state == "running")
        .scalar_subquery()
    )
    rows = (
        select(piece.c.id, piece.c.name, assignment.c.id, assignment.c.state, piece.c.urgency)
        .join(assignment, assignment.c.id == piece.c.assignment)
        .where(
            piece.c.queue == queue,
            piece.c.state == "ready",
            piece.c.wait == 0,
            piece.c.attempt < piece.c.max_attempt,
            assignment.c.state.in_(OPEN),
            at_work < limit,
        )
        .order_by(piece.c.urgency, piece.c.born, piece.c.rank, piece.c.id)
        .limit(count)
    )
    return list(tx.execute(rows).all())


def claim(tx: Connection, queue: str, owner: str, limit: int, *, who: str) -> Claim | None:
    """Take the most urgent piece of a queue for `owner`, or nothing.

    The message that woke us named a piece, but it is only a hint that there is work: taking the most urgent one keeps
    the order of the desk whatever order the broker has.
    """
    found = waiting(tx, queue, limit)
    if tx.dialect.name != "sqlite":
        # there others claim at the same moment: not all should try the same one first
        chance = Random(owner)
        found.sort(key=lambda row: (row[4], chance.random()))
    for id_, name, mine, state, _ in found:
        if state == "accepted":
            begun = "drafting" if name == SCRIPT else "rendering"
            move_assignment(tx, mine, "accepted", begun, who=who)
        token = f"{owner}.{secrets.token_hex(6)}"
        taken = move_pieces(
            tx,
            "ready",
            "running",
            piece.c.id == id_,
            piece.c.wait == 0,
            piece.c.attempt < piece.c.max_attempt,
            who=who,
            owner=token,
            attempt=piece.c.attempt + 1,
            beat=0,
            progress_done=0,
            progress_total=0,
        )
        if taken:
            return _claimed(tx, id_, token)
    return None


def _claimed(tx: Connection, id_: str, token: str) -> Claim:
    row = tx.execute(
        select(piece, assignment.c.document)
        .join(assignment, assignment.c.id == piece.c.assignment)
        .where(piece.c.id == id_)
    ).one()
    other = piece.alias()
    needed = tx.execute(
        select(other.c.name, other.c.stage, other.c.result)
        .join(need, need.c.needs_piece == other.c.id)
        .where(need.c.piece == id_)
        .order_by(other.c.rank)
    )
    return Claim(
        id=id_,
        assignment=row.assignment,
        name=row.name,
        stage=row.stage,
        scene=row.scene,
        size=row.size,
        attempt=row.attempt,
        last=row.attempt >= row.max_attempt,
        token=token,
        document=row.document,
        needs=tuple(needed.all()),
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
    rows = select(piece.c.id, piece.c.queue).where(
        piece.c.assignment == id_, piece.c.state == "ready", piece.c.wait == 0
    )
    return list(tx.execute(rows.order_by(piece.c.rank).limit(count)).all())


def let_others_in(tx: Connection, held: Claim, ready: list[str], limit: int) -> list[tuple[str, str]]:
    """Whom to tell of after a piece is done: what it made ready, and one that its end makes room for.

    A hint that came while an assignment had all the hands it may have is spent; another one takes its place.
    """
    told = [row for row in ready_of(tx, held.assignment) if row[0] in ready] if ready else []
    busy = select(func.count()).where(piece.c.assignment == held.assignment, piece.c.state == "running")
    if (tx.execute(busy).scalar() or 0) + 1 >= limit:
        told += [row for row in ready_of(tx, held.assignment, len(told) + 1) if row not in told][:1]
    return told
