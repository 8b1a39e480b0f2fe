"""Sweeping takes out what nothing relies on, and never what somebody needs, whatever they do at that moment."""

import itertools
import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from desk.cli import main
from newsreel.bucket import Bucket, Nearby
from newsreel.documents import Asset, Picture, Score
from newsreel.errors import Refused
from newsreel.store import Folder, Store, put_document
from newsreel.sweeping import DAY, Relied, named_in, sweep, with_files
from stages.line import assets_of
from tests.s3 import ODD, Server
from tests.storm.ground import station, work_all
from tests.storm.trade import job
from worker import accept, upkeep
from worker.keeping import relied_on
from worker.station import Station

AT_ONCE = -1  # milliseconds; everything is older


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch, Server().up() as up:
        for name, value in ODD.items():
            patch.setenv(name, value)
        yield up


@pytest.fixture(params=["folder", "bucket"])
def here(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Station:
    """A place of work with a store of either kind."""
    made = station(tmp_path)
    if request.param == "folder":
        return made
    wire, machines = server.wire(), itertools.count()
    # each on a machine of its own, so that no copy nearby makes up for what the bucket lost
    return replace(made, shelve=lambda _: Bucket(wire, Nearby(tmp_path / f"machine{next(machines)}", 10**9)))


def names(store: Store, place: str = "blobs") -> set[str]:
    return {one.name for one in store.lying(place)}  # type: ignore[arg-type]


def illustrated(store: Store, headline: str) -> tuple[object, str]:
    """An assignment that came with a picture, and the picture."""
    picture = store.put(headline.encode() * 50)
    wanted = job(headline)
    shown = Picture(id="i1", asset=Asset(digest=picture, kind="image/jpeg"), alt=headline)
    return replace(wanted, article=replace(wanted.article, pictures=(shown,))), picture


def test_what_assignments_rely_on_stays_and_the_rest_goes(here: Station) -> None:
    store = here.store()
    done, kept = illustrated(store, "Rain")
    waiting, upload = illustrated(store, "Snow")
    off, orphan = illustrated(store, "Hail")
    finished = accept.submit(here, done)  # type: ignore[arg-type]
    work_all(here)
    opened = accept.submit(here, waiting)  # type: ignore[arg-type]
    accept.cancel(here, accept.submit(here, off))  # type: ignore[arg-type]
    loser = store.put(b"what the slower of two made")
    before = names(store)

    tried = sweep(store, relied_on(here.ledger, store), older=AT_ONCE, dry=True)
    assert names(store) == before
    swept = sweep(store, relied_on(here.ledger, store), older=AT_ONCE)
    assert (swept.kept, swept.put_out) == (tried.kept, tried.put_out) == (len(before) - 2, 2)
    assert before - names(store) == {orphan, loser} == names(store, "leaving")
    assert {kept, upload} <= names(store)
    assert upkeep.verify(here, finished) == []

    assert sweep(store, relied_on(here.ledger, store), older=AT_ONCE, stay=AT_ONCE).deleted == 2
    assert not store.holds(orphan) and not store.holds(loser)
    work_all(here)
    assert accept.status(here, opened).state == "done"


def test_what_is_young_stays(here: Station) -> None:
    store = here.store()
    digest = store.put(b"just uploaded")
    assert sweep(store, Relied(), older=DAY).kept == 1
    assert store.holds(digest)


def test_a_piece_filed_lately_keeps_its_files_though_the_ledger_does_not_know_it_yet(here: Station) -> None:
    store = here.store()
    sound = store.put(b"sound" * 100)
    filed = put_document(store, Score(sound=Asset(digest=sound, kind="audio/wav"), length=1))
    store.finish("cd" * 32, filed)
    store.put(b"an orphan")
    young = {one.name for one in store.lying("keys") if one.age <= DAY}
    assert young == {"cd" * 32}
    # as if the blobs were old, and the key were not
    kept = with_files(store, {store.filed("cd" * 32)})
    assert sweep(store, Relied(blobs=kept), older=AT_ONCE).put_out == 1
    assert names(store) == {sound, filed}


def test_an_old_key_nobody_relies_on_is_forgotten_with_its_files(here: Station) -> None:
    store = here.store()
    digest, other = store.put(b"old"), store.put(b"relied on")
    store.finish("ef" * 32, digest)
    swept = sweep(store, Relied(blobs={other}), older=AT_ONCE)
    assert (swept.keys, swept.put_out) == (1, 1)
    assert store.finished("ef" * 32) is None


def test_what_was_used_since_the_sweep_looked_stays(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    digest = store.put(b"copy")
    os.utime(store.path(digest), (0, 0))
    seen = next(store.lying("blobs"))
    assert seen.age > DAY
    Folder(tmp_path).path(digest)  # a piece begins to work with it
    assert not store.put_out(digest, DAY)
    assert names(store) == {digest}


def test_what_is_relied_on_again_comes_back_with_the_next_sweep(here: Station) -> None:
    store = here.store()
    digest, other = store.put(b"picture"), store.put(b"other")
    sweep(store, Relied(blobs={other}), older=AT_ONCE)
    assert digest not in names(store)
    assert sweep(store, Relied(blobs={other, digest}), older=AT_ONCE, stay=AT_ONCE).brought_back == 1
    assert digest in names(store)


def test_a_ledger_that_knows_nothing_sweeps_nothing(here: Station) -> None:
    store = here.store()
    store.put(b"somebody's")
    with pytest.raises(Refused, match="NEWSREEL_LEDGER"):
        sweep(store, relied_on(here.ledger, store), older=AT_ONCE)
    assert len(names(store)) == 1


def test_sweeping_under_many_writers_loses_nothing(here: Station) -> None:
    """Writers put what may lie there since long, read it, and only then tell the ledger; sweeps never cease."""
    told = {here.store().put(b"relied on since ever")}
    texts = [f"blob {n}".encode() * 20 for n in range(12)]
    stop = threading.Event()
    # a folder knows to the microsecond when a blob was used, a bucket only to the second when it was put there
    older = 20 if isinstance(here.store(), Folder) else AT_ONCE

    def write(seed: int) -> int:
        chance, store, read = random.Random(seed), here.store(), 0
        for _ in range(25):
            text = chance.choice(texts)
            digest = store.put(text)
            assert here.store().get(digest) == text  # another machine
            assert store.holds(digest)
            if isinstance(store, Bucket):  # whose files are copies; a folder's are only swept when long unused
                assert store.path(digest).read_bytes() == text
            if chance.random() < 0.2:
                told.add(digest)
            read += 1
            time.sleep(chance.random() * 0.03)
        return read

    def clean() -> int:
        sweeps = 0
        while not stop.is_set():
            sweep(here.store(), Relied(blobs=set(told)), older=older)
            sweeps += 1
        return sweeps

    with ThreadPoolExecutor(5) as pool:
        cleaning = pool.submit(clean)
        writing = [pool.submit(write, seed) for seed in range(4)]
        try:
            assert [one.result() for one in writing] == [25] * 4
        finally:
            stop.set()
        assert cleaning.result() >= 2
    store = here.store()
    assert all(store.check(digest) and store.holds(digest) for digest in told)
    assert names(store, "corrupt") == set()


def test_a_document_names_all_its_files_by_their_hashes() -> None:
    score = Score(sound=Asset(digest="1f" * 32, kind="audio/wav"), length=1)
    from newsreel.forms import to_json

    assert named_in(to_json(score).decode()) == assets_of(score) == {"1f" * 32}
    assert named_in('"file:' + "2e" * 32 + '"') == {"2e" * 32}
    assert named_in("3" * 63 + " " + "4" * 65) == set()


def test_the_command_line_verifies_and_sweeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSREEL_HOME", str(tmp_path))
    monkeypatch.delenv("NEWSREEL_STORE", raising=False)
    here = station(tmp_path)
    accept.submit(here, job("Wind"))
    work_all(here)
    store = Folder(here.settings.cache)
    orphan = store.put(b"orphan")
    assert main(["store", "gc", "--dry-run", "--older", "0s"]) == 0
    assert "1 (6 bytes) would be put out" in capsys.readouterr().out
    assert main(["store", "gc"]) == 0
    assert "0 (0 bytes) put out" in capsys.readouterr().out
    assert main(["store", "gc", "--older", "0s"]) == 0
    assert orphan in names(store, "leaving")
    assert main(["store", "verify"]) == 0
    victim = next(iter(names(store)))
    path = Folder(store.root).path(victim)
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    assert main(["store", "verify"]) == 4
    assert f"damaged, set aside: {victim}" in capsys.readouterr().out
    assert main(["store"]) == 0
    assert "1 damaged artifacts" in capsys.readouterr().out
    assert main(["store", "gc", "--older", "soon"]) == 3


def test_the_command_line_makes_a_bucket(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSREEL_HOME", str(tmp_path))
    monkeypatch.setenv("NEWSREEL_STORE", "s3://made-by-hand/desk")
    monkeypatch.setenv("NEWSREEL_S3_ENDPOINT", f"http://127.0.0.1:{server.port}")
    assert main(["store"]) == 4
    assert "newsreel store make" in capsys.readouterr().err
    assert main(["store", "make"]) == main(["store", "make"]) == main(["store"]) == main(["store", "verify"]) == 0
    assert "0 artifacts" in capsys.readouterr().out
