"""Time trials: the bare encoder on ready-made frames, and the engine painting and encoding the same, side by side.

The content is made here: photographs by their spectrum, moved over by the camera, with captions; and cards that mostly
stand still. The floor is what the encoder alone needs for the very frames the engine paints. Processor time is the
process's own; wall time is that of clips shared out among as many processes as there are cores.
"""

import multiprocessing
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from newsreel.bench import Bench
from newsreel.documents import Asset, Box, Caption, Card, Clip, Encoding, Lettering, Motion, Move, Size, Still, Word
from newsreel.media import print as press
from newsreel.media.picture import Element, Painter, StillElement, moves
from newsreel.media.planes import Planes, blank
from newsreel.store import Folder

SIZE, RATE, FRAMES = Size(width=1080, height=1920), Fraction(30), 150
SAID = "渔船比预报早回港九小时，一艘都没有少。"
MOVES = ("push", "left", "pull", "right")


@dataclass(frozen=True, slots=True)
class Laps:
    """What one way of making the clips cost."""

    cpu: float  # seconds of processor time, all processes
    wall: float  # seconds until the last process was done
    seconds: float  # of video
    bytes: int
    spent: dict[str, float] = field(default_factory=dict)  # where the processor time went

    @property
    def cpu_per_second(self) -> float:
        return self.cpu / self.seconds

    @property
    def wall_per_second(self) -> float:
        return self.wall / self.seconds


def photographs(store: Folder, count: int) -> list[Clip]:
    """Moving photographs with captions, five seconds each."""
    return [_photograph_clip(store, number) for number in range(count)]


def cards(store: Folder, count: int) -> list[Clip]:
    """Cards that come on and stand, with captions, five seconds each."""
    return [_card_clip(store, number) for number in range(count)]


def run(clips: list[Clip], store: Folder, workers: int, *, floor: bool) -> Laps:
    """Make clips in as many processes as asked for: the bare encoder (`floor`) or the engine."""
    shares = [clips[n::workers] for n in range(workers)]
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers) as pool:
        lap = _floor_lap if floor else _engine_lap
        found = pool.starmap(lap, [(share, str(store.root)) for share in shares if share], chunksize=1)
    spent: dict[str, float] = {}
    for one in found:
        for name, seconds in one.spent.items():
            spent[name] = spent.get(name, 0.0) + seconds / len(found)
    return Laps(
        cpu=sum(one.cpu for one in found),
        wall=max(one.wall for one in found),
        seconds=float(sum(clip.frames / clip.rate for clip in clips)),
        bytes=sum(one.bytes for one in found),
        spent=spent,
    )


def photograph(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """RGB pixels with the spectrum of a photograph, some edges in it, and a little grain."""
    rng = np.random.default_rng(seed)
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    fall = 1 / np.maximum(np.hypot(down, across), 1 / width) ** 1.2

    def noise() -> NDArray[np.float64]:
        made = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((height, width))) * fall, s=(height, width))
        return np.asarray(made / made.std())

    grey = noise()
    pixels = np.stack([0.8 * grey + 0.35 * noise() for _ in range(3)], axis=-1)
    picture = np.clip(128 + 45 * pixels, 0, 255).astype(np.uint8)
    for _ in range(60):
        colour = [int(value) for value in rng.integers(0, 255, 3)]
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(picture, centre, int(rng.integers(5, width // 10)), colour, -1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float32)
    grain = rng.normal(0, 2.0, (height, width, 1)).astype(np.float32)
    return np.clip(np.rint(soft + grain), 0, 255).astype(np.uint8)


def _engine_lap(clips: list[Clip], root: str) -> Laps:
    store = Folder(Path(root))
    spent: dict[str, float] = {}
    written, cpu, wall = 0, time.process_time(), time.perf_counter()
    for clip in clips:
        written += len(press.encode(clip, Encoding(), store, _silent)[0])
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    for clip in clips[:1]:
        spent = _parts(clip, store)
    return Laps(cpu=cpu, wall=wall, seconds=0, bytes=written, spent=spent)


def _floor_lap(clips: list[Clip], root: str) -> Laps:
    store = Folder(Path(root))
    cpu = wall = 0.0
    written = 0
    for clip in clips:
        ready = list(_ready_frames(clip, store))
        began, clock = time.process_time(), time.perf_counter()
        written += len(_encoded(clip, ready))
        cpu, wall = cpu + time.process_time() - began, wall + time.perf_counter() - clock
    return Laps(cpu=cpu, wall=wall, seconds=0, bytes=written)


def _ready_frames(clip: Clip, store: Folder) -> Any:
    painter, ground = Painter(clip, store), blank(clip.size.width, clip.size.height)
    for n in range(clip.frames):
        painter.paint(n, ground)
        picture = av.VideoFrame(clip.size.width, clip.size.height, "yuv420p")
        for plane, painted in zip(press.planes_of(picture), ground, strict=True):
            np.copyto(plane, painted)
        yield picture


def _encoded(clip: Clip, frames: Any) -> bytes:
    out = BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = press.video_stream(container, clip.size, clip.rate, Encoding(), still=not moves(clip))
        for n, picture in enumerate(frames):
            picture.pts, picture.time_base = n, 1 / clip.rate
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return out.getvalue()


@dataclass(slots=True)
class _Timed:
    """An element that says how long it was drawn."""

    element: Element
    name: str
    spent: dict[str, float]

    @property
    def opaque(self) -> bool:
        return self.element.opaque

    def state(self, n: int) -> Hashable | None:
        return self.element.state(n)

    def area(self, n: int) -> tuple[int, int, int, int]:
        return self.element.area(n)

    def draw(self, n: int, ground: Planes, clip: tuple[int, int, int, int]) -> None:
        began = time.process_time()
        self.element.draw(n, ground, clip)
        self.spent[self.name] = self.spent.get(self.name, 0.0) + time.process_time() - began


def _parts(clip: Clip, store: Folder) -> dict[str, float]:
    """Where the time of a clip goes, measured on a run of its own, per second of video."""
    spent: dict[str, float] = {}
    painter = _clocked(spent, "decode", lambda: Painter(clip, store))
    layers = painter._layers
    layers.elements = [
        _Timed(one, "warp" if isinstance(one, StillElement) else "blend", spent) for one in layers.elements
    ]
    out = BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = press.video_stream(container, clip.size, clip.rate, Encoding(), still=not moves(clip))
        picture = av.VideoFrame(clip.size.width, clip.size.height, "yuv420p")
        picture.time_base = 1 / clip.rate
        ground = press.planes_of(picture)
        for n in range(clip.frames):
            painter.paint(n, ground)
            picture.pts = n
            packets = _clocked(spent, "encode", lambda: stream.encode(picture))
            _clocked(spent, "mux", partial(container.mux, packets))
        packets = _clocked(spent, "encode", lambda: stream.encode(None))
        _clocked(spent, "mux", lambda: container.mux(packets))
    length = float(clip.frames / clip.rate)
    return {name: seconds / length for name, seconds in spent.items()}


def _clocked(spent: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    began = time.process_time()
    made = work()
    spent[name] = spent.get(name, 0.0) + time.process_time() - began
    return made


def _silent(done: int, total: int) -> None:
    """Nobody listens."""


def _photograph_clip(store: Folder, number: int) -> Clip:
    pixels = cv2.cvtColor(photograph(1200, 1600, number), cv2.COLOR_RGB2BGR)
    asset = _kept(store, ".jpg", pixels)
    still = Still(asset=asset, box=_frame(), move=Move(how=MOVES[number % 4], amount=55))  # type: ignore[arg-type]
    return _clip(f"photo{number}", (still,))


def _card_clip(store: Folder, number: int) -> Clip:
    ground = np.full((SIZE.height, SIZE.width, 3), (38, 21, 11), np.uint8)
    cv2.circle(ground, (900, 300 + 90 * number), 380, (60, 40, 20), -1, cv2.LINE_AA)
    still = Still(asset=_kept(store, ".png", ground), box=_frame(), move=Move())
    text = np.zeros((220, 800, 4), np.uint8)
    cv2.putText(text, f"{number + 1},204", (20, 170), cv2.FONT_HERSHEY_DUPLEX, 6, (245, 241, 232, 255), 18, cv2.LINE_AA)
    asset = _kept(store, ".png", text)
    entrances = (Motion(how="rise", at=200), Motion(how="fade", at=900), Motion(how="grow-right", at=1600))
    laid = tuple(Card(asset=asset, x=80, y=360 + 260 * n, enter=enter) for n, enter in enumerate(entrances))
    return _clip(f"card{number}", (still, *laid))


def _clip(name: str, layers: tuple[Still | Card, ...]) -> Clip:
    lines = SAID.replace("，", "|").replace("。", "").split("|")
    captions, clock = [], 150
    for line in lines:
        words = tuple(
            Word(text=one, start=clock + 210 * n, end=clock + 210 * (n + 1), at=n) for n, one in enumerate(line)
        )
        captions.append(Caption(start=clock, end=words[-1].end, lines=(line,), words=words))
        clock = words[-1].end + 100
    box = Box(x=60, y=1180, width=840, height=240)
    style = Lettering(face="NotoSansSC-Bold.ttf", size=60, box=box)
    return Clip(
        scene=name, size=SIZE, rate=RATE, frames=FRAMES, layers=layers, captions=tuple(captions), lettering=style
    )


def _frame() -> Box:
    return Box(x=0, y=0, width=SIZE.width, height=SIZE.height)


def _kept(store: Folder, kind: str, pixels: NDArray[np.uint8]) -> Asset:
    data = cv2.imencode(kind, pixels)[1].tobytes()
    media = {".jpg": "image/jpeg", ".png": "image/png"}[kind]
    return Bench(store).keep(data, media, width=pixels.shape[1], height=pixels.shape[0])
