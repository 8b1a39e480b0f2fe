"""One store is as good as another: what is promised of a folder holds for a bucket, and a bucket's own troubles."""

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsreel.bucket import Bucket, Nearby
from newsreel.bucket import bucket as of_buckets
from newsreel.bucket import wire as of_wires
from newsreel.errors import BadSettings, Corrupt, NotStored, StoreFailed
from newsreel.settings import read
from newsreel.store import Folder, Store, open_store
from tests.s3 import ODD, Server
from tests.storm.proxy import Proxy

KEY = "ab" * 32
NOWHERE = "0" * 64


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch, Server().up() as up:
        for name, value in ODD.items():
            patch.setenv(name, value)
        yield up


@pytest.fixture(autouse=True)
def well(request: pytest.FixtureRequest) -> None:
    if "server" in request.fixturenames:
        request.getfixturevalue("server").behave()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rests between tries."""
    monkeypatch.setattr(of_wires, "rest", lambda _: None)
    monkeypatch.setattr(of_buckets, "rest", lambda _: None)


class Ground:
    """A store that can be looked into from behind, and opened by another process on another machine."""

    def __init__(self, kind: str, place: Path, server: Server) -> None:
        self.kind, self.place, self.server, self._count = kind, place, server, 0
        self.wire = None if kind == "folder" else server.wire()

    def open(self) -> Store:
        if self.wire is None:
            return Folder(self.place / "store")
        self._count += 1
        return Bucket(self.wire, Nearby(self.place / f"machine{self._count}", 10**9))

    def spoil(self, digest: str, data: bytes) -> None:
        """Whatever was there, this is what lies under its name now."""
        if self.wire is not None:
            self.wire.put(f"blobs/{digest[:2]}/{digest}", data)
            return
        path = self.place / "store" / "blobs" / digest[:2] / digest
        path.unlink()
        path.write_bytes(data)

    def lose(self, digest: str) -> None:
        if self.wire is not None:
            self.wire.delete(f"blobs/{digest[:2]}/{digest}")
        else:
            (self.place / "store" / "blobs" / digest[:2] / digest).unlink()


@pytest.fixture(params=["folder", "bucket", "plain bucket"])
def ground(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Ground:
    server.forgets_conditions = request.param == "plain bucket"
    return Ground(request.param, tmp_path, server)


def test_bytes_come_back_under_their_hash(ground: Ground, tmp_path: Path) -> None:
    store = ground.open()
    digest = store.put(b"copy")
    (tmp_path / "given").write_bytes(b"a file")
    filed = store.put_file(tmp_path / "given")
    for one in (store, ground.open()):
        assert one.get(digest) == one.path(digest).read_bytes() == b"copy"
        assert one.path(filed).read_bytes() == b"a file"
        assert one.holds(digest) and not one.holds(NOWHERE)
    assert {one.name for one in store.lying("blobs")} == {digest, filed}


def test_what_is_not_there_is_said_so(ground: Ground) -> None:
    store = ground.open()
    for asking in (store.get, store.path):
        with pytest.raises(NotStored):
            asking(NOWHERE)
    assert store.finished(KEY) is None


def test_what_lies_there_damaged_is_found_set_aside_and_written_again(ground: Ground) -> None:
    digest = ground.open().put(b"copy")
    for spoilt in (b"cOpy", b"cut", b""):
        ground.spoil(digest, spoilt)
        store = ground.open()
        with pytest.raises(Corrupt):
            store.get(digest)
        assert not store.holds(digest)
        assert ground.open().put(b"copy") == digest
        assert ground.open().get(digest) == b"copy"
    assert len(list(ground.open().lying("corrupt"))) == 3


def test_damaged_bytes_do_not_pass_for_already_written(ground: Ground) -> None:
    digest = ground.open().put(b"copy")
    ground.spoil(digest, b"cut")
    assert ground.open().put(b"copy") == digest
    assert ground.open().get(digest) == b"copy"


def test_a_check_reads_what_lies_there_and_not_a_copy(ground: Ground) -> None:
    store = ground.open()
    good, bad = store.put(b"good"), store.put(b"bad")
    ground.spoil(bad, b"bed")
    assert [store.check(one) for one in (good, bad)] == [True, False]
    assert store.check(NOWHERE)


def test_the_first_to_finish_a_piece_wins(ground: Ground) -> None:
    store = ground.open()
    first, second = store.put(b"first"), store.put(b"second")
    assert store.finish(KEY, first) == first
    assert ground.open().finish(KEY, second) == first
    assert store.finished(KEY) == ground.open().finished(KEY) == first
    store.forget(KEY)
    store.forget(KEY)
    assert store.finished(KEY) is None
    assert store.finish(KEY, second) == second


def test_a_key_whose_artifact_is_gone_is_not_finished(ground: Ground) -> None:
    digest = ground.open().put(b"copy")
    ground.open().finish(KEY, digest)
    ground.lose(digest)
    store = ground.open()
    assert store.finished(KEY) is None
    again = store.put(b"anew")
    assert store.finish(KEY, again) == again
    assert ground.open().finished(KEY) == again


def test_twenty_who_put_the_same_at_once_put_it_once(ground: Ground) -> None:
    stores = [ground.open() for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        digests = set(pool.map(lambda store: store.put(b"the same " * 1000), stores))
    assert len(digests) == 1
    assert [one.size for one in stores[0].lying("blobs")] == [9000]
    assert list(stores[0].lying("corrupt")) == []
    assert ground.open().get(digests.pop()) == b"the same " * 1000


def test_many_finishing_at_once_agree(ground: Ground) -> None:
    stores = [ground.open() for _ in range(16)]
    digests = [store.put(bytes([n])) for n, store in enumerate(stores)]
    with ThreadPoolExecutor(16) as pool:
        winners = set(pool.map(lambda store, digest: store.finish(KEY, digest), stores, digests))
    # without conditional writes two may think they won; then the ledger decides
    assert len(winners) == 1 or ground.kind == "plain bucket"
    assert ground.open().finished(KEY) in digests


def test_what_was_put_out_is_brought_back_by_whoever_asks(ground: Ground) -> None:
    for asking in ("get", "path", "holds"):
        store = ground.open()
        digest = store.put(asking.encode())
        assert store.put_out(digest, -1)
        assert digest not in {one.name for one in store.lying("blobs")}
        assert digest in {one.name for one in store.lying("leaving")}
        assert getattr(ground.open(), asking)(digest)
        assert digest in {one.name for one in store.lying("blobs")}
    assert store.put_out(digest, -1)
    store.drop(digest)
    assert not ground.open().holds(digest)


def test_only_one_sweeps_at_a_time(ground: Ground) -> None:
    with ground.open().alone(), pytest.raises(StoreFailed, match="sweeps"), ground.open().alone():
        pass
    with ground.open().alone():
        pass


# What only a bucket has to bear


@pytest.fixture
def bucket(server: Server, tmp_path: Path) -> Bucket:
    return Bucket(server.wire(), Nearby(tmp_path / "here", 10**9))


def elsewhere(bucket: Bucket, place: Path) -> Bucket:
    """The same bucket from a machine that has no copies."""
    shutil.rmtree(place, ignore_errors=True)
    return Bucket(bucket.wire, Nearby(place, 10**9))


def test_a_large_file_goes_in_parts_and_comes_back_whole(bucket: Bucket, server: Server, tmp_path: Path) -> None:
    data = bytes(range(256)) * 150_000  # 38 MB: three parts
    (tmp_path / "film").write_bytes(data)
    digest = bucket.put_file(tmp_path / "film")
    assert sum(method == "PUT" and "/blobs/" in path for method, path in server.asked) == 3
    server.asked.clear()
    assert elsewhere(bucket, tmp_path / "two").put(data) == digest
    assert [method for method, path in server.asked if "/blobs/" in path] == ["HEAD", "HEAD"], "it was there already"
    assert elsewhere(bucket, tmp_path / "three").path(digest).read_bytes() == data
    assert elsewhere(bucket, tmp_path / "four").check(digest)


def test_two_sending_the_same_parts_at_once_agree(bucket: Bucket, tmp_path: Path) -> None:
    data = b"frame" * 4_000_000
    stores = [elsewhere(bucket, tmp_path / str(n)) for n in range(2)]
    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(lambda store: store.put(data), stores))) == 1
    assert [one.size for one in bucket.lying("blobs")] == [len(data)]


def test_an_artifact_read_once_is_not_sent_again(bucket: Bucket, server: Server, tmp_path: Path) -> None:
    digest = bucket.put(b"copy")
    reader = elsewhere(bucket, tmp_path / "two")
    reader.get(digest)
    server.asked.clear()
    again = Bucket(bucket.wire, reader.nearby)
    assert again.get(digest) == b"copy"
    assert [method for method, _ in server.asked] == ["HEAD"]


def test_a_copy_mends_a_bucket_that_lost_the_artifact(bucket: Bucket, tmp_path: Path) -> None:
    digest = bucket.put(b"copy")
    bucket.wire.delete(f"blobs/{digest[:2]}/{digest}")
    assert Bucket(bucket.wire, bucket.nearby).get(digest) == b"copy"
    assert elsewhere(bucket, tmp_path / "two").get(digest) == b"copy"


def test_a_damaged_copy_is_fetched_again(bucket: Bucket) -> None:
    digest = bucket.put(b"copy")
    copy = bucket.path(digest)
    copy.chmod(0o600)
    copy.write_bytes(b"cOpy")
    assert Bucket(bucket.wire, bucket.nearby).get(digest) == b"copy"


def test_copies_are_kept_within_their_limit(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreel.bucket.nearby.SPARE", 0)
    small = Bucket(bucket.wire, Nearby(tmp_path / "small", 50_000))
    digests = [small.put(bytes([n]) * 10_000) for n in range(20)]
    assert sum(one.size for one in Folder(tmp_path / "small").lying("blobs")) <= 60_000
    assert all(len(small.get(digest)) == 10_000 for digest in digests)


@pytest.mark.usefixtures("hurry")
def test_reads_that_break_off_or_come_damaged_are_read_again(bucket: Bucket, server: Server, tmp_path: Path) -> None:
    digest = bucket.put(b"copy" * 1000)
    server.spoils = [lambda data: data[:1234], lambda data: data[:-1] + b"!", lambda data: data[:5]]
    assert elsewhere(bucket, tmp_path / "two").get(digest) == b"copy" * 1000
    assert server.spoils == []
    assert list(bucket.lying("corrupt")) == [], "the network's damage is not the artifact's"


@pytest.mark.usefixtures("hurry")
def test_a_line_that_damages_everything_is_told_from_a_damaged_artifact(
    bucket: Bucket, server: Server, tmp_path: Path
) -> None:
    digest = bucket.put(b"copy")
    server.spoils = [lambda data, n=n: data[:-1] + bytes([n]) for n in range(8)]  # type: ignore[misc]
    with pytest.raises(StoreFailed, match="differently each time") as failed:
        elsewhere(bucket, tmp_path / "two").get(digest)
    assert type(failed.value) is StoreFailed and failed.value.retry
    assert bucket.holds(digest)


@pytest.mark.usefixtures("hurry")
def test_a_server_that_fails_for_a_moment_is_asked_again(bucket: Bucket, server: Server, tmp_path: Path) -> None:
    assert bucket.wire.conditional
    server.fails = [503, 409, 500, 409]
    digest = bucket.put(b"copy")
    server.fails = [500]
    assert elsewhere(bucket, tmp_path / "two").get(digest) == b"copy"


def test_a_server_that_stays_ill_is_one_sentence_and_worth_another_try(bucket: Bucket, server: Server) -> None:
    assert bucket.wire.conditional
    server.fails = [500] * 50
    with pytest.raises(StoreFailed, match=r"failed \(.+\); it is tried again") as failed:
        bucket.put(b"copy")
    assert type(failed.value) is StoreFailed and failed.value.retry


@pytest.mark.parametrize("mode", ["cut", "swallow"])
def test_a_partition_is_one_sentence_and_afterwards_all_goes_on(server: Server, tmp_path: Path, mode: str) -> None:
    with Proxy(server.port) as proxy:
        behind = Bucket(server.wire(proxy.port, tries=2, patience=0.5), Nearby(tmp_path / "here", 10**9))
        first = behind.put(b"before")
        proxy.become(mode)  # type: ignore[arg-type]
        begun = time.monotonic()
        for asking in (lambda: behind.put(b"during"), lambda: elsewhere(behind, tmp_path / "two").get(first)):
            with pytest.raises(StoreFailed, match="cannot be reached") as failed:
                asking()
            assert type(failed.value) is StoreFailed and failed.value.retry
        assert time.monotonic() - begun < 8
        proxy.become("pass")
        second = behind.put(b"during")
        fresh = elsewhere(behind, tmp_path / "three")
        assert (fresh.get(first), fresh.get(second)) == (b"before", b"during")


def test_a_write_whose_answer_was_lost_is_our_own(bucket: Bucket) -> None:
    digest = bucket.put(b"copy")
    bucket._there.clear()
    assert bucket.put(b"copy") == digest
    assert bucket.finish(KEY, digest) == bucket.finish(KEY, digest) == digest


def test_a_bucket_that_is_not_there_is_said_so(server: Server, tmp_path: Path) -> None:
    lost = Bucket(server.wire(bucket="nobody-made-this"), Nearby(tmp_path / "here", 10**9))
    with pytest.raises(StoreFailed, match="newsreel store make"):
        lost.put(b"copy")


def test_the_settings_say_which_store(server: Server, tmp_path: Path) -> None:
    home = {"NEWSREEL_HOME": str(tmp_path)}
    assert isinstance(open_store(read(home)), Folder)
    where = {"NEWSREEL_STORE": "s3://reels-of-tests/desk/a", "NEWSREEL_S3_ENDPOINT": f"http://127.0.0.1:{server.port}"}
    store = open_store(read({**home, **where}))
    assert isinstance(store, Bucket)
    store.wire.make()
    digest = store.put(b"copy")
    assert open_store(read({**home, **where})).get(digest) == b"copy"
    assert ("PUT", f"/reels-of-tests/desk/a/blobs/{digest[:2]}/{digest}") in server.asked
    for wrong in ("s3://", "https://host/bucket", "s3://UPPER", "/a/folder"):
        with pytest.raises(BadSettings, match="NEWSREEL_STORE"):
            open_store(read({**home, "NEWSREEL_STORE": wrong}))


def test_threads_may_share_a_bucket(bucket: Bucket) -> None:
    done: list[str] = []
    threads = [threading.Thread(target=lambda n=n: done.append(bucket.put(bytes([n % 4])))) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 12 and len(set(done)) == 4
