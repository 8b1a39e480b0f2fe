"""The composer band: lengths, moods, form, harmony, and what reaches the ear."""

import tracemalloc
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest
from hearing import bed

from newsreel.bench import Bench
from newsreel.crew.composers.band import Band
from newsreel.crew.composers.ensemble import console, form, parts, styles
from newsreel.crew.composers.ensemble.harmony import lead, parallels
from newsreel.crew.composers.ensemble.stand import Note
from newsreel.documents import Score
from newsreel.errors import CrewFailed
from newsreel.media.blocks import RATE
from newsreel.media.meter import loudness
from newsreel.media.sound import read_wav
from newsreel.store import Folder

MOODS = tuple(styles.STYLES)
LENGTH = 24_000


@cache
def bench() -> Bench:
    return Bench(Folder(Path(mkdtemp(prefix="band"))))


@cache
def heard(mood: str) -> tuple[Score, np.ndarray]:
    score = Band().compose(bed(mood, LENGTH), bench())
    return score, read_wav(bench().read(score.sound))


@cache
def planned(mood: str, length: int = LENGTH, seed: int = 7) -> form.Form:
    return form.plan(bed(mood, length, seed), styles.STYLES[mood])


def power(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = samples.mean(axis=1)
    return np.fft.rfftfreq(len(middle), 1 / RATE), np.abs(np.fft.rfft(middle)) ** 2


def chroma(samples: np.ndarray) -> np.ndarray:
    """How strongly each pitch class sounds."""
    f, strength = power(samples * np.hanning(len(samples))[:, None])
    classes = np.zeros(12)
    for pitch in range(40, 84):
        centre = 440 * 2 ** ((pitch - 69) / 12)
        classes[pitch % 12] += strength[(f > centre * 0.978) & (f < centre * 1.022)].sum()
    return classes


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_is_exactly_as_long_as_asked_and_fit_to_broadcast(mood):
    score, samples = heard(mood)
    assert samples.shape == (LENGTH * RATE // 1000, 2)
    assert score.length == LENGTH and score.mood == mood and score.sound.credit.licence
    assert np.abs(samples).max() < 0.9
    assert np.abs(samples.mean(axis=0)).max() < 0.001, "a constant offset"
    assert np.corrcoef(samples.T)[0, 1] > 0.3, "it would suffer in mono"
    assert np.abs(np.diff(samples, axis=0)).max() < 0.35, "a click"
    assert -21 < loudness(samples).lufs < -15


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_leaves_the_middle_to_the_voice(mood):
    f, strength = power(heard(mood)[1])
    assert 10 * np.log10(strength[(f > 1000) & (f < 4000)].sum() / strength.sum()) < -18


@pytest.mark.parametrize("mood", MOODS)
def test_music_is_there_in_the_first_second_and_fades_with_the_picture(mood):
    samples = heard(mood)[1]
    loud = [float(np.sqrt(np.mean(samples[n * RATE // 10 : (n + 1) * RATE // 10] ** 2))) for n in range(LENGTH // 100)]
    assert max(loud[:10]) > 0.02
    assert loud[-14] > 0.01, "gone too soon"
    assert loud[-14] > loud[-6] > loud[-3] > loud[-1]
    assert np.abs(samples[-240:]).max() < 0.001


def test_the_same_bed_gives_the_same_bytes_and_another_seed_another_piece():
    once, again = (Band().compose(bed("bright", 6_000), bench()) for _ in range(2))
    other = Band().compose(bed("bright", 6_000, seed=8), bench())
    assert once == again
    assert once.sound.digest != other.sound.digest


def test_the_moods_differ_in_tempo_and_are_played_in_it():
    tempi = {mood: float(60_000 / planned(mood).beat) for mood in MOODS}
    ordered = [tempi[mood] for mood in ("sombre", "calm", "bright", "urgent")]
    assert all(slow + 8 < fast for slow, fast in pairwise(ordered)), tempi
    for mood in ("bright", "urgent"):  # those with drums: the beat is in the sound
        samples = heard(mood)[1].mean(axis=1)
        level = np.sqrt(np.mean(samples[: len(samples) // 480 * 480].reshape(-1, 480) ** 2, axis=1))
        onsets = np.maximum(0, np.diff(np.log(level + 1e-4)))
        onsets -= onsets.mean()
        alike = np.correlate(onsets, onsets, "full")[len(onsets) - 1 :]
        period = float(planned(mood).beat) / 10
        on = alike[round(period) - 1 : round(period) + 2].max()
        off = alike[round(period * 0.62) - 1 : round(period * 0.62) + 2].max()
        assert on > 3 * abs(off), mood


@pytest.mark.parametrize("mood", MOODS)
def test_the_mode_is_heard(mood):
    shape, samples = planned(mood), heard(mood)[1]
    classes = np.zeros(12)
    for bar in shape.bars:
        if bar.section == 0:
            classes += chroma(samples[shape.sample(bar.beat) : shape.sample(bar.beat + bar.beats)])
    major, minor = classes[(shape.tonic + 4) % 12], classes[(shape.tonic + 3) % 12]
    assert (major > 3 * minor) == (mood in ("calm", "bright"))


def test_the_moods_differ_in_colour():
    def tilt(mood: str) -> float:
        f, strength = power(heard(mood)[1])
        return float(10 * np.log10(strength[f > 5000].sum() / strength[(f > 100) & (f < 1000)].sum()))

    def weight(mood: str) -> float:
        f, strength = power(heard(mood)[1])
        return float(10 * np.log10(strength[f < 100].sum() / strength[(f > 250) & (f < 1000)].sum()))

    assert tilt("bright") > tilt("calm") + 3 > tilt("sombre") + 6
    assert weight("urgent") > weight("bright") + 4


@pytest.mark.parametrize("mood", MOODS)
def test_what_sounds_in_a_bar_are_the_tones_of_its_chord(mood):
    shape, samples = planned(mood), heard(mood)[1]
    right = all_ = 0
    for bar in shape.bars:
        start, end = shape.sample(bar.beat) + RATE // 2, shape.sample(bar.beat + bar.beats)
        strongest = np.argsort(chroma(samples[start:end]))[-2:]
        right += sum(tone in bar.chord.tones for tone in strongest)
        all_ += 2
    assert right >= 0.9 * all_


@pytest.mark.parametrize("mood", MOODS)
def test_chords_lead_smoothly_and_hardly_ever_in_parallels(mood):
    style, changes, bad, steps = styles.STYLES[mood], 0, 0, 0.0
    for seed in range(8):
        shape, before = planned(mood, 60_000, seed), None
        for bar in (*shape.bars, shape.last):
            now = lead(before, bar.chord, *style.pad, style.voices)
            if before and now != before:
                changes += 1
                bad += parallels(before, now) > 0
                steps += sum(abs(a - b) for a, b in zip(before, now, strict=True)) / len(now)
            before = now
    assert steps / changes < 2.5
    assert bad <= 0.05 * changes


@pytest.mark.parametrize("mood", MOODS)
def test_sections_follow_the_scenes_and_quotations_are_thin(mood):
    wanted, shape = bed(mood, 60_000), planned(mood, 60_000)
    opens = [int(shape.first + bar.beat * shape.beat) for bar in shape.bars if bar.opens]
    for passage in wanted.passages:
        assert min(abs(passage.start - at) for at in opens) <= shape.beat, passage.start
    notes = parts.write(shape, styles.STYLES[mood], wanted.seed)
    moving = {"stab", "kick", "snap", "shaker", "tick", "thud", "pulse", "chop", "tom"}
    for bar in shape.bars:
        inside = [n for n in notes if shape.sample(bar.beat) <= n.at < shape.sample(bar.beat + bar.beats)]
        assert inside
        if bar.kind == "quote":
            assert not [note for note in inside if note.voice in moving]


@pytest.mark.parametrize("mood", MOODS)
def test_the_story_turns_and_so_does_the_music(mood):
    shape = planned(mood, 60_000)
    turn = next(n for n, bar in enumerate(shape.bars) if bar.turn)
    assert shape.bars[turn].energy > shape.bars[turn - 1].energy
    notes = parts.write(shape, styles.STYLES[mood], 7)
    at = shape.sample(shape.bars[turn].beat)
    assert any(note.voice == "boom" and note.at == at for note in notes)


@pytest.mark.parametrize("mood", MOODS)
def test_the_piece_ends_at_home_before_the_picture_does(mood):
    shape = planned(mood)
    key = (shape.tonic + (styles.STYLES[mood].lift if any(bar.turn for bar in shape.bars) else 0)) % 12
    assert shape.last.chord.root == key
    left = LENGTH - int(shape.first + shape.last.beat * shape.beat)
    assert form.RING <= left < form.RING + 2 * shape.beat + 400


@pytest.mark.parametrize("mood", MOODS)
def test_air_and_glass_never_sound_over_the_voice(mood):
    shape = planned(mood, 60_000)
    for note in parts.write(shape, styles.STYLES[mood], 7):
        if note.voice == "swell":
            assert not shape.spoken(note.at + 480, note.at + note.length - 480)


def test_beats_are_even_and_inside_the_piece():
    score, _ = heard("urgent")
    steps = {b - a for a, b in pairwise(score.beats)}
    assert len(steps) <= 2 and max(steps) - min(steps) <= 1
    assert 0 <= score.beats[0] < 1000 and score.beats[-1] < LENGTH


@pytest.mark.parametrize("length", [200, 333, 1_000, 2_501, 4_000])
def test_even_the_shortest_bed_is_music_of_that_length(length):
    score = Band().compose(bed("calm", length), bench())
    samples = read_wav(bench().read(score.sound))
    assert len(samples) == length * RATE // 1000
    assert 0.001 < np.abs(samples).max() < 0.9


def test_a_note_sounds_the_same_wherever_the_blocks_fall():
    note = Note(console.BLOCK - 1000, "felt", 60, 1, 0.5)
    later = Note(console.BLOCK + 9000, "felt", 60, 1, 0.5)
    one, two = (np.concatenate(list(console.perform([n], 400_000, 1.0))) for n in (note, later))
    first, second = one[note.at : note.at + 90_000], two[later.at : later.at + 90_000]
    assert np.abs(first - second).max() < 1e-5
    assert np.abs(first).max() > 0.05


def test_a_long_bed_takes_no_more_memory_than_a_short_one():
    tracemalloc.start()
    Band().compose(bed("sombre", 120_000), bench())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120_000_000


def test_what_the_band_cannot_play_is_said():
    with pytest.raises(CrewFailed, match=r"the mood 'jolly'.*calm, urgent"):
        Band().compose(bed("jolly", 5_000), bench())
    with pytest.raises(CrewFailed, match="15 minutes"):
        Band().compose(bed("calm", 1_000_000), bench())
