"""The print: clips encoded as closed segments, joined without re-encoding, sound and captions muxed beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np

from newsreel.documents import Clip, Encoding, Size
from newsreel.errors import CheckFailed, MediaFailed
from newsreel.media import encoders
from newsreel.media.picture import Painter, moves
from newsreel.media.planes import Planes
from newsreel.media.sketch import Sketcher, check, check_moving
from newsreel.store import Store

MP4 = {"movflags": "+faststart+use_metadata_tags+negative_cts_offsets", "use_editlist": "0", "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True)
class Line:
    """One soft caption."""

    start: int  # milliseconds
    end: int
    text: str


@cache
def build() -> str:
    """Which codecs these are: part of the key of everything encoded."""
    return f"av {av.__version__} " + " ".join(
        f"{name}{'.'.join(map(str, v))}" for name, v in sorted(av.library_versions.items())
    )


def encode(clip: Clip, encoding: Encoding, store: Store, progress: Callable[[int, int], None]) -> tuple[bytes, bytes]:
    """Paint and encode one clip, each frame once; returns the segment and its sketches, both checked."""
    painter, sketcher = Painter(clip, store), Sketcher(clip.frames)
    painted: list[bool] = []
    out = BytesIO()
    try:
        with av.open(out, "w", format="mp4", options={"use_editlist": "0", "fflags": "+bitexact"}) as container:
            stream = video_stream(container, clip.size, clip.rate, encoding, still=not moves(clip))
            picture = av.VideoFrame(clip.size.width, clip.size.height, "yuv420p")
            picture.time_base = 1 / clip.rate
            planes = planes_of(picture)
            for n in range(clip.frames):
                painted.append(painter.paint(n, planes))
                sketcher.see(n, planes[0], painted[-1])
                picture.pts = n
                container.mux(stream.encode(picture))
                if n % 15 == 14:
                    progress(n + 1, clip.frames)
            container.mux(stream.encode(None))
    except av.error.FFmpegError as error:
        raise MediaFailed(f"Scene {clip.scene} could not be encoded ({error}); run `newsreel doctor`.") from None
    where = f"Scene {clip.scene}"
    check(sketcher.taken, clip.rate, where)
    if painter.always_moving:
        check_moving(painted, clip.rate, where)
    if (written := _frames_in(out.getvalue())) != clip.frames:
        raise CheckFailed(f"{where} was encoded to {written} frames where {clip.frames} were painted; run again.")
    progress(clip.frames, clip.frames)
    return out.getvalue(), sketcher.taken.tobytes()


def _frames_in(segment: bytes) -> int:
    with av.open(BytesIO(segment)) as container:
        return sum(1 for packet in container.demux(video=0) if packet.dts is not None)


def join(
    segments: Sequence[Path],
    sound: Path | None,
    lines: Sequence[Line],
    out: Path,
    *,
    rate: Fraction,
    language: str,
    tags: dict[str, str],
) -> int:
    """Join segments, sound and captions into one MP4; returns how many frames of picture it has.

    Segments are read one after the other, as their packets are wanted: a long film is never in memory.
    """
    frames = 0
    with av.open(str(out), "w", format="mp4", options=MP4) as container:
        container.metadata.update(tags)
        with av.open(str(segments[0])) as first:
            model = first.streams.video[0]
            video = container.add_stream_from_template(model)
            video.time_base = model.time_base
            headers = bytes(model.codec_context.extradata or b"")
        track = _sound_stream(container, sound, language)
        captions = _caption_stream(container, language) if lines else None
        packets = _interleave(
            _video_packets(segments, video, rate, headers),
            _sound_packets(sound, track),
            _caption_packets(lines, captions),
        )
        for packet in packets:
            if packet.stream is video:
                frames += 1
            container.mux_one(packet)
    return frames


def inspect(file: Path, size: Size, rate: Fraction, frames: int, *, with_sound: bool) -> None:
    """Check the finished file against what was planned; a wrong one never leaves the house."""
    with av.open(str(file)) as film:
        video = film.streams.video[0]
        context = video.codec_context
        found = {
            "frames": (video.frames, frames),
            "size": ((context.width, context.height), (size.width, size.height)),
            "frame rate": (video.average_rate, rate),
            "pixel format": (context.pix_fmt, "yuv420p"),
            "colour tags": ((int(context.color_primaries), int(context.color_trc), int(context.colorspace)), (1, 1, 1)),
            "start": (video.start_time, 0),
        }
        if with_sound:
            sound = film.streams.audio[0]
            picture = Fraction(frames) / rate
            gap = abs(sound.duration * sound.time_base - picture)
            found["sound, longer or shorter than the picture by a frame or more"] = (gap >= 1 / rate, False)
        for what, (is_, planned) in found.items():
            if is_ != planned:
                raise CheckFailed(f"The finished file has the wrong {what} ({is_} for {planned}); run again.")
    boxes = _boxes(file)
    if boxes.index("moov") > boxes.index("mdat"):
        raise CheckFailed("The finished file has its index at the end, which platforms refuse; run again.")


def _boxes(file: Path) -> list[str]:
    """The outermost boxes of an MP4, in order."""
    names = []
    with file.open("rb") as source:
        while len(head := source.read(8)) == 8:
            size = int.from_bytes(head[:4], "big")
            names.append(head[4:].decode("latin-1"))
            if size == 1:
                size = int.from_bytes(source.read(8), "big") - 8
            if size == 0:
                break
            source.seek(size - 8, 1)
    return names


def _video_packets(segments: Sequence[Path], stream: Any, rate: Fraction, headers: bytes) -> Any:
    done = 0
    for number, segment in enumerate(segments):
        with av.open(str(segment)) as source:
            one = source.streams.video[0]
            if bytes(one.codec_context.extradata or b"") != headers:
                raise CheckFailed(
                    f"Segment {number + 1} was encoded with other settings than the first; clean the cache."
                )
            shift = round(Fraction(done) / rate / one.time_base)
            for packet in source.demux(one):
                if packet.dts is None:
                    continue
                packet.pts += shift
                packet.dts += shift
                packet.stream = stream
                done += 1
                yield packet


def _sound_stream(container: Any, sound: Path | None, language: str) -> Any:
    if sound is None:
        return None
    with av.open(str(sound)) as source:
        track = container.add_stream_from_template(source.streams.audio[0])
        track.metadata["language"] = language
        return track


def _sound_packets(sound: Path | None, stream: Any) -> Any:
    if sound is None:
        return
    with av.open(str(sound)) as source:
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is None:
                continue
            packet.stream = stream
            yield packet


def _caption_stream(container: Any, language: str) -> Any:
    stream = container.add_mux_stream("mov_text")
    stream.time_base = Fraction(1, 1000)
    stream.metadata["language"] = language
    return stream


def _caption_packets(lines: Sequence[Line], stream: Any) -> Any:
    """Soft captions as 3GPP timed text: a length and UTF-8; the gaps are empty samples."""
    if stream is None:
        return
    clock, samples = 0, []
    for line in lines:
        if line.start > clock:
            samples.append((clock, line.start, ""))
        samples.append((line.start, line.end, line.text))
        clock = line.end
    for start, end, text in samples:
        raw = text.encode()[:65535]
        packet = av.Packet(len(raw).to_bytes(2, "big") + raw)
        packet.pts = packet.dts = start
        packet.duration = end - start
        packet.time_base = Fraction(1, 1000)
        packet.stream = stream
        yield packet


def _interleave(*sources: Any) -> Any:
    """Packets of several streams in the order of their time, so that a player finds them near each other."""
    waiting = [(source, packet) for source in sources if (packet := next(source, None)) is not None]
    while waiting:
        at = min(range(len(waiting)), key=lambda i: waiting[i][1].dts * waiting[i][1].time_base)
        source, packet = waiting[at]
        yield packet
        following = next(source, None)
        if following is None:
            waiting.pop(at)
        else:
            waiting[at] = (source, following)


def video_stream(container: Any, size: Size, rate: Fraction, encoding: Encoding, *, still: bool = False) -> Any:
    """A stream for pictures of a size and rate, its encoder told what the encoding asks for."""
    told = encoders.options(encoding, rate, still=still)
    stream = container.add_stream(encoding.encoder, rate=rate, options=told)
    stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
    context = stream.codec_context
    context.color_range, context.colorspace = 1, 1
    context.color_primaries, context.color_trc = 1, 1
    return stream


def planes_of(picture: Any) -> Planes:
    """The encoder's own memory as arrays: what is painted there needs no copy."""
    planes = []
    for plane in picture.planes:
        lines = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        planes.append(lines[: plane.height, : plane.width])
    planes[0][:], planes[1][:], planes[2][:] = 16, 128, 128
    return tuple(planes)  # type: ignore[return-value]
