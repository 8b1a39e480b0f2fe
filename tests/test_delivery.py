"""What lands in the output folder: whole or not at all."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk.delivery import deliver, deliver_file
from newsreel.errors import StoreFailed


def report(**files: bytes) -> bytes:
    return json.dumps({"files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}}).encode()


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_new_folder_appears_with_everything_in_it(tmp_path: Path) -> None:
    reel = tmp_path / "blob"
    reel.write_bytes(b"film")
    target = tmp_path / "out" / "reel"
    assert deliver(target, {"a.mp4": reel, "pictures/p.png": b"png", "report.json": b"{}"}) == ()
    assert names(target) == ["a.mp4", "pictures/p.png", "report.json"]
    assert (target / "a.mp4").read_bytes() == b"film"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["reel"]


def test_an_older_render_is_replaced_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    deliver(tmp_path / "r", {"a.mp4": b"old", "report.json": b"{}"})
    (tmp_path / "r" / "notes.txt").write_text("mine")
    deliver(tmp_path / "r", {"a.mp4": b"new", "report.json": b"{}"})
    assert names(tmp_path / "r") == ["a.mp4", "notes.txt", "report.json"]
    assert (tmp_path / "r" / "a.mp4").read_bytes() == b"new"


def test_an_edited_storyboard_is_kept_aside(tmp_path: Path) -> None:
    target = tmp_path / "r"
    deliver(target, {"storyboard.yaml": b"one", "report.json": report(**{"storyboard.yaml": b"one"})})
    assert deliver(target, {"storyboard.yaml": b"two", "report.json": report(**{"storyboard.yaml": b"two"})}) == ()
    (target / "storyboard.yaml").write_bytes(b"edited for an hour")
    notes = deliver(target, {"storyboard.yaml": b"three", "report.json": report(**{"storyboard.yaml": b"three"})})
    assert "storyboard.edited-1.yaml" in notes[0]
    assert (target / "storyboard.edited-1.yaml").read_bytes() == b"edited for an hour"
    assert (target / "storyboard.yaml").read_bytes() == b"three"


def test_a_delivery_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="name another folder"):
        deliver(tmp_path / "r", {"a.mp4": b"x", "b.mp4": tmp_path / "not there"})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed, match="Could not write to"):
        deliver(tmp_path / "file" / "r", {"a": b""})
    with pytest.raises(StoreFailed, match="Could not write"):
        deliver_file(tmp_path / "file" / "sheet.png", b"")


KILLED = """
import sys
from pathlib import Path
from desk.delivery import deliver
print("go", flush=True)
for n in range(10**6):
    films = {f"{x}.mp4": bytes([n % 250]) * 200_000 for x in "abc"}
    deliver(Path(sys.argv[1]), films | {"report.json": b"%d" % (n % 250)})
"""


@pytest.mark.parametrize("wait", [0.02, 0.05, 0.11])
def test_killed_at_any_moment_no_file_is_partial(tmp_path: Path, wait: float) -> None:
    target = tmp_path / "r"
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.readline()
    time.sleep(wait)
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    if target.exists():
        films = {path.name: path.read_bytes() for path in target.glob("*.mp4")}
        assert len(films) == 3
        assert all(len(film) == 200_000 and len(set(film)) == 1 for film in films.values())
        if (target / "report.json").exists():
            assert {film[0] for film in films.values()} == {int((target / "report.json").read_bytes())}
    deliver(target, {"a.mp4": b"after", "report.json": b"{}"})
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
