"""Films for tests, made on the spot: every frame carries its own number, so that it can be told which one is shown."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS = 10  # the number of a frame, in black and white blocks across the middle


def numbered(n: int, width: int, height: int) -> np.ndarray:
    """RGB pixels: a grey ground, and the number in the middle, where every crop keeps it."""
    pixels = np.full((height, width, 3), 96, np.uint8)
    side = min(width, height) // (2 * BITS) * 2
    left, top = (width - BITS * side) // 2 // 2 * 2, (height - side) // 2 // 2 * 2
    for bit in range(BITS):
        value = 230 if n >> (BITS - 1 - bit) & 1 else 20
        pixels[top : top + side, left + bit * side : left + (bit + 1) * side] = value
    return pixels


def number_of(luma: np.ndarray, source: tuple[int, int]) -> int:
    """The number on a frame that shows a film of that size, covered and centred."""
    height, width = luma.shape
    scale = max(width / source[0], height / source[1])
    side = min(source) // (2 * BITS) * 2 * scale
    read = 0
    for bit in range(BITS):
        x = width / 2 + (bit - BITS / 2 + 0.5) * side
        reach = max(1, int(side / 5))
        block = luma[height // 2 - reach : height // 2 + reach, round(x) - reach : round(x) + reach]
        read = read * 2 + int(block.mean() > 128)
    return read


def film(
    path: Path,
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (320, 240),
    rate: int = 30,
    frames: int = 60,
    times: list[int] | None = None,  # milliseconds, for films whose frames do not come at one rate
    form: str = "yuv420p",
    tags: tuple[int, int] = (1, 1),  # matrix and range
    pixels: object = numbered,
    sound: bool = False,
    options: dict[str, str] | None = None,
    mux: dict[str, str] | None = None,
) -> Path:
    """Write a film."""
    with av.open(str(path), "w", options=mux or {}) as out:
        stream = out.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, form
        base = Fraction(1, 1000) if times else Fraction(1, rate)
        stream.codec_context.time_base = base
        stream.codec_context.colorspace, stream.codec_context.color_range = tags
        track = out.add_stream("aac", rate=44100, layout="mono") if sound else None
        for n in range(frames):
            picture = av.VideoFrame.from_ndarray(pixels(n, *size), "rgb24")
            picture = picture.reformat(format=form, dst_colorspace=tags[0], dst_color_range=tags[1])
            picture.pts, picture.time_base = times[n] if times else n, base
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
        if track is not None:
            add_tone(out, track, Fraction(frames, rate))
    return path


def add_tone(out, track, seconds: Fraction) -> None:
    """A tone of 440 Hz that is silent for the first half."""
    count = int(seconds * 44100)
    wave = (0.3 * np.sin(np.arange(count) * 2 * np.pi * 440 / 44100)).astype(np.float32)
    wave[: count // 2] = 0
    for at in range(0, count - 1023, 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 44100, at, Fraction(1, 44100)
        out.mux(track.encode(frame))
    out.mux(track.encode(None))


def turned(path: Path) -> Path:
    """Mark an MP4 as filmed with the camera on its side: to be turned a quarter clockwise."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    matrix = (0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    data[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    path.write_bytes(data)
    return path
