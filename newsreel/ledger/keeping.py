"""Keeping: what the ledger relies on in the store, so that sweeping leaves it there."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from newsreel.ledger.schema import assignment, document, piece, result


def results(tx: Connection) -> Iterator[tuple[str, str]]:
    """The key and the digest of everything made; the key is empty where only a piece knows of it."""
    for key, digest in tx.execute(select(result.c.key, result.c.digest)):
        yield key, digest
    for (digest,) in tx.execute(select(piece.c.result).where(piece.c.result.is_not(None)).distinct()):
        yield "", digest


def forms_kept(tx: Connection) -> Iterator[str]:
    """The documents of all assignments but those called off: open ones, done ones, and failed ones to be retried."""
    wanted = select(assignment.c.document).where(assignment.c.state != "cancelled")
    for (form,) in tx.execute(select(document.c.form).where(document.c.digest.in_(wanted))):
        yield form
