"""A line of cheap pieces with the graph of the real one: some milliseconds and kilobytes each, always the same."""

import hashlib
import select
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsreel.bench import Bench
from newsreel.documents import Article, Asset, Assignment, Block, Digest, Look, Scene, Script, Sentence, Statement
from newsreel.errors import CrewFailed, Refused
from newsreel.forms import digest
from newsreel.store import get_document, put_document
from stages import line
from stages.line import Made, Order, Piece, Stage

COST = 0.008  # seconds
SCENES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuff:
    """What a cheap piece makes: a document that names a file."""

    file: Asset


def _feed(job: Assignment, piece: Piece, made: Made) -> tuple[Any, ...]:
    return (job.article.headline, piece.name, *(made[name] for name in sorted(made)))


def _write(headline: str, *rest: Any) -> Script:
    if "unreadable" in headline:
        raise Refused("The article cannot be read; send it as text.")
    count = int(headline.partition("scenes:")[2] or SCENES)
    scenes = tuple(
        Scene(id=f"s{n}", says=f"{headline} {n}", shows=Statement(text=headline)) for n in range(1, count + 1)
    )
    return Script(title=headline, language="en", mood="calm", scenes=scenes)


def _make(*inputs: Any) -> Stuff:
    *told, bench = inputs
    slow = float(told[0].partition("slow ")[2].split()[0]) if "slow " in told[0] else COST
    steps = max(1, int(slow / 0.05))
    for step in range(steps):
        select.select((), (), (), slow / steps)  # a sleep that a faked clock leaves alone
        bench.progress(step + 1, steps)
    seed = digest(*told).encode()
    data = b"".join(hashlib.sha256(seed + bytes([n])).digest() for n in range(256))
    return Stuff(file=bench.keep(data, "video/mp4"))


def _stage(stage: Stage) -> Stage:
    script = stage.name == "script"
    return Stage(
        name=stage.name,
        gives=Script if script else Stuff,
        feed=_feed,
        work=_write if script else _make,
        queue=stage.queue,
    )


class Cheap:
    """The trade; `fails` makes a crew of some stage let us down the first so many times it is asked."""

    STAGES: Mapping[str, Stage] = {stage.name: _stage(stage) for stage in line.LINE}

    def __init__(self, fails: dict[str, int] | None = None) -> None:
        self.fails = fails or {}
        self.worked: list[str] = []

    def pieces(self, job: Assignment, script_: Script | None) -> tuple[Piece, ...]:
        return line.pieces(job, script_)

    def order(self, job: Assignment, piece: Piece, made: Made) -> Order:
        inputs = _feed(job, piece, made)
        key = digest(*inputs)
        return Order(stage=piece.stage, name=piece.name, crew="", inputs=inputs, key=key)

    def work(self, order_: Order, bench: Bench) -> Digest:
        if self.fails.get(order_.stage, 0) > 0:
            self.fails[order_.stage] -= 1
            raise CrewFailed("The service did not answer; try again later.")
        if "deadly" in order_.inputs[0] and order_.stage == "sound":
            import os

            os.kill(os.getpid(), 9)
        self.worked.append(order_.name)
        made = self.STAGES[order_.stage].work(*order_.inputs, bench)
        return bench.store.finish(order_.key, put_document(bench.store, made))

    def finished(self, order_: Order, bench: Bench) -> Any | None:
        filed = bench.store.finished(order_.key)
        if filed is None:
            return None
        document = get_document(bench.store, self.STAGES[order_.stage].gives, filed)
        if all(bench.store.holds(asset) for asset in line.assets_of(document)):
            return document
        bench.store.forget(order_.key)
        return None


def job(headline: str = "Rain", **asked: Any) -> Assignment:
    """A small assignment."""
    text = Sentence(id="p1.1", text=headline)
    article = Article(
        slug="".join(c if c.isalnum() else "-" for c in headline.lower()),
        headline=headline,
        language="en",
        blocks=(Block(id="p1", form="para", sentences=(text,)),),
    )
    return Assignment(article=article, look=Look(style="plain", tokens=(), templates=()), **asked)


def reels(job_: Assignment) -> dict[str, str]:
    """What an undisturbed run makes of an assignment: the digest of each reel, worked out without store or ledger."""
    import tempfile
    from pathlib import Path

    from newsreel.store import Folder

    trade = Cheap()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        bench = Bench(Folder(Path(place)))
        made: dict[str, Any] = {}
        found: dict[str, str] = {}
        todo = list(trade.pieces(job_, job_.script))
        while todo:
            piece = next(one for one in todo if all(name in made for name in one.needs))
            todo.remove(piece)
            filed = trade.work(trade.order(job_, piece, {name: made[name] for name in piece.needs}), bench)
            made[piece.name] = get_document(bench.store, trade.STAGES[piece.stage].gives, filed)
            if piece.name == "script":
                todo = [one for one in trade.pieces(job_, made["script"]) if one.name != "script"]
            if piece.stage == "reel":
                found[piece.name] = filed
    return found
