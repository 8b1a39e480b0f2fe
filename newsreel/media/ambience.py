"""What was recorded with a film, laid under the voice: far below every word, a little nearer in real pauses."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from newsreel.media import mixing
from newsreel.media.blocks import RATE, Samples
from newsreel.media.meter import Loudness, loudness

UNDER = 22.0  # LU below speech; its loudest parts at least three less
LIFT = 6.0  # dB it comes up in a pause
MOST = 6.0  # dB: a quiet room is not made loud
ALONE = -30.0  # LUFS where nobody speaks in the whole reel
BESIDE = 14.0  # LU below speech in a scene where nobody speaks
SLOPE = 150 * RATE // 1000  # samples it takes to come and to go


def under(film: Samples, start: int, speech: Loudness, spans: Sequence[mixing.Span]) -> Samples:
    """The sound of a film as loud as it is to be in the mix, from a millisecond of the reel on."""
    if not film.any():
        return film[:0]
    end = start + len(film) * 1000 // RATE
    here = tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if b > start and a < end)
    level = _level(loudness(film), start, speech, spans, here)
    curve = mixing.ducking(here, len(film), level)
    shaped = np.concatenate(list(mixing.turned([film], curve)))
    slope = min(SLOPE, len(shaped) // 2)
    rise = np.sin(np.linspace(0, np.pi / 2, slope, dtype=np.float32))[:, None] ** 2
    shaped[:slope] *= rise
    shaped[len(shaped) - slope :] *= rise[::-1]
    return shaped


def _level(
    film: Loudness, start: int, speech: Loudness, spans: Sequence[mixing.Span], here: Sequence[mixing.Span]
) -> mixing.Balance:
    """How much louder or quieter it is played under words and between them."""
    if not here:
        beside = mixing.speech_level(speech, spans) - BESIDE if spans else ALONE
        gain = min(MOST, beside - film.lufs)
        return mixing.Balance(gain, gain)
    part = replace(speech, momentary=speech.momentary[start // 100 :])
    gain = min(MOST, mixing.balance(part, film, here, UNDER).under)
    return mixing.Balance(gain, gain + LIFT)
