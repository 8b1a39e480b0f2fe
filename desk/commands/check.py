"""`newsreel check`: holds a storyboard, or what the writer makes of an article, against the article."""

import argparse
import json
import sys

from desk.acceptance import acceptances, blocking
from desk.asking import shown
from desk.intake import take_in
from desk.progress import watching
from newsreel import cabinet
from newsreel.documents import Finding
from newsreel.forms import to_plain
from newsreel.settings import Settings
from newsreel.store import Folder

BLOCKED = 5


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Print every finding with the words of both sides; 5 where one blocks that nobody has accepted."""
    from stages.run import run

    accepted = acceptances(args.accept or ())
    store = Folder(settings.cache)
    with cabinet.in_use(settings.cache):
        intake = take_in(args, store)
        with watching(args.quiet or args.json) as watch:
            result = run(intake.job, store, settings, until="script", watch=watch)
    found = tuple(dict.fromkeys((*result.script.findings, *result.verdict.findings)))
    stopping = [one for one in blocking(result.script, result.verdict) if one.rule not in accepted]
    if args.json:
        sys.stdout.write(json.dumps([to_plain(one) for one in found], ensure_ascii=False, indent=2) + "\n")
    else:
        for one in sorted(found, key=lambda one: not one.blocks):
            print(_told(one, one in stopping))
        if not args.quiet:
            print(
                f"{len(result.script.scenes)} scenes, {len(found)} findings, {len(stopping)} blocking", file=sys.stderr
            )
    return BLOCKED if stopping else 0


def _told(found: Finding, stops: bool) -> str:
    """A finding on up to three lines: what, the words told, the words of the article."""
    lines = [f"{'blocks' if stops else 'note'}  {found.rule} {found.scene or '-'}: {shown(found.message)}"]
    lines += [f"        told:    {shown(found.said)}"] if found.said else []
    lines += [f"        article: {shown(found.source)}"] if found.source else []
    return "\n".join(lines)
