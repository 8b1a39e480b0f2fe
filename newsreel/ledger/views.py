"""Views: what an editor or a gauge wants to know of the ledger, without changing it."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from newsreel.ledger.schema import assignment, history, piece, worker
from newsreel.ledger.states import OPEN, now


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """One piece, as far as it has come."""

    name: str
    stage: str
    state: str
    attempt: int
    done: int
    total: int
    result: str
    error_code: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentView:
    """One assignment, and how many of its pieces are done."""

    id: str
    slug: str
    state: str
    urgency: int
    created: int
    pieces_done: int
    pieces_total: int
    error_code: str = ""
    error: str = ""
    pieces: tuple[PieceView, ...] = ()

    @property
    def reels(self) -> dict[str, str]:
        """The digest of each finished reel's document, by the name of its piece."""
        return {one.name: one.result for one in self.pieces if one.stage == "reel" and one.state == "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much waits in a queue, and how long the oldest has."""

    queue: str
    ready: int
    running: int
    oldest: int  # milliseconds since the assignment of the oldest waiting piece came in


def assignments(tx: Connection, *, limit: int = 100, open_only: bool = False) -> list[AssignmentView]:
    """Assignments, the newest first."""
    chosen = select(assignment).order_by(assignment.c.created.desc(), assignment.c.id).limit(limit)
    if open_only:
        chosen = chosen.where(assignment.c.state.in_(OPEN))
    rows = tx.execute(chosen).all()
    counts = _counts(tx, [row.id for row in rows])
    return [_view(row, *counts.get(row.id, (0, 0))) for row in rows]


def status(tx: Connection, id_: str) -> AssignmentView | None:
    """One assignment with its pieces; the beginning of an id is enough where it is the only one."""
    rows = tx.execute(select(assignment).where(assignment.c.id.startswith(id_, autoescape=True)).limit(2)).all()
    exact = [row for row in rows if row.id == id_] or rows
    if len(exact) != 1 or not id_:
        return None
    row = exact[0]
    ordered = tx.execute(select(piece).where(piece.c.assignment == row.id).order_by(piece.c.rank)).all()
    pieces = tuple(
        PieceView(
            name=one.name,
            stage=one.stage,
            state=one.state,
            attempt=one.attempt,
            done=one.progress_done,
            total=one.progress_total,
            result=one.result or "",
            error_code=one.error_code,
            error=one.error,
        )
        for one in ordered
    )
    return _view(row, sum(one.state == "done" for one in pieces), len(pieces), pieces)


def depths(tx: Connection) -> list[Depth]:
    """What waits in every queue that has anything: what to scale workers by."""
    rows = tx.execute(
        select(
            piece.c.queue,
            func.count().filter(piece.c.state == "ready").label("ready"),
            func.count().filter(piece.c.state == "running").label("running"),
            func.min(piece.c.born).filter(piece.c.state == "ready").label("oldest"),
        )
        .where(piece.c.state.in_(("ready", "running")))
        .group_by(piece.c.queue)
        .order_by(piece.c.queue)
    )
    moment = now()
    return [
        Depth(queue=row.queue, ready=row.ready, running=row.running, oldest=max(0, moment - (row.oldest or moment)))
        for row in rows
    ]


def claimable(tx: Connection, limit: int, count: int) -> list[tuple[str, str, str]]:
    """The pieces that may be claimed now, the most urgent first: id, queue, assignment."""
    rows = tx.execute(
        select(piece.c.id, piece.c.queue, piece.c.assignment)
        .join(assignment, assignment.c.id == piece.c.assignment)
        .where(
            piece.c.state == "ready",
            piece.c.wait == 0,
            piece.c.attempt < piece.c.max_attempt,
            assignment.c.state.in_(OPEN),
        )
        .order_by(piece.c.urgency, piece.c.born, piece.c.rank, piece.c.id)
        .limit(count)
    )
    at_work = select(piece.c.assignment, func.count()).where(piece.c.state == "running").group_by(piece.c.assignment)
    busy: dict[str, int] = dict(tx.execute(at_work).all())
    found = []
    for id_, queue, owner in rows:
        if busy.get(owner, 0) < limit:
            busy[owner] = busy.get(owner, 0) + 1
            found.append((id_, queue, owner))
    return found


def stuck(tx: Connection) -> list[str]:
    """Open assignments of which no piece can ever move again: there must never be one."""
    alive = (
        select(piece.c.id)
        .where(piece.c.assignment == assignment.c.id, piece.c.state.in_(("ready", "running")))
        .exists()
    )
    return list(tx.execute(select(assignment.c.id).where(assignment.c.state.in_(OPEN), ~alive)).scalars())


def story(tx: Connection, id_: str) -> list[tuple[int, str, str, str, str, str]]:
    """What happened to an assignment: at, piece, was, state, who, note."""
    rows = tx.execute(select(history).where(history.c.assignment == id_).order_by(history.c.id))
    return [(row.at, row.piece or "", row.was, row.state, row.who, row.note) for row in rows]


def served(tx: Connection) -> dict[str, tuple[tuple[str, ...], int]]:
    """The queues and the beat of every worker on the books."""
    return {row.id: (tuple(row.queues.split()), row.beat) for row in tx.execute(select(worker))}


def _counts(tx: Connection, ids: list[str]) -> dict[str, tuple[int, int]]:
    rows = tx.execute(
        select(piece.c.assignment, func.count().filter(piece.c.state == "done"), func.count())
        .where(piece.c.assignment.in_(ids))
        .group_by(piece.c.assignment)
    )
    return {owner: (done, total) for owner, done, total in rows}


def _view(row: object, done: int, total: int, pieces: tuple[PieceView, ...] = ()) -> AssignmentView:
    return AssignmentView(
        id=row.id,  # type: ignore[attr-defined]
        slug=row.slug,  # type: ignore[attr-defined]
        state=row.state,  # type: ignore[attr-defined]
        urgency=row.urgency,  # type: ignore[attr-defined]
        created=row.created,  # type: ignore[attr-defined]
        pieces_done=done,
        pieces_total=total,
        error_code=row.error_code,  # type: ignore[attr-defined]
        error=row.error,  # type: ignore[attr-defined]
        pieces=pieces,
    )
