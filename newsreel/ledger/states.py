"""The state machine: one table of moves for assignments, one for pieces, and the two functions that make a move."""

import time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, bindparam, insert, update

from newsreel.ledger.schema import assignment, history, piece

OPEN = ("accepted", "drafting", "rendering")
FINAL = ("done", "failed", "cancelled")

ASSIGNMENT_MOVES = {
    ("", "accepted"): "submitted",
    ("accepted", "drafting"): "the first piece is claimed, and it is the script",
    ("accepted", "rendering"): "the first piece is claimed, and the script came with the assignment",
    ("drafting", "rendering"): "the script is known",
    ("rendering", "done"): "the last piece is done",
    ("accepted", "failed"): "past its deadline",
    ("drafting", "failed"): "a piece failed, or past its deadline",
    ("rendering", "failed"): "a piece failed, or past its deadline",
    ("accepted", "cancelled"): "asked for",
    ("drafting", "cancelled"): "asked for",
    ("rendering", "cancelled"): "asked for",
    ("failed", "drafting"): "an editor asks for another try",
    ("failed", "rendering"): "an editor asks for another try",
    ("done", "rendering"): "a stored artifact was damaged later and is made again",
}

PIECE_MOVES = {
    ("", "blocked"): "the graph is known",
    ("blocked", "ready"): "all it needs is done",
    ("ready", "blocked"): "something it needs must be made again",
    ("ready", "running"): "claimed",
    ("running", "done"): "its result is in the store",
    ("running", "ready"): "let go, or its worker went silent, or to be tried again",
    ("running", "blocked"): "something it needs must be made again",
    ("running", "failed"): "trying again cannot help, or helped too seldom",
    ("running", "quarantined"): "it ended its worker too often",
    ("done", "blocked"): "its result, or one it was made from, was damaged",
    ("blocked", "cancelled"): "its assignment ended",
    ("ready", "cancelled"): "its assignment ended",
    ("running", "cancelled"): "its assignment ended",
    ("failed", "blocked"): "an editor asks for another try",
    ("quarantined", "blocked"): "an editor asks for another try",
    ("cancelled", "blocked"): "an editor asks for another try",
}


_LINE = insert(history)


class NoSuchMove(AssertionError):
    """A move the table does not have: a mistake in this program, never in its input."""


def now() -> int:
    """The wall clock, in milliseconds: for people to read and to order by, never to judge a lease."""
    return time.time_ns() // 1_000_000


def move_assignment(tx: Connection, id_: str, was: str, to: str, *, who: str, note: str = "", **values: Any) -> bool:
    """Move an assignment, if it is in the state it is thought to be in."""
    _check(ASSIGNMENT_MOVES, was, to)
    moved = tx.execute(
        update(assignment).where(assignment.c.id == id_, assignment.c.state == was).values(state=to, **values)
    )
    if moved.rowcount:
        record(tx, [(id_, None)], was, to, who, note)
    return bool(moved.rowcount)


def mover(*where: ColumnElement[bool], **values: Any) -> Update:
    """The statement of a move that is made often: built once, because building it costs more than running it."""
    chosen = update(piece).where(piece.c.state == bindparam("was_"), *where)
    return chosen.values(state=bindparam("to_"), **values).returning(piece.c.id, piece.c.assignment)


def make_move(
    tx: Connection, how: Update, was: str, to: str, *, who: str, note: str = "", **parameters: Any
) -> list[str]:
    """Move every piece a `mover` chooses; returns their ids."""
    _check(PIECE_MOVES, was, to)
    moved = tx.execute(how, {"was_": was, "to_": to, **parameters}).all()
    record(tx, [(row.assignment, row.id) for row in moved], was, to, who, note)
    return sorted(row.id for row in moved)


def move_pieces(
    tx: Connection, was: str, to: str, *where: ColumnElement[bool], who: str, note: str = "", **values: Any
) -> list[str]:
    """Move every piece that is in a state and meets the conditions; returns their ids."""
    if to != "running":
        values["owner"] = None
    if was == "done":
        values["result"] = None
    return make_move(tx, mover(*where, **values), was, to, who=who, note=note)


def record(tx: Connection, subjects: list[tuple[str, str | None]], was: str, to: str, who: str, note: str = "") -> None:
    """Add a line to the history for each."""
    if subjects:
        at = now()
        rows = [
            {"assignment": owner, "piece": name, "was": was, "state": to, "at": at, "who": who, "note": note}
            for owner, name in subjects
        ]
        tx.execute(_LINE, rows)


def _check(moves: dict[tuple[str, str], str], was: str, to: str) -> None:
    if (was, to) not in moves:
        raise NoSuchMove(f"nothing moves from '{was}' to '{to}'")
