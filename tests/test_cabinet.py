"""The cabinet: counting, verifying and clearing out, never under a run."""

import os
from pathlib import Path

import pytest

from newsreel import cabinet
from newsreel.documents import Asset, Score
from newsreel.errors import StoreFailed
from newsreel.store import Folder, put_document


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "cache")


def aged(store: Folder, data: bytes, age: int) -> str:
    digest = store.put(data)
    os.utime(store.path(digest), (10**9 - age, 10**9 - age))
    return digest


def test_contents_are_counted(store: Folder) -> None:
    store.finish("ab" * 32, store.put(b"x" * 1000))
    assert cabinet.contents(store.root) == cabinet.Contents(artifacts=1, size=1000, pieces=1, damaged=0)


def test_a_damaged_artifact_is_found_and_set_aside(store: Folder) -> None:
    good, bad = store.put(b"good"), store.put(b"bad")
    path = store.path(bad)
    path.chmod(0o644)
    path.write_bytes(b"bed")
    assert cabinet.verify(store.root) == (2, (bad,))
    assert store.holds(good) and not store.holds(bad)
    assert cabinet.verify(store.root) == (1, ())


def test_what_was_used_longest_ago_goes_first(store: Folder) -> None:
    old, middle, new = (aged(store, bytes([n]) * 100, 300 - n) for n in range(3))
    assert cabinet.clean(store.root, 250).artifacts == 1
    assert [store.holds(one) for one in (old, middle, new)] == [False, True, True]


def test_a_piece_whose_sound_is_gone_is_forgotten(store: Folder) -> None:
    sound = aged(store, b"sound" * 100, 500)
    score = put_document(store, Score(sound=Asset(digest=sound, kind="audio/wav"), length=1))
    store.finish("cd" * 32, score)
    cleared = cabinet.clean(store.root, 350)
    assert (cleared.artifacts, cleared.pieces) == (1, 1)
    assert store.holds(score) and store.finished("cd" * 32) is None


def test_nothing_is_cleared_out_under_a_run(store: Folder) -> None:
    digest = store.put(b"in use")
    with cabinet.in_use(store.root), cabinet.in_use(store.root):
        with pytest.raises(StoreFailed, match="in use"):
            cabinet.clean(store.root, 0)
        assert cabinet.clean_if_over(store.root, 1) is None
    assert store.holds(digest)
    assert cabinet.clean(store.root, 0).artifacts == 1
    assert not store.holds(digest)


def test_leftovers_of_killed_runs_go(store: Folder) -> None:
    (store.scratch() / "1.part").write_bytes(b"half")
    (store.scratch() / "folder").mkdir()
    cabinet.clean(store.root, 10**9)
    assert list(store.scratch().iterdir()) == []


def test_under_the_limit_nothing_is_cleared(store: Folder) -> None:
    store.put(b"x")
    assert cabinet.clean_if_over(store.root, 100) is None
