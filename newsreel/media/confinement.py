"""Where films from outside are opened: a process of its own, without a network where the machine can do that.

The decoder gives up by itself what it can. Where `bwrap` is installed and works, it also sees no file but the program's
own, no other process and no network. The film comes to it as an open file, so that it needs no path at all.
"""

import json
import os
import select
import stat
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import finalize

from newsreel.media.decoder import HEAD

BWRAP = ("/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap")
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"}
PIPE = 1 << 20  # bytes the pipe holds, so that a frame takes few wake-ups


class Gone(Exception):
    """The decoder has ended or fallen silent in the middle of its answer; says how."""


class Decoder:
    """A running decoder, and its answers as they come."""

    def __init__(self, what: str, file: Path, asked: dict[str, Any], *, patience: int) -> None:
        self._patience = patience  # seconds without a word
        command = [*_walls(), sys.executable, "-I", "-m", "newsreel.media.decoder", what, json.dumps(asked)]
        with open_film(file) as film:
            self._process = subprocess.Popen(
                command,
                stdin=film,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                bufsize=0,
            )
        assert self._process.stdout
        self._out = self._process.stdout
        with suppress(ImportError, OSError, AttributeError):
            import fcntl

            fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, PIPE)
        self._end = finalize(self, _ended, self._process)

    @property
    def pid(self) -> int:
        """The process, to be looked at from outside."""
        return self._process.pid

    def head(self) -> tuple[bytes, tuple[int, int, int]]:
        """The next record: what follows, and its figures."""
        buffer = bytearray(HEAD.size)
        self.fill(memoryview(buffer))
        what, *figures = HEAD.unpack(buffer)
        return what, (figures[0], figures[1], figures[2])

    def fill(self, room: memoryview) -> None:
        """Read until a buffer is full."""
        while room:
            if not select.select([self._out], [], [], self._patience)[0]:
                self.close()
                raise Gone("it took too long")
            got = self._out.readinto(room)  # type: ignore[attr-defined]
            if not got:
                raise Gone(self._died())
            room = room[got:]

    def close(self) -> None:
        """End it; nothing of it stays."""
        self._end()

    def _died(self) -> str:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        return f"the decoder ended with {code}"


def open_film(path: Path) -> Any:
    """A film open for reading; never waits, and takes regular files only."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("not a regular file")
    return os.fdopen(handle, "rb", buffering=0)


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


@cache
def _walls() -> tuple[str, ...]:
    """What a command begins with to run without network and files, where that works here; else nothing."""
    program = next((name for name in BWRAP if Path(name).is_file()), "")
    if not program:
        return ()
    seen = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", sys.prefix, sys.base_prefix]
    seen += [str(Path(sys.executable).resolve().parent.parent), *filter(os.path.isabs, sys.path)]
    walls = [program, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        walls += ["--setenv", name, value]
    for path in dict.fromkeys(seen):
        walls += ["--ro-bind-try", path, path]
    walls += ["--dev", "/dev", "--chdir", "/", "--"]
    trial = [*walls, sys.executable, "-I", "-c", "import newsreel.media.decoder.opening"]
    try:
        works = subprocess.run(trial, env=ENVIRONMENT, capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(walls) if works else ()
