"""`newsreel storyboard`: writes the storyboard file and stops, for an editor to work on."""

import argparse
import sys
from pathlib import Path

from desk.acceptance import blocking
from desk.delivery import deliver_file
from desk.intake import take_in
from desk.progress import watching
from desk.storyboard_file import write
from newsreel import cabinet
from newsreel.errors import BadSettings
from newsreel.settings import Settings
from newsreel.store import Folder


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Write the script and put it in a file; one that is there already is not written over without being told to."""
    from stages.run import run

    target = Path(args.output)
    if args.output != "-" and target.exists() and not args.force:
        raise BadSettings(f"{target} is there already; name another file with -o, or add --force to write over it.")
    store = Folder(settings.cache)
    with cabinet.in_use(settings.cache):
        intake = take_in(args, store)
        with watching(args.quiet) as watch:
            result = run(intake.job, store, settings, until="script", watch=watch)
        folder = Path() if args.output == "-" else target.parent
        board, extra = intake.storyboard(result.script, folder, store, f"{target.stem}.pictures")
        text = write(board, "storyboard.yaml" if args.output == "-" else target.name)
        if args.output == "-":
            sys.stdout.write(text)
            return 0
        for name, digest in extra.items():
            deliver_file(folder / name, store.get(digest))
        deliver_file(target, text.encode())
    stopping = blocking(result.script, result.verdict)
    if not args.quiet:
        print(f"{len(result.script.scenes)} scenes; edit the file, then: newsreel render {target}", file=sys.stderr)
        for found in stopping:
            print(
                f"  must be mended before it can be rendered: {found.rule} {found.scene}: {found.message}",
                file=sys.stderr,
            )
        sys.stderr.flush()
        print(target)
    return 0
