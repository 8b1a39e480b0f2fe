"""`newsreel render`: from an article or a storyboard to reels and all that goes with them."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desk import asking
from desk.credits_file import credits
from desk.delivery import BOARD, REPORT, deliver
from desk.intake import Intake, take_in
from desk.progress import watching
from desk.report import degradations, file_of, findings, printed, report
from desk.storyboard_file import write
from newsreel import cabinet
from newsreel.documents import Assignment, Finding, Script
from newsreel.errors import Blocked
from newsreel.settings import Settings
from newsreel.store import Folder
from newsreel.subtitles import srt, subtitles, vtt

if TYPE_CHECKING:
    from stages.run import Result, Watch

MOST_FINDINGS = 12  # said on the terminal; the report has all


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Render, deliver, and say what there is to know."""
    began = time.monotonic()
    store = Folder(settings.cache)
    quiet = args.quiet or args.json
    with cabinet.in_use(settings.cache):
        intake = take_in(args, store)
        target = Path(args.output) if args.output else Path("reels") / intake.job.article.slug
        with watching(quiet) as watch:
            result = _make(intake.job, store, settings, set(args.accept or ()), watch)
        made, notes = _deliver(intake, result, store, target, began)
    cabinet.clean_if_over(settings.cache, settings.cache_limit)
    if args.json:
        sys.stdout.write(made)
    elif not args.quiet:
        _say(intake.job, result, target, notes, time.monotonic() - began)
    return 0


def _make(job: Assignment, store: Folder, settings: Settings, accepted: set[str], watch: "Watch") -> "Result":
    from stages.run import run

    script = job.script or run(job, store, settings, until="script", watch=watch).script
    refuse_blocking(script, accepted)
    return run(job, store, settings, watch=watch)


def refuse_blocking(script: Script, accepted: set[str]) -> None:
    """Stop where a finding blocks that nobody has accepted."""
    blocking = [found for found in script.findings if found.blocks and found.rule not in accepted]
    if blocking:
        found = blocking[0]
        scene = f" in scene {found.scene}" if found.scene else ""
        more = f" ({len(blocking) - 1} more)" if len(blocking) > 1 else ""
        raise Blocked(
            f"The finding {found.rule}{scene} blocks the reel: {found.message.rstrip('.')}{more}; "
            f"write a storyboard and edit the scene, or accept it with --accept {found.rule}."
        )


def _deliver(
    intake: Intake, result: "Result", store: Folder, target: Path, began: float
) -> tuple[str, tuple[str, ...]]:
    job = intake.job
    board, extra = intake.storyboard(result.script, target, store, "pictures")
    cues = subtitles(result.cuts[job.sizes[0]])
    texts = {
        "captions.srt": srt(cues).encode(),
        "captions.vtt": vtt(cues).encode(),
        "credits.csv": credits(job, result).encode(),
        BOARD: write(board).encode(),
    }
    videos = {file_of(job, size): store.path(result.reels[size].video.digest) for size in job.sizes}
    covers = {f"cover-{asking.size_name(size)}.jpg": store.path(result.reels[size].cover.digest) for size in job.sizes}
    rest = {name: store.path(digest) for name, digest in extra.items()}
    if intake.board and (target / BOARD).exists() and intake.board.samefile(target / BOARD):
        texts[BOARD] = intake.board.read_bytes()  # the editor's own file stays as it is
    places = {name: (target / name).resolve() for name in videos}
    made = printed(report(job, result, places, texts, time.monotonic() - began))
    return made, deliver(target, {**videos, **covers, **texts, **rest, REPORT: made.encode()})


def _say(job: Assignment, result: "Result", target: Path, notes: tuple[str, ...], seconds: float) -> None:
    say = sys.stderr
    told = (*findings(job, result), *degradations(result))
    for found in told[:MOST_FINDINGS]:
        print(_told(found), file=say)
    if len(told) > MOST_FINDINGS:
        print(f"  … and {len(told) - MOST_FINDINGS} more in {target / REPORT}", file=say)
    for note in notes:
        print(asking.shown(note), file=say)
    cut = result.cuts[job.sizes[0]]
    lasts = float(cut.frames / cut.rate)
    print(
        f"{asking.shown(result.script.title)}: {lasts:.1f} s in {len(cut.clips)} scenes, made in {seconds:.1f} s",
        file=say,
    )
    say.flush()
    for size in job.sizes:
        print(target / file_of(job, size))


def _told(found: Finding) -> str:
    scene = f" in {found.scene}" if found.scene else ""
    return f"  {found.rule}{scene}: {asking.shown(found.message)}"
