"""What lands in the output folder, whole or not at all.

Everything is first written to a hidden folder beside the target and synced. A folder that is not there yet appears by
one rename. Into one that is, each file is renamed over the older one of its name; the report leaves first and comes
last, so that a folder with a report holds what the report says. What is not ours is never touched.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from newsreel.errors import StoreFailed

REPORT = "report.json"
BOARD = "storyboard.yaml"


def deliver(target: Path, files: Mapping[str, bytes | Path]) -> tuple[str, ...]:
    """Put files into a folder; says, a sentence each, what an editor should know about it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        packed = target.parent / f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.part"
        packed.mkdir()
        try:
            for name, content in files.items():
                _write(packed / name, content)
            _sync(packed)
            return _place(packed, target, tuple(files))
        finally:
            shutil.rmtree(packed, ignore_errors=True)
    except OSError as error:
        raise StoreFailed(
            f"Could not write to {target}: {error.strerror or error}; free some space or name another folder with -o."
        ) from None


def deliver_file(target: Path, content: bytes) -> None:
    """Put one file in its place, whole or not at all."""
    temp = target.parent / f".{target.name}.{secrets.token_hex(4)}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(temp, content)
            os.replace(temp, target)
            _sync(target.parent)
        finally:
            temp.unlink(missing_ok=True)
    except OSError as error:
        raise StoreFailed(f"Could not write {target}: {error.strerror or error}; name another place with -o.") from None


def _place(packed: Path, target: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    if not target.exists():
        try:
            packed.rename(target)
            _sync(target.parent)
            return ()
        except FileExistsError:
            pass  # somebody else was first
        except OSError:
            if not target.is_dir():
                raise
    notes = _save_edits(packed, target)
    (target / REPORT).unlink(missing_ok=True)
    for name in sorted(names, key=lambda name: name == REPORT):
        if (packed / name).exists():
            (target / name).parent.mkdir(exist_ok=True)
            os.replace(packed / name, target / name)
    _sync(target)
    return notes


def _save_edits(packed: Path, target: Path) -> tuple[str, ...]:
    """A storyboard somebody edited in the output folder is kept aside, not written over."""
    old, new = target / BOARD, packed / BOARD
    if not old.is_file() or not new.is_file() or old.read_bytes() == new.read_bytes():
        return ()
    if hashlib.sha256(old.read_bytes()).hexdigest() == _reported(target):
        return ()
    number = 1
    while (aside := target / f"storyboard.edited-{number}.yaml").exists():
        number += 1
    old.rename(aside)
    return (f"The storyboard in {target} had been edited; it is kept as {aside.name}.",)


def _reported(target: Path) -> str:
    """The digest of the storyboard we wrote there ourselves."""
    try:
        files = json.loads((target / REPORT).read_bytes())["files"]
        return str(files[BOARD])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _sweep(target: Path) -> None:
    """Remove what a killed run left behind."""
    for left in target.parent.glob(f".{target.name}.*.part"):
        pid = left.name.removeprefix(f".{target.name}.").split(".")[0]
        if pid.isdecimal() and not _alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write(path: Path, content: bytes | Path) -> None:
    path.parent.mkdir(exist_ok=True)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        path.write_bytes(content)
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
