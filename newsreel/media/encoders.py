"""Which of the encoders a reel needs this build of FFmpeg has."""

import av

NEEDED = ("libx264", "aac")


def missing() -> tuple[str, ...]:
    """The encoders that are not there."""
    return tuple(name for name in NEEDED if not _there(name))


def _there(name: str) -> bool:
    try:
        return bool(av.Codec(name, "w"))
    except av.FFmpegError:
        return False
