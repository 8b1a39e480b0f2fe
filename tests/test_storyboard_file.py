"""The storyboard file: what is written is read back, and what is wrong is named."""

import string
from dataclasses import replace

import pytest
from boards import ARTICLE, BOARD, SCRIPT
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.plain_yaml import LARGEST, parse
from desk.storyboard_file import read, write
from newsreel.documents import Finding, Scene, Statement
from newsreel.errors import BadStoryboard

TEXT = write(BOARD)


def with_scene(**changes: object) -> str:
    return write(replace(BOARD, script=replace(SCRIPT, scenes=(replace(SCRIPT.scenes[1], **changes),))))


def refusal(text: str | bytes) -> str:
    with pytest.raises(BadStoryboard) as refused:
        read(text if isinstance(text, bytes) else text.encode(), "board.yaml")
    assert refused.value.exit_code == 3
    return str(refused.value)


def test_what_is_written_is_read_back_equal() -> None:
    assert read(TEXT.encode()) == BOARD
    assert write(read(TEXT.encode())) == TEXT


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_any_text_survives(says: str, text: str, why: str) -> None:
    flat = " ".join(says.split()) or "x"
    flat = "".join(mark for mark in flat if mark.isprintable()) or "x"
    scene = Scene(id="s1", says=flat.strip(), shows=Statement(text=text, emphasis=why), why=why)
    if any(0xD800 <= ord(mark) < 0xE000 for mark in text + why) or not scene.says:
        return
    board = replace(BOARD, script=replace(SCRIPT, title=text, scenes=(scene,)))
    assert read(write(board).encode()) == board


def test_the_scenes_come_before_the_article() -> None:
    assert TEXT.index("\nscenes:") < TEXT.index("\narticle:")


def test_the_guide_is_in_the_language_of_the_narration() -> None:
    english = write(replace(BOARD, script=replace(SCRIPT, language="en")), "mine.yaml")
    assert english.startswith("# A storyboard") and "newsreel render mine.yaml" in english
    assert TEXT.startswith("# 分镜稿")


def test_a_finding_is_shown_at_its_scene_and_is_not_kept() -> None:
    finding = Finding(rule="S2", message="The figure 42 is not in the article.", blocks=True, scene="s2")
    noted = write(replace(BOARD, script=replace(SCRIPT, findings=(finding,))))
    assert "# !! S2: The figure 42 is not in the article." in noted
    assert read(noted.encode()) == BOARD


def test_a_long_sentence_stays_on_one_line() -> None:
    says = "她说：这座桥 #3 号墩，" * 20
    assert f"\n      {says}\n" in with_scene(says=says)


def test_a_bare_word_fills_in_the_rest() -> None:
    text = with_scene(says="大桥合龙了。", shows=Statement(text="大桥合龙了"))
    assert "shows: statement\n" in text
    assert read(text.encode()).script.scenes[0].shows == Statement(text="大桥合龙了")


def test_scalars_keep_the_text_that_was_written() -> None:
    assert parse(b"a: 41.60\nb: yes\nc: 12:30\nd: 2026-11-20\ne: null\n", "x") == {
        "a": "41.60",
        "b": "yes",
        "c": "12:30",
        "d": "2026-11-20",
        "e": "null",
    }


def test_what_an_editor_breaks_into_lines_is_joined() -> None:
    text = TEXT.replace(
        "    says: |-\n      yes\n", "    says: |-\n      第一行，\n      第二行 with words\n      and more\n"
    )
    assert read(text.encode()).script.scenes[1].says == "第一行，第二行 with words and more"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("kind: headline", "kind: hedline", "scene s1.shows: the kind 'hedline'"),
        (
            "picture: pic1\n    sources",
            "picture: pic9\n    sources",
            "scene s1: shows.picture: the article has no picture 'pic9'",
        ),
        ("id: s2", "id: s1", "scene s1: the id is there twice"),
        ("  - id: s2\n    says", "  - says", "scene 2"),
        ("sources: [p2.2]", "sources: [p9.9]", "scene s2: sources: the article has no sentence 'p9.9'"),
        ("sources: [p2.2]", "sources: p2.2", "scene s2.sources: a list was wanted"),
        ("sources: [p2.2]", "sorces: [p2.2]", "scene s2: no field is called 'sorces'"),
        ("accent: 1", "accent: one", "scene s6.shows.accent: a whole number was wanted"),
        ("    turn: true", "    turn: maybe", "scene s4.turn: true or false was wanted"),
        ("unit: 天", "untis: 天", "no field is called 'untis'"),
        ("speaker: 王工\n      role", "role", "scene s4.shows: the field 'speaker' is missing"),
        ("length: 90s", "length: 10m", "length"),
        ("mood: bright", "mood: jolly", "mood must be one of calm"),
        ("language: zh\nlength", "language: de\nlength", "language must be one of zh, en"),
        ("shows: photo", "shows: video", "scene s3: shows is 'video'"),
        ("shows: photo", "shows: [photo]", "scene s3.shows"),
        ("says: |-\n      看照片。", "says: ''", "scene s3: says is empty"),
        ("sha256: ab", "sha256: xy", "pictures, number 1: sha256"),
        ("slug: wuxi-bridge", "slug: ../../etc", "slug"),
        ("title: 大桥合龙 41 天前\n", "", "the field 'title' is missing"),
        ("title: 大桥合龙 41 天前", "title: [a]", "title: a text was wanted"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, named: str) -> None:
    assert TEXT.count(old) >= 1
    said = refusal(TEXT.replace(old, new, 1))
    assert "board.yaml" in said and named in said and said.endswith(".")


def test_a_storyboard_without_scenes_or_article_is_refused() -> None:
    assert "scenes must be a list" in refusal("title: a\nlanguage: zh\nscenes: []\n" + TEXT[TEXT.index("article:") :])
    assert "article" in refusal(TEXT[: TEXT.index("article:")] + "article: none\n")


@pytest.mark.parametrize(
    ("hostile", "why"),
    [
        ("a: &a [x, x]\nb: [*a, *a]\n", "references"),
        ("a: !!python/object/apply:os.system [id]\n", "tag"),
        ("[" * 5000, "deeply"),
        ("a: 1\na: 2\n", "twice"),
        ("a: 1\n---\nb: 2\n", "several documents"),
        ("", "empty"),
        ("just words", "not a storyboard"),
        ("a: [", "line 2"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: \x00", "characters"),
        (b"#" * (LARGEST + 1), "larger than"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(hostile: str | bytes, why: str) -> None:
    said = refusal(hostile)
    assert why in said and len(said) < 300


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.text(alphabet=string.printable, max_size=3), st.integers(0, 12))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(at: int, put: str, cut: int) -> None:
    try:
        read((TEXT[:at] + put + TEXT[at + cut :]).encode())
    except BadStoryboard as refused:
        assert "yaml" in str(refused)


def test_the_article_is_whole_in_the_file() -> None:
    assert read(TEXT.encode()).article == ARTICLE
