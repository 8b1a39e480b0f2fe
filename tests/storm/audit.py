"""The audit: one look over ledger, store, outbox and files after whatever happened; every complaint is a sentence."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from newsreel.documents import Assignment
from newsreel.ledger.schema import assignment, history, need, outbox, piece
from newsreel.ledger.states import ASSIGNMENT_MOVES, FINAL, PIECE_MOVES
from tests.storm.trade import reels
from worker import accept
from worker.piece import damage
from worker.station import Station


def audit(here: Station, accepted: dict[str, Assignment], letters: Path | None) -> list[str]:
    """What is wrong; nothing, when nothing is."""
    found: list[str] = []
    for look in (_assignments, _pieces, _needs, _histories, _results):
        found += look(here, accepted)
    found += _letters(here, letters)
    found += partial_files(here.settings.cache)
    return found


def _assignments(here: Station, accepted: dict[str, Assignment]) -> Iterator[str]:
    with here.ledger.read() as tx:
        rows = {row.id: row for row in tx.execute(select(assignment))}
    if missing := set(accepted) - set(rows):
        yield f"{len(missing)} accepted assignments are lost: {sorted(missing)[:3]}"
    if strange := set(rows) - set(accepted):
        yield f"{len(strange)} assignments nobody was told of: {sorted(strange)[:3]}"
    for id_, row in rows.items():
        if row.state not in FINAL:
            yield f"{id_} never ended: {row.state}"
        if row.state == "failed" and not (row.error_code and row.error):
            yield f"{id_} failed without a reason"


def _results(here: Station, accepted: dict[str, Assignment]) -> Iterator[str]:
    for id_, job in accepted.items():
        view = accept.status(here, id_)
        if view.state == "done" and view.reels != reels(job):
            yield f"{id_} is not what an undisturbed run makes"


def _pieces(here: Station, accepted: dict[str, Assignment]) -> Iterator[str]:
    store, stages = here.store(), here.trade.STAGES
    with here.ledger.read() as tx:
        rows = tx.execute(select(piece)).all()
    for row in rows:
        if row.state in ("ready", "running", "blocked"):
            yield f"{row.id} is {row.state} after the end"
        if row.attempt > row.max_attempt:
            yield f"{row.id} was tried {row.attempt} times"
        if row.state == "done" and (harm := damage(store, stages[row.stage].gives, row.result, read=True)):
            yield f"{row.id} is done, but: {harm}"


def _needs(here: Station, accepted: dict[str, Assignment]) -> Iterator[str]:
    other = piece.alias()
    early = (
        select(piece.c.id, other.c.id)
        .join(need, need.c.piece == piece.c.id)
        .join(other, other.c.id == need.c.needs_piece)
        .where(piece.c.state == "done", other.c.state != "done")
        .join(assignment, assignment.c.id == piece.c.assignment)
        .where(assignment.c.state == "done")
    )
    with here.ledger.read() as tx:
        for id_, needed in tx.execute(early):
            yield f"{id_} is done without {needed}"


def _histories(here: Station, accepted: dict[str, Assignment]) -> Iterator[str]:
    with here.ledger.read() as tx:
        states = dict(tx.execute(select(piece.c.id, piece.c.state)).all())
        ends = dict(tx.execute(select(assignment.c.id, assignment.c.state)).all())
        rows = tx.execute(select(history).order_by(history.c.id)).all()
    paths = defaultdict(list)
    for row in rows:
        paths[row.piece or row.assignment].append((row.was, row.state))
    for id_, end in {**states, **ends}.items():
        moves, path = (PIECE_MOVES if id_ in states else ASSIGNMENT_MOVES), paths[id_]
        if [was for was, _ in path] != ["", *(to for _, to in path[:-1])] or path[-1][1] != end:
            yield f"the history of {id_} does not hang together: {path}, and it is {end}"
        if strange := [move for move in path if move not in moves]:
            yield f"{id_} made moves that do not exist: {strange}"


def _letters(here: Station, letters: Path | None) -> Iterator[str]:
    with here.ledger.read() as tx:
        rows = tx.execute(select(outbox)).all()
        ended = dict(tx.execute(select(assignment.c.id, assignment.c.state)).all())
    told = Counter(row.assignment for row in rows)
    for id_, state in ended.items():
        if state in FINAL and told[id_] != 1:
            yield f"the end of {id_} was written down {told[id_]} times"
    for row in rows:
        if row.event != f"assignment.{ended[row.assignment]}":
            yield f"{row.assignment} is {ended[row.assignment]}, but the word of it is {row.event}"
        if row.sent_at is None:
            yield f"the word of {row.assignment} was never sent"
    if letters is not None:
        lines = Counter(letters.read_text().splitlines() if letters.exists() else ())
        wanted = {f"{row.id} {row.assignment} {row.event}" for row in rows}
        if set(lines) != wanted:
            yield f"the receiver got {sorted(set(lines) ^ wanted)[:3]} too many or too few"


def partial_files(store: Path) -> Iterator[str]:
    """Blobs whose bytes do not match their name."""
    for blob in sorted((store / "blobs").glob("*/*")):
        if harm := torn(blob):
            yield harm


def torn(blob: Path) -> str:
    """What is wrong with one blob."""
    try:
        data = blob.read_bytes()
    except FileNotFoundError:
        return ""  # set aside meanwhile
    return "" if hashlib.sha256(data).hexdigest() == blob.name else f"the blob {blob.name[:12]} is not whole"
