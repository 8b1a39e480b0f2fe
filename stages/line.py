"""The table of stages, the keys, and how one piece of work is done.

A piece is one unit of a stage's work. What it is made from is gathered from what was made before it (`order`), and it
is filed under a digest of the stage and its version, the crew member and its version, and the contents of what goes in:
never the names or keys of what came before. So an edited sentence that yields the same picture stops the change there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from newsreel.bench import Bench
from newsreel.documents import (
    Article,
    Asset,
    Assignment,
    Bed,
    Brief,
    Clip,
    Commission,
    Cut,
    Digest,
    Encoding,
    Line,
    Reel,
    Scene,
    Score,
    Script,
    Segment,
    Shot,
    Size,
    Take,
    Track,
    Verdict,
)
from newsreel.errors import NewsreelError, StageFailed
from newsreel.forms import digest
from newsreel.hiring import Role, hire
from newsreel.loudness import Loudness, profile
from newsreel.store import get_document, put_document
from stages import cut, facts, music, picture, reel, script, sound, storyboard, voiceover

Queue = Literal["io", "cpu", "gpu"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One unit of a stage's work, and the names of the pieces it needs."""

    stage: str
    scene: str = ""
    size: Size | None = None
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`picture:s3:1080x1920`: unique in a job."""
        parts = [self.stage, self.scene, f"{self.size.width}x{self.size.height}" if self.size else ""]
        return ":".join(part for part in parts if part)


Made = Mapping[str, Any]  # what has been made: documents by the name of their piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the line: what goes in, who does it, what comes out."""

    name: str
    gives: type[Any]
    feed: Callable[[Assignment, Piece, Made], tuple[Any, ...]]
    work: Callable[..., Any]  # (*what goes in, [crew member,] bench) -> gives
    role: Role | None = None
    version: int = 1
    queue: Queue = "cpu"
    trade: Literal["desk", "art", "sound", "film"] = "desk"  # what whoever does it must have at hand
    encodes: bool = False  # the build of the codecs is part of the key


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A piece ready to be worked: all that goes in, and the key its result is filed under."""

    stage: str
    name: str
    crew: str
    inputs: tuple[Any, ...]
    key: Digest


def pieces(job: Assignment, script_: Script | None) -> tuple[Piece, ...]:
    """Every piece of a job; before the script is known, only the script itself."""
    if script_ is None:
        return (Piece(stage="script"),)
    first = () if job.script else ("script",)
    scenes = [scene.id for scene in script_.scenes]
    found = [] if job.script else [Piece(stage="script")]
    found.append(Piece(stage="facts", needs=first))
    found += [Piece(stage="voiceover", scene=scene, needs=first) for scene in scenes]
    for size in job.sizes:
        found += [Piece(stage="storyboard", scene=scene, size=size, needs=first) for scene in scenes]
        drawn = [_name("storyboard", scene, size) for scene in scenes]
        spoken = [_name("voiceover", scene) for scene in scenes]
        found.append(Piece(stage="cut", size=size, needs=(*first, *drawn, *spoken)))
    main = _name("cut", "", job.sizes[0])
    scored = () if job.music == "none" else (_name("music"),)
    if scored:
        found.append(Piece(stage="music", needs=(*first, main)))
    found.append(Piece(stage="sound", needs=(main, *scored)))
    for size in job.sizes:
        timeline = _name("cut", "", size)
        found += [Piece(stage="picture", scene=scene, size=size, needs=(timeline,)) for scene in scenes]
        filmed = [_name("picture", scene, size) for scene in scenes]
        found.append(Piece(stage="reel", size=size, needs=(timeline, _name("sound"), *filmed)))
    return tuple(found)


def order(job: Assignment, piece: Piece, made: Made) -> Order:
    """Gather what goes into a piece, and name it by its contents."""
    stage = STAGES[piece.stage]
    inputs = stage.feed(job, piece, made)
    crew = getattr(job.crew, stage.role) if stage.role else ""
    if stage.name == "music" and isinstance(inputs[0], Asset):
        crew = ""  # the editor's own music needs no composer
    who = (crew, hire(stage.role, crew).version) if stage.role and crew else ()
    with_ = (_codecs(),) if stage.encodes else ()
    key = digest(stage.name, str(stage.version), *who, *with_, *inputs)
    return Order(stage=stage.name, name=piece.name, crew=crew, inputs=inputs, key=key)


def work(order_: Order, bench: Bench) -> Digest:
    """Do one piece of work and file it; what somebody else filed first under the same key wins."""
    stage = STAGES[order_.stage]
    member = (hire(stage.role, order_.crew),) if stage.role and order_.crew else ()
    try:
        made = stage.work(*order_.inputs, *member, bench)
    except NewsreelError:
        raise
    except Exception as error:
        raise StageFailed(
            f"The stage {order_.stage} failed on {order_.name} ({type(error).__name__}: {error}); "
            "run again, and report it if it stays."
        ) from error
    return bench.store.finish(order_.key, put_document(bench.store, made))


def finished(order_: Order, bench: Bench) -> Any | None:
    """What was filed under the key of an order, if it and every file it names are there."""
    filed = bench.store.finished(order_.key)
    if filed is None:
        return None
    document = get_document(bench.store, STAGES[order_.stage].gives, filed)
    if all(bench.store.holds(asset) for asset in assets_of(document)):
        return document
    bench.store.forget(order_.key)
    return None


def assets_of(document: Any) -> set[Digest]:
    """The files a document names."""
    if isinstance(document, Asset):
        return {document.digest}
    if isinstance(document, tuple):
        return set().union(*(assets_of(item) for item in document)) if document else set()
    fields = getattr(document, "__dataclass_fields__", ())
    return set().union(*(assets_of(getattr(document, name)) for name in fields)) if fields else set()


def _name(stage: str, scene: str = "", size: Size | None = None) -> str:
    return Piece(stage=stage, scene=scene, size=size).name


def _codecs() -> str:
    from newsreel.media.print import build

    return build()


def _script(job: Assignment, made: Made) -> Script:
    return job.script or made["script"]


def _scene(job: Assignment, piece: Piece, made: Made) -> Scene:
    return next(scene for scene in _script(job, made).scenes if scene.id == piece.scene)


def _feed_script(job: Assignment, piece: Piece, made: Made) -> tuple[Article, Brief]:
    return job.article, Brief(language=job.narration, length=job.length)


def _feed_facts(job: Assignment, piece: Piece, made: Made) -> tuple[Article, Script]:
    return job.article, replace(_script(job, made), findings=())


def _feed_storyboard(job: Assignment, piece: Piece, made: Made) -> tuple[Commission]:
    assert piece.size
    return (storyboard.commission(job, _scene(job, piece, made), piece.size),)


def _feed_voiceover(job: Assignment, piece: Piece, made: Made) -> tuple[Line]:
    return (voiceover.line(job, _scene(job, piece, made)),)


def _feed_cut(job: Assignment, piece: Piece, made: Made) -> tuple[cut.Rushes]:
    assert piece.size
    told = _script(job, made)
    rushes = cut.Rushes(
        script=replace(told, findings=()),
        shots=tuple(made[_name("storyboard", scene.id, piece.size)] for scene in told.scenes),
        takes=tuple(made[_name("voiceover", scene.id)] for scene in told.scenes),
        look=job.look,
        size=piece.size,
        rate=job.rate,
    )
    return (rushes,)


def _feed_music(job: Assignment, piece: Piece, made: Made) -> tuple[Bed | Asset, int]:
    timeline: Cut = made[_name("cut", "", job.sizes[0])]
    told = _script(job, made)
    mood = told.mood if job.music == "auto" else job.music
    bed = music.bed(timeline, told, mood, seed=int(digest(job.article.headline)[:8], 16))
    if job.music.startswith("file:"):
        return Asset(digest=job.music.removeprefix("file:"), kind="audio/*"), bed.length
    return bed, bed.length


def _feed_sound(job: Assignment, piece: Piece, made: Made) -> tuple[Cut, Score | None, Loudness]:
    timeline: Cut = made[_name("cut", "", job.sizes[0])]
    heard = replace(timeline, clips=(), size=Size(width=0, height=0))  # what is seen must not change what is heard
    return heard, made.get("music"), profile(job.loudness, job.narration)


def _feed_picture(job: Assignment, piece: Piece, made: Made) -> tuple[Clip, Encoding]:
    timeline: Cut = made[_name("cut", "", piece.size)]
    return next(clip for clip in timeline.clips if clip.scene == piece.scene), job.encoding


def _feed_reel(job: Assignment, piece: Piece, made: Made) -> tuple[reel.Parts]:
    timeline: Cut = made[_name("cut", "", piece.size)]
    segments = [made[_name("picture", clip.scene, piece.size)] for clip in timeline.clips]
    return (reel.parts(job.article.slug, job.narration, timeline, segments, made[_name("sound")]),)


def _write(article: Article, brief: Brief, writer: Any, bench: Bench) -> Script:
    return script.write(article, writer, brief, bench)


def _cut(rushes: cut.Rushes, bench: Bench) -> Cut:
    return cut.assemble(rushes)


LINE: tuple[Stage, ...] = (
    Stage(name="script", gives=Script, feed=_feed_script, work=_write, role="writer", queue="io"),
    Stage(name="facts", gives=Verdict, feed=_feed_facts, work=facts.judge, queue="io"),
    Stage(name="voiceover", gives=Take, feed=_feed_voiceover, work=voiceover.speak, role="voice"),
    Stage(name="storyboard", gives=Shot, feed=_feed_storyboard, work=storyboard.draw, role="artist", trade="art"),
    Stage(name="cut", gives=Cut, feed=_feed_cut, work=_cut),
    Stage(name="music", gives=Score, feed=_feed_music, work=music.score, role="composer", trade="sound"),
    Stage(name="picture", gives=Segment, feed=_feed_picture, work=picture.shoot, trade="film", encodes=True),
    Stage(name="sound", gives=Track, feed=_feed_sound, work=sound.mix, version=2, trade="sound", encodes=True),
    Stage(name="reel", gives=Reel, feed=_feed_reel, work=reel.develop, trade="film", encodes=True),
)
STAGES = {stage.name: stage for stage in LINE}
