"""Upkeep: looks whether what the ledger says is done is whole in the store, and has made again what is not."""

from newsreel import ledger as books
from worker.accept import status
from worker.piece import damage
from worker.station import Station


def verify(station: Station, id_: str) -> list[str]:
    """Read every result of an assignment; the damaged ones are made again, and their pieces returned."""
    view, store, stages = status(station, id_), station.store(), station.trade.STAGES
    damaged = [
        f"{view.id}/{one.name}"
        for one in view.pieces
        if one.state == "done" and damage(store, stages[one.stage].gives, one.result, read=True)
    ]
    if damaged:
        with station.ledger.write() as tx:
            books.mend(tx, view.id, damaged, station.who)
    return damaged
