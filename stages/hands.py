"""Hands: processes that work pieces side by side, stay warm between them, and never outlive the one they work for.

A pool of our own, because it must tell how far a piece has come, survive a hand that crashes in a codec, and leave
nothing running when the parent is killed.
"""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from newsreel.bench import Bench
from newsreel.errors import NewsreelError, StageFailed
from newsreel.settings import Provider
from newsreel.store import Folder
from stages.line import STAGES, Order, work


@dataclass(frozen=True, slots=True)
class Word:
    """What a hand says: how far a piece is, that it is done, or why it failed."""

    order: Order
    done: int = 0
    total: int = 0
    digest: str = ""
    error: NewsreelError | None = None
    crashed: bool = False


@dataclass(slots=True)
class _Hand:
    process: BaseProcess
    line: Connection
    leash: Connection  # nothing is ever said on it; it ends with this process
    trade: str
    order: Order | None = field(default=None)


class Hands:
    """A crew of processes, started when there is work and not before."""

    def __init__(self, count: int, root: Path, provider: Provider | None = None) -> None:
        self._count = count
        self._root = root
        self._provider = provider or Provider()
        self._context = multiprocessing.get_context("forkserver")  # what all hands need is loaded once
        self._context.set_forkserver_preload(["stages.line", "newsreel.media.print"])
        self._hands: list[_Hand] = []

    def __enter__(self) -> "Hands":
        return self

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.process.kill()
        for hand in self._hands:
            hand.process.join()
            hand.line.close()
            hand.leash.close()
        self._hands.clear()

    @property
    def free(self) -> int:
        """How many more pieces can be taken on."""
        return self._count - sum(1 for hand in self._hands if hand.order)

    def give(self, order: Order) -> None:
        """Hand a piece to somebody who is free: to one who does such work already, or else to a new one.

        Whoever has spoken holds dictionaries, whoever has drawn holds fonts, whoever has composed holds notes: they
        would weigh on the others, who need none of it. So nobody changes trade; who is idle in another is let go.
        """
        trade = STAGES[order.stage].trade
        idle = [hand for hand in self._hands if hand.order is None]
        hand = next((hand for hand in idle if hand.trade == trade), None)
        if hand is None:
            if len(self._hands) >= self._count:
                self._dismiss(idle[0])
            hand = self._hire(trade)
        hand.order = order
        hand.line.send(order)

    def listen(self) -> Iterator[Word]:
        """What the hands have to say; waits until one says something."""
        busy = {hand.line: hand for hand in self._hands if hand.order}
        for line in wait(list(busy)):
            hand = busy[line]  # type: ignore[index]
            order = hand.order
            assert order is not None
            try:
                word = hand.line.recv()
            except (EOFError, OSError):
                self._dismiss(hand)
                code = hand.process.exitcode
                error = StageFailed(
                    f"The stage {order.stage} crashed on {order.name} (the process ended with {code}); "
                    "run again, and look at the picture or text of that scene if it stays."
                )
                yield Word(order=order, error=error, crashed=True)
                continue
            if word.digest or word.error:
                hand.order = None
            yield word

    def _hire(self, trade: str) -> _Hand:
        ours, theirs = self._context.Pipe()
        leash, collar = self._context.Pipe()
        process = self._context.Process(
            target=_live, args=(theirs, collar, str(self._root), self._provider), daemon=True
        )
        process.start()
        theirs.close()
        collar.close()
        hand = _Hand(process, ours, leash, trade)
        self._hands.append(hand)
        return hand

    def _dismiss(self, hand: _Hand) -> None:
        hand.process.kill()
        hand.process.join()
        hand.line.close()
        hand.leash.close()
        self._hands.remove(hand)


def _live(line: Connection, collar: Connection, root: str, provider: Provider) -> None:
    """The life of a hand: take a piece, work it, say so, until nobody is there to listen."""
    threading.Thread(target=_end_with, args=(collar,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    store = Folder(Path(root))
    while True:
        try:
            order: Order = line.recv()
        except (EOFError, OSError):
            return
        try:
            bench = Bench(store, _Progress(line, order), provider)
            word = Word(order=_slim(order), digest=work(order, bench))
        except NewsreelError as error:
            word = Word(order=_slim(order), error=error)
        except (BrokenPipeError, ConnectionError):
            return
        _tidy()
        line.send(word)


@dataclass(frozen=True, slots=True)
class _Progress:
    """Says how far a piece has come."""

    line: Connection
    order: Order

    def __call__(self, done: int, total: int) -> None:
        self.line.send(Word(order=_slim(self.order), done=done, total=total))


def _slim(order: Order) -> Order:
    """An order without its contents, to name a piece by."""
    return Order(stage=order.stage, name=order.name, crew=order.crew, inputs=(), key=order.key)


def _tidy() -> None:
    """Give back to the system what the piece took."""
    gc.collect()
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # a C library without it
            ctypes.CDLL(None).malloc_trim(0)


def _end_with(collar: Connection) -> None:
    """End this process, whatever it is doing, when the one it works for has ended, however that happened."""
    with contextlib.suppress(OSError):
        collar.poll(None)
    os._exit(1)
