"""The ledger: what each assignment is doing, in SQLite on one machine or Postgres for many; the truth about every job.

A row is the job, and a message only a hint. Every change is one transaction opened with `Ledger.write`; the functions
here are what may happen in one.
"""

from newsreel.ledger.accepting import Submission, accept, form_of
from newsreel.ledger.claims import (
    Claim,
    at_work,
    beat,
    claim,
    let_go,
    let_others_in,
    queue_of,
    ready_of,
    rested,
    resting,
    waiting,
)
from newsreel.ledger.endings import (
    Lost,
    cancel,
    complete,
    end_held,
    fail_piece,
    forget,
    lose,
    mend,
    owned_by,
    past_deadline,
    retry,
    winner,
)
from newsreel.ledger.graph import SCRIPT, Planned, upstream
from newsreel.ledger.keeping import forms_kept, results
from newsreel.ledger.opening import Ledger
from newsreel.ledger.outbox import Letter, due, not_taken, sent
from newsreel.ledger.presence import sign_in, sign_out, still_here
from newsreel.ledger.rehearsal import rehearse
from newsreel.ledger.states import now
from newsreel.ledger.views import (
    AssignmentView,
    Depth,
    PieceView,
    assignments,
    claimable,
    depths,
    served,
    status,
    story,
    stuck,
)

__all__ = [
    "SCRIPT",
    "AssignmentView",
    "Claim",
    "Depth",
    "Ledger",
    "Letter",
    "Lost",
    "PieceView",
    "Planned",
    "Submission",
    "accept",
    "assignments",
    "at_work",
    "beat",
    "cancel",
    "claim",
    "claimable",
    "complete",
    "depths",
    "due",
    "end_held",
    "fail_piece",
    "forget",
    "form_of",
    "forms_kept",
    "let_go",
    "let_others_in",
    "lose",
    "mend",
    "not_taken",
    "now",
    "owned_by",
    "past_deadline",
    "queue_of",
    "ready_of",
    "rehearse",
    "rested",
    "resting",
    "results",
    "retry",
    "sent",
    "served",
    "sign_in",
    "sign_out",
    "status",
    "still_here",
    "story",
    "stuck",
    "upstream",
    "waiting",
    "winner",
]
