"""The dispatcher: puts right whatever faults left behind. It may die at any time, and many may run at once.

Every decision about time is made by its own monotonic clock, counted only while it was looking: no two machines' clocks
are ever compared, and neither a sleeping dispatcher nor a ledger out of reach costs a living worker its piece.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from newsreel import ledger as books
from newsreel.errors import NewsreelError
from newsreel.ledger import Ledger, Letter
from newsreel.settings import Works
from worker import queues
from worker.crash_points import passing
from worker.station import Hint
from worker.trade import Trade

log = logging.getLogger("newsreel.dispatcher")
Depth = Callable[[str], int | None]  # how many hints wait in a queue; None when the broker does not answer
Post = Callable[[Letter], None]  # hands a letter over; raises when it was not taken
MANY = 1_000  # hints at most in all queues: more would only make a broker's loss dearer
PATIENCE = 3  # attendances a worker may miss
UNSERVED = 5_000  # milliseconds a queue may have nobody before it is said
SAID_AGAIN = 60_000


class Watch:
    """How long things have stayed as they are, by a clock that stands still while nobody looks."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[Hashable, int]] = {}

    def look(self, now: dict[str, Hashable], passed: int) -> dict[str, int]:
        """For each thing, how many milliseconds it has been seen unchanged."""
        seen = {}
        for name, state in now.items():
            before, unchanged = self._seen.get(name, (None, 0))
            seen[name] = (state, unchanged + passed if name in self._seen and before == state else 0)
        self._seen = seen
        return {name: unchanged for name, (_, unchanged) in seen.items()}


def journal(letter: Letter) -> None:
    """Where letters go when nobody else wants them: into the log."""
    log.info("%s %s", letter.assignment, letter.event, extra={"assignment": letter.assignment, "event": letter.event})


@dataclass(slots=True)
class Dispatcher:
    """One turn after another; nothing of it need be remembered."""

    ledger: Ledger
    trade: Trade
    works: Works
    hint: Hint
    depth: Depth
    post: Post = journal
    clock: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000
    wall: Callable[[], int] = books.now
    who: str = "dispatcher"
    _last: int | None = None
    _leases: Watch = field(default_factory=Watch)
    _rests: Watch = field(default_factory=Watch)
    _ready: Watch = field(default_factory=Watch)
    _workers: Watch = field(default_factory=Watch)
    _empty: Watch = field(default_factory=Watch)
    _said: dict[str, int] = field(default_factory=dict)

    def run(self, stop: Callable[[float], bool]) -> None:
        """Turn after turn until `stop(seconds)`, which waits, says to end."""
        while not stop(self.works.turn / 1000):
            self.turn()

    def turn(self) -> None:
        """Look at everything once. What fails now is looked at again the next time."""
        passed = self._passed()
        steps = (self._take_from_the_silent, self._wake_the_rested, self._give_hints, self._look_for_workers)
        for step in steps:
            self._try(lambda step=step: step(passed))  # type: ignore[misc]
        self._try(self._end_the_late)
        self._try(self._deliver)

    def _passed(self) -> int:
        """The time since the last turn; never more than two turns, however long we slept."""
        now = self.clock()
        passed = 0 if self._last is None else min(now - self._last, 2 * self.works.turn)
        self._last = now
        return passed

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except NewsreelError as error:
            self._say("trouble", str(error))

    def _take_from_the_silent(self, passed: int) -> None:
        """A worker whose beat has not changed for a whole lease has lost its piece."""
        with self.ledger.read() as tx:
            running = books.at_work(tx)
        for piece, silent in self._leases.look(dict(running), passed).items():
            if silent < self.works.lease:
                continue
            owner, beat = running[piece]
            with self.ledger.write() as tx:
                reason = f"its worker was not heard of for {self.works.lease / 1000:g} s"
                state = books.lose(tx, piece, owner, beat, self.who, reason)
                passing("losing")
            passing("lost")
            log.warning("%s is %s: %s.", piece, state or "with somebody else", reason, extra={"piece": piece})

    def _wake_the_rested(self, passed: int) -> None:
        with self.ledger.read() as tx:
            resting = books.resting(tx)
        for piece, rested in self._rests.look(dict(resting), passed).items():
            attempt, wait = resting[piece]
            if rested >= wait:
                with self.ledger.write() as tx:
                    books.rested(tx, piece, attempt, wait)

    def _give_hints(self, passed: int) -> None:
        """See to it that each queue holds as many hints as it has pieces to be claimed.

        That makes up for hints lost with a broker, and never floods one whose workers are away.
        """
        with self.ledger.read() as tx:
            claimable = books.claimable(tx, self.works.at_once, MANY)
        # whoever made a piece ready tells of it; what is still there at the second look may have been forgotten
        seen = self._ready.look({piece: queue for piece, queue, _ in claimable}, passed)
        lacking = [(piece, queue) for piece, queue, _ in claimable if seen[piece] > 0]
        for name, wanted in Counter(queue for _, queue in lacking).items():
            there = self.depth(name)
            if there is None:
                self._say("broker", "The broker does not answer; hints are given when it does.")
                return
            for piece in [piece for piece, queue in lacking if queue == name][: max(0, wanted - there)]:
                try:
                    self.hint(piece, name)
                except Exception as error:  # whatever a broker's library may raise
                    self._say("broker", f"The broker does not answer ({error}); hints are given when it does.")
                    return

    def _look_for_workers(self, passed: int) -> None:
        """Strike off workers that are gone, and say which queues nobody serves."""
        with self.ledger.read() as tx:
            on_the_books = books.served(tx)
            waiting = {depth.queue: depth.ready for depth in books.depths(tx)}
        beats = {who: (beat, hands) for who, (hands, beat) in on_the_books.items()}
        gone = set()
        for who, silent in self._workers.look(dict(beats), passed).items():
            if silent >= PATIENCE * self.works.presence:
                gone.add(who)
                with self.ledger.write() as tx:
                    books.sign_out(tx, who, on_the_books[who][1])
        served = {name for who, (names, _) in on_the_books.items() if who not in gone for name in names}
        used = queues.routed(self.trade.STAGES) | dict.fromkeys(waiting, "a piece")
        empty: dict[str, Hashable] = {name: True for name in used if name not in served}
        for name, since in self._empty.look(empty, passed).items():
            if since >= UNSERVED:
                self._say(f"queue {name}", queues.unserved(name, used[name], waiting.get(name, 0)))

    def _end_the_late(self) -> None:
        with self.ledger.read() as tx:
            late = books.past_deadline(tx, self.wall())
        for id_ in late:
            with self.ledger.write() as tx:
                error = "The assignment was not done by its deadline; give it more time, or look whether workers run."
                books.end_held(tx, id_, "failed", who=self.who, code="E_DEADLINE", error=error)

    def _deliver(self) -> None:
        with self.ledger.read() as tx:
            letters = books.due(tx, self.wall())
        for letter in letters:
            passing("delivering")
            try:
                self.post(letter)
            except Exception as error:  # a receiver may fail in any way; the letter stays
                log.info("%s was not taken: %s", letter.event, error, extra={"assignment": letter.assignment})
                with self.ledger.write() as tx:
                    books.not_taken(tx, letter, self.wall())
                continue
            passing("delivered")
            with self.ledger.write() as tx:
                books.sent(tx, letter, self.wall())

    def _say(self, topic: str, sentence: str) -> None:
        """Say a thing now, and not again for a while."""
        now = self.clock()
        if now - self._said.get(topic, -SAID_AGAIN) >= SAID_AGAIN:
            self._said[topic] = now
            log.warning("%s", sentence)
