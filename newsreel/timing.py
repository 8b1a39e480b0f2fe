"""Milliseconds, frames and timecode: the only place where time changes units.

Spoken time is whole milliseconds, picture time whole frames, rates are fractions; a float never holds a time.
"""

from fractions import Fraction


def rate(text: str) -> Fraction:
    """A frame rate as people write it: `30`, `29.97`, `30000/1001`."""
    common = {"23.976": Fraction(24000, 1001), "29.97": Fraction(30000, 1001), "59.94": Fraction(60000, 1001)}
    value = common.get(text.strip()) or Fraction(text.strip())
    if not 1 <= value <= 120:
        raise ValueError(f"a frame rate lies between 1 and 120, not {text}")
    return value


def frame_at(ms: int, fps: Fraction) -> int:
    """The frame on screen at a moment: the last one that starts at or before it."""
    return int(ms * fps // 1000)


def frame_nearest(ms: int, fps: Fraction) -> int:
    """The frame whose start is nearest to a moment (halves go up)."""
    return int((2 * ms * fps + 1000) // 2000)


def frames_to_hold(ms: int, fps: Fraction) -> int:
    """How many whole frames it takes to last at least this long."""
    return int(-(-ms * fps // 1000))


def ms_of(frames: int, fps: Fraction) -> int:
    """When a frame starts, to the nearest millisecond."""
    return int((2000 * frames / fps + 1) // 2)


def samples_at(ms: int, sample_rate: int) -> int:
    """Which sample is heard at a moment."""
    return (2 * ms * sample_rate + 1000) // 2000


def samples_of_frames(frames: int, fps: Fraction, sample_rate: int) -> int:
    """How many samples of sound last as long as this many frames, to the nearest sample."""
    return int((2 * frames * sample_rate / fps + 1) // 2)


def clock(ms: int, comma: bool = False) -> str:
    """A moment as captions write it: `00:01:02.345`, with a comma for SRT."""
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{',' if comma else '.'}{thousandths:03d}"
