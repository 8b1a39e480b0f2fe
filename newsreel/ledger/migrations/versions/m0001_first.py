"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASSIGNMENT_STATES = "state IN ('accepted', 'drafting', 'rendering', 'done', 'failed', 'cancelled')"
PIECE_STATES = "state IN ('blocked', 'ready', 'running', 'done', 'failed', 'quarantined', 'cancelled')"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "document",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_document"),
    )
    op.create_table(
        "history",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("assignment", sa.String(32), nullable=False),
        sa.Column("piece", sa.String(160), nullable=True),
        sa.Column("was", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_assignment_id", "history", ["assignment", "id"])
    op.create_table(
        "result",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("maker", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_result"),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("queues", sa.Text(), nullable=False),
        sa.Column("hands", sa.Integer(), server_default="1", nullable=False),
        sa.Column("beat", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("urgency", sa.Integer(), server_default="5", nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("options", sa.Text(), server_default="", nullable=False),
        sa.Column("idem_key", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("error_code", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("state <> 'failed' OR error <> ''", name="ck_assignment_reason"),
        sa.CheckConstraint(ASSIGNMENT_STATES, name="ck_assignment_state"),
        sa.CheckConstraint("urgency BETWEEN 1 AND 8", name="ck_assignment_urgency"),
        sa.ForeignKeyConstraint(["document"], ["document.digest"], name="fk_assignment_document"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("idem_key", name="uq_assignment_idem_key"),
    )
    op.create_index("ix_assignment_state_urgency_created", "assignment", ["state", "urgency", "created"])
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("assignment", sa.String(32), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("dead", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["assignment"], ["assignment.id"], name="fk_outbox_assignment"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("assignment", "event", name="uq_outbox_assignment_event"),
    )
    op.create_index("ix_outbox_sent_at_dead_next_at", "outbox", ["sent_at", "dead", "next_at"])
    op.create_table(
        "piece",
        sa.Column("id", sa.String(160), nullable=False),
        sa.Column("assignment", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("scene", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Text(), server_default="", nullable=False),
        sa.Column("queue", sa.String(24), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("max_attempt", sa.Integer(), server_default="5", nullable=False),
        sa.Column("owner", sa.String(80), nullable=True),
        sa.Column("beat", sa.Integer(), server_default="0", nullable=False),
        sa.Column("progress_done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("progress_total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("result", sa.String(64), nullable=True),
        sa.Column("error_code", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("wait", sa.Integer(), server_default="0", nullable=False),
        sa.Column("needs", sa.Integer(), server_default="0", nullable=False),
        sa.Column("healed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("urgency", sa.Integer(), server_default="5", nullable=False),
        sa.Column("born", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("(state = 'done') = (result IS NOT NULL)", name="ck_piece_result"),
        sa.CheckConstraint("(state = 'running') = (owner IS NOT NULL)", name="ck_piece_owner"),
        sa.CheckConstraint("needs >= 0 AND (needs = 0 OR state NOT IN ('running', 'done'))", name="ck_piece_needs"),
        sa.CheckConstraint(PIECE_STATES, name="ck_piece_state"),
        sa.CheckConstraint("state NOT IN ('failed', 'quarantined') OR error <> ''", name="ck_piece_reason"),
        sa.CheckConstraint("attempt BETWEEN 0 AND max_attempt", name="ck_piece_attempt"),
        sa.ForeignKeyConstraint(["assignment"], ["assignment.id"], name="fk_piece_assignment"),
        sa.PrimaryKeyConstraint("id", name="pk_piece"),
        sa.UniqueConstraint("assignment", "name", name="uq_piece_assignment_name"),
    )
    op.create_index("ix_piece_assignment_state", "piece", ["assignment", "state"])
    op.create_index("ix_piece_queue_state_urgency_born_rank", "piece", ["queue", "state", "urgency", "born", "rank"])
    op.create_index("ix_piece_state", "piece", ["state"])
    op.create_table(
        "need",
        sa.Column("piece", sa.String(160), nullable=False),
        sa.Column("needs_piece", sa.String(160), nullable=False),
        sa.ForeignKeyConstraint(["needs_piece"], ["piece.id"], name="fk_need_needs_piece"),
        sa.ForeignKeyConstraint(["piece"], ["piece.id"], name="fk_need_piece"),
        sa.PrimaryKeyConstraint("piece", "needs_piece", name="pk_need"),
    )
    op.create_index("ix_need_needs_piece", "need", ["needs_piece"])
