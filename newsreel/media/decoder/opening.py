"""How a film is opened: which formats and codecs, and how large, and nothing else through it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from newsreel.media.decoder import LONGEST, SIDE
from newsreel.media.decoder.wire import Trouble

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
PICTURE = frozenset(
    {"h264", "hevc", "vp8", "vp9", "libvpx", "libvpx-vp9", "libdav1d", "av1", "mpeg4", "prores", "mjpeg"}
)
SOUND = frozenset(
    {"aac", "mp3", "mp3float", "opus", "vorbis", "flac", "alac"}
    | {"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le"}
)
COVER = 0x400  # the mark of a stream that is a picture attached to a sound, not a film

Asked = dict[str, Any]


def opened(asked: Asked) -> tuple[Any, Any]:
    """The film on standard input and its picture; nothing else can be opened through it."""
    options = {
        "fd": "0",
        "protocol_whitelist": "fd",
        "format_whitelist": FORMATS,
        "codec_whitelist": ",".join(sorted(PICTURE | SOUND)),
        "max_pixels": str(SIDE * SIDE),
    }
    film = av.open("fd:", format=asked["format"], options=options)
    picture = next((stream for stream in film.streams.video if not int(stream.disposition) & COVER), None)
    if picture is None or picture.codec_context is None:
        raise Trouble("no picture" if picture is None else "codec")
    context = picture.codec_context
    if context.codec.name not in PICTURE:
        raise Trouble("codec")
    check_size(context.width, context.height)
    if film.duration and film.duration > (LONGEST + 1) * 1_000_000:
        raise Trouble("too long", film.duration // 1_000_000)
    context.thread_count = int(asked.get("threads", 1))
    context.options = {"max_pixels": str(SIDE * SIDE)}
    return film, picture


def check_size(width: int, height: int) -> None:
    """Refuse what is too large to be held."""
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise Trouble("too large", width, height)


def decoded(film: Any, stream: Any) -> Iterator[Any]:
    """The frames as they are decoded; errors before the first are what lies before a keyframe."""
    began = False
    for packet in film.demux(stream):
        try:
            frames = packet.decode()
        except (OSError, ValueError):
            if began:
                raise Trouble("damaged") from None
            continue
        for frame in frames:
            if frame.pts is not None:
                began = True
                yield frame


def aspect(picture: Any) -> Fraction:
    """How much wider than high a pixel is."""
    ratio = picture.sample_aspect_ratio
    return Fraction(ratio) if ratio and Fraction(1, 8) < ratio < 8 else Fraction(1)


def shown_size(width: int, height: int, rotation: int, pixel: Fraction) -> tuple[int, int]:
    """The size as it is seen: with square pixels, and upright."""
    wide = round(width * pixel)
    return (height, wide) if turn(rotation) % 2 else (wide, height)


def turn(rotation: int) -> int:
    """Quarter turns clockwise that bring the picture upright."""
    return round(-rotation / 90) % 4


def sound_of(film: Any) -> Any:
    """The sound of a film, where it has some that we take."""
    return next((s for s in film.streams.audio if s.codec_context and s.codec_context.codec.name in SOUND), None)


def zero_of(picture: Any) -> Fraction:
    """The time of a film's first frame: where its milliseconds are counted from."""
    return Fraction((picture.start_time or 0) * picture.time_base)
