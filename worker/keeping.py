"""Keeping: what assignments rely on in the store, gathered before a sweep."""

from newsreel import ledger as books
from newsreel.ledger import Ledger
from newsreel.store import Store
from newsreel.sweeping import Relied, named_in, with_files


def relied_on(ledger: Ledger, store: Store) -> Relied:
    """All results of the ledger with the files they name, and the files assignments came with.

    A ledger that cannot be read, or a document that cannot be read for the moment, ends the sweep before it begins.
    """
    documents, keys, files = set(), set(), set()
    with ledger.read() as tx:
        for key, digest in books.results(tx):
            documents.add(digest)
            if key:
                keys.add(key)
        for form in books.forms_kept(tx):
            files |= named_in(form)
    return Relied(blobs=files | with_files(store, documents), keys=keys)
