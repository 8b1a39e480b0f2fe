"""`newsreel preview`: a contact sheet, each scene with its frames, words and times, before anything is filmed."""

import argparse
import sys
from pathlib import Path

from desk.delivery import deliver_file
from desk.intake import take_in
from desk.progress import watching
from desk.report import spans
from newsreel import cabinet
from newsreel.settings import Settings
from newsreel.store import Folder
from newsreel.timing import clock


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Draw and speak every scene, then lay its frames out on a sheet."""
    from newsreel.media.picture import frame
    from newsreel.media.sheet import Row, sheet
    from stages.run import run

    store = Folder(settings.cache)
    with cabinet.in_use(settings.cache):
        intake = take_in(args, store)
        with watching(args.quiet) as watch:
            result = run(intake.job, store, settings, until="cut", watch=watch)
        cut = result.cuts[intake.job.sizes[0]]
        when = spans(cut)
        scenes = {scene.id: scene for scene in result.script.scenes}
        rows = []
        for clip in cut.clips:
            scene = scenes[clip.scene]
            start, end = when[clip.scene]
            rows.append(
                Row(
                    title=f"{scene.id}  {scene.shows.kind}",
                    times=f"{clock(start)[3:]} – {clock(end)[3:]}",
                    says=scene.says,
                    sources=", ".join(scene.sources),
                    frames=tuple(frame(clip, n, store) for n in moments(clip.frames)),
                )
            )
        made = sheet(result.script.title, rows)
    target = Path(args.output)
    deliver_file(target, made)
    if not args.quiet:
        sys.stderr.flush()
        print(target)
    return 0


def moments(frames: int) -> tuple[int, int]:
    """The middle of the entrance, and the scene at rest."""
    return min(frames - 1, 9), max(0, frames * 3 // 5)
