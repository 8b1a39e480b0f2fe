"""The voice espeak: every word timed, the same bytes on every run, one pace, one level, and nothing left out."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreel.bench import Bench
from newsreel.crew.voices.espeak import Espeak
from newsreel.crew.voices.espeak_library import RATE, Library
from newsreel.crew.voices.recital import recite
from newsreel.documents import Line, Take
from newsreel.errors import CrewFailed
from newsreel.hiring import hire
from newsreel.media.meter import loudness
from newsreel.media.sound import read_wav
from newsreel.speech.pace import estimate
from newsreel.speech.reading import read

CHINESE = (
    "气象部门今天下午发布暴雨黄色预警，预计未来三天，本市大部分地区将有大到暴雨。",
    "昨日全市平均降水量达到37.5毫米，比去年同期增加了12%。",
    "市长表示：“我们会尽最大努力，保障市民安全。”",
    "北京、上海、广州、深圳等城市的5G用户已超过1,200万。",
    "专家提醒，出行前请关注天气变化，注意防范。",
)
ENGLISH = (
    "The mayor said on Monday that the bridge, closed since March, will reopen next year.",
    "Officials expect about 1,200 people to attend the ceremony, which starts at 10:30 a.m.",
    "Inflation rose to 3.2 percent in 2025, the highest level since the crisis.",
)
ALL = [("zh", text) for text in CHINESE] + [("en", text) for text in ENGLISH]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return a_bench(tmp_path_factory.mktemp("store"))


def a_bench(place: Path) -> Bench:
    from newsreel.store import Folder

    return Bench(store=Folder(place))


def spoken(text: str, language: str, bench: Bench, voice: str = "") -> tuple[Take, np.ndarray]:
    take = Espeak().speak(Line(text=text, language=language, voice=voice), bench)
    return take, read_wav(bench.read(take.sound))[:, 0]


def test_it_is_hired_by_name() -> None:
    assert isinstance(hire("voice", "espeak"), Espeak)


@pytest.mark.parametrize(("language", "text"), ALL)
def test_each_word_is_the_text_it_stands_for_and_the_times_go_forward(language: str, text: str, bench: Bench) -> None:
    take, sound = spoken(text, language, bench)
    shown = [word for clause in read(text, language).clauses for word in clause.words]
    assert [(word.text, word.at) for word in take.words] == [(word.text, word.at) for word in shown]
    times = [moment for word in take.words for moment in (word.start, word.end)]
    assert times == sorted(times) and times[-1] <= take.length
    assert all(word.end - word.start >= 40 for word in take.words)
    assert take.words[0].start <= 5 and take.length - take.words[-1].end <= 2
    assert len(sound) == take.length * 48 and take.sound.length == take.length


@pytest.mark.parametrize(("language", "text"), ALL)
def test_sound_comes_back_when_a_word_after_a_pause_begins(language: str, text: str, bench: Bench) -> None:
    take, sound = spoken(text, language, bench)
    quiet = silences(sound)
    checked = 0
    for before, word in zip(take.words, take.words[1:], strict=False):
        if word.start - before.end < 100:
            continue
        onset = min((end for _, end in quiet), key=lambda end: abs(end - word.start))
        assert abs(onset - word.start) <= 20
        ending = min((start for start, _ in quiet), key=lambda start: abs(start - before.end))
        assert abs(ending - before.end) <= 40
        checked += 1
    assert checked >= 1 or "，" not in text


def silences(sound: np.ndarray) -> list[tuple[int, int]]:
    """Stretches of 100 ms and more below -50 dB, in milliseconds."""
    level = np.abs(sound[: len(sound) // 48 * 48]).reshape(-1, 48).max(axis=1) > 10 ** (-50 / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([1], level.astype(int), [1]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start >= 100]


def test_word_times_meet_the_sound_when_every_character_stands_alone(bench: Bench) -> None:
    text = "、".join("天地大山水火人东西南北中")
    take, sound = spoken(text, "zh", bench)
    onsets = [0, *(end for _, end in silences(sound))]
    assert len(onsets) == len(take.words) == 12
    off = [abs(onset - word.start) for onset, word in zip(onsets, take.words, strict=True)]
    assert max(off) <= 20 and sorted(off)[6] <= 8


def test_pauses_are_as_long_as_a_newsreader_makes_them(bench: Bench) -> None:
    take, sound = spoken("今天，大雨。明天，天晴。", "zh", bench)
    comma, sentence, again = (end - start for start, end in silences(sound))
    assert 150 <= comma <= 250 and 300 <= sentence <= 500 and 150 <= again <= 250
    assert take.words[1].end < take.words[2].start


@pytest.mark.parametrize("voice", ["female", "male"])
def test_scenes_keep_the_pace_of_news(voice: str, bench: Bench) -> None:
    for language, texts, slowest, fastest in (("zh", CHINESE, 240, 300), ("en", ENGLISH, 140, 175)):
        rates = []
        for text in texts:
            take, _ = spoken(text, language, bench, voice)
            parts = [part for clause in read(text, language).clauses for word in clause.words for part in word.parts]
            beats = sum(len(part.text) if part.tongue == "zh" else len(part.text.split()) for part in parts)
            rates.append(beats * 60_000 / take.length)
            assert abs(take.length - estimate(text, language)) < 0.06 * take.length
        assert slowest <= min(rates) and max(rates) <= fastest and max(rates) <= 1.15 * min(rates)


@pytest.mark.parametrize("voice", ["female", "male"])
def test_takes_are_equally_loud_and_clean(voice: str, bench: Bench) -> None:
    levels = []
    for language, text in [*ALL, ("zh", "是的。"), ("en", "No.")]:
        _, sound = spoken(text, language, bench, voice)
        heard = loudness(sound if len(sound) > 144_000 else np.tile(sound, 144_000 // len(sound) + 1))
        levels.append(heard.lufs)
        assert heard.true_peak < -1 and abs(float(sound.mean())) < 0.001
    assert max(levels) - min(levels) < 1 and abs(np.mean(levels) + 18) < 0.5


def test_clauses_join_without_a_click(bench: Bench) -> None:
    _, sound = spoken(CHINESE[0], "zh", bench)
    silent = np.concatenate(([False], np.abs(sound) < 0.0002, [False]))
    edges = np.flatnonzero(np.diff(silent.astype(int))).reshape(-1, 2)
    pauses = [(start, end) for start, end in edges if end - start > 4_800]
    assert len(pauses) == 2
    for start, end in pauses:
        # the 24 samples (half a millisecond) that lead into silence and out of it stay under -40 dB
        assert np.abs(sound[start - 24 : start]).max() < 0.01 and np.abs(sound[end : end + 24]).max() < 0.01


def test_the_same_line_gives_the_same_bytes_whatever_was_said_before(bench: Bench) -> None:
    line = Line(text=CHINESE[1], language="zh")
    first = Espeak().speak(line, bench)
    Espeak().speak(Line(text=ENGLISH[0], language="en", voice="male"), bench)
    assert Espeak().speak(line, bench) == first
    program = (
        "import sys; from pathlib import Path; from tests.test_voice_espeak import a_bench; "
        "from newsreel.crew.voices.espeak import Espeak; from newsreel.documents import Line; "
        "print(Espeak().speak(Line(text=sys.argv[1], language='zh'), a_bench(Path(sys.argv[2]))).sound.digest)"
    )
    with tempfile.TemporaryDirectory() as place:
        fresh = subprocess.run(
            [sys.executable, "-c", program, line.text, place],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
    assert fresh.stdout.strip() == first.sound.digest == hashlib.sha256(bench.read(first.sound)).hexdigest()


def test_a_retake_sounds_different_and_says_the_same(bench: Bench) -> None:
    first, second = (Espeak().speak(Line(text=CHINESE[4], language="zh", retake=go), bench) for go in (0, 1))
    assert first.sound.digest != second.sound.digest
    assert [word.text for word in first.words] == [word.text for word in second.words]


def test_a_scene_without_words_is_a_short_silence(bench: Bench) -> None:
    for text in ("", "……！", "😀👍"):
        take, sound = spoken(text, "zh", bench)
        assert take.words == () and 0 < take.length <= 20 and not sound.any()


def test_a_very_long_sentence_is_said_to_its_last_word(bench: Bench) -> None:
    take, sound = spoken("我" * 179 + "们", "zh", bench)
    assert len(take.words) == 180 and take.words[-1].end - take.words[-1].start > 80
    assert np.abs(sound[take.words[-1].start * 48 :]).max() > 0.02


def test_what_the_library_drops_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreel.crew.voices.recital.LONGEST", 100_000)
    monkeypatch.setattr("newsreel.speech.reading.LONGEST", {"zh": 100_000, "en": 100_000})
    read.cache_clear()
    with pytest.raises(CrewFailed, match="left out"), Library() as library:
        from newsreel.crew.voices.espeak import manners

        recite(read("我" * 400, "zh"), library, manners(""))
    read.cache_clear()


@pytest.mark.parametrize(
    "text", ["兄弟很穷，雄心不窘。", "北京大学的GPT-4模型", "[[abc]]好<voice>，A&B", "李Xi说\x00嗯诶"]
)
def test_chinese_that_trips_the_library_is_said_as_chinese(text: str, bench: Bench) -> None:
    take, _ = spoken(text, "zh", bench)
    assert all(80 <= word.end - word.start <= 700 for word in take.words if "\u4e00" <= word.text <= "\u9fff")


def test_a_character_nobody_can_read_is_shown_to_the_editor(bench: Bench) -> None:
    take, _ = spoken("这是兙字", "zh", bench)
    assert [word.text for word in take.words] == list("这是兙字")
    assert [(finding.rule, finding.said) for finding in take.findings] == [("A6", "兙")]


def test_an_unknown_voice_is_refused_in_one_sentence(bench: Bench) -> None:
    for voice in ("nobody", "../../etc/passwd"):
        with pytest.raises(CrewFailed, match=r"choose female, male"):
            Espeak().speak(Line(text="好", language="zh", voice=voice), bench)


MIXED = st.text(st.sampled_from("今天气温长行3,.5% 年月日AIGPTxo-，。！？、“”’& 😀"), min_size=1, max_size=24)


@settings(max_examples=25, deadline=None)
@given(text=MIXED, language=st.sampled_from(["zh", "en"]))
def test_any_mixed_text_is_said_word_for_word(text: str, language: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        take = Espeak().speak(Line(text=text, language=language), a_bench(Path(place)))
    before = 0
    for word in take.words:
        assert text[word.at : word.at + len(word.text)] == word.text
        assert before <= word.start < word.end <= take.length
        before = word.end
    assert bool(take.words) == any(character.isalnum() for character in text) or set(text) & set("%&")


def test_the_library_speaks_at_the_rate_we_resample_from() -> None:
    with Library() as library:
        from newsreel.crew.voices.espeak import manners

        recital = recite(read("你好", "zh"), library, manners(""))
    assert RATE == 22_050 and 0.2 < len(recital.samples) / RATE < 1
