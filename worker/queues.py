"""Which queue a piece waits in, and whether every queue that is used has somebody to serve it."""

from collections.abc import Iterable, Mapping

from newsreel.documents import Assignment, Script
from newsreel.errors import NewsreelError
from newsreel.hiring import Role, on_the_books
from newsreel.ledger import Planned
from stages.line import Stage
from worker.trade import Trade


def planned(trade: Trade, job: Assignment, script: Script | None) -> tuple[Planned, ...]:
    """The pieces of an assignment as they enter the ledger, each with its queue."""
    return tuple(
        Planned(
            name=piece.name,
            stage=piece.stage,
            scene=piece.scene,
            size=f"{piece.size.width}x{piece.size.height}" if piece.size else "",
            queue=queue(trade.STAGES[piece.stage], job),
            needs=piece.needs,
        )
        for piece in trade.pieces(job, script)
    )


def queue(stage: Stage, job: Assignment) -> str:
    """The queue a crew member asks for, else its stage's: a voice with a model may want a card, another one no."""
    wanted = _wanted(stage.role, getattr(job.crew, stage.role)) if stage.role else ""
    return wanted or stage.queue


def routed(stages: Mapping[str, Stage]) -> dict[str, str]:
    """Every queue something here may be sent to, and what that is."""
    found: dict[str, str] = {}
    for stage in stages.values():
        found.setdefault(stage.queue, f"the stage {stage.name}")
        for name in on_the_books(stage.role) if stage.role else ():
            assert stage.role
            if wanted := _wanted(stage.role, name):
                found.setdefault(wanted, f"the {stage.role} {name}")
    return found


def idle(stages: Mapping[str, Stage], served: Iterable[str]) -> list[str]:
    """A sentence for each queue that is served although nothing is ever sent there."""
    used = routed(stages)
    known = ", ".join(sorted(used))
    return [
        f"This worker serves the queue '{name}', but nothing is sent there; the queues in use are {known}."
        for name in served
        if name not in used
    ]


def unserved(name: str, what: str, waiting: int) -> str:
    """A sentence for a queue nobody serves."""
    wait = f"{waiting} pieces wait there" if waiting else f"{what} is sent there"
    return f"No worker serves the queue '{name}', though {wait}; start one with: newsreel worker --queues {name}."


def _wanted(role: Role, name: str) -> str:
    """The queue a crew member names in its class; who is not installed here is asked nothing."""
    entry = on_the_books(role).get(name.partition(":")[0])
    if entry is None:
        return ""
    try:
        return str(getattr(entry.load(), "queue", ""))
    except (ImportError, NewsreelError):
        return ""
