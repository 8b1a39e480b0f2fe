"""The writer extract on real-shaped and on hostile articles: what it says, what it shows, and how long it takes."""

import re
import time
from functools import lru_cache
from itertools import pairwise

import pytest
from copy_desk import NAMES, article, read

from newsreel import forms
from newsreel.crew.writers.extract import Extract
from newsreel.documents import Article, Bars, Block, Brief, Number, Quote, Script, Sentence, Statement
from newsreel.errors import Refused
from newsreel.reporting.trimming import trimmed
from newsreel.speech.pace import estimate

LENGTHS = (15, 30, 60, 90, 180)
KEPT_ZH = "不 没 未 否认 拟 可能 或者 约 称 表示 认为 预计 据 尚 如果 除非 但 超过 至少".split()
KEPT_EN = "not no never denied may might said told if unless about fewer only expected could alleged".split()


@lru_cache(maxsize=128)
def script(one: Article, seconds: int = 60) -> Script:
    return Extract().write(one, Brief(language=one.language, length=seconds * 1000), None)  # type: ignore[arg-type]


def length(told: Script) -> int:
    return sum(estimate(scene.says, told.language) + 550 for scene in told.scenes[:-1]) + 2_500


def bare(text: str) -> str:
    return re.sub(r"[\s“”\"「」]", "", text).lower()


def sources(one: Article, names: tuple[str, ...]) -> str:
    texts = {sentence.id: sentence.text for sentence in one.sentences()}
    found = " ".join(texts[name] for name in names)
    blocks = {block.id: block for block in one.blocks}
    found += " ".join(blocks[name.split(".")[0]].speaker for name in names)
    return bare(found) + "|" + bare(re.sub(r"[（(][^）)]*[）)]", "", found))


def pieces(text: str) -> list[str]:
    return [bare(part) for part in re.split(r"[，。；：！？,;:!?]|\.(?=\s|$)", text) if bare(part)]


@pytest.fixture(params=[(name, seconds) for name in NAMES for seconds in LENGTHS], ids=lambda one: f"{one[0]}-{one[1]}")
def told(request: pytest.FixtureRequest) -> tuple[Article, int, Script]:
    name, seconds = request.param
    one = article(name)
    return one, seconds, script(one, seconds)


def test_every_clause_that_is_said_stands_in_the_sentences_it_names(told: tuple[Article, int, Script]) -> None:
    one, _, made = told
    for scene in made.scenes[:-1]:
        assert scene.sources
        held = sources(one, scene.sources)
        assert [part for part in pieces(scene.says) if part not in held] == []


def test_every_number_said_or_shown_stands_in_the_article(told: tuple[Article, int, Script]) -> None:
    one, _, made = told
    held = " ".join([one.headline, *(sentence.text for sentence in one.sentences())])
    held += " ".join(cell for block in one.blocks for row in block.rows for cell in row)
    held += " ".join(picture.caption for picture in one.pictures)
    known = set(re.findall(r"\d[\d.,]*\d|\d", held)) | {
        found.replace(",", "") for found in re.findall(r"\d[\d.,]*\d", held)
    }
    for scene in made.scenes[:-1]:
        shown = scene.says + " " + " ".join(_texts(forms.to_plain(scene.shows)))
        shown = re.sub(r"pic\d", "", shown)
        assert set(re.findall(r"\d[\d.,]*\d|\d", shown)) <= known, scene


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def test_what_negates_hedges_or_attributes_is_never_left_out(told: tuple[Article, int, Script]) -> None:
    one, _, made = told
    said: dict[str, str] = {}
    for scene in made.scenes[:-1]:
        for name in scene.sources:
            said[name] = said.get(name, "") + scene.says.lower()
    if any(finding.rule == "S5" for finding in made.findings):
        pytest.skip("a sentence was stopped before its end, and the editor is told")
    words = KEPT_ZH if one.language == "zh" else KEPT_EN
    for sentence in one.sentences():
        if sentence.id not in said:
            continue
        text = re.sub(r"^(?:不过|但|However|But|本报\S+电)[，,]?", "", trimmed(sentence.text, one.language)).lower()
        for word in words:
            pattern = word if one.language == "zh" else rf"\b{word}\b"
            assert len(re.findall(pattern, said[sentence.id])) >= len(re.findall(pattern, text)), (word, sentence)


def test_the_order_of_the_article_is_kept_and_nothing_is_said_twice(told: tuple[Article, int, Script]) -> None:
    one, _, made = told
    place = {sentence.id: at for at, sentence in enumerate(one.sentences())}
    order = [max(place[name] for name in scene.sources) for scene in made.scenes[:-1]]
    assert order == sorted(order)
    assert len({scene.says for scene in made.scenes}) == len(made.scenes)


def test_the_length_is_kept_where_the_article_has_enough(told: tuple[Article, int, Script]) -> None:
    _, seconds, made = told
    assert length(made) <= seconds * 1080
    if seconds in (30, 60):
        assert length(made) >= seconds * 920
    if length(made) < seconds * 920:
        assert "length" in {finding.rule for finding in made.findings}


def test_no_scene_is_too_long_to_watch(told: tuple[Article, int, Script]) -> None:
    _, _, made = told
    assert all(estimate(scene.says, made.language) + 550 <= 9_500 for scene in made.scenes[:-1])


def test_the_reel_opens_with_the_headline_and_closes_with_the_source(told: tuple[Article, int, Script]) -> None:
    one, _, made = told
    first, last = made.scenes[0], made.scenes[-1]
    assert first.shows.kind == "headline" and first.shows.title == one.headline
    assert last.shows.kind == "closing" and last.shows.source == one.source and last.says == ""
    assert last.shows.date == one.published[:10]
    assert sum(scene.turn for scene in made.scenes) <= 2


def test_cards_say_what_the_article_says(told: tuple[Article, int, Script]) -> None:
    one, _, made = told
    held = bare(" ".join(sentence.text for sentence in one.sentences()))
    held += bare(re.sub(r"[（(][^）)]*[）)]", "", " ".join(sentence.text for sentence in one.sentences())))
    for scene in made.scenes:
        card = scene.shows
        if isinstance(card, Statement):
            assert [part for part in pieces(card.text) if part not in held] == []
            assert card.emphasis in card.text
        if isinstance(card, Quote):
            assert bare(card.text).rstrip("。.") in held
            assert bare(card.speaker) in held and bare(card.role) in held
        if isinstance(card, Number):
            assert bare(card.value + card.unit) in held or bare(f"{card.value}{card.unit}") in held
            assert card.label and card.value in scene.says
        if isinstance(card, Bars):
            assert all(re.fullmatch(r"\d+(\.\d+)?", bar.value) for bar in card.bars)
            assert -1 <= card.accent < len(card.bars)


def test_a_picture_is_shown_twice_at_most_and_not_soon_again(told: tuple[Article, int, Script]) -> None:
    _, _, made = told
    seen: dict[str, list[int]] = {}
    for at, scene in enumerate(made.scenes):
        name = getattr(scene.shows, "picture", "")
        if name:
            seen.setdefault(name, []).append(at)
    for uses in seen.values():
        assert len(uses) <= 2
        assert all(later - earlier > 3 for earlier, later in pairwise(uses))


@pytest.mark.parametrize("name", NAMES)
def test_a_minute_shows_three_kinds_of_picture_or_more(name: str) -> None:
    made = script(article(name))
    assert 9 <= len(made.scenes) <= 15
    assert len({scene.shows.kind for scene in made.scenes}) >= 4  # the closing among them


def test_a_quotation_keeps_its_speaker_and_role() -> None:
    quotes = [scene.shows for scene in script(article("zh_weather")).scenes if isinstance(scene.shows, Quote)]
    assert (quotes[0].speaker, quotes[0].role) == ("李文海", "云浦市气象台首席预报员")
    quotes = [scene.shows for scene in script(article("en_company")).scenes if isinstance(scene.shows, Quote)]
    assert (quotes[0].speaker, quotes[0].role) == ("Maren Stoltz", "Brightwell chief executive")


def test_a_table_becomes_a_chart_with_the_spoken_value_in_accent() -> None:
    charts = [scene.shows for scene in script(article("zh_weather")).scenes if isinstance(scene.shows, Bars)]
    assert [(bar.label, bar.value) for bar in charts[0].bars][1] == ("云山区", "142.0")
    assert (charts[0].unit, charts[0].accent) == ("毫米", 1)


def test_dated_steps_become_a_timeline_and_a_list_stays_one() -> None:
    kinds = [scene.shows.kind for scene in script(article("en_obituary")).scenes]
    assert kinds.count("timeline") >= 2
    lists = [scene.shows for scene in script(article("en_council")).scenes if scene.shows.kind == "list"]
    assert lists[-1].items[-1] == "protect all 14 day centres for older people"  # type: ignore[union-attr]


def test_a_figure_is_labelled_with_what_it_counts_and_keeps_its_unit() -> None:
    numbers = [scene.shows for scene in script(article("zh_company")).scenes if isinstance(scene.shows, Number)]
    assert Number(value="5", unit="亿元", label="公司还拟回购股份", note="不超过5亿元") in numbers


def test_the_mood_follows_the_topic() -> None:
    moods = {name: script(article(name)).mood for name in ("zh_weather", "zh_obituary", "zh_sport", "zh_economy")}
    assert moods == {"zh_weather": "urgent", "zh_obituary": "sombre", "zh_sport": "bright", "zh_economy": "calm"}


def test_datelines_bylines_and_asides_go_and_drafts_stay() -> None:
    assert trimmed("本报云浦11月3日电（记者 张三）云浦市发布暴雨预警。", "zh") == "云浦市发布暴雨预警。"
    assert trimmed("LONDON, Nov 3 (Reuters) - Rain fell.", "en") == "Rain fell."
    assert trimmed("会议审议《管理条例（草案）》。", "zh") == "会议审议《管理条例（草案）》。"
    assert trimmed("车流（两侧）增加三成（含 2 条公交线）。", "zh") == "车流增加三成（含 2 条公交线）。"
    assert trimmed("Meanwhile, the river (the Wren) did not rise.", "en") == "The river did not rise."


def test_a_sentence_that_leans_on_another_is_not_told_alone() -> None:
    text = (
        "# Bridge closed\n\nThe old bridge in Stoneham was closed on Monday. "
        "Engineers found a crack in the northern pier of the bridge.\n\nIt was built in 1931 by prisoners of war."
    )
    made = script(read(text), 15)
    said = " ".join(scene.says for scene in made.scenes)
    assert "It was built" not in said or "northern pier" in said


def test_another_language_is_refused_in_a_sentence() -> None:
    one = article("zh_sport")
    with pytest.raises(Refused, match="cannot translate"):
        Extract().write(one, Brief(language="en", length=60_000), None)  # type: ignore[arg-type]


def test_a_bare_headline_is_still_a_reel() -> None:
    made = script(Article(slug="a", headline="云浦地铁3号线今日开通", language="zh", blocks=()))
    assert [scene.shows.kind for scene in made.scenes] == ["headline", "closing"]
    assert made.scenes[0].says == "云浦地铁3号线今日开通" and made.findings


def test_an_article_of_only_a_table_shows_the_table() -> None:
    rows = (("City", "Rain (mm)"), ("Ashby", "94"), ("Hull", "12"))
    table = Block(id="p1", form="table", rows=rows, title="Rain on Monday")
    made = script(Article(slug="a", headline="Rain across the valley", language="en", blocks=(table,)))
    assert "bars" in [scene.shows.kind for scene in made.scenes]


def test_an_article_of_only_lists_is_told() -> None:
    items = tuple(Sentence(id=f"p1.{n}", text=f"Bring item number {n} to the shelter early") for n in range(1, 30))
    made = script(
        Article(
            slug="a", headline="What to bring", language="en", blocks=(Block(id="p1", form="list", sentences=items),)
        )
    )
    assert len(made.scenes) > 3 and made.scenes[1].says


@pytest.mark.parametrize(
    "text",
    ["暴雨" * 100_000, "storm " * 33_000, "x" * 200_000, "“" * 50_000 + "云" * 50_000, "1,2," * 50_000, "(" * 200_000],
    ids=["zh", "en", "one word", "quotes", "digits", "brackets"],
)
def test_a_sentence_without_end_is_survived_quickly(text: str) -> None:
    language = "zh" if text[0] in "暴“" else "en"
    block = Block(id="p1", form="para", sentences=(Sentence(id="p1.1", text=text),))
    start = time.perf_counter()
    made = script(Article(slug="a", headline="News of the day 今日新闻", language=language, blocks=(block,)), 30)
    assert time.perf_counter() - start < 3
    assert all(len(scene.says) <= 600 for scene in made.scenes) and made.scenes[0].says
    assert length(made) <= 30 * 1080 or len(made.scenes) == 2


@pytest.mark.parametrize("name", ["zh_economy", "en_flood"])
def test_a_very_long_article_is_told_in_three_seconds_and_always_the_same(name: str) -> None:
    one = article(name)
    blocks = []
    for n in range(200_000 // sum(len(sentence.text) for sentence in one.sentences())):
        for block in one.blocks:
            texts = tuple(
                Sentence(id=f"{n}.{sentence.id}", text=sentence.text.replace("1", str(n)))
                for sentence in block.sentences
            )
            blocks.append(Block(id=f"{n}.{block.id}", form=block.form, sentences=texts, rows=block.rows))
    long = Article(slug="a", headline=one.headline, language=one.language, blocks=tuple(blocks))
    start = time.perf_counter()
    made = script(long, 180)
    assert time.perf_counter() - start < 3
    assert 165_000 <= length(made) <= 195_000
    assert forms.to_json(made) == forms.to_json(script.__wrapped__(long, 180))
