"""The sound of a film, from a moment on: stereo, 48 kHz, sixteen bits."""

from fractions import Fraction
from typing import Any

import av

from newsreel.media.decoder import SOUND_RATE
from newsreel.media.decoder.opening import Asked, decoded, opened, sound_of, zero_of
from newsreel.media.decoder.wire import send

SEEK_FROM = 2  # seconds


def send_sound(asked: Asked) -> None:
    """What was recorded from a moment on, as stereo of 48 kHz, silent where nothing was."""
    film, picture = opened(asked)
    track = sound_of(film)
    if track is None:
        return
    begin = zero_of(picture) + Fraction(asked["start"], 1000)
    whole = int(asked["length"]) * SOUND_RATE // 1000
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=SOUND_RATE)
    if asked["start"] > SEEK_FROM * 1000:
        film.seek(int((begin - 1) / track.time_base), stream=track, backward=True)
    at: int | None = None
    for frame in decoded(film, track):
        wanted = round((frame.pts * frame.time_base - begin) * SOUND_RATE)
        at = wanted if at is None or wanted > at + SOUND_RATE // 10 else at
        for part in resampler.resample(frame):
            at = place(part, at, whole)
        if at >= whole:
            return


def place(part: Any, at: int, whole: int) -> int:
    """Send the samples of a part that lie in what was asked for; says where the next belong."""
    samples = memoryview(part.planes[0])[: part.samples * 4]
    first, last = max(0, -at), min(part.samples, whole - at)
    if last > first:
        send(b"S", at + first, (last - first) * 4, after=(samples[first * 4 : last * 4],))
    return at + int(part.samples)
