"""Endings: how a piece is done or fails, how an assignment ends, is called off, or is asked for once more."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from newsreel.ledger import graph
from newsreel.ledger.claims import Claim
from newsreel.ledger.graph import SCRIPT, Planned, hold, plant, settle
from newsreel.ledger.schema import assignment, outbox, piece, result
from newsreel.ledger.states import FINAL, OPEN, make_move, move_assignment, move_pieces, mover, now


class Lost(Exception):
    """The piece is no longer ours: what we made of it is dropped, and the transaction with it."""


_DONE = mover(
    piece.c.id == bindparam("piece_"),
    piece.c.owner == bindparam("token"),
    owner=None,
    result=bindparam("made"),
    wait=0,
    error_code="",
    error="",
)
_LEFT = select(func.count()).where(piece.c.assignment == bindparam("id"), piece.c.state != "done")
_FILE = sqlite.insert(result).on_conflict_do_nothing(index_elements=["key"])
_FILE_PG = postgresql.insert(result).on_conflict_do_nothing(index_elements=["key"])
_WINNER = select(result.c.digest).where(result.c.key == bindparam("key"))


def winner(tx: Connection, key: str) -> str | None:
    """What was first made under a key."""
    return tx.execute(_WINNER, {"key": key}).scalar()


def forget(tx: Connection, key: str, digest: str) -> None:
    """Drop a result that is damaged, unless another has taken its place."""
    tx.execute(delete(result).where(result.c.key == key, result.c.digest == digest))


def complete(
    tx: Connection,
    held: Claim,
    key: str,
    digest: str,
    *,
    grown: Sequence[Planned] = (),
    attempts: int = 5,
) -> list[str]:
    """Done: the result, what it makes ready, the end of the assignment and the word of it, in one transaction.

    Returns the pieces that are newly ready. Raises Lost when somebody else has the piece.
    """
    hold(tx, held.assignment)
    first = _file(tx, key, digest, held.token)
    mine = {"piece_": held.id, "token": held.token, "made": first}
    if not make_move(tx, _DONE, "running", "done", who=held.token, **mine):
        raise Lost(held.id)
    if grown:
        plant(tx, held.assignment, grown, attempts=attempts, who=held.token)
        move_assignment(tx, held.assignment, "drafting", "rendering", who=held.token)
    ready = settle(tx, held.assignment, held.token, after="" if held.name == SCRIPT else held.id)
    if not tx.execute(_LEFT, {"id": held.assignment}).scalar() and move_assignment(
        tx, held.assignment, "rendering", "done", who=held.token
    ):
        tell(tx, held.assignment, "done")
    return ready


def _file(tx: Connection, key: str, digest: str, maker: str) -> str:
    row = {"key": key, "digest": digest, "made_at": now(), "maker": maker}
    tx.execute(_FILE_PG if tx.dialect.name == "postgresql" else _FILE, row)
    return winner(tx, key) or digest


def fail_piece(tx: Connection, held: Claim, code: str, error: str) -> bool:
    """A piece has failed for good, and its assignment with it; False when the piece was no longer ours."""
    hold(tx, held.assignment)
    mine = (piece.c.id == held.id, piece.c.owner == held.token)
    moved = move_pieces(tx, "running", "failed", *mine, who=held.token, error_code=code, error=error)
    if moved:
        end(tx, held.assignment, "failed", who=held.token, code=code, error=error)
    return bool(moved)


def lose(tx: Connection, id_: str, owner: str, beat: int | None, who: str, reason: str) -> str:
    """The worker of a piece is gone: the piece is ready again, or quarantined when it took too many with it.

    Returns the new state, empty when the piece had moved on meanwhile.
    """
    row = tx.execute(select(piece.c.assignment, piece.c.name).where(piece.c.id == id_)).first()
    if row is None:
        return ""
    hold(tx, row.assignment)
    mine: list[ColumnElement[bool]] = [piece.c.id == id_, piece.c.owner == owner]
    if beat is not None:
        mine.append(piece.c.beat == beat)
    said = {"error_code": "E_CRASH", "error": reason}
    left = piece.c.attempt < piece.c.max_attempt
    if move_pieces(tx, "running", "ready", *mine, left, who=who, note=reason, **said):
        return "ready"
    error = (
        f"The piece {row.name} ended its worker at every try ({reason}); "
        "look at the text or picture of that scene, then ask for another try."
    )
    if move_pieces(tx, "running", "quarantined", *mine, who=who, note=reason, error_code="E_CRASH", error=error):
        end(tx, row.assignment, "failed", who=who, code="E_CRASH", error=error)
        return "quarantined"
    return ""


def owned_by(tx: Connection, task: str) -> list[tuple[str, str]]:
    """The pieces a task has claimed, with their tokens."""
    rows = tx.execute(
        select(piece.c.id, piece.c.owner).where(piece.c.state == "running", piece.c.owner.startswith(f"{task}."))
    )
    return list(rows.all())


def end(tx: Connection, id_: str, state: str, *, who: str, code: str = "", error: str = "") -> bool:
    """End an assignment before its time; what is not yet made is called off. False when it had ended already."""
    moved = any(move_assignment(tx, id_, was, state, who=who, note=error, error_code=code, error=error) for was in OPEN)
    if moved:
        for was in ("blocked", "ready", "running"):
            move_pieces(tx, was, "cancelled", piece.c.assignment == id_, who=who)
        tell(tx, id_, state)
    return moved


def end_held(tx: Connection, id_: str, state: str, *, who: str, code: str, error: str) -> bool:
    """End an assignment from outside its pieces; False when it had ended already."""
    return hold(tx, id_) not in FINAL and end(tx, id_, state, who=who, code=code, error=error)


def cancel(tx: Connection, id_: str, who: str) -> bool:
    """Call an assignment off; False when it had ended already."""
    return end_held(tx, id_, "cancelled", who=who, code="E_CANCELLED", error="Called off.")


def retry(tx: Connection, id_: str, who: str) -> bool:
    """Give a failed assignment another try from where it stopped; False when it did not fail."""
    if hold(tx, id_) != "failed":
        return False
    script = select(func.count()).where(piece.c.assignment == id_, piece.c.name == SCRIPT, piece.c.state != "done")
    again = "drafting" if tx.execute(script).scalar() else "rendering"
    anew: dict[str, Any] = {"error_code": "", "error": "", "deadline": None}
    move_assignment(tx, id_, "failed", again, who=who, round=assignment.c.round + 1, **anew)
    for was in ("failed", "quarantined", "cancelled"):
        fresh: dict[str, Any] = {"attempt": 0, "wait": 0, "healed": 0, "error_code": "", "error": ""}
        move_pieces(tx, was, "blocked", piece.c.assignment == id_, who=who, **fresh)
    settle(tx, id_, who)
    return True


def mend(tx: Connection, id_: str, damaged: Sequence[str], who: str) -> bool:
    """Have damaged results of an assignment made again; when that happened too often it fails with the reason."""
    if hold(tx, id_) in ("failed", "cancelled"):
        return False  # nobody waits for it; what is damaged shows when it is asked for again
    if graph.take_back(tx, id_, damaged, who):
        return True
    error = (
        "What is stored for this assignment was damaged again and again; check the disk of the store, "
        "then ask for another try."
    )
    end(tx, id_, "failed", who=who, code="E_STORE", error=error)
    return False


def tell(tx: Connection, id_: str, state: str) -> None:
    """Put the word of an ending in the outbox, once for every round."""
    row = tx.execute(select(assignment).where(assignment.c.id == id_)).one()
    event = f"assignment.{state}" + (f".{row.round}" if row.round > 1 else "")
    told = select(func.count()).where(outbox.c.assignment == id_, outbox.c.event == event)
    if tx.execute(told).scalar():
        return  # made again after damage: its end was told before
    payload = {
        "assignment": id_,
        "slug": row.slug,
        "state": state,
        "error_code": row.error_code,
        "error": row.error,
        "results": _results(tx, id_) if state == "done" else {},
    }
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    tx.execute(insert(outbox).values(assignment=id_, event=event, payload=text, next_at=0))


def _results(tx: Connection, id_: str) -> dict[str, str]:
    last = select(piece.c.name, piece.c.result).where(piece.c.assignment == id_, piece.c.stage == "reel")
    return {row.name: row.result for row in tx.execute(last)}


def past_deadline(tx: Connection, moment: int) -> list[str]:
    """Assignments whose time is up."""
    late = select(assignment.c.id).where(assignment.c.state.in_(OPEN), assignment.c.deadline <= moment)
    return list(tx.execute(late).scalars())
