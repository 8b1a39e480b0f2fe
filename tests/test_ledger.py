"""The ledger: claims, leases, endings and mendings, on SQLite and on Postgres alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from newsreel import ledger as books
from newsreel.errors import BadSettings, Busy, LedgerFailed, Refused
from newsreel.ledger import Claim, Ledger, Planned, Submission
from newsreel.ledger.schema import history, metadata, outbox, piece
from newsreel.ledger.states import NoSuchMove, move_pieces
from tests.services import postgres

GRAPH = (
    Planned(name="take", stage="voiceover", queue="cpu", needs=("script",)),
    Planned(name="shot", stage="storyboard", queue="cpu", needs=("script",)),
    Planned(name="cut", stage="cut", queue="cpu", needs=("take", "shot")),
    Planned(name="reel", stage="reel", queue="cpu", needs=("cut",)),
)
SCRIPT = Planned(name="script", stage="script", queue="io")
WHOLE = (SCRIPT, *GRAPH)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "sqlite":
        opened = Ledger(f"sqlite:///{tmp_path}/ledger.db").prepare()
    else:
        opened = Ledger(request.getfixturevalue("server")).prepare()
        with opened.write() as tx:
            names = ", ".join(table.name for table in metadata.sorted_tables)
            tx.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    yield opened
    opened.close()


def submit(
    ledger: Ledger,
    name: str = "rain",
    *,
    planned: tuple[Planned, ...] = (SCRIPT,),
    attempts: int = 3,
    limit: int = 100,
    **more: object,
) -> str:
    wanted = Submission(slug=name, digest=f"{name:0>64}", form="{}", planned=planned, **more)  # type: ignore[arg-type]
    with ledger.write() as tx:
        return books.accept(tx, wanted, limit=limit, attempts=attempts, who="desk")


def claim(ledger: Ledger, queue: str = "cpu", limit: int = 8) -> Claim:
    with ledger.write() as tx:
        held = books.claim(tx, queue, "t1", limit, who="w1")
    assert held is not None
    return held


def nothing_to_claim(ledger: Ledger, queue: str = "cpu", limit: int = 8) -> bool:
    with ledger.write() as tx:
        return books.claim(tx, queue, "t1", limit, who="w1") is None


def complete(ledger: Ledger, held: Claim, grown: tuple[Planned, ...] = (), digest: str = "") -> list[str]:
    with ledger.write() as tx:
        return books.complete(tx, held, f"{held.name:k>64}", digest or f"{held.name:0>64}", grown=grown, attempts=3)


def to_the_end(ledger: Ledger, id_: str) -> None:
    while books_state(ledger, id_) in ("accepted", "drafting", "rendering"):
        queue = "io" if not nothing_waits(ledger, "io") else "cpu"
        held = claim(ledger, queue)
        complete(ledger, held, WHOLE if held.name == "script" else ())


def nothing_waits(ledger: Ledger, queue: str) -> bool:
    with ledger.read() as tx:
        return not books.waiting(tx, queue, 8)


def books_state(ledger: Ledger, id_: str) -> str:
    with ledger.read() as tx:
        view = books.status(tx, id_)
    assert view
    return view.state


def states(ledger: Ledger, id_: str) -> dict[str, str]:
    with ledger.read() as tx:
        view = books.status(tx, id_)
    assert view
    return {one.name: one.state for one in view.pieces}


def letters(ledger: Ledger) -> list[str]:
    with ledger.read() as tx:
        return list(tx.execute(select(outbox.c.event).order_by(outbox.c.id)).scalars())


def test_the_graph_grows_when_the_script_is_known_and_the_last_piece_ends_the_assignment(ledger: Ledger) -> None:
    id_ = submit(ledger)
    assert books_state(ledger, id_) == "accepted"
    script = claim(ledger, "io")
    assert books_state(ledger, id_) == "drafting"
    assert complete(ledger, script, WHOLE) == [f"{id_}/shot", f"{id_}/take"]
    assert books_state(ledger, id_) == "rendering"
    assert complete(ledger, claim(ledger)) == []
    assert complete(ledger, claim(ledger)) == [f"{id_}/cut"]
    assert complete(ledger, claim(ledger)) == [f"{id_}/reel"]
    assert letters(ledger) == []
    assert complete(ledger, claim(ledger)) == []
    assert books_state(ledger, id_) == "done"
    assert letters(ledger) == ["assignment.done"]


def test_a_claimed_piece_knows_what_it_needs_was_made_into(ledger: Ledger) -> None:
    submit(ledger)
    complete(ledger, claim(ledger, "io"), WHOLE)
    held = claim(ledger)
    assert held.needs == (("script", "script", f"{'script':0>64}"),)


def test_only_one_of_many_gets_a_piece(ledger: Ledger) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for n in range(4):
        submit(ledger, f"story{n}")

    def take(n: int) -> str | None:
        with ledger.write() as tx:
            held = books.claim(tx, "io", f"t{n}", 8, who=f"w{n}")
        return held.id if held else None

    with ThreadPoolExecutor(8) as crowd:
        got = [id_ for id_ in crowd.map(take, range(12)) if id_]
    assert len(got) == len(set(got)) == 4


def test_a_worker_that_lost_its_piece_can_neither_beat_nor_finish(ledger: Ledger) -> None:
    id_ = submit(ledger)
    late = claim(ledger, "io")
    with ledger.write() as tx:
        assert books.beat(tx, late, 1, 2)
        assert books.lose(tx, late.id, late.token, 0, "dispatcher", "silent") == ""  # it beat since it was looked at
        assert books.lose(tx, late.id, late.token, 1, "dispatcher", "silent") == "ready"
    second = claim(ledger, "io")
    with ledger.write() as tx:
        assert not books.beat(tx, late, 2, 2)
    with pytest.raises(books.Lost):
        complete(ledger, late, WHOLE)
    assert states(ledger, id_) == {"script": "running"}  # nothing of the late one's transaction stayed
    complete(ledger, second, WHOLE)
    assert states(ledger, id_)["script"] == "done"


def test_the_first_result_under_a_key_wins(ledger: Ledger) -> None:
    first, second = submit(ledger, "a"), submit(ledger, "b")
    one, other = claim(ledger, "io"), claim(ledger, "io")
    complete(ledger, one, WHOLE, digest="1" * 64)
    complete(ledger, other, WHOLE, digest="2" * 64)
    with ledger.read() as tx:
        results = [books.status(tx, id_).pieces[0].result for id_ in (first, second)]  # type: ignore[union-attr]
    assert results == ["1" * 64, "1" * 64]


def test_a_piece_that_ends_its_worker_every_time_is_quarantined_with_its_reason(ledger: Ledger) -> None:
    id_ = submit(ledger, planned=(*GRAPH[2:3], *(Planned(name=n, stage="x", queue="cpu") for n in ("take", "shot"))))
    ends = []
    for _ in range(3):
        held = claim(ledger)
        with ledger.write() as tx:
            ends.append(books.lose(tx, held.id, held.token, None, "dispatcher", "the process ended with signal 11"))
    assert ends == ["ready", "ready", "quarantined"]
    with ledger.read() as tx:
        view = books.status(tx, id_)
    assert view and view.state == "failed" and view.error_code == "E_CRASH" and "signal 11" in view.error
    assert sorted(one.state for one in view.pieces) == ["cancelled", "cancelled", "quarantined"]
    assert letters(ledger) == ["assignment.failed"]


def test_a_piece_let_go_keeps_its_attempt_only_when_it_is_charged(ledger: Ledger) -> None:
    submit(ledger)
    held = claim(ledger, "io")
    with ledger.write() as tx:
        assert books.let_go(tx, held, "w1", "shutting down", charge=False)
    again = claim(ledger, "io")
    assert again.attempt == 1
    with ledger.write() as tx:
        assert books.let_go(tx, again, "w1", "the service is away", charge=True, wait=2000, error=("E_CREW", "Away."))
    assert nothing_to_claim(ledger, "io")
    with ledger.write() as tx:
        (waiting,) = books.resting(tx).items()
        assert waiting == (again.id, (1, 2000))
        books.rested(tx, again.id, 1, 2000)
    assert claim(ledger, "io").attempt == 2


def test_damage_is_made_again_and_everything_after_it_looked_at_again(ledger: Ledger) -> None:
    id_ = submit(ledger)
    complete(ledger, claim(ledger, "io"), WHOLE)
    for _ in range(3):
        complete(ledger, claim(ledger))
    reel = claim(ledger)
    assert reel.name == "reel"
    with ledger.read() as tx:
        near_and_far = [key for key, _, _ in books.upstream(tx, id_, reel.id)]
    assert near_and_far == [f"{id_}/{name}" for name in ("script", "take", "shot", "cut")]
    with ledger.write() as tx:
        assert books.mend(tx, id_, [f"{id_}/take"], "w1")
    assert states(ledger, id_) == {
        "script": "done", "take": "ready", "shot": "done", "cut": "blocked", "reel": "blocked"
    }  # fmt: skip
    with pytest.raises(books.Lost):
        complete(ledger, reel)
    to_the_end(ledger, id_)
    assert letters(ledger) == ["assignment.done"]


def test_a_finished_assignment_is_mended_without_being_announced_twice(ledger: Ledger) -> None:
    id_ = submit(ledger)
    to_the_end(ledger, id_)
    with ledger.write() as tx:
        assert books.mend(tx, id_, [f"{id_}/cut"], "audit")
    assert books_state(ledger, id_) == "rendering"
    to_the_end(ledger, id_)
    assert letters(ledger) == ["assignment.done"]


def test_damage_without_end_fails_with_a_reason(ledger: Ledger) -> None:
    id_ = submit(ledger)
    for _ in range(5):
        to_the_end(ledger, id_)
        with ledger.write() as tx:
            assert books.mend(tx, id_, [f"{id_}/take"], "audit")
    with ledger.write() as tx:
        assert not books.mend(tx, id_, [f"{id_}/take"], "audit")
    with ledger.read() as tx:
        view = books.status(tx, id_)
    assert view and view.error_code == "E_STORE"


def test_another_script_changes_the_graph(ledger: Ledger) -> None:
    id_ = submit(ledger)
    complete(ledger, claim(ledger, "io"), WHOLE)
    with ledger.write() as tx:
        assert books.mend(tx, id_, [f"{id_}/script"], "audit")
    other = (SCRIPT, Planned(name="take", stage="voiceover", queue="cpu", needs=("script",)),
             Planned(name="reel", stage="reel", queue="cpu", needs=("take",)))  # fmt: skip
    complete(ledger, claim(ledger, "io"), other)
    assert states(ledger, id_) == {"script": "done", "take": "ready", "reel": "blocked"}


def test_a_cancelled_assignment_ends_once_and_its_pieces_with_it(ledger: Ledger) -> None:
    id_ = submit(ledger)
    held = claim(ledger, "io")
    with ledger.write() as tx:
        assert books.cancel(tx, id_, "editor")
        assert not books.cancel(tx, id_, "editor")
        assert not books.beat(tx, held, 0, 0)
        assert not books.retry(tx, id_, "editor")
    assert states(ledger, id_) == {"script": "cancelled"}
    assert letters(ledger) == ["assignment.cancelled"]


def test_another_try_goes_on_where_it_stopped_and_tells_of_its_own_end(ledger: Ledger) -> None:
    id_ = submit(ledger)
    complete(ledger, claim(ledger, "io"), WHOLE)
    held = claim(ledger)
    with ledger.write() as tx:
        assert books.fail_piece(tx, held, "E_MEDIA", "The picture cannot be read.")
        assert not books.fail_piece(tx, held, "E_MEDIA", "The picture cannot be read.")
    assert books_state(ledger, id_) == "failed"
    with ledger.write() as tx:
        assert books.retry(tx, id_, "editor")
    assert books_state(ledger, id_) == "rendering"
    assert states(ledger, id_)["script"] == "done"
    to_the_end(ledger, id_)
    assert letters(ledger) == ["assignment.failed", "assignment.done.2"]


def test_the_urgent_go_first_and_one_assignment_cannot_take_all_hands(ledger: Ledger) -> None:
    many = tuple(Planned(name=f"p{n}", stage="x", queue="cpu") for n in range(5))
    slow = submit(ledger, "feature", planned=many, urgency=8)
    usual = submit(ledger, "report", planned=many)
    urgent = submit(ledger, "flash", planned=many, urgency=1)
    order = [claim(ledger, limit=2).assignment for _ in range(6)]
    assert sorted(order[:2]) == [urgent] * 2 and sorted(order[2:4]) == [usual] * 2 and sorted(order[4:]) == [slow] * 2
    assert nothing_to_claim(ledger, limit=2)
    with ledger.read() as tx:
        assert books.claimable(tx, 2, 100) == []
        assert len(books.claimable(tx, 3, 100)) == 3
        (depth,) = books.depths(tx)
    assert (depth.queue, depth.ready, depth.running) == ("cpu", 9, 6)


def test_the_same_key_is_the_same_assignment_and_never_another(ledger: Ledger) -> None:
    id_ = submit(ledger, "rain", idem_key="k1")
    assert submit(ledger, "rain", idem_key="k1") == id_
    with pytest.raises(Refused, match="key was used"):
        submit(ledger, "snow", idem_key="k1")


def test_a_full_line_refuses_politely_but_knows_what_it_has(ledger: Ledger) -> None:
    id_ = submit(ledger, "rain", idem_key="k1", limit=1)
    with pytest.raises(Busy, match="submit again later"):
        submit(ledger, "snow", limit=1)
    assert submit(ledger, "rain", idem_key="k1", limit=1) == id_


def test_a_letter_is_offered_until_it_is_taken_and_at_last_laid_aside(ledger: Ledger) -> None:
    to_the_end(ledger, submit(ledger))
    at, tries = 1_000_000, 0
    while True:
        with ledger.write() as tx:
            offered = books.due(tx, at)
            if not offered:
                break
            books.not_taken(tx, offered[0], at)
            assert not books.due(tx, at)
        tries, at = tries + 1, at + 3_600_000
    with ledger.read() as tx:
        row = tx.execute(select(outbox)).one()
    assert row.dead == 1 and row.sent_at is None and tries > 20


def test_a_letter_dated_by_a_clock_that_ran_ahead_is_not_held_back(ledger: Ledger) -> None:
    to_the_end(ledger, submit(ledger))
    ahead = 1_000_000 + 86_400_000
    with ledger.write() as tx:
        books.not_taken(tx, books.due(tx, ahead)[0], ahead)
        (letter,) = books.due(tx, 1_000_000)
        books.sent(tx, letter, 1_000_000)
        assert not books.due(tx, ahead * 2)


def test_history_holds_every_move_in_order(ledger: Ledger) -> None:
    id_ = submit(ledger)
    to_the_end(ledger, id_)
    with ledger.read() as tx:
        moves = [(was, to) for _, name, was, to, _, _ in books.story(tx, id_) if name == f"{id_}/cut"]
    assert moves == [("", "blocked"), ("blocked", "ready"), ("ready", "running"), ("running", "done")]


def test_a_move_the_table_does_not_have_is_refused(ledger: Ledger) -> None:
    with pytest.raises(NoSuchMove), ledger.write() as tx:
        move_pieces(tx, "done", "running", who="nobody")


def test_a_state_that_does_not_exist_cannot_be_written(ledger: Ledger) -> None:
    id_ = submit(ledger)
    row = {"id": "x", "assignment": id_, "name": "x", "stage": "x", "queue": "x", "born": 1}
    with pytest.raises(LedgerFailed), ledger.write() as tx:
        tx.execute(insert(piece).values(state="half-done", **row))
    with pytest.raises(LedgerFailed), ledger.write() as tx:
        tx.execute(insert(piece).values(state="running", **row))  # running, and nobody's


def test_nothing_stays_of_a_transaction_that_broke(ledger: Ledger) -> None:
    id_ = submit(ledger)
    with pytest.raises(ZeroDivisionError), ledger.write() as tx:
        books.cancel(tx, id_, "editor")
        _ = 1 // 0
    assert books_state(ledger, id_) == "accepted"


def test_migrations_lead_to_the_very_tables_that_are_used(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with ledger.read() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []


def test_two_may_prepare_a_ledger_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    url = f"sqlite:///{tmp_path}/new.db"
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: Ledger(url).prepare().close(), range(4)))
    with Ledger(url).read() as tx:
        assert tx.execute(select(history)).all() == []


def test_an_address_that_is_none_is_said_so() -> None:
    with pytest.raises(BadSettings, match="NEWSREEL_LEDGER"):
        Ledger("ledger of mine")


def test_sqlite_is_opened_so_that_a_power_cut_loses_nothing(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/l.db").prepare().read() as tx:
        assert tx.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert tx.execute(text("PRAGMA synchronous")).scalar() == 2
