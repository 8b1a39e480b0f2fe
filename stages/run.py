"""The whole line in this process and its hands: pieces in parallel on all cores, none made twice."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsreel.bench import Bench
from newsreel.documents import Assignment, Cut, Reel, Score, Script, Shot, Size, Take, Track, Verdict
from newsreel.errors import Corrupt, NotStored
from newsreel.settings import Settings
from newsreel.store import Folder
from stages import line
from stages.hands import Hands, Word
from stages.line import Order, Piece

ATTEMPTS = 3  # a piece is given up when it failed this often for a reason that trying again could mend
MENDINGS = 3  # how often a run starts over because a stored artifact was damaged or gone
UNTIL = {"script": {"script", "facts"}, "cut": {"script", "facts", "voiceover", "storyboard", "cut"}}
FIRST = (
    "script",
    "facts",
    "voiceover",
    "storyboard",
    "cut",
    "music",
    "sound",
    "picture",
    "reel",
)  # who goes first when all wait


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece has come, and the whole."""

    stage: str
    piece: str
    state: str  # "working", "done", "cached"
    done: int
    total: int
    pieces_done: int
    pieces_total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What one stage cost."""

    stage: str
    worked: int
    cached: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that was made, as far as the run went."""

    script: Script
    verdict: Verdict  # of the truth gate, whoever wrote the script
    shots: Mapping[tuple[str, Size], Shot]
    takes: Mapping[str, Take]
    cuts: Mapping[Size, Cut]
    score: Score | None
    track: Track | None
    reels: Mapping[Size, Reel]
    tallies: tuple[Tally, ...]
    worked: tuple[str, ...]  # the names of the pieces that were worked, in order


Watch = Callable[[Progress], None]


def run(
    job: Assignment, store: Folder, settings: Settings, *, until: str = "reel", watch: Watch | None = None
) -> Result:
    """Make everything an assignment asks for, or as far as `until` (`script`, `cut`)."""
    for mending in range(MENDINGS + 1):
        try:
            with Hands(settings.workers, store.root, settings.provider) as hands:
                return _Run(job, store, hands, UNTIL.get(until), watch or (lambda _: None)).go()
        except (Corrupt, NotStored):
            if mending == MENDINGS:
                raise
    raise AssertionError("unreachable")


@dataclass(slots=True)
class _Run:
    """One run: what is made, what is at work, what waits."""

    job: Assignment
    store: Folder
    hands: Hands
    wanted: set[str] | None
    watch: Watch
    made: dict[str, Any] = field(default_factory=dict)
    at_work: dict[str, float] = field(default_factory=dict)
    attempts: Counter[str] = field(default_factory=Counter)
    worked: list[str] = field(default_factory=list)
    cached: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    plan: dict[str, Piece] = field(default_factory=dict)

    def go(self) -> Result:
        self._plan()
        while len(self.made) < len(self.plan):
            self._start()
            for word in self.hands.listen() if self.at_work else ():
                self._hear(word)
        return self._result()

    def _plan(self) -> None:
        script = self.job.script or self.made.get("script")
        pieces = line.pieces(self.job, script)
        self.plan = {piece.name: piece for piece in pieces if self.wanted is None or piece.stage in self.wanted}

    def _start(self) -> None:
        """Start what can be started, the most urgent first; what was made before is only looked up."""
        bench = Bench(self.store)
        for piece in sorted(self._ready(), key=self._urgency):
            order = line.order(self.job, piece, self.made)
            document = line.finished(order, bench)
            if document is not None:
                self.cached[piece.stage] += 1
                self._add(piece, document, "cached")
            elif self.hands.free:
                self.at_work[piece.name] = time.perf_counter()
                self.hands.give(order)

    def _ready(self) -> list[Piece]:
        return [
            piece
            for name, piece in self.plan.items()
            if name not in self.made and name not in self.at_work and all(need in self.made for need in piece.needs)
        ]

    def _urgency(self, piece: Piece) -> tuple[int, int]:
        """Earlier stages first; of the clips the longest, so that the last ones to end are short."""
        frames = 0
        if piece.stage == "picture":
            timeline: Cut = self.made[piece.needs[0]]
            frames = next(clip.frames for clip in timeline.clips if clip.scene == piece.scene)
        return FIRST.index(piece.stage), -frames

    def _hear(self, word: Word) -> None:
        piece = self.plan[word.order.name]
        if word.error is not None:
            self._failed(piece, word)
        elif word.digest:
            self.seconds[piece.stage] = (
                self.seconds.get(piece.stage, 0.0) + time.perf_counter() - self.at_work.pop(piece.name)
            )
            self.worked.append(piece.name)
            document = line.finished(word.order, Bench(self.store))
            if document is None:
                raise NotStored(f"What {piece.name} made is gone from the store; run again.")
            self._add(piece, document, "done")
        else:
            self._say(piece, "working", word.done, word.total)

    def _failed(self, piece: Piece, word: Word) -> None:
        assert word.error is not None
        self.attempts[piece.name] += 1
        again = (word.error.retry or word.crashed) and not isinstance(word.error, Corrupt | NotStored)
        if not again or self.attempts[piece.name] >= ATTEMPTS:
            raise word.error
        del self.at_work[piece.name]

    def _add(self, piece: Piece, document: Any, state: str) -> None:
        self.made[piece.name] = document
        if piece.stage == "script":
            self._plan()
        self._say(piece, state, 1, 1)

    def _say(self, piece: Piece, state: str, done: int, total: int) -> None:
        self.watch(Progress(piece.stage, piece.name, state, done, total, len(self.made), len(self.plan)))

    def _result(self) -> Result:
        def of(stage: str) -> list[tuple[Piece, Any]]:
            return [(piece, self.made[name]) for name, piece in self.plan.items() if piece.stage == stage]

        counts = Counter(self.plan[name].stage for name in self.worked)
        return Result(
            script=self.job.script or self.made["script"],
            verdict=self.made.get("facts", Verdict()),
            shots={(piece.scene, piece.size): shot for piece, shot in of("storyboard") if piece.size},
            takes={piece.scene: take for piece, take in of("voiceover")},
            cuts={piece.size: cut for piece, cut in of("cut") if piece.size},
            score=self.made.get("music"),
            track=self.made.get("sound"),
            reels={piece.size: reel for piece, reel in of("reel") if piece.size},
            tallies=tuple(
                Tally(name, counts[name], self.cached[name], round(self.seconds.get(name, 0.0), 3))
                for name in line.STAGES
                if counts[name] or self.cached[name]
            ),
            worked=tuple(self.worked),
        )


__all__ = ["Order", "Progress", "Result", "Tally", "run"]
