"""Rehearsal: a worker goes through the life of a piece before it forks, so that no child has to learn it anew.

A statement is worked out when it is first run, which costs as much as running it fifty times. Children are renewed
after a hundred pieces, and what the process they come from has learnt is theirs.
"""

from newsreel.ledger.accepting import Submission, accept, form_of
from newsreel.ledger.claims import beat, claim, let_others_in, queue_of, ready_of
from newsreel.ledger.endings import complete, winner
from newsreel.ledger.graph import SCRIPT, Planned
from newsreel.ledger.opening import Ledger

_STAGE = "rehearsal"  # a queue nobody serves, so that nothing real is ever touched


class _Over(Exception):
    """Nothing of it is kept."""


def rehearse(ledger: Ledger) -> None:
    """Go through a small assignment in one transaction, and take all of it back."""
    try:
        with ledger.write() as tx:
            first = Planned(name=SCRIPT, stage=_STAGE, queue=_STAGE)
            rest = tuple(Planned(name=name, stage=_STAGE, queue=_STAGE, needs=(SCRIPT,)) for name in ("one", "two"))
            last = Planned(name="last", stage=_STAGE, queue=_STAGE, needs=("one", "two"))
            wanted = Submission(slug="", digest="", form="", planned=(first,))
            id_ = accept(tx, wanted, limit=1 << 30, attempts=2, who=_STAGE)
            for ready in (1, 2, 1, 1):
                assert len(ready_of(tx, id_)) == ready
                queue_of(tx, f"{id_}/{SCRIPT}")
                held = claim(tx, _STAGE, _STAGE, 8, who=_STAGE)
                assert held is not None
                form_of(tx, held.document)
                beat(tx, held, 0, 1)
                winner(tx, _STAGE)
                grown = (first, *rest, last) if held.name == SCRIPT else ()
                let_others_in(tx, held, complete(tx, held, f"{_STAGE} {held.name}", _STAGE, grown=grown), 1)
            raise _Over
    except _Over:
        pass
