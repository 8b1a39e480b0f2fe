"""The door of the durable line: submit, look, call off, ask again; what a command line or a web desk calls."""

from collections.abc import Callable, Mapping

from newsreel import ledger as books
from newsreel.documents import Assignment
from newsreel.errors import LedgerFailed, Refused
from newsreel.forms import digest, to_json
from newsreel.ledger import AssignmentView, Submission
from worker.crash_points import passing
from worker.piece import files_of
from worker.queues import planned
from worker.station import Station

URGENCIES = range(1, 9)


def submit(
    station: Station,
    job: Assignment,
    *,
    urgency: int = 5,
    idem_key: str | None = None,
    deadline: int | None = None,
    options: Mapping[str, str] | None = None,
) -> str:
    """Take an assignment in for good and return its id; when this returns, no fault can lose it.

    The files it names must be in the store. The same `idem_key` again returns the same id.
    """
    if urgency not in URGENCIES:
        raise Refused(f"An urgency is a whole number from 1, now, to 8, whenever there is time; {urgency} is none.")
    store = station.store()
    for file in sorted(files_of(job)):
        store.path(file)  # verified: what is accepted is whole
    form = to_json(job)
    wanted = Submission(
        slug=job.article.slug,
        digest=digest(form),
        form=form.decode(),
        planned=planned(station.trade, job, job.script),
        urgency=urgency,
        idem_key=idem_key,
        deadline=deadline,
        options=options or {},
    )
    id_ = _twice(lambda: _accept(station, wanted))
    passing("submitted")
    with station.ledger.read() as tx:
        ready = books.ready_of(tx, id_)
    station.tell(ready)
    return id_


def assignments(station: Station, *, limit: int = 100, open_only: bool = False) -> list[AssignmentView]:
    """Assignments, the newest first."""
    with station.ledger.read() as tx:
        return books.assignments(tx, limit=limit, open_only=open_only)


def status(station: Station, id_: str) -> AssignmentView:
    """One assignment with its pieces; the beginning of its id is enough."""
    with station.ledger.read() as tx:
        view = books.status(tx, id_)
    if view is None:
        raise Refused(f"No assignment is called '{id_}'; `newsreel jobs` lists those there are.")
    return view


def cancel(station: Station, id_: str) -> bool:
    """Call an assignment off; False when it had ended already. A piece at work stops within a heartbeat."""
    known = status(station, id_).id
    with station.ledger.write() as tx:
        return books.cancel(tx, known, station.who)


def retry(station: Station, id_: str) -> bool:
    """Give a failed assignment another try, from where it stopped; False when it did not fail."""
    known = status(station, id_).id
    with station.ledger.write() as tx:
        again = books.retry(tx, known, station.who)
        ready = books.ready_of(tx, known)
    station.tell(ready)
    return again


def _accept(station: Station, wanted: Submission) -> str:
    works = station.settings.works
    with station.ledger.write() as tx:
        id_ = books.accept(tx, wanted, limit=works.backlog, attempts=works.attempts, who=station.who)
        passing("submitting")
    return id_


def _twice(doing: Callable[[], str]) -> str:
    """Two may come with one key at the same moment: the later one then finds it taken, and gets the same id."""
    try:
        return doing()
    except LedgerFailed:
        return doing()
