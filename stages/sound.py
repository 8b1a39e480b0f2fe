"""The sound stage: voice and music mixed, brought to a loudness by one gain, encoded, and measured as encoded.

Two passes: the mix is measured, turned up or down as a whole, and its few highest peaks are held. What is encoded is
decoded and measured again; where the encoder has moved it out of bounds it is encoded once more with what was learned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsreel.bench import Bench
from newsreel.documents import Cut, Score, Track
from newsreel.loudness import Loudness
from newsreel.timing import ms_of, samples_at, samples_of_frames

if TYPE_CHECKING:
    from newsreel.media import meter
    from newsreel.media.sound import Samples

RATE = 48_000
ROUNDS = 5
NEAR = 0.3  # LU from the target that is near enough
HEADROOM = 0.5  # dB kept below the highest peak allowed, for what encoding adds
LOUDEST_GAIN, HARDEST = 40.0, 12.0  # dB: a whisper is not made a shout, and peaks are not pressed flat
BLOCK = 480_000


@dataclass(frozen=True, slots=True)
class _Mixed:
    sound: "Samples"
    speech_to_music: float | None


def mix(cut: Cut, score: Score | None, loudness: Loudness, bench: Bench) -> Track:
    """The finished sound of a reel, as long as its picture to the sample."""
    frames = samples_of_frames(cut.frames, cut.rate, RATE)
    made = _mix(cut, score, float(loudness.under), frames, bench)
    with bench.scratch() as place:
        out = place / "track.m4a"
        heard = _encode(made.sound, loudness, out, bench)
        length = ms_of(cut.frames, cut.rate)
        return Track(
            sound=bench.keep_file(out, "audio/mp4", length=length),
            length=length,
            lufs=f"{heard.lufs:.1f}",
            true_peak=f"{heard.true_peak:.1f}",
            speech_to_music="" if made.speech_to_music is None else f"{made.speech_to_music:.1f}",
        )


def _mix(cut: Cut, score: Score | None, under: float, frames: int, bench: Bench) -> _Mixed:
    from newsreel.media import meter, mixing
    from newsreel.media.sound import read_wav, wav_blocks

    takes = ((samples_at(cue.start, RATE), read_wav(bench.read(cue.sound))) for cue in cut.voice)
    voice = mixing.voice_stem(takes, frames)
    bench.progress(1, ROUNDS + 2)
    spans = mixing.spoken((cue.start, cue.start + cue.length) for cue in cut.voice)
    if score is None:
        whole, _ = mixing.mixed(voice, (), mixing.ducking((), frames, mixing.Balance(0, 0)))
        _lay_ambience(whole, cut, voice, spans, bench)
        return _Mixed(whole, None)

    def music() -> Iterator["Samples"]:
        assert score
        return wav_blocks(bench.path(score.sound), BLOCK)

    speech = meter.loudness(voice)
    balance = mixing.balance(speech, meter.measured(music()), spans, under)
    whole, level = mixing.mixed(voice, music(), mixing.ducking(spans, frames, balance))
    _lay_ambience(whole, cut, voice, spans, bench)
    bench.progress(2, ROUNDS + 2)
    return _Mixed(whole, mixing.apart(speech, level, spans))


def _lay_ambience(whole: "Samples", cut: Cut, voice: "Samples", spans: Sequence[tuple[int, int]], bench: Bench) -> None:
    """Lay what was recorded with the films under the mix; without films that are heard there is nothing to do."""
    if not cut.ambience:
        return
    from newsreel.media import meter
    from newsreel.media.ambience import lay_under
    from newsreel.media.footage import recorded

    speech = meter.loudness(voice)
    for heard in cut.ambience:
        film = recorded(bench.path(heard.film), heard.begin, heard.length)
        lay_under(whole, film, heard.start, speech, spans)


def _encode(sound: "Samples", wanted: Loudness, out: Path, bench: Bench) -> "meter.Loudness":
    """Encode until what a player hears is as loud as wanted and no peak is too high."""
    from newsreel.media import aac, limiter
    from newsreel.media.meter import measured

    target, peak = float(wanted.target), float(wanted.peak)
    aim, ceiling, before = target, peak - HEADROOM, 1.0
    for attempt in range(ROUNDS):
        gain, curve = _level(sound, aim, ceiling)
        aac.encode(limiter.levelled(sound, gain, curve), len(sound), out)
        heard = measured(aac.decoded(out, len(sound)))
        bench.progress(3 + attempt, ROUNDS + 2)
        off, over = heard.lufs - target, heard.true_peak - peak
        if over <= 0 and (abs(off) <= NEAR or gain == before):
            break  # near enough, or as near as it gets
        before = gain
        aim = min(target + 3, max(target - 3, aim - off))
        ceiling -= over + 0.1 if over > 0 else 0.0
    return heard


def _level(sound: "Samples", aim: float, ceiling: float) -> tuple[float, "Samples | None"]:
    """The one gain that brings a mix to a loudness with its peaks held, and the curve that holds them."""
    from newsreel.media import limiter
    from newsreel.media.meter import SILENT, measured

    plain = measured(limiter.levelled(sound, 1.0, None))
    top = 10 ** (ceiling / 20)
    if plain.lufs <= SILENT:  # silence, or too short to have a loudness: only the peaks are looked after
        return 1.0, limiter.gain_curve(sound, 1.0, top)
    highest = min(LOUDEST_GAIN, ceiling + HARDEST - plain.true_peak)
    decibels = min(aim - plain.lufs, highest)
    for _ in range(4):
        gain = 10 ** (decibels / 20)
        curve = limiter.gain_curve(sound, gain, top)
        if curve is None:
            break
        missing = aim - measured(limiter.levelled(sound, gain, curve)).lufs
        if abs(missing) < 0.05 or decibels >= highest:
            break
        decibels = min(decibels + missing, highest)
    return 10 ** (decibels / 20), limiter.gain_curve(sound, 10 ** (decibels / 20), top)
