"""The sound stage: voice and music mixed, brought to a loudness by one gain, encoded, and measured as encoded.

Two passes: the mix is measured, turned up or down as a whole, and its few highest peaks are held. What is encoded is
decoded and measured again; where the encoder has moved it out of bounds it is encoded once more with what was learned.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsreel.bench import Bench
from newsreel.documents import Cut, Score, Track
from newsreel.loudness import Loudness
from newsreel.timing import ms_of, samples_at, samples_of_frames

if TYPE_CHECKING:
    from newsreel.media import meter
    from newsreel.media.blocks import Roll, Samples

RATE = 48_000
ROUNDS = 5
NEAR = 0.3  # LU from the target that is near enough
HEADROOM = 0.5  # dB kept below the highest peak allowed, for what encoding adds
SURE = 0.5  # dB below the ceiling a peak must stay to be sure that the limiter has nothing to do
LOUDEST_GAIN, HARDEST = 40.0, 12.0  # dB: a whisper is not made a shout, and peaks are not pressed flat


def mix(cut: Cut, score: Score | None, loudness: Loudness, bench: Bench) -> Track:
    """The finished sound of a reel, as long as its picture to the sample."""
    with bench.scratch() as place:
        roll, plain, apart = _mix(cut, score, float(loudness.under), place / "mix", bench)
        bench.progress(2, ROUNDS + 2)
        out = place / "track.m4a"
        heard = _encode(roll, plain, loudness, out, bench)
        length = ms_of(cut.frames, cut.rate)
        return Track(
            sound=bench.keep_file(out, "audio/mp4", length=length),
            length=length,
            lufs=f"{heard.lufs:.1f}",
            true_peak=f"{heard.true_peak:.1f}",
            speech_to_music="" if apart is None else f"{apart:.1f}",
        )


def _mix(
    cut: Cut, score: Score | None, under: float, out: Path, bench: Bench
) -> tuple["Roll", "meter.Loudness", float | None]:
    """Voice, music and the sound of films on one roll; how loud that is, and how far music lies below speech."""
    from newsreel.media import mixing
    from newsreel.media.blocks import Roll
    from newsreel.media.meter import Meter, measured

    frames = samples_of_frames(cut.frames, cut.rate, RATE)
    spans = mixing.spoken((cue.start, cue.start + cue.length) for cue in cut.voice)
    speech = measured(_voice(cut, frames, bench), peaks=False)
    bench.progress(1, ROUNDS + 2)
    whole, music, beside = Meter(), Meter(peaks=False), []
    if score is not None:
        balance = mixing.balance(speech, measured(_music(score, bench), peaks=False), spans, under)
        beside.append(music.hearing(mixing.turned(_music(score, bench), mixing.ducking(spans, frames, balance))))
    if cut.ambience:
        beside.append(_ambience(cut, frames, speech, spans, bench))
    roll = Roll(out, whole.hearing(mixing.mixed(_voice(cut, frames, bench), beside, frames)))
    return roll, whole.reading(), mixing.apart(speech, music.reading(), spans) if score else None


def _voice(cut: Cut, frames: int, bench: Bench) -> Iterator["Samples"]:
    from newsreel.media.mixing import voice_stem
    from newsreel.media.sound import read_wav

    cues = sorted(cut.voice, key=lambda cue: cue.start)
    return voice_stem(((samples_at(cue.start, RATE), read_wav(bench.read(cue.sound))) for cue in cues), frames)


def _music(score: Score, bench: Bench) -> Iterator["Samples"]:
    from newsreel.media.blocks import BLOCK
    from newsreel.media.sound import wav_blocks

    return wav_blocks(bench.path(score.sound), BLOCK)


def _ambience(
    cut: Cut, frames: int, speech: "meter.Loudness", spans: Sequence[tuple[int, int]], bench: Bench
) -> Iterator["Samples"]:
    """What was recorded with the films, each decoded when its scene comes."""
    from newsreel.media.ambience import under
    from newsreel.media.blocks import placed
    from newsreel.media.footage import recorded

    films = sorted(cut.ambience, key=lambda film: film.start)
    sounds = ((film.start, recorded(bench.path(film.film), film.begin, film.length)) for film in films)
    return placed(((samples_at(start, RATE), under(sound, start, speech, spans)) for start, sound in sounds), frames, 2)


def _encode(mixed: "Roll", plain: "meter.Loudness", wanted: Loudness, out: Path, bench: Bench) -> "meter.Loudness":
    """Encode until what a player hears is as loud as wanted and no peak is too high."""
    from newsreel.media import aac
    from newsreel.media.limiter import limited
    from newsreel.media.meter import measured

    target, peak = float(wanted.target), float(wanted.peak)
    aim, ceiling, before = target, peak - HEADROOM, 1.0
    for attempt in range(ROUNDS):
        gain, top = _gain(mixed, plain, aim, ceiling), 10 ** (ceiling / 20)
        aac.encode(limited(mixed.blocks(), gain, top), mixed.frames, out)
        heard = measured(aac.decoded(out, mixed.frames))
        bench.progress(3 + attempt, ROUNDS + 2)
        off, over = heard.lufs - target, heard.true_peak - peak
        if over <= 0 and (abs(off) <= NEAR or gain == before):
            break  # near enough, or as near as it gets
        before = gain
        aim = min(target + 3, max(target - 3, aim - off))
        ceiling -= over + 0.1 if over > 0 else 0.0
    return heard


def _gain(mixed: "Roll", plain: "meter.Loudness", aim: float, ceiling: float) -> float:
    """The one gain that brings a mix to a loudness with its peaks held."""
    from newsreel.media.limiter import limited
    from newsreel.media.meter import SILENT, measured

    if plain.lufs <= SILENT:  # silence, or too short to have a loudness: only the peaks are looked after
        return 1.0
    highest = min(LOUDEST_GAIN, ceiling + HARDEST - plain.true_peak)
    decibels = min(aim - plain.lufs, highest)
    for _ in range(4):
        if plain.true_peak + decibels < ceiling - SURE:
            break  # nothing is held
        held = limited(mixed.blocks(), 10 ** (decibels / 20), 10 ** (ceiling / 20))
        missing = aim - measured(held, peaks=False).lufs
        if abs(missing) < 0.05 or decibels >= highest:
            break
        decibels = min(decibels + missing, highest)
    return float(10 ** (decibels / 20))
