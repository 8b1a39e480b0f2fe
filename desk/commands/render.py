"""`newsreel render`: from an article or a storyboard to reels and all that goes with them."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desk import asking
from desk.acceptance import Acceptances, acceptances, blocking, recorded, refuse_blocking
from desk.credits_file import credits
from desk.delivery import BOARD, REPORT, deliver
from desk.intake import Intake, take_in
from desk.progress import watching
from desk.report import degradations, findings, printed, report
from desk.storyboard_file import write
from desk.versions import Version, judged, outputs, versions
from newsreel import cabinet, posting, profiles
from newsreel.documents import Assignment, Finding, Script
from newsreel.settings import Settings
from newsreel.store import Folder
from newsreel.subtitles import srt, subtitles, vtt

if TYPE_CHECKING:
    from stages.run import Result, Watch

POSTS = "posts.json"
MOST_FINDINGS = 12  # said on the terminal; the report has all


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Render, deliver, and say what there is to know."""
    began = time.monotonic()
    store = Folder(settings.cache)
    quiet = args.quiet or args.json
    accepted = acceptances(args.accept or ())
    with cabinet.in_use(settings.cache):
        intake = take_in(args, store)
        wanted = versions(intake.job, args.profile or (), args.codec, args.hardware)
        target = Path(args.output) if args.output else Path("reels") / intake.job.article.slug
        with watching(quiet) as watch:
            results = [_make(version.job, store, settings, accepted, watch) for version in wanted]
        made, notes = _deliver(intake, wanted, results, store, target, began, accepted)
    cabinet.clean_if_over(settings.cache, settings.cache_limit)
    if args.json:
        sys.stdout.write(made)
    elif not args.quiet:
        _say(wanted, results, target, notes, time.monotonic() - began)
    return 0


def _make(job: Assignment, store: Folder, settings: Settings, accepted: Acceptances, watch: "Watch") -> "Result":
    from stages.run import run

    judged_ = run(job, store, settings, until="script", watch=watch)
    refuse_blocking(blocking(judged_.script, judged_.verdict), accepted)
    return run(job, store, settings, watch=watch)


def _deliver(
    intake: Intake,
    wanted: list[Version],
    results: "list[Result]",
    store: Folder,
    target: Path,
    began: float,
    accepted: Acceptances,
) -> tuple[str, tuple[str, ...]]:
    first, result = wanted[0], results[0]
    board, extra = intake.storyboard(result.script, target, store, "pictures")
    cues = subtitles(result.cuts[first.job.sizes[0]])
    texts = {
        "captions.srt": srt(cues).encode(),
        "captions.vtt": vtt(cues).encode(),
        "credits.csv": credits(first.job, result).encode(),
        BOARD: write(board).encode(),
        POSTS: posts(first.job, result.script),
    }
    films = [output for version, made in zip(wanted, results, strict=True) for output in outputs(version, made)]
    videos = {film.file: store.path(film.reel.video.digest) for film in films}
    covers = {film.cover: store.path(film.reel.cover.digest) for film in films}
    rest = {name: store.path(digest) for name, digest in extra.items()}
    if intake.board and (target / BOARD).exists() and intake.board.samefile(target / BOARD):
        texts[BOARD] = intake.board.read_bytes()  # the editor's own file stays as it is
    told = [note for version in wanted for note in version.notes]
    for film in films:
        told += judged(film, videos[film.file].stat().st_size, result.script.title)
    made_report = report(results, films, told, target.resolve(), texts, time.monotonic() - began, recorded(accepted))
    printed_report = printed(made_report)
    return printed_report, deliver(target, {**videos, **covers, **texts, **rest, REPORT: printed_report.encode()})


def posts(job: Assignment, script: Script) -> bytes:
    """What to post with the reel, for every platform there is a profile of."""
    known = map(profiles.profile, profiles.names())
    return posting.written(tuple(posting.post(job.article, script, one) for one in known))


def _say(wanted: list[Version], results: "list[Result]", target: Path, notes: tuple[str, ...], seconds: float) -> None:
    say = sys.stderr
    job, result = wanted[0].job, results[0]
    told = (*(note for version in wanted for note in version.notes), *findings(job, result), *degradations(results))
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
    for version, made in zip(wanted, results, strict=True):
        for output in outputs(version, made):
            print(target / output.file)


def _told(found: Finding) -> str:
    scene = f" in {found.scene}" if found.scene else ""
    return f"  {found.rule}{scene}: {asking.shown(found.message)}"
