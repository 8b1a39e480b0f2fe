"""The writer extract against the key facts of a corpus, and beside the plain ways to shorten an article."""

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from copy_desk import read

from newsreel.crew.writers.extract import Extract
from newsreel.documents import Bars, Brief, Number, Quote, Script, Statement
from newsreel.reporting.clauses import pieces
from newsreel.reporting.joints import TORN, joints
from newsreel.sentences import split

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def scores() -> ModuleType:
    place = importlib.util.spec_from_file_location("eval_scores", ROOT / "scripts" / "eval.py")
    assert place and place.loader
    module = importlib.util.module_from_spec(place)
    sys.modules["eval_scores"] = module
    place.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(scores: ModuleType) -> dict[str, list[str]]:
    facts = tomllib.loads((ROOT / "tests/eval/facts.toml").read_text(encoding="utf-8"))
    lines, _ = scores.measure(facts)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {row[0]: row[1:] for row in cells}


def script(text: str, seconds: int = 60) -> Script:
    one = read(text)
    return Extract().write(one, Brief(language=one.language, length=seconds * 1000), None)  # type: ignore[arg-type]


def test_the_lead_is_told_and_more_of_the_article_than_plain_ways_tell(rows: dict[str, list[str]]) -> None:
    assert float(rows["extract"][0]) >= 0.95
    others = [float(row[1]) for name, row in rows.items() if name not in ("extract", "writer")]
    assert len(others) == 3 and float(rows["extract"][1]) >= max(others) + 0.05


def test_the_worst_length_is_within_eight_per_cent_and_no_pronoun_dangles(rows: dict[str, list[str]]) -> None:
    assert float(rows["extract"][4].split("worst ")[1].rstrip(" %)")) <= 8
    assert rows["extract"][6] == "0" and int(rows["TextRank, as long"][6]) > 0


def test_every_article_of_the_corpus_has_facts_that_stand_in_it(scores: ModuleType, tmp_path: Path) -> None:
    facts = tomllib.loads((ROOT / "tests/eval/facts.toml").read_text(encoding="utf-8"))
    store = scores.Folder(tmp_path)
    assert len(facts) >= 40
    for name, known in facts.items():
        one = scores.article(name, store)
        held = " ".join([*(sentence.text for sentence in one.sentences())])
        missing = [fact for fact in [*known["lead"], *known["more"]] if not scores.covered([fact], held)]
        assert not missing, (name, missing)


def test_a_list_is_never_stopped_at_its_enumeration_comma() -> None:
    text = "2024年9月起，岚溪县把3186盏旧路灯换成了暖色、带罩、只向下照的新灯。"
    assert all(not piece.endswith("、") for piece in pieces(text, "zh"))
    assert all(cost >= TORN for at, cost in joints(text, "zh").items() if text[at - 1] == "、")


def test_a_sentence_stops_between_clauses_and_not_after_what_leads_up() -> None:
    text = (
        "县住建局公布的监测结果显示，县城上空的夜空亮度比改造前下降了52%，路灯一年的用电从268万千瓦时降到161万千瓦时。"
    )
    assert [piece[-1] for piece in pieces(text, "zh")] == ["，", "。"]
    assert "显示，" in pieces(text, "zh")[0][:-1]


def test_a_card_shows_the_quotation_that_is_heard() -> None:
    text = (
        "# 岚溪换了路灯\n\n“我们没有关掉任何一条路的灯，只是让光落到该去的地方。”岚溪县路灯管理所所长周岚说，"
        "“主干道的路面反而比原来亮了8%，夜里也看得更清楚。”\n\n灯罩遮住了上半边，光不再射向天空。"
    )
    for scene in script(text, 30).scenes:
        if isinstance(scene.shows, Quote):
            assert scene.shows.text in scene.says and scene.shows.speaker == "周岚"


def test_a_figure_without_a_name_for_it_stays_in_a_line() -> None:
    first = "北山观测站15日晚上打开了新装的全天相机，天气一直很好，没有月亮。"
    made = script(f"# 观测站数星\n\n{first}\n\n北山的相机连拍四小时，最后数到了1983颗。", 20)
    assert not [scene for scene in made.scenes if isinstance(scene.shows, Number)]
    lines = [scene.shows for scene in made.scenes if isinstance(scene.shows, Statement)]
    assert any(line.emphasis == "1983颗" for line in lines)


def test_then_and_now_become_two_bars_once_both_are_said() -> None:
    made = script(
        "# 岚溪的星星多了\n\n岚溪换了路灯。两年前，同一台全天相机只数得出1028颗星；这一夜，它数到了1983颗星。", 20
    )
    cards = [(scene.says, scene.shows) for scene in made.scenes if isinstance(scene.shows, Bars)]
    assert len(cards) == 1 and "1983" in cards[0][0]
    assert [(bar.label, bar.value) for bar in cards[0][1].bars] == [("两年前", "1028"), ("这一夜", "1983")]
    assert cards[0][1].title == "全天相机数得出的星"


def test_an_english_label_never_says_its_figure_again() -> None:
    made = script("# Crews\n\nThe city has new bins. Cleaning crews now spend 210 hours a month on spilled trash.", 15)
    for scene in made.scenes:
        assert not isinstance(scene.shows, Number) or scene.shows.value not in scene.shows.label


def test_after_a_time_of_day_a_small_letter_goes_on_with_the_sentence() -> None:
    assert len(split("The fire was out by 5 a.m. and the road reopened at 6 p.m. on Sunday.", "en")) == 1
    assert len(split("The fire was out by 5 a.m. The road reopened.", "en")) == 2


def test_a_quotation_signed_in_its_own_line_has_its_speaker(scores: ModuleType, tmp_path: Path) -> None:
    text = "# Bins\n\nThe city has new bins.\n\n> A hungry raccoon does not vanish. It walks. — Helen Osei, ecologist\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    block = scores.read(tmp_path / "a.md", scores.Folder(tmp_path / "store")).blocks[-1]
    assert (block.form, block.speaker) == ("quote", "Helen Osei, ecologist")
    assert block.sentences[-1].text == "It walks."
