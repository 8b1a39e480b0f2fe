"""The command line: what can be asked for, which command does it, and how a failure is said: a sentence and a code."""

import argparse
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import NoReturn

from desk.asking import escaped
from newsreel.errors import NewsreelError
from newsreel.settings import Settings, read

INTERRUPTED = 130
TERMINATED = 143


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 2 usage, 3 input refused, 4 failed, 5 a finding blocks."""
    args = _parser().parse_args(argv)
    settings = None
    try:
        signal.signal(signal.SIGTERM, _terminate)
        settings = read()
        code = int(import_module(f"desk.commands.{args.command}").main(args, settings))
        sys.stdout.flush()
        return code
    except NewsreelError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("Stopped; what is done so far is kept, and the same command goes on from there.", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to say, and no complaint at exit
        return 0
    except Exception as error:
        return _fail(f"Something unforeseen failed ({type(error).__name__}: {error}); {_leave_trace(settings)}", 4)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsreel",
        description="Turns an article into a short video: spoken, captioned, scored, typeset, labelled.",
    )
    parser.add_argument("--version", action="version", version=f"newsreel {version('newsreel')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    render = commands.add_parser("render", help="make reels from an article or a storyboard")
    _asks(render)
    render.add_argument("-o", "--output", metavar="DIR", help="where the reel lands (default: reels/<slug>)")
    render.add_argument("--size", action="append", metavar="SIZE", help="9:16, 16:9, 1:1 or WxH; may be given again")
    render.add_argument(
        "--profile", action="append", metavar="NAME", help="douyin, shorts, broadcast …; may be given again"
    )
    render.add_argument("--codec", choices=("h264", "hevc", "av1"), default="h264", help="default: h264")
    render.add_argument("--hardware", default="none", help="none, auto, nvenc, qsv or vaapi (default: none)")
    accept = "go on although findings of this rule block"
    render.add_argument("--accept", action="append", metavar="RULE:REASON", help=accept)
    render.add_argument("--json", action="store_true", help="print the report, and nothing else, on standard output")

    board = commands.add_parser("storyboard", help="write the storyboard of an article, for editing")
    _asks(board)
    board.add_argument("-o", "--output", metavar="FILE", default="storyboard.yaml", help="default: storyboard.yaml")
    board.add_argument("--force", action="store_true", help="write over a file that is there already")

    check = commands.add_parser("check", help="hold a script against its article: figures, names, quotations, stance")
    _asks(check)
    check.add_argument("--accept", action="append", metavar="RULE:REASON", help="let findings of this rule pass")
    check.add_argument("--json", action="store_true", help="print the findings as JSON")

    preview = commands.add_parser("preview", help="write a contact sheet: frames, words and times of each scene")
    _asks(preview)
    preview.add_argument("-o", "--output", metavar="PNG", default="sheet.png", help="default: sheet.png")
    preview.add_argument("--size", action="append", metavar="SIZE", help="9:16, 16:9, 1:1 or WxH")

    commands.add_parser("crew", help="list who writes, draws, speaks and composes")
    commands.add_parser("doctor", help="check this machine, and say what to do about what is missing")

    bench = commands.add_parser("bench", help="measure this machine: the engine, the bare encoder, a whole render")
    bench.add_argument("--clips", type=int, default=4, metavar="N", help="five-second clips of each kind (default: 4)")
    bench.add_argument("--sample", default="", metavar="INPUT", help="the article to render (default: the sample)")
    bench.add_argument("--size", default="9:16", metavar="SIZE", help="of the renders: 9:16, 16:9, 1:1 or WxH")
    bench.add_argument("--long", action="store_true", help="also weigh a film ten times as long, which takes minutes")
    bench.add_argument("--peers", default="", metavar="PYTHON", help="an interpreter with MoviePy and imageio-ffmpeg")
    bench.add_argument("--json", action="store_true", help="print JSON")

    cache = commands.add_parser("cache", help="show, verify or clean the cache")
    cache.add_argument("what", nargs="?", choices=("show", "verify", "clean"), default="show")
    cache.add_argument(
        "--all", action="store_true", help="with clean: take everything, not only what is over the limit"
    )

    store = commands.add_parser("store", help="show, make, verify or sweep the store that workers share")
    store.add_argument("what", nargs="?", choices=("show", "make", "verify", "gc"), default="show")
    store.add_argument("--older", metavar="TIME", default="7d", help="with gc: only what is older (default: 7d)")
    store.add_argument("--dry-run", action="store_true", help="with gc: say what would go, and leave it")
    return parser


def _asks(command: argparse.ArgumentParser) -> None:
    """What can be asked for of any article."""
    command.add_argument("input", metavar="INPUT", help="a file, a folder, - for standard input, or a storyboard.yaml")
    command.add_argument("--style", help="a house style (default: bulletin)")
    command.add_argument("--brand", metavar="FILE", help="a brand file (TOML) laid over the style")
    command.add_argument("--lang", choices=("auto", "zh", "en"), default="auto", help="the article's language")
    command.add_argument("--narration", choices=("zh", "en"), help="the language spoken (default: the article's)")
    command.add_argument("--writer", metavar="NAME", help="extract, or llm with --model (default: extract)")
    command.add_argument("--model", metavar="NAME", help="the model llm asks at NEWSREEL_LLM_URL")
    command.add_argument("--length", metavar="TIME", help="15s to 180s, such as 60 or 1m30s (default: 60)")
    command.add_argument("--voice", metavar="NAME", help="who speaks; `newsreel crew` lists them")
    command.add_argument("--music", metavar="MOOD", help="calm, urgent, bright, sombre, auto, none, or a sound file")
    command.add_argument("--fps", metavar="RATE", help="frames a second (default: 30)")
    command.add_argument("--quiet", action="store_true", help="say nothing unless it fails")


def _fail(message: str, code: int) -> int:
    print(f"newsreel: {escaped(message)}", file=sys.stderr)
    return code


def _leave_trace(settings: Settings | None) -> str:
    """Write the traceback where it can be found, and say where."""
    if settings is None:
        return "run again, and report it if it stays."
    place = settings.state / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(traceback.format_exc(), "utf-8")
    except OSError:
        return "run again, and report it if it stays."
    return f"please report it with {Path(place)}."


def _terminate(signum: int, frame: FrameType | None) -> NoReturn:
    """Leave in order, so that nothing half-made stays behind."""
    raise SystemExit(TERMINATED)


if __name__ == "__main__":
    sys.exit(main())
