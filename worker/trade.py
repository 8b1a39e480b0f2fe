"""What the worker knows of the line: its pieces, their orders, how one is worked. `stages.line` is such a trade."""

from collections.abc import Mapping
from typing import Any, Protocol

from newsreel.bench import Bench
from newsreel.documents import Assignment, Digest, Script
from stages.line import Made, Order, Piece, Stage


class Trade(Protocol):
    """A line of stages. Tests bring one whose pieces are cheap; everything around it stays real."""

    @property
    def STAGES(self) -> Mapping[str, Stage]: ...
    def pieces(self, job: Assignment, script_: Script | None) -> tuple[Piece, ...]: ...
    def order(self, job: Assignment, piece: Piece, made: Made) -> Order: ...
    def work(self, order_: Order, bench: Bench) -> Digest: ...
    def finished(self, order_: Order, bench: Bench) -> Any | None: ...


def the_line() -> Trade:
    """The line newsreel itself works on."""
    from stages import line

    return line
