"""One piece from claim to completion: whatever happens in between, its effect is there once or not at all."""

import logging
import time
from typing import Any, Literal

from newsreel import ledger as books
from newsreel.bench import Bench
from newsreel.documents import Assignment, Digest, Size
from newsreel.errors import Cancelled, Corrupt, LedgerFailed, NewsreelError, NotStored, Refused, StageFailed
from newsreel.ledger import Claim, Lost, Planned
from newsreel.store import Store, get_document
from stages.line import Order, Piece, assets_of
from worker import mishaps
from worker.crash_points import passing
from worker.heart import Heart
from worker.queues import planned
from worker.station import Station

log = logging.getLogger("newsreel.worker")
Outcome = Literal["nothing", "no room", "done", "lost", "again", "failed", "mended"]
GOING_ON = 1.0  # seconds
INSISTENT = 5  # how often a finished piece is brought to a ledger that does not answer


def work_on(station: Station, queue: str, owner: str) -> Outcome:
    """Work the most urgent piece of a queue, and the next ones too as long as that is a matter of moments.

    A message and its way through the broker cost more than some pieces do. A task that has just finished one goes on
    with what became ready by it, which then needs no message of its own.
    """
    until = time.monotonic() + GOING_ON
    outcome = work_one(station, queue, owner, until)
    while outcome == "done" and time.monotonic() < until and (then := work_one(station, queue, owner, until)):
        outcome = then
    return outcome


def work_one(station: Station, queue: str, owner: str, until: float = 0.0) -> Outcome:
    """Claim the most urgent piece of a queue and work it; `owner` names the task that does, and goes on `until`."""
    passing("claiming")
    if not station.room():
        return "no room"
    with station.ledger.write() as tx:
        held = books.claim(tx, queue, owner, station.settings.works.at_once, who=station.who)
    if held is None:
        return "nothing"
    passing("claimed")
    begun = time.monotonic()
    with Heart(station, held) as heart:
        outcome = _attempt(station, held, heart, queue if until else "", until)
    spent = round((time.monotonic() - begun) * 1000)
    log.info("%s %s", held.id, outcome, extra={"piece": held.id, "attempt": held.attempt, "ms": spent})
    return outcome


def _attempt(station: Station, held: Claim, heart: Heart, mine: str, until: float) -> Outcome:
    store = station.store()
    try:
        order, digest = _make(station, held, Bench(store, heart.progress, station.settings.provider))
        passing("worked")
        more = _complete(station, held, order, digest, store)
    except (Lost, Cancelled):
        return "lost"
    except (Corrupt, NotStored) as error:
        return _mend(station, held, store, error)
    except LedgerFailed:
        raise  # nothing can be written down now; the lease will run out
    except NewsreelError as error:
        return _mishap(station, held, error)
    if time.monotonic() < until:
        own = next((row for row in more if row[1] == mine), None)
        more = [row for row in more if row != own]  # we go on with that one ourselves
    station.tell(more)
    passing("hinted")
    return "done"


def _make(station: Station, held: Claim, bench: Bench) -> tuple[Order, Digest]:
    """The order of a piece, and the digest of what was made: by somebody before, or by us now."""
    trade, stages = station.trade, station.trade.STAGES
    made = {name: get_document(bench.store, stages[stage].gives, digest) for name, stage, digest in held.needs}
    order = trade.order(station.job(held.document), _piece(held), made)
    passing("inputs read")
    with station.ledger.read() as tx:
        first = books.winner(tx, order.key)
    if first is not None:
        if not damage(bench.store, stages[held.stage].gives, first):
            return order, first
        with station.ledger.write() as tx:
            books.forget(tx, order.key, first)
    if trade.finished(order, bench) is not None and (filed := bench.store.finished(order.key)):
        return order, filed
    return order, trade.work(order, bench)


def _complete(station: Station, held: Claim, order: Order, digest: Digest, store: Store) -> list[tuple[str, str]]:
    """Write down that a piece is done; returns whom to tell of."""
    grown: tuple[Planned, ...] = ()
    if held.name == books.SCRIPT:
        script = get_document(store, station.trade.STAGES[held.stage].gives, digest)
        grown = planned(station.trade, station.job(held.document), script)
    for insisting in range(INSISTENT):
        try:
            with station.ledger.write() as tx:
                ready = books.complete(
                    tx, held, order.key, digest, grown=grown, attempts=station.settings.works.attempts
                )
                more = books.let_others_in(tx, held, ready, station.settings.works.at_once)
                passing("completing")
            break
        except LedgerFailed:
            # When the answer to a commit was lost, the next try finds the piece done and not ours: that is as good.
            if insisting + 1 == INSISTENT:
                raise
            time.sleep(min(1 << insisting, 8))
    passing("completed")
    return more


def _mishap(station: Station, held: Claim, error: NewsreelError) -> Outcome:
    """A piece failed: it is tried again after a rest when that can help, else it fails with its reason."""
    passing("failing")
    code, sentence, first = mishaps.code(error), str(error), station.settings.works.rest
    log.warning("%s: %s", held.id, sentence, extra={"piece": held.id, "code": code})
    late = _ran_out_of_time(error)
    if late:
        code, sentence = "E_TIMEOUT", f"The stage {held.stage} took too long on {held.name} and was stopped."
    with station.ledger.write() as tx:
        if mishaps.environmental(error):
            rest = 4 * mishaps.rest(first, 1)
            again = books.let_go(tx, held, station.who, sentence, charge=False, wait=rest, error=(code, sentence))
            return "again" if again else "lost"
        if (error.retry or late) and not held.last:
            rest = mishaps.rest(first, held.attempt)
            again = books.let_go(tx, held, station.who, sentence, charge=True, wait=rest, error=(code, sentence))
            return "again" if again else "lost"
        return "failed" if books.fail_piece(tx, held, code, sentence) else "lost"


def _mend(station: Station, held: Claim, store: Store, error: NewsreelError) -> Outcome:
    """Something this piece was to be made from is damaged or gone: whoever made it makes it again."""
    damaged = damaged_upstream(station, held.assignment, held.id, store)
    if not damaged:
        missing = _missing(station.job(held.document), store)
        return _mishap(station, held, Refused(missing) if missing else error)
    log.warning("%s: %s", held.id, error, extra={"piece": held.id, "damaged": damaged})
    with station.ledger.write() as tx:
        mended = books.mend(tx, held.assignment, damaged, station.who)
        passing("mending")
    return "mended" if mended else "failed"


def damaged_upstream(station: Station, assignment: str, piece: str, store: Store) -> list[str]:
    """The pieces before this one whose results no longer verify; what does not is set aside."""
    with station.ledger.read() as tx:
        before = books.upstream(tx, assignment, piece)
    stages = station.trade.STAGES
    return [key for key, stage, digest in before if damage(store, stages[stage].gives, digest, read=True)]


def damage(store: Store, kind: type[Any], digest: Digest, *, read: bool = False) -> str:
    """What is wrong with a stored document and its files, in a sentence; with `read`, every byte is looked at."""
    try:
        document = get_document(store, kind, digest)
        for asset in sorted(assets_of(document)):
            if read:
                store.path(asset)
            elif not store.holds(asset):
                return f"The store has no artifact {asset[:12]}."
    except (Corrupt, NotStored) as error:
        return str(error)
    return ""


def files_of(job: Assignment) -> set[Digest]:
    """Every file an assignment came with: pictures, and what its brand brings along."""
    music = {job.music.removeprefix("file:")} if job.music.startswith("file:") else set()
    logo = {job.look.logo} if job.look.logo else set()
    return assets_of(job) | {font.digest for font in job.look.fonts} | logo | music


def _missing(job: Assignment, store: Store) -> str:
    """What an editor can do when a file the assignment came with is gone."""
    if all(store.holds(file) for file in files_of(job)):
        return ""
    return "A file this article came with is no longer in the store; submit the article again with its pictures."


def _ran_out_of_time(error: NewsreelError) -> bool:
    return isinstance(error, StageFailed) and type(error.__cause__).__name__ == "SoftTimeLimitExceeded"


def _piece(held: Claim) -> Piece:
    width, _, height = held.size.partition("x")
    return Piece(
        stage=held.stage,
        scene=held.scene,
        size=Size(width=int(width), height=int(height)) if held.size else None,
        needs=tuple(name for name, _, _ in held.needs),
    )
