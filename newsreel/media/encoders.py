"""Encoders: which there are on this machine, and how each is told what a delivery asks for.

Every setting is fixed, one thread a segment: its bytes do not depend on how many cores or workers there are.
"""

from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import av
import cv2
import numpy as np

from newsreel.documents import Encoding
from newsreel.errors import BadSettings, MediaFailed

NEEDED = ("libx264", "aac")
SOFTWARE = {"h264": "libx264", "hevc": "libx265", "av1": "libsvtav1"}
HARDWARE = {
    "nvenc": {"h264": "h264_nvenc", "hevc": "hevc_nvenc", "av1": "av1_nvenc"},
    "qsv": {"h264": "h264_qsv", "hevc": "hevc_qsv", "av1": "av1_qsv"},
    "vaapi": {"h264": "h264_vaapi", "hevc": "hevc_vaapi", "av1": "av1_vaapi"},
}
AVX2 = 11  # OpenCV's number for it, which Python is not given by name
COLOUR = "colorprim=bt709:transfer=bt709:colormatrix=bt709"


def missing() -> tuple[str, ...]:
    """The encoders no reel can be made without that this build of FFmpeg lacks."""
    return tuple(name for name in NEEDED if not _listed(name))


def options(encoding: Encoding, rate: Fraction, *, still: bool = False) -> dict[str, str]:
    """How an encoder is told to keep to an encoding: closed groups, two B-frames, a keyframe every so often.

    `still` pictures, cards that come on and stand, are no film: no motion is worth a search by parts of a pixel and no
    scene is to be found, which saves a third of the time. The headers stay the same, so that both join.
    """
    keys = max(1, round(encoding.keyframes * rate / 1000))
    quality = str(encoding.quality)
    ceiling = {"maxrate": f"{encoding.ceiling}k", "bufsize": f"{2 * encoding.ceiling}k"} if encoding.ceiling else {}
    match encoding.encoder:
        case "libx264":
            groups = f"open-gop=0:stitchable=1:keyint={keys}:min-keyint={max(1, keys // 2)}"
            known = {"preset": encoding.preset, "profile": "high", "level": "4.2", "threads": "1", "bf": "2"}
            if still and encoding.preset == "veryfast":
                known["preset"], quality = "superfast", str(encoding.quality + 2)
                groups += ":subme=0:b-adapt=0:scenecut=0"
            return {**known, "crf": quality, "x264-params": f"{groups}:{COLOUR}{_steady()}", **ceiling}
        case "libx265":
            groups = f"log-level=error:pools=none:frame-threads=1:open-gop=0:bframes=2:keyint={keys}"
            return {"preset": encoding.preset, "crf": quality, "x265-params": f"{groups}:{COLOUR}", **ceiling}
        case "libsvtav1":
            return {"preset": "9", "crf": quality, "g": str(keys), "svtav1-params": "lp=1:scd=0:irefresh-type=2"}
        case name if name.endswith("_nvenc"):
            return {"preset": "p5", "rc": "vbr", "cq": quality, "bf": "2", "g": str(keys), **ceiling}
        case name if name.endswith("_qsv"):
            return {"preset": "medium", "global_quality": quality, "bf": "2", "g": str(keys), **ceiling}
        case _:
            return {"qp": quality, "bf": "2", "g": str(keys), **ceiling}


@cache
def works(encoder: str) -> bool:
    """Whether an encoder is there and encodes: a driver that is listed but has no card behind it does not."""
    encoding = Encoding(encoder=encoder)
    try:
        with av.open(BytesIO(), "w", format="matroska") as container:
            stream: Any = container.add_stream(encoder, rate=30, options=options(encoding, Fraction(30)))
            stream.width, stream.height, stream.pix_fmt = 320, 320, "yuv420p"
            frame = av.VideoFrame.from_ndarray(np.full((480, 320), 128, np.uint8), format="yuv420p")
            for n in range(3):
                frame.pts = n
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    except (av.error.FFmpegError, ValueError, OSError):
        return False
    return True


def choose(codec: str, hardware: str) -> tuple[str, str]:
    """The encoder for a codec, and a sentence where it is not the one asked for."""
    if codec not in SOFTWARE:
        raise BadSettings(f"No codec is called '{codec}'; there are {', '.join(SOFTWARE)}.")
    if hardware not in ("none", "auto", *HARDWARE):
        raise BadSettings(f"No hardware encoder is called '{hardware}'; there are none, auto, {', '.join(HARDWARE)}.")
    for kind in HARDWARE if hardware == "auto" else [] if hardware == "none" else [hardware]:
        encoder = HARDWARE[kind].get(codec)
        if encoder and works(encoder):
            return encoder, ""
    plain = SOFTWARE[codec]
    if not works(plain):
        raise MediaFailed(f"The encoder {plain} does not work here; run `newsreel doctor`.")
    said = f"The hardware encoder {hardware} does not work here for {codec}; {plain} was used instead."
    return plain, "" if hardware in ("none", "auto") else said


def _steady() -> str:
    """Keeps x264 from its AVX-512 code, which reads memory nobody wrote, so that bytes differ from run to run."""
    return ":asm=avx2" if cv2.checkHardwareSupport(AVX2) else ""


def _listed(name: str) -> bool:
    try:
        return bool(av.Codec(name, "w"))
    except av.error.FFmpegError:
        return False
