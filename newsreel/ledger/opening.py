"""Opens a ledger: the engine with its settings, transactions whose failures are ours, and migrations."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from newsreel.errors import BadSettings, LedgerFailed

HEAD = "0001"  # the newest migration
BUSY = 30_000  # milliseconds SQLite waits for another writer
SERIES = 4_663_101  # names the lock under which a Postgres ledger is migrated


class Ledger:
    """What every assignment is doing: the truth about every job. One object per process, never carried over a fork."""

    def __init__(self, url: str, *, pooled: bool = True) -> None:
        self.url = url
        self._engine = _engine(url, pooled)
        self._pid = os.getpid()

    @property
    def shared(self) -> bool:
        """Whether many machines can use it at once."""
        return self._engine.dialect.name != "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that changes something: all of it, or nothing."""
        assert os.getpid() == self._pid, "a ledger was carried over a fork"
        with _ours(), self._engine.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look, in nobody's way."""
        assert os.getpid() == self._pid, "a ledger was carried over a fork"
        with _ours(), self._engine.connect().execution_options(reading=True) as tx:
            yield tx

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def carried(self) -> "Ledger":
        """In a forked child: this ledger with connections of its own, and all that was learnt about its statements."""
        self._engine.dispose(close=False)
        self._pid = os.getpid()
        return self

    def prepare(self) -> "Ledger":
        """Make the tables, or bring older ones up to date."""
        if self._version() != HEAD:
            with self.write() as tx:
                if self.shared:
                    tx.execute(text("SELECT pg_advisory_xact_lock(:series)"), {"series": SERIES})
                _upgrade(tx)
        return self

    def _version(self) -> str | None:
        try:
            with self._engine.connect().execution_options(reading=True) as tx:
                return tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except SQLAlchemyError:
            return None  # no such table yet; what else may be wrong shows in the transaction that follows


def _upgrade(tx: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = tx
    command.upgrade(config, "head")


def _engine(url: str, pooled: bool) -> Engine:
    try:
        address = make_url(url)
        if address.get_backend_name() == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        sqlite = address.get_backend_name() == "sqlite"
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        if sqlite:
            if address.database:
                Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            options["connect_args"] = {"timeout": BUSY // 1000, "check_same_thread": False}
        else:
            options["connect_args"] = {"connect_timeout": 5}
            options["pool_pre_ping"] = True  # a connection cut by a restart is replaced before it is used
        engine = create_engine(address, **options)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise BadSettings(
            f"NEWSREEL_LEDGER is not an address of a ledger ({error}); write sqlite:////path/ledger.db or postgresql://…"
        ) from None
    if sqlite:
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the transactions are begun by us, see below
    for pragma in (
        "journal_mode=WAL",  # readers do not stop the writer
        "synchronous=FULL",  # with less, a commit may be undone by a power cut
        f"busy_timeout={BUSY}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails when another wrote in between; asking for the right to
    # write at once waits instead.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def _ours() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise LedgerFailed(f"The ledger cannot be read or written now ({reason}); it is tried again.") from error
