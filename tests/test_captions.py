"""Cutting what is said into captions."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from newsreel.documents import Word
from stages.captions import captions, width

ZH = [
    "南澳气象台台长林阿海告诉记者，渔船比预报早回港9小时，阵风达到42.3米每秒。",
    "《海港安全管理条例》将于2026年3月1日起施行，届时“先报后行”的做法将成为历史。",
    "GDP同比增长5.2%，其中第三产业增长6.1%，对经济增长的贡献率达到百分之六十。",
    "（记者 张三）全市1,200个停车位、37所学校、12家医院同时开放；市民王女士说：“终于不用绕路了！”",
]
EN = [
    "The city council voted 7-4 on Tuesday to approve a $12.5 million plan that would rebuild the old harbour wall.",
    "“We counted every boat twice,” said Maria Lopez, who has run the station for 20 years.",
]


def spoken(text: str, language: str) -> tuple[Word, ...]:
    """Words as a voice would give them: a character, a figure or a Latin word each, evenly timed."""
    pattern = r"[\d.,]*\d%?|[A-Za-z'’.-]*[A-Za-z]|[\u4e00-\u9fff]" if language == "zh" else r"[\w$][\w'’$%.,-]*[\w%]|\w"
    words, clock = [], 0
    for found in re.finditer(pattern, text):
        length = 210 * len(found.group()) if language == "zh" else 90 + 55 * len(found.group())
        words.append(Word(text=found.group(), start=clock, end=clock + length, at=found.start()))
        clock += length
    return tuple(words)


def cues(text: str, language: str, room: float = 13.0):
    words = spoken(text, language)
    return captions(text, words, language, room, start=150, end=150 + words[-1].end + 400)


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize(("text", "language"), [(t, "zh") for t in ZH] + [(t, "en") for t in EN])
def test_captions_equal_what_is_said(text, language):
    assert bare("".join("".join(c.lines) for c in cues(text, language))) == bare(text)


@pytest.mark.parametrize(("text", "language"), [(t, "zh") for t in ZH] + [(t, "en") for t in EN])
def test_each_word_stands_where_its_caption_says(text, language):
    for cue in cues(text, language):
        joined = "".join(cue.lines)
        assert all(joined[word.at : word.at + len(word.text)] == word.text for word in cue.words)


@pytest.mark.parametrize("text", ZH)
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(text):
    for cue in cues(text, "zh"):
        for line in cue.lines:
            assert line[0] not in "，。、；：？！）》」”’"
            assert line[-1] not in "（《「“‘，。、；："


@pytest.mark.parametrize("whole", ["42.3米", "2026年3月1日", "9小时", "GDP", "《海港安全管理条例》", "1,200个", "5.2%"])
def test_a_figure_stays_with_its_unit_and_a_title_whole(whole):
    lines = [line for text in ZH for cue in cues(text, "zh") for line in cue.lines]
    assert any(whole in line for line in lines)


@pytest.mark.parametrize(("text", "language"), [(t, "zh") for t in ZH] + [(t, "en") for t in EN])
def test_lines_fit_and_there_are_two_at_most(text, language):
    for cue in cues(text, language):
        assert 1 <= len(cue.lines) <= 2
        assert all(width(line) <= 13 for line in cue.lines)


@pytest.mark.parametrize(("text", "language"), [(t, "zh") for t in ZH] + [(t, "en") for t in EN])
def test_cues_start_with_their_word_follow_each_other_and_end_with_the_scene(text, language):
    found = cues(text, language)
    words = spoken(text, language)
    assert found[0].start == 150 + words[0].start
    for before, after in pairwise(found):
        assert before.end <= after.start
    assert found[-1].end <= 150 + words[-1].end + 400
    assert all(cue.start == cue.words[0].start for cue in found)


def test_a_scene_without_words_has_no_captions():
    assert captions("", (), "zh", 13, start=0, end=1000) == ()


def test_a_word_too_long_for_a_line_stands_alone():
    text = "见 https-example-with-a-very-long-latin-word-indeed-longer-than-any-line 说明"
    found = cues(text, "zh")
    assert bare("".join("".join(c.lines) for c in found)) == bare(text)


@settings(max_examples=60, deadline=None)
@given(some.text(alphabet="海港船风，。“”《》（）a bZ9.%、 ", min_size=1, max_size=120))
def test_any_text_is_captioned_whole(text):
    words = spoken(text, "zh")
    if not words:
        return
    found = captions(text, words, "zh", 13, start=0, end=words[-1].end + 400)
    assert sum(len(cue.words) for cue in found) == len(words)
    assert all(cue.start < cue.end for cue in found)
