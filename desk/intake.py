"""From what came in at the door, an article or a storyboard, and what was asked for, to an assignment."""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from desk import asking, pictures
from desk.storyboard_file import Storyboard, locate, read, seen_from
from newsreel.documents import Article, Assignment, Digest, Size
from newsreel.errors import BadSettings, BadStyle, Refused
from newsreel.looks import look
from newsreel.store import Store

BOARDS = (".yaml", ".yml")
LONGEST_MODEL = 120  # characters of its name
LARGEST = 64_000_000  # bytes on standard input


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An assignment, and what an editor would want to find again in its storyboard file."""

    job: Assignment
    base: Path  # the folder the input lies in
    board: Path | None  # the storyboard file it came from, if it did
    style: str
    brand: Path | None
    music: str  # as it was asked for; a file, from the working directory
    voice: str

    def storyboard(
        self, script: object, folder: Path, store: Store, beside: str
    ) -> tuple[Storyboard, dict[str, Digest]]:
        """The storyboard of the job for a file in `folder`, and the pictures that must be put beside it."""
        article = self.job.article
        found = pictures.find(article, self.base)
        extra = pictures.left_over(article, found, store, beside)
        own_music = Path(self.music)
        board = Storyboard(
            article=article,
            script=script,  # type: ignore[arg-type]
            length=self.job.length,
            style=self.style,
            brand=seen_from(folder, self.brand) if self.brand else "",
            music=seen_from(folder, own_music) if self.job.music.startswith("file:") else self.music,
            voice=self.voice,
        )
        return locate(board, found | {digest: folder / name for name, digest in extra.items()}, folder), extra


def take_in(args: argparse.Namespace, store: Store) -> Intake:
    """Read the input and lay what was asked for over it."""
    sizes = tuple(dict.fromkeys(asking.size(text) for text in getattr(args, "size", None) or ["9:16"]))
    path = Path(args.input)
    if args.input != "-" and path.suffix.lower() in BOARDS:
        return _from_board(args, path, sizes, store)
    article, base = _article(args, store)
    brand = Path(args.brand) if args.brand else None
    crew, voice = asking.voice(args.voice or "")
    job = Assignment(
        article=article,
        language=getattr(args, "narration", None) or "",
        look=look(args.style or "bulletin", brand, store),
        crew=replace(crew, writer=_writer(args)),
        sizes=sizes,
        rate=asking.frame_rate(args.fps or "30"),
        length=asking.length(args.length or "60"),
        music=asking.music(args.music or "auto", store),
        voice=voice,
    )
    return Intake(
        job=job,
        base=base,
        board=None,
        style=args.style or "bulletin",
        brand=brand,
        music=args.music or "auto",
        voice=args.voice or "",
    )


def _writer(args: argparse.Namespace) -> str:
    """Who writes, with the model after a colon."""
    writer, model = getattr(args, "writer", None) or "extract", getattr(args, "model", None) or ""
    if model and (writer != "llm" or len(model) > LONGEST_MODEL or not model.isprintable()):
        raise BadSettings("--model names a model of the writer llm; give it a plain name, with --writer llm.")
    if writer == "llm" and not model:
        raise BadSettings("The writer llm needs the name of a model; add --model NAME.")
    return f"{writer}:{model}" if model else writer


def _article(args: argparse.Namespace, store: Store) -> tuple[Article, Path]:
    from desk import readers

    if args.input == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Refused(f"What came in on standard input is larger than {LARGEST // 1_000_000} MB; send an article.")
        return readers.read("-", store, language=args.lang, data=data), Path()
    path = Path(args.input)
    base = path if path.is_dir() else path.parent
    return readers.read(path, store, language=args.lang), base


def _from_board(args: argparse.Namespace, path: Path, sizes: tuple[Size, ...], store: Store) -> Intake:
    try:
        with path.open("rb") as source:
            raw = source.read(8_000_000)
    except OSError as error:
        raise Refused(f"The storyboard {asking.shown(str(path))} cannot be read: {error.strerror}.") from None
    board = read(raw, asking.shown(path.name))
    if args.lang not in ("auto", board.script.language):
        raise BadSettings(
            f"{path.name} is written in '{board.script.language}' and is spoken as it stands; leave --lang out."
        )
    if any(getattr(args, name, None) for name in ("writer", "model", "narration")):
        raise BadSettings(f"{path.name} is written already; leave --writer, --model and --narration out.")
    board = pictures.fetch(board, path.parent, store, asking.shown(path.name))
    style = args.style or board.style
    brand = Path(args.brand) if args.brand else path.parent / board.brand if board.brand else None
    if brand is not None and not brand.is_file():
        raise BadStyle(f"There is no brand file {asking.shown(str(brand))}; correct `brand` or leave it out.")
    voiced = args.voice or board.voice
    crew, voice = asking.voice(voiced)
    music, beside = (args.music, Path()) if args.music else (board.music, path.parent)
    music_asked = asking.music(music, store, beside)
    job = Assignment(
        article=board.article,
        look=look(style, brand, store),
        crew=crew,
        sizes=sizes,
        rate=asking.frame_rate(args.fps or "30"),
        length=asking.length(args.length) if args.length else board.length,
        language=board.script.language,
        music=music_asked,
        voice=voice,
        script=board.script,
    )
    music_shown = str(beside / music) if music_asked.startswith("file:") else music
    return Intake(job=job, base=path.parent, board=path, style=style, brand=brand, music=music_shown, voice=voiced)
