"""Runs migrations inside the transaction of whoever opened the ledger."""

from alembic import context

from newsreel.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
