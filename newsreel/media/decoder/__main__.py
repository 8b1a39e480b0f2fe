"""The decoder's one run: confine itself, do what the command line asks for, and say how it ended."""

import json
import sys

import av

from newsreel.media.decoder import TROUBLES
from newsreel.media.decoder.frames import send_frames
from newsreel.media.decoder.sound import send_sound
from newsreel.media.decoder.survey import survey
from newsreel.media.decoder.wire import Trouble, send

MEMORY = 1_500_000_000


def main() -> None:
    """Do the one thing the command line asks for."""
    what, asked = sys.argv[1], json.loads(sys.argv[2])
    confine(int(asked["cpu"]))
    av.logging.set_level(av.logging.PANIC)
    try:
        {"survey": survey, "frames": send_frames, "sound": send_sound}[what](asked)
        send(b".")
    except Trouble as trouble:
        send(b"!", TROUBLES.index(str(trouble)), *trouble.figures)
    except MemoryError:
        send(b"!", TROUBLES.index("heavy"))
    except av.error.FFmpegError as error:
        send(b"!", TROUBLES.index("heavy" if error.errno == 12 else "damaged"))


def confine(cpu: int) -> None:
    """Give up everything that decoding does not need; nothing of this can be taken back."""
    if sys.platform == "linux":
        import ctypes

        control = ctypes.CDLL(None, use_errno=True).prctl
        for number, value in ((1, 9), (38, 1), (4, 0)):  # die with the parent; no new privileges; no dumps, no tracing
            control(number, value, 0, 0, 0)
    import resource

    limits = {"CORE": 0, "FSIZE": 0, "AS": MEMORY, "CPU": cpu, "NOFILE": 8}
    for name, limit in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        most = resource.getrlimit(kind)[1]
        least = limit if most == resource.RLIM_INFINITY else min(limit, most)
        try:
            resource.setrlimit(kind, (least, least))
        except (OSError, ValueError):
            pass  # a system that knows no such limit


if __name__ == "__main__":
    main()
