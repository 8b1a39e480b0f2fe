"""Sound in: WAV read and written, other people's files decoded within limits, and music brought to a length."""

import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import numpy as np

from newsreel.errors import MediaFailed, Refused
from newsreel.media.blocks import BLOCK, RATE, Roll, Samples, fading

LARGEST = 200_000_000  # bytes of a sound file taken from outside
LONGEST = 2 * 3600 * 1000  # milliseconds
SHORTEST = RATE // 2  # samples of a piece that may be played again and again
FORMATS = "mp3,wav,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2"  # the last are one demuxer: it is known by all its names
CODECS = "mp3,mp3float,flac,aac,alac,vorbis,opus,pcm_s16le,pcm_s24le,pcm_s32le,pcm_u8,pcm_f32le"
BRIDGE = 1_000  # milliseconds of crossfade where a piece of music starts again
FADE_IN, FADE_OUT = 20, 1_200


def write_wav(samples: Samples, rate: int = RATE) -> bytes:
    """A 16-bit WAV; one dimension is mono."""
    frames = samples[:, None] if samples.ndim == 1 else samples
    return wav_header(len(frames), frames.shape[1], rate) + to_16_bit(frames)


def wav_header(frames: int, channels: int, rate: int = RATE) -> bytes:
    """The first 44 bytes of a 16-bit WAV."""
    size = frames * channels * 2
    layout = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * channels * 2, channels * 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + size) + b"WAVE" + layout + b"data" + struct.pack("<I", size)


def to_16_bit(frames: Samples) -> bytes:
    """Samples as 16-bit integers, clipped at full scale."""
    scaled = np.rint(frames * np.float32(32767))
    return np.clip(scaled, -32768, 32767).astype("<i2").tobytes()


def read_wav(data: bytes | memoryview) -> Samples:
    """The samples of a 48 kHz 16-bit WAV, as takes and scores are kept."""
    channels, start, size = _layout(memoryview(data))
    frames = np.frombuffer(data, "<i2", count=size // 2, offset=start).reshape(-1, channels)
    return frames.astype(np.float32) / np.float32(32767)


def shape(path: Path) -> tuple[int, int]:
    """How many frames and channels a 48 kHz 16-bit WAV has, without reading its sound."""
    with path.open("rb") as source:
        head = source.read(65_536)
    channels, start, _ = _layout(memoryview(head), cut_short=True)
    return (path.stat().st_size - start) // (2 * channels), channels


def wav_blocks(path: Path, block: int) -> Iterator[Samples]:
    """The samples of a 48 kHz 16-bit WAV, so many frames at a time, so that music is never wholly in memory."""
    with path.open("rb") as source:
        channels, start, _ = _layout(memoryview(source.read(65_536)), cut_short=True)
        source.seek(start)
        while raw := source.read(block * channels * 2):
            whole = raw[: len(raw) // (2 * channels) * 2 * channels]
            yield np.frombuffer(whole, "<i2").reshape(-1, channels).astype(np.float32) / np.float32(32767)


def _layout(data: memoryview, cut_short: bool = False) -> tuple[int, int, int]:
    """Channels, where the sound starts and how many bytes it has."""
    wrong = MediaFailed("A sound file of the line is not a 48 kHz 16-bit WAV; choose another voice or composer.")
    if len(data) < 44 or bytes(data[:4]) != b"RIFF" or bytes(data[8:12]) != b"WAVE":
        raise wrong
    at, channels = 12, 0
    while at + 8 <= len(data):
        name, size = bytes(data[at : at + 4]), int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"fmt " and size >= 16:
            form, channels, rate, _, _, bits = struct.unpack("<HHIIHH", data[at + 8 : at + 24])
            if form not in (1, 0xFFFE) or rate != RATE or bits != 16 or channels not in (1, 2):
                raise wrong
        if name == b"data" and channels:
            there = len(data) - at - 8
            if size > there and not cut_short:
                raise wrong
            return channels, at + 8, size - size % (2 * channels)
        at += 8 + size + size % 2
    raise wrong


def decode(path: Path, longest: int = LONGEST) -> Iterator[Samples]:
    """The sound of any file we take, as 48 kHz stereo in blocks, up to so many milliseconds of it."""
    name = path.name if len(path.name) < 60 else "the music"
    if path.stat().st_size > LARGEST:
        raise Refused(f"The sound file {name} is larger than {LARGEST // 1_000_000} MB; take a shorter piece.")
    allowed = {"format_whitelist": FORMATS, "codec_whitelist": CODECS, "protocol_whitelist": "file"}
    got, enough = 0, min(longest, LONGEST) * RATE // 1000
    try:
        with closing(av.open(str(path), options=allowed)) as source:
            for piece in _resampled(source, name):
                block = piece.to_ndarray().T[: enough - got]
                got += len(block)
                yield np.nan_to_num(block.astype(np.float32), copy=False, nan=0.0, posinf=1.0, neginf=-1.0)
                if got >= enough:
                    break
    except (av.error.FFmpegError, ValueError):
        raise Refused(f"The sound file {name} cannot be read; give it as MP3, WAV, FLAC, M4A or Ogg.") from None
    if not got:
        raise Refused(f"The sound file {name} is empty; give another.")


def _resampled(source: Any, name: str) -> Iterator[Any]:
    if not source.streams.audio:
        raise Refused(f"The file {name} has no sound in it; give a sound file.")
    stream = source.streams.audio[0]
    if stream.codec_context.name not in CODECS.split(","):  # the demuxer's own list does not bind the decoder
        raise Refused(f"The sound in {name} is of a kind we do not take; give it as MP3, WAV, FLAC, M4A or Ogg.")
    if source.duration and source.duration // 1000 > LONGEST:
        raise Refused(f"The sound file {name} is longer than two hours; take a shorter piece.")
    stream.thread_type = "NONE"
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    for frame in source.decode(stream):
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def fitted(piece: Roll, frames: int) -> Iterator[Samples]:
    """Music brought to a length: started again with a crossfade where it is too short, faded where it ends."""
    if piece.frames < min(frames, SHORTEST):
        raise Refused("The music is shorter than half a second; give a longer piece.")
    return fading(_again_and_again(piece, frames), frames, FADE_IN * RATE // 1000, FADE_OUT * RATE // 1000)


def _again_and_again(piece: Roll, frames: int) -> Iterator[Samples]:
    bridge = min(BRIDGE * RATE // 1000, piece.frames // 4)
    rise = np.sin(np.linspace(0, np.pi / 2, bridge, dtype=np.float32))[:, None]
    step = piece.frames - bridge  # from one start of the piece to the next
    for at in range(0, frames, BLOCK):
        out = np.zeros((min(BLOCK, frames - at), 2), np.float32)
        for start in range(max(0, (at - bridge) // step) * step, at + len(out), step):
            first, last = max(start, at), min(start + piece.frames, at + len(out))
            if first >= last:
                continue
            part = piece.part(first - start, last - start)
            if start:
                part[: max(0, start + bridge - first)] *= rise[first - start : last - start]
            if start + step < frames:  # it is started again
                falls = start + step
                part[max(0, falls - first) :] *= rise[::-1][max(0, first - falls) : max(0, last - falls)]
            out[first - at : last - at] += part
        yield out
