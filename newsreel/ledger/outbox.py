"""The outbox: words that must reach somebody, written with what they tell of and sent until they are taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from newsreel.ledger.schema import outbox

GIVE_UP = 24 * 3_600_000  # a receiver that was away this long is not waited for any more
FIRST_REST = 2_000
LONGEST_REST = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One word to be delivered; the id stays the same at every try, so that a receiver can know it again."""

    id: int
    assignment: str
    event: str
    payload: str
    tries: int


def due(tx: Connection, moment: int, count: int = 100) -> Sequence[Letter]:
    """Letters to be sent now, the oldest first, and of each assignment only the first unsent."""
    earlier = outbox.alias()
    held_up = (
        select(earlier.c.id)
        .where(
            earlier.c.assignment == outbox.c.assignment,
            earlier.c.id < outbox.c.id,
            earlier.c.sent_at.is_(None),
            earlier.c.dead == 0,
        )
        .exists()
    )
    # a moment further away than the longest rest was written by a clock that has been set back since
    ripe = (outbox.c.next_at <= moment) | (outbox.c.next_at > moment + LONGEST_REST)
    rows = tx.execute(
        select(outbox)
        .where(outbox.c.sent_at.is_(None), outbox.c.dead == 0, ripe, ~held_up)
        .order_by(outbox.c.id)
        .limit(count)
    )
    return [
        Letter(id=row.id, assignment=row.assignment, event=row.event, payload=row.payload, tries=row.tries)
        for row in rows
    ]


def sent(tx: Connection, letter: Letter, moment: int) -> None:
    """The letter was taken."""
    tx.execute(update(outbox).where(outbox.c.id == letter.id, outbox.c.sent_at.is_(None)).values(sent_at=moment))


def not_taken(tx: Connection, letter: Letter, moment: int) -> None:
    """The letter was not taken: try again later and later, and at last no more."""
    rest = min(FIRST_REST << min(letter.tries, 20), LONGEST_REST)
    spent = sum(min(FIRST_REST << min(n, 20), LONGEST_REST) for n in range(letter.tries + 1))
    tx.execute(
        update(outbox)
        .where(outbox.c.id == letter.id, outbox.c.sent_at.is_(None))
        .values(tries=letter.tries + 1, next_at=moment + rest, dead=int(spent >= GIVE_UP))
    )
