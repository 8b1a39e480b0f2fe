"""Real services for tests, each on a free port with a folder of its own, none of which outlives the tests."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    command: list[str],
    log: Path,
    *,
    user: str | None = None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, which the kernel ends when the tests end, however they end."""
    libc = ctypes.CDLL(None)

    def tie() -> None:
        libc.prctl(1, signal.SIGKILL)

    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tie,
            user=user,
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGKILL) -> None:
    """End a process and all its group, first in the way it is told to."""
    for one in (how, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, one)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


def wait_for(what: Callable[[], object], seconds: float = 30, pause: float = 0.05) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            if what():
                return
        assert time.monotonic() < end, f"nothing came of it in {seconds} s"
        time.sleep(pause)


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.create_connection(("127.0.0.1", port), 1):
        return True


class Redis:
    """A Redis that keeps nothing: whatever it holds may be lost at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def up(self) -> "Redis":
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = start([*command, "--dir", str(self.folder)], self.folder / "redis.log")
        wait_for(lambda: self.say("PING") == "PONG")
        return self

    def down(self) -> None:
        if self.process:
            stop(self.process)
        self.process = None

    def say(self, *words: str) -> str:
        """One command, and the first line of the answer."""
        with socket.create_connection(("127.0.0.1", self.port), 2) as line:
            line.settimeout(5)
            parts = "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
            line.sendall(f"*{len(words)}\r\n{parts}".encode())
            return line.recv(4096).decode(errors="replace").split("\r\n")[0].lstrip("+:")


@contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """A Redis for a while."""
    need("redis-server")
    served = Redis(folder)
    try:
        yield served.up()
    finally:
        served.down()


@contextmanager
def postgres() -> Iterator[str]:
    """A Postgres for a while; gives its address. It will not run as root, so root lends it another's name."""
    need("initdb", "postgres")
    folder = Path(tempfile.mkdtemp(prefix="newsreel-pg-"))
    user = "postgres" if ROOT else None
    data, port = folder / "data", free_port()
    if user:
        folder.chmod(0o755)
        shutil.chown(folder, user)
    process = None
    try:
        made = start(
            ["initdb", "-D", str(data), "-U", "newsreel", "-A", "trust", "-N", "-E", "UTF8"],
            folder / "initdb.log",
            user=user,
            cwd=folder,
        )
        assert made.wait(60) == 0, (folder / "initdb.log").read_text()
        options = ["-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "max_connections=60"]
        process = start(["postgres", "-D", str(data), *options], folder / "postgres.log", user=user, cwd=folder)
        url = f"postgresql://newsreel@127.0.0.1:{port}/postgres"
        import psycopg

        def ready() -> bool:
            try:
                psycopg.connect(url, connect_timeout=2).close()
            except psycopg.OperationalError:
                return False
            return True

        wait_for(ready)
        yield url
    finally:
        if process:
            stop(process, signal.SIGINT)  # the fast way that leaves no shared memory behind
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def rabbitmq() -> Iterator[str]:
    """A RabbitMQ for a while, with a node name, ports and folders of its own; gives its address."""
    need("rabbitmq-server")
    folder = Path(tempfile.mkdtemp(prefix="newsreel-mq-"))
    port, distribution, names = free_port(), free_port(), free_port()
    env = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"newsreel{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbit"),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(names),
    }
    (folder / "plugins").write_text("[].")
    (folder / "rabbit.conf").write_text("loopback_users = none\nlog.file.level = warning\n")
    # Debian's /usr/sbin/rabbitmq-server changes to its own user and folders; the script beneath it does not.
    inner = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    program = str(inner if inner.is_file() else shutil.which("rabbitmq-server"))
    process = start([program], folder / "out.log", env=env, cwd=folder)
    try:
        wait_for(lambda: answers(port), 90, 0.3)
        yield f"amqp://guest:guest@127.0.0.1:{port}//"
    finally:
        stop(process)
        _end_names(names)
        shutil.rmtree(folder, ignore_errors=True)


def _end_names(port: int) -> None:
    """Erlang leaves its name server behind; end the one we started."""
    import psutil

    for one in psutil.process_iter(["name", "environ"]):
        if one.info["name"] == "epmd" and (one.info["environ"] or {}).get("ERL_EPMD_PORT") == str(port):
            one.kill()


def need(*programs: str) -> None:
    """Skip a test that needs a program this machine does not have."""
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed here")
