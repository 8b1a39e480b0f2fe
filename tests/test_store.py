"""The folder store: written once, whole or not at all, verified when read."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from newsreel.errors import Corrupt, NotStored, StoreFailed
from newsreel.store import Folder

KEY = "ab" * 32


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def blob(store: Folder, digest: str) -> Path:
    return store.root / "blobs" / digest[:2] / digest


def test_bytes_come_back_under_their_hash(store):
    digest = store.put(b"copy")
    assert store.get(digest) == b"copy"
    assert store.path(digest).read_bytes() == b"copy"


def test_the_same_bytes_are_kept_once(store):
    first = store.put(b"copy")
    inode = blob(store, first).stat().st_ino
    assert store.put(b"copy") == first
    assert blob(store, first).stat().st_ino == inode


def test_a_flipped_bit_is_found_set_aside_and_written_again(store):
    digest = store.put(b"copy")
    blob(store, digest).chmod(0o600)
    blob(store, digest).write_bytes(b"cOpy")
    with pytest.raises(Corrupt):
        store.get(digest)
    assert not store.holds(digest)
    assert len(list((store.root / "corrupt").iterdir())) == 1
    assert Folder(store.root).put(b"copy") == digest
    assert store.get(digest) == b"copy"


def test_a_damaged_blob_does_not_pass_for_already_written(store):
    digest = store.put(b"copy")
    blob(store, digest).chmod(0o600)
    blob(store, digest).write_bytes(b"cut")
    other = Folder(store.root)  # a process that did not write it itself
    assert other.put(b"copy") == digest
    assert other.get(digest) == b"copy"


def test_what_is_not_there_is_said_so(store):
    with pytest.raises(NotStored):
        store.get("0" * 64)
    with pytest.raises(NotStored):
        store.path("0" * 64)


def test_the_first_to_finish_a_piece_wins(store):
    first, second = store.put(b"first"), store.put(b"second")
    assert store.finish(KEY, first) == first
    assert store.finish(KEY, second) == first
    assert store.finished(KEY) == first


def test_many_finishing_at_once_agree(store):
    digests = [store.put(bytes([n])) for n in range(16)]
    winners: list[str] = []
    threads = [threading.Thread(target=lambda d=d: winners.append(store.finish(KEY, d))) for d in digests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(winners) == 16
    assert len(set(winners)) == 1


def test_a_key_whose_blob_is_gone_is_not_finished(store):
    digest = store.put(b"copy")
    store.finish(KEY, digest)
    blob(store, digest).unlink()
    assert store.finished(KEY) is None
    again = store.put_file(_file(store, b"anew"))
    assert store.finish(KEY, again) == again


def test_a_writer_killed_at_any_moment_leaves_nothing_under_a_final_name(store):
    code = (
        "import os, sys; from pathlib import Path; from newsreel.store import Folder\n"
        "real = os.replace\n"
        "os.replace = lambda a, b: os._exit(9)\n"
        "Folder(Path(sys.argv[1])).put(b'x' * 100_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(store.root)], check=False)
    assert done.returncode == 9
    assert not [path for path in (store.root / "blobs").rglob("*") if path.is_file()]


def test_a_full_disk_is_one_sentence_and_leaves_no_partial_file(store, tmp_path):
    code = (
        "import resource, signal, sys; from pathlib import Path; from newsreel.store import Folder\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "from newsreel.errors import StoreFailed\n"
        "try: Folder(Path(sys.argv[1])).put(b'x' * 100_000)\n"
        "except StoreFailed as error: print(error); sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(store.root)], check=False, capture_output=True, text=True)
    assert done.returncode == 7
    assert "Could not write to the store" in done.stdout
    assert not [path for path in store.root.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(StoreFailed, match="Could not make"):
        Folder(tmp_path / "store")


def _file(store: Folder, data: bytes) -> Path:
    path = store.root / "given"
    path.write_bytes(data)
    return path
