"""The graph of pieces: how it is planted and grown, which pieces are ready, and how damage goes back up the line."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from newsreel.ledger.schema import assignment, need, piece
from newsreel.ledger.states import make_move, move_assignment, move_pieces, mover, record

SCRIPT = "script"  # the piece from which the rest of the graph grows
MENDINGS = 5  # how often one piece's result may be damaged before it is somebody's task to look

_other = piece.alias("other")
_open_needs = (
    select(func.count())
    .select_from(need.join(_other, _other.c.id == need.c.needs_piece))
    .where(need.c.piece == piece.c.id, _other.c.state != "done")
    .scalar_subquery()
)
_FED = select(need.c.piece).where(need.c.needs_piece == bindparam("after"))
_all = piece.c.assignment == bindparam("id_")
_fed = piece.c.id.in_(bindparam("fed", expanding=True))
_unmade = piece.c.state.in_(("blocked", "ready"))
_COUNT_ALL = update(piece).where(_unmade, _all).values(needs=_open_needs)
_COUNT_FED = update(piece).where(_unmade, _fed).values(needs=_open_needs)
_HOLD_UP = mover(_all, piece.c.needs > 0, owner=None)
_FREE_ALL = mover(_all, piece.c.needs == 0, owner=None)
_FREE_FED = mover(_fed, piece.c.needs == 0, owner=None)
_HOLD = (
    update(assignment)
    .where(assignment.c.id == bindparam("id_"))
    .values(version=assignment.c.version + 1)
    .returning(assignment.c.state)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A piece as it enters the ledger."""

    name: str
    stage: str
    queue: str
    scene: str = ""
    size: str = ""
    needs: tuple[str, ...] = ()


def hold(tx: Connection, id_: str) -> str:
    """Take hold of an assignment until the transaction ends: whoever changes its graph does so alone."""
    return tx.execute(_HOLD, {"id_": id_}).scalar() or ""


def plant(tx: Connection, id_: str, planned: Sequence[Planned], *, attempts: int, who: str) -> None:
    """Bring the pieces of an assignment to what is planned: add what is new, drop what no longer is, and tie them."""
    row = tx.execute(select(assignment.c.urgency, assignment.c.created).where(assignment.c.id == id_)).one()
    there = dict(tx.execute(select(piece.c.name, piece.c.id).where(piece.c.assignment == id_)).all())
    wanted = {one.name for one in planned}
    _untie(tx, id_, [key for name, key in there.items() if name not in wanted])
    fresh = [(rank, one) for rank, one in enumerate(planned) if one.name not in there]
    rows = [
        {
            "id": f"{id_}/{one.name}",
            "assignment": id_,
            "name": one.name,
            "stage": one.stage,
            "scene": one.scene,
            "size": one.size,
            "queue": one.queue,
            "state": "blocked",
            "max_attempt": attempts,
            "urgency": row.urgency,
            "born": row.created,
            "rank": rank,
        }
        for rank, one in fresh
    ]
    if rows:
        tx.execute(insert(piece), rows)
        record(tx, [(id_, str(row["id"])) for row in rows], "", "blocked", who)
    ties = [{"piece": f"{id_}/{one.name}", "needs_piece": f"{id_}/{name}"} for one in planned for name in one.needs]
    if ties:
        tx.execute(insert(need), ties)


def _untie(tx: Connection, id_: str, dropped: list[str]) -> None:
    """Forget who needs whom, and the pieces another script no longer has; their history stays."""
    mine = select(piece.c.id).where(piece.c.assignment == id_)
    tx.execute(delete(need).where(need.c.piece.in_(mine)))
    if dropped:
        tx.execute(delete(piece).where(piece.c.id.in_(dropped)))


def settle(tx: Connection, id_: str, who: str, *, after: str = "") -> list[str]:
    """Count anew what pieces still need, all of an assignment or those after one piece; returns the newly ready."""
    if after:
        fed = list(tx.execute(_FED, {"after": after}).scalars())
        if not fed:
            return []
        tx.execute(_COUNT_FED, {"fed": fed})
        return make_move(tx, _FREE_FED, "blocked", "ready", who=who, fed=fed)
    tx.execute(_COUNT_ALL, {"id_": id_})
    # only when something was taken back can a ready piece have to wait again
    make_move(tx, _HOLD_UP, "ready", "blocked", who=who, id_=id_)
    return make_move(tx, _FREE_ALL, "blocked", "ready", who=who, id_=id_)


def take_back(tx: Connection, id_: str, damaged: Iterable[str], who: str) -> bool:
    """Have damaged results made again, and all that came of them looked at again: what is the same costs nothing.

    False when one of them was damaged too often.
    """
    spoilt = sorted(set(damaged))
    mine = [piece.c.assignment == id_]
    tx.execute(update(piece).where(piece.c.id.in_(spoilt)).values(healed=piece.c.healed + 1))
    if tx.execute(select(func.count()).where(piece.c.id.in_(spoilt), piece.c.healed > MENDINGS)).scalar():
        return False
    touched = piece.c.id.in_(_downstream(tx, id_, spoilt))
    note = "damaged: " + ", ".join(key.partition("/")[2] for key in spoilt)
    for was in ("done", "running"):
        # a piece at work on damaged goods has done no wrong: its attempt is given back
        values = {"attempt": piece.c.attempt - 1, "wait": 0} if was == "running" else {"attempt": 0}
        move_pieces(tx, was, "blocked", *mine, touched, who=who, note=note, **values)
    move_assignment(tx, id_, "done", "rendering", who=who, note=note)
    settle(tx, id_, who)
    return True


def upstream(tx: Connection, id_: str, key: str) -> list[tuple[str, str, str]]:
    """Every done piece a piece was made from, near and far: id, stage and result."""
    edges = _edges(tx, id_)
    seen, ahead = set[str](), [key]
    while ahead:
        fresh = set(edges[ahead.pop()]) - seen
        seen |= fresh
        ahead += fresh
    rows = select(piece.c.id, piece.c.stage, piece.c.result).where(piece.c.assignment == id_, piece.c.state == "done")
    return [(row.id, row.stage, row.result) for row in tx.execute(rows.order_by(piece.c.rank)) if row.id in seen]


def _downstream(tx: Connection, id_: str, keys: Iterable[str]) -> list[str]:
    feeds = defaultdict[str, list[str]](list)
    for key, needed in _edges(tx, id_).items():
        for one in needed:
            feeds[one].append(key)
    seen, ahead = set(keys), list(keys)
    while ahead:
        fresh = set(feeds[ahead.pop()]) - seen
        seen |= fresh
        ahead += fresh
    return sorted(seen)


def _edges(tx: Connection, id_: str) -> defaultdict[str, list[str]]:
    rows = tx.execute(
        select(need.c.piece, need.c.needs_piece)
        .join(piece, piece.c.id == need.c.piece)
        .where(piece.c.assignment == id_)
    )
    edges = defaultdict[str, list[str]](list)
    for row in rows:
        edges[row.piece].append(row.needs_piece)
    return edges
