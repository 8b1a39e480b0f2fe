"""The tables of the ledger, alike on SQLite and Postgres; every time is in whole milliseconds."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMES = {  # a constraint without a name cannot be changed by a later migration
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)
Serial = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only what it calls INTEGER

ASSIGNMENT_STATES = ("accepted", "drafting", "rendering", "done", "failed", "cancelled")
PIECE_STATES = ("blocked", "ready", "running", "done", "failed", "quarantined", "cancelled")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The condition that a column holds one of some words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def count(name: str, default: int = 0) -> Column[int]:
    """A column that holds a whole number and is never empty."""
    return Column(name, Integer, nullable=False, server_default=str(default))


def words(name: str) -> Column[str]:
    """A column that holds a text and is never null."""
    return Column(name, Text, nullable=False, server_default="")


document = Table(  # assignments as they came: clearing the store costs work, never an assignment
    "document",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("form", Text, nullable=False),
)

assignment = Table(
    "assignment",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("slug", Text, nullable=False),
    Column("state", String(16), nullable=False),
    count("urgency", 5),  # 1 is the most urgent, 5 is usual, 8 can wait
    Column("document", String(64), ForeignKey("document.digest"), nullable=False),
    words("options"),
    Column("idem_key", Text, unique=True),
    Column("created", BigInteger, nullable=False),
    Column("deadline", BigInteger),
    words("error_code"),
    words("error"),
    count("version"),  # raised by every change of the graph: whoever raises it holds the assignment
    count("round", 1),  # raised when an editor asks for another try, so that a second failure is told too
    CheckConstraint(one_of("state", ASSIGNMENT_STATES), "state"),
    CheckConstraint("urgency BETWEEN 1 AND 8", "urgency"),
    CheckConstraint("state <> 'failed' OR error <> ''", "reason"),
    Index(None, "state", "urgency", "created"),
)

piece = Table(
    "piece",
    metadata,
    Column("id", String(160), primary_key=True),  # the assignment's id, a slash, the piece's name
    Column("assignment", String(32), ForeignKey("assignment.id"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("stage", String(24), nullable=False),
    words("scene"),
    words("size"),
    Column("queue", String(24), nullable=False),
    Column("state", String(16), nullable=False),
    count("attempt"),  # raised when claimed, so that a piece which kills its process is counted too
    count("max_attempt", 5),
    Column("owner", String(80)),
    count("beat"),
    count("progress_done"),
    count("progress_total"),
    Column("result", String(64)),
    words("error_code"),
    words("error"),
    count("wait"),  # a rest before the next try; a length, not a moment, so that no two clocks must agree
    count("needs"),  # how many of the pieces it needs are not done
    count("healed"),  # how often its result was damaged and had to be made again
    count("urgency", 5),  # of its assignment; with `born` and `rank` the order in which pieces are claimed
    Column("born", BigInteger, nullable=False),
    count("rank"),
    UniqueConstraint("assignment", "name"),
    CheckConstraint(one_of("state", PIECE_STATES), "state"),
    CheckConstraint("(state = 'running') = (owner IS NOT NULL)", "owner"),
    CheckConstraint("(state = 'done') = (result IS NOT NULL)", "result"),
    CheckConstraint("needs >= 0 AND (needs = 0 OR state NOT IN ('running', 'done'))", "needs"),
    CheckConstraint("attempt BETWEEN 0 AND max_attempt", "attempt"),
    CheckConstraint("state NOT IN ('failed', 'quarantined') OR error <> ''", "reason"),
    Index(None, "queue", "state", "urgency", "born", "rank"),
    Index(None, "state"),
    Index(None, "assignment", "state"),
)

need = Table(
    "need",
    metadata,
    Column("piece", String(160), ForeignKey("piece.id"), primary_key=True),
    Column("needs_piece", String(160), ForeignKey("piece.id"), primary_key=True, index=True),
)

result = Table(  # what was made under a key; the first to commit wins, and everyone uses what it made
    "result",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("maker", String(80), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("assignment", String(32), ForeignKey("assignment.id"), nullable=False),
    Column("event", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    count("tries"),
    Column("sent_at", BigInteger),
    count("dead"),
    UniqueConstraint("assignment", "event"),
    Index(None, "sent_at", "dead", "next_at"),
)

history = Table(  # only ever added to
    "history",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("assignment", String(32), nullable=False),
    Column("piece", String(160)),
    Column("was", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("who", String(80), nullable=False),
    words("note"),
    Index(None, "assignment", "id"),
)

worker = Table(  # who serves which queues, so that a queue nobody serves can be told
    "worker",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("queues", Text, nullable=False),
    count("hands", 1),
    count("beat"),
)
