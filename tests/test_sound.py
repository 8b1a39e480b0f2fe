"""The sound stage: loudness after encoding, ducking, balance, sync, lengths, and other people's files."""

import tracemalloc
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from hearing import babble, bed, timeline

from newsreel.bench import Bench
from newsreel.crew.composers.band import Band
from newsreel.documents import Asset, Clip, Closing, Score, Script, Size, Statement
from newsreel.documents import Scene as Beat
from newsreel.errors import BadSettings, CheckFailed, MediaFailed, Refused
from newsreel.loudness import profile, profiles
from newsreel.media import aac, limiter, mixing
from newsreel.media.blocks import BLOCK, RATE, Roll, placed
from newsreel.media.meter import loudness, measured
from newsreel.media.sound import decode, fitted, read_wav, write_wav
from newsreel.store import Folder
from stages import music, sound

SPEECH = ((150, 3_500), (4_050, 6_500), (9_000, 11_500))
LENGTH = 13_000


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return Bench(Folder(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def score(bench):
    return Band().compose(bed("urgent", LENGTH), bench)


def whole(blocks):
    return np.concatenate(list(blocks))


def played(bench, track, frames):
    return np.concatenate(list(aac.decoded(bench.path(track.sound), frames)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reel_is_as_loud_as_its_profile_says_after_encoding(bench, score, language):
    wanted = profile("auto", language)
    track = sound.mix(timeline(bench, SPEECH, LENGTH), score, wanted, bench)
    heard = loudness(played(bench, track, LENGTH * 48))
    assert abs(heard.lufs - float(wanted.target)) <= 0.5
    assert heard.true_peak <= float(wanted.peak)
    assert track.lufs == f"{heard.lufs:.1f}" and track.true_peak == f"{heard.true_peak:.1f}"
    assert float(track.speech_to_music) >= 17.5
    assert track.length == LENGTH


def test_voice_alone_and_music_alone_are_levelled_too(bench, score):
    for cut, piece in ((timeline(bench, SPEECH, LENGTH), None), (timeline(bench, (), LENGTH), score)):
        track = sound.mix(cut, piece, profile("broadcast-eu", "en"), bench)
        assert abs(float(track.lufs) + 23) <= 0.5
        assert track.speech_to_music == ""


def test_the_same_cut_gives_the_same_bytes(bench, score):
    cut = timeline(bench, SPEECH[:1], 4_000)
    one, two = (sound.mix(cut, score, profile("auto", "zh"), bench) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("length", [40, 200, 3_000])
def test_silence_and_the_shortest_reels_do_no_harm(bench, length):
    silent = sound.mix(timeline(bench, (), length), None, profile("auto", "zh"), bench)
    assert float(silent.lufs) == -70
    said = sound.mix(timeline(bench, ((10, length - 10),), length), None, profile("auto", "zh"), bench)
    assert float(said.true_peak) <= -1


def test_music_lies_well_below_speech_on_the_stems(bench, score):
    spans = mixing.spoken(SPEECH)
    voice = mixing.voice_stem(((a * 48, babble(b - a, n)[:, None]) for n, (a, b) in enumerate(SPEECH)), LENGTH * 48)
    samples = read_wav(bench.read(score.sound))
    speech = measured(voice)
    balance = mixing.balance(speech, loudness(samples), spans, 18.0)
    curve = mixing.ducking(spans, len(samples), balance)
    ducked = np.concatenate(list(mixing.turned([samples], curve)))
    spoken = loudness(ducked).momentary
    level = mixing.speech_level(speech, spans)
    inside = [m for n, m in enumerate(spoken) if any(a <= n * 100 - 300 and n * 100 + 100 <= b for a, b in SPEECH)]
    assert level - np.median(inside) >= 17.5
    assert level - np.percentile(inside, 95) >= 15
    between = [m for n, m in enumerate(spoken) if n * 100 - 300 >= 7_400 and n * 100 + 100 <= 8_700]
    assert np.mean(between) > np.mean(inside) + 5, "the music never comes up"


def test_music_falls_ahead_of_a_word_and_rises_after_without_a_jolt():
    spans = mixing.spoken([(4_000, 6_000), (6_550, 9_000), (12_000, 14_000)])
    assert spans == ((4_000, 9_000), (12_000, 14_000)), "a breath is no reason to pump"
    curve = mixing.ducking(spans, 16 * RATE, mixing.Balance(-20.0, -20.0 + mixing.LIFT))
    top, bottom = curve.max(), curve.min()
    assert np.abs(np.diff(curve)).max() <= 1.0
    for start, end in spans:
        falling = np.flatnonzero(curve[: start // 10] >= top - 0.01)[-1] * 10
        assert 100 <= start - falling <= 300
        assert curve[start // 10 : end // 10 + 1].max() <= bottom + 0.01
        back = end + np.flatnonzero(curve[end // 10 :] >= top - 0.01)[0] * 10
        assert 300 <= back - end <= 800


def test_sound_is_in_step_after_a_plain_remux(tmp_path):
    frames = 5 * RATE + 333
    rng = np.random.default_rng(1)
    click = (0.5 * rng.standard_normal((200, 2)) * np.exp(-np.arange(200) / 60)[:, None]).astype(np.float32)
    content, places = np.zeros((frames, 2), np.float32), (3_000, 48_000, 100_123, frames - 2_000)
    for at in places:
        content[at : at + 200] = click
    track, film = tmp_path / "track.m4a", tmp_path / "film.mp4"
    aac.encode((content[at : at + 7_000] for at in range(0, frames, 7_000)), frames, track)
    with (
        av.open(str(film), "w", options={"movflags": "+faststart", "use_editlist": "0"}) as out,
        av.open(str(track)) as source,
    ):
        stream = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux_one(packet)
    for file in (track, film):
        assert b"elst" not in file.read_bytes()
        with av.open(str(file)) as source:
            stream = source.streams.audio[0]
            assert (stream.start_time, stream.duration, stream.time_base) == (0, frames, Fraction(1, RATE))
        heard = np.concatenate(list(aac.decoded(file)))
        for at in places:
            near = np.correlate(heard[at - 1_000 : at + 1_200, 0], click[:, 0], "valid")
            assert abs(int(np.argmax(near)) - 1_000) <= 48, "more than a millisecond off"


def test_a_track_is_as_long_as_its_picture_to_the_sample(bench):
    cut = timeline(bench, ((150, 2_500),), 3_003, Fraction(30000, 1001))
    track = sound.mix(cut, None, profile("auto", "en"), bench)
    with av.open(str(bench.path(track.sound))) as source:
        stream = source.streams.audio[0]
        assert stream.duration == round(cut.frames * RATE / cut.rate)
        assert (stream.codec_context.profile, stream.codec_context.channels, stream.rate) == ("LC", 2, RATE)


def test_the_limiter_holds_true_peaks_and_leaves_the_rest_alone():
    now = np.arange(2 * RATE) / RATE
    quiet = 0.2 * np.sin(2 * np.pi * 440 * now)
    loud = 0.95 * np.sin(2 * np.pi * 11_987 * now + 0.6) * ((now > 1) & (now < 1.01))
    tone = np.repeat((quiet + loud).astype(np.float32)[:, None], 2, axis=1)
    ceiling = 10 ** (-3 / 20)
    held = whole(limiter.limited([tone], 1.0, ceiling))
    assert loudness(tone).true_peak > -1
    assert loudness(held).true_peak <= -2.9
    assert np.array_equal(held[: RATE * 9 // 10], tone[: RATE * 9 // 10])
    assert np.array_equal(held[RATE * 11 // 10 :], tone[RATE * 11 // 10 :])
    odd = (tone[at : at + 10_007] for at in range(0, len(tone), 10_007))
    assert np.array_equal(whole(limiter.limited(odd, 1.0, ceiling)), held), "it depends on how the sound comes in"
    assert np.array_equal(whole(limiter.limited([tone], 0.1, 0.7)), tone * np.float32(0.1))


@pytest.mark.parametrize("moment", [48_000, 47_990, 48_010, 95_999])
def test_the_limiter_sees_a_peak_beyond_the_block_at_hand(moment):
    sound = np.full((3 * RATE, 2), 0.1, np.float32)
    sound[moment - 3 : moment + 3] = 0.9
    held = whole(limiter.limited([sound], 1.0, 0.5))
    assert np.abs(held).max() <= 0.5
    gain = held[:, 0] / sound[:, 0]
    assert gain[moment] < 0.56 and np.abs(np.diff(gain)).max() < 0.002, "it jumps"
    assert gain[moment - 3_000] == gain[moment + 3_000] == 1


def test_wav_comes_back_as_it_was_written():
    samples = babble(300)
    again = read_wav(write_wav(samples))
    assert again.shape == (len(samples), 1)
    assert np.abs(again[:, 0] - samples).max() < 1 / 32_000
    with pytest.raises(MediaFailed):
        read_wav(write_wav(samples)[:-9])
    with pytest.raises(MediaFailed):
        read_wav(write_wav(samples, rate=22_050))


FILES = [("mp3", "libmp3lame"), ("wav", "pcm_s16le"), ("flac", "flac"), ("m4a", "aac"), ("ogg", "libopus")]


@pytest.mark.parametrize(("suffix", "codec"), FILES)
def test_sound_files_of_the_usual_kinds_are_read(tmp_path, suffix, codec):
    path = tmp_path / f"tune.{suffix}"
    rate = RATE if codec == "libopus" else 44_100
    tone = (0.3 * np.sin(2 * np.pi * 440 * np.arange(rate * 2) / rate)).astype(np.float32)
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate, layout="stereo")
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="stereo", rate=rate)
        frame = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
        frame.sample_rate = rate
        fifo = av.AudioFifo()
        for piece in resampler.resample(frame):
            fifo.write(piece)
        while piece := fifo.read(stream.codec_context.frame_size or 1024, partial=True):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    samples = whole(decode(path))
    assert abs(len(samples) - 2 * RATE) < RATE // 10 and samples.shape[1] == 2
    middle = samples[RATE // 2 : RATE * 3 // 2, 0]
    assert np.argmax(np.abs(np.fft.rfft(middle))) == 440
    assert len(whole(decode(path, longest=500))) == RATE // 2


def test_what_is_no_sound_file_is_refused(tmp_path):
    for name, data in {
        "tune.mp3": b"not a tune at all" * 99,
        "list.m3u8": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n",
        "list.ffconcat": b"ffconcat version 1.0\nfile tune.mp3\n",
        "none.wav": b"",
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Refused, match=r"MP3, WAV, FLAC|no sound|empty"):
            whole(decode(path))


def test_the_editors_music_is_looped_or_cut_to_length_and_faded(bench, tmp_path):
    tone = np.repeat((0.3 * np.sin(2 * np.pi * 440 * np.arange(3 * RATE) / RATE))[:, None], 2, 1).astype(np.float32)
    piece = Roll(tmp_path / "piece", [tone])
    for seconds in (1, 3, 10):
        made = whole(fitted(piece, seconds * RATE))
        level = np.sqrt(np.mean(made[: len(made) // 4800 * 4800].reshape(-1, 9600) ** 2, axis=1))
        assert len(made) == seconds * RATE
        assert level[: len(level) - 13].min(initial=1) > 0.05, "a hole where it starts again"
        assert level[-1] < 0.02 and np.abs(np.diff(made, axis=0)).max() < 0.1
    kept = bench.keep(write_wav(tone), "audio/*")
    score = music.score(Asset(digest=kept.digest, kind="audio/*"), 7_000, bench)
    assert score.length == 7_000 and len(read_wav(bench.read(score.sound))) == 7 * RATE


def test_a_snippet_is_not_looped_to_a_stutter(tmp_path):
    blip = Roll(tmp_path / "blip", [np.full((400, 2), 0.5, np.float32)])
    with pytest.raises(Refused, match="half a second"):
        whole(fitted(blip, 10 * RATE))
    assert len(whole(fitted(blip, 300))) == 300


def test_pieces_lie_where_they_are_placed_over_any_number_of_blocks():
    rng = np.random.default_rng(4)
    places = ((0, 100), (BLOCK - 7, 3 * BLOCK), (BLOCK + 5, 20), (2 * BLOCK, 0), (5 * BLOCK, BLOCK))
    pieces = [(at, rng.standard_normal((length, 1)).astype(np.float32)) for at, length in places]
    expected = np.zeros((5 * BLOCK + 99, 1), np.float32)
    for at, piece in pieces:
        there = expected[at : at + len(piece)]
        there += piece[: len(there)]
    assert np.array_equal(whole(placed(pieces, len(expected), 1)), expected)


def test_the_mix_of_a_long_reel_takes_no_more_memory_than_that_of_a_short_one(bench, tmp_path):
    cut = timeline(bench, ((100, 2_900),), 3_000)
    bit = np.tile(babble(3_000)[:, None], (1, 2))

    def peak(times):
        cues = tuple(replace(cut.voice[0], start=3_000 * n + 100) for n in range(times))
        piece = bench.keep(write_wav(np.tile(bit, (times, 1))), "audio/wav")
        long = replace(cut, frames=cut.frames * times, voice=cues)
        tracemalloc.start()
        sound.mix(long, Score(sound=piece, length=3_000 * times), profile("auto", "zh"), bench)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    short, long = peak(4), peak(20)
    assert long < 1.1 * short and long < 25_000_000


def test_the_composer_hears_the_scenes_as_they_lie_on_the_timeline(bench):
    size, rate = Size(width=2, height=2), Fraction(25)
    clips = tuple(Clip(scene=f"s{n}", size=size, rate=rate, frames=50, layers=()) for n in (1, 2))
    cut = replace(timeline(bench, ((150, 1_600),), 4_000, rate), clips=clips)
    script = Script(
        title="t",
        language="en",
        mood="calm",
        scenes=(
            Beat(id="s1", says="x", shows=Statement(text="x")),
            Beat(id="s2", says="", shows=Closing(), turn=True),
        ),
    )
    wanted = music.bed(cut, script, "calm", seed=3)
    assert (wanted.length, wanted.mood, wanted.seed) == (4_000, "calm", 3)
    first, last = wanted.passages
    assert (first.start, first.length, first.kind, first.turn) == (0, 2_000, "statement", False)
    assert first.speech == ((150, 1_600),)
    assert (last.start, last.kind, last.turn, last.speech) == (2_000, "closing", True, ())
    assert music.score(wanted, 4_000, Band(), bench).length == 4_000


def test_music_of_the_wrong_length_is_sent_back(bench):
    class Sloppy:
        version = "1"

        def compose(self, bed, bench):
            data = write_wav(np.zeros((bed.length * 48 - 1, 2), np.float32))
            return Score(sound=bench.keep(data, "audio/wav"), length=bed.length)

    with pytest.raises(CheckFailed, match="as long as the picture"):
        music.compose(bed("calm", 1_000), Sloppy(), bench)


def test_loudness_profiles_are_dated_and_chosen_by_language():
    assert profile("auto", "zh").target == "-15.0" and profile("", "en-GB").target == "-14.0"
    assert profile("auto", "fr").name == "web"
    for known in profiles().values():
        assert known.checked_on and float(known.peak) <= -1 and float(known.under) >= 15
    with pytest.raises(BadSettings, match="broadcast-eu"):
        profile("loudest", "en")
