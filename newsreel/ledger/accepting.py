"""Accepting: an assignment and its first pieces, committed before anyone is told that it was taken."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from newsreel.errors import Busy, Refused
from newsreel.ledger.graph import Planned, plant, settle
from newsreel.ledger.schema import assignment, document
from newsreel.ledger.states import OPEN, now, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An assignment on its way into the ledger."""

    slug: str
    digest: str
    form: str  # the assignment's document, in its one JSON form
    planned: tuple[Planned, ...]
    urgency: int = 5
    idem_key: str | None = None  # the same key twice is the same assignment
    deadline: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)


def accept(tx: Connection, wanted: Submission, *, limit: int, attempts: int, who: str) -> str:
    """Take an assignment in and return its id; the one it was given before, when the same key comes again."""
    if wanted.idem_key is not None and (known := _known(tx, wanted)):
        return known
    open_ = tx.execute(select(func.count()).where(assignment.c.state.in_(OPEN))).scalar() or 0
    if open_ >= limit:
        raise Busy(f"The line has {open_} assignments waiting, which is as many as it takes on; submit again later.")
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    row = {"digest": wanted.digest, "form": wanted.form}
    tx.execute(dialect.insert(document).values(row).on_conflict_do_nothing(index_elements=["digest"]))
    id_ = secrets.token_hex(6)
    tx.execute(
        insert(assignment).values(
            id=id_,
            slug=wanted.slug,
            state="accepted",
            urgency=wanted.urgency,
            document=wanted.digest,
            options=json.dumps(dict(wanted.options), sort_keys=True),
            idem_key=wanted.idem_key,
            created=now(),
            deadline=wanted.deadline,
        )
    )
    record(tx, [(id_, None)], "", "accepted", who)
    plant(tx, id_, wanted.planned, attempts=attempts, who=who)
    settle(tx, id_, who)
    return id_


def _known(tx: Connection, wanted: Submission) -> str:
    row = tx.execute(select(assignment).where(assignment.c.idem_key == wanted.idem_key)).first()
    if row is None:
        return ""
    if row.document != wanted.digest:
        raise Refused("This key was used for another assignment before; submit with a new key.")
    return str(row.id)


def form_of(tx: Connection, digest: str) -> str | None:
    """An assignment's document as it came."""
    return tx.execute(select(document.c.form).where(document.c.digest == digest)).scalar()
