"""Says how a run is going: live bars on a terminal, plain lines elsewhere, nothing when asked to be quiet."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from desk.asking import shown

if TYPE_CHECKING:
    from stages.run import Progress, Watch

WORDS = {
    "script": "writing the script",
    "facts": "checking the facts",
    "voiceover": "speaking",
    "storyboard": "drawing",
    "cut": "cutting",
    "music": "composing",
    "picture": "filming",
    "sound": "mixing",
    "reel": "printing",
}


@contextmanager
def watching(quiet: bool, out: TextIO | None = None) -> "Iterator[Watch]":
    """What a run reports to."""
    out = out or sys.stderr
    if quiet:
        yield lambda _: None
    elif out.isatty():
        with _bars(out) as watch:
            yield watch
    else:
        yield _Lines(out)


class _Lines:
    """A line for every piece that was worked, and one for each stage that found everything done."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._cached = 0

    def __call__(self, word: "Progress") -> None:
        if word.state == "cached":
            self._cached += 1
        if word.state == "done":
            self._say(
                f"[{word.pieces_done}/{word.pieces_total}] {WORDS.get(word.stage, word.stage)}: {shown(word.piece)}"
            )
        if word.pieces_done == word.pieces_total and word.state in ("done", "cached") and self._cached:
            self._say(f"[{word.pieces_done}/{word.pieces_total}] {_counted(self._cached)} already done")

    def _say(self, line: str) -> None:
        print(line, file=self._out, flush=True)


def _counted(pieces: int) -> str:
    return "1 piece was" if pieces == 1 else f"{pieces} pieces were"


@contextmanager
def _bars(out: TextIO) -> "Iterator[Watch]":
    """One bar for the whole and one for each piece at work that tells how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeElapsedColumn())
    with Bars(*columns, console=Console(file=out), transient=True) as bars:
        whole = bars.add_task("starting", total=None, count="")
        at_work: dict[str, TaskID] = {}

        def watch(word: "Progress") -> None:
            saying = WORDS.get(word.stage, word.stage)
            count = f"{word.pieces_done}/{word.pieces_total} pieces"
            bars.update(whole, description=saying, total=word.pieces_total, completed=word.pieces_done, count=count)
            if word.state != "working":
                if word.piece in at_work:
                    bars.remove_task(at_work.pop(word.piece))
                return
            if word.piece not in at_work:
                at_work[word.piece] = bars.add_task(
                    f"  {shown(word.piece)}".replace("[", "\\["), total=word.total, count=""
                )
            task = at_work[word.piece]
            bars.update(task, completed=word.done, total=word.total, count=f"{word.done}/{word.total}")

        yield watch
