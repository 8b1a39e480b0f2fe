"""The two sample articles: whole, true to their own numbers, and their pictures accounted for."""

import tomllib
from pathlib import Path

import pytest

from desk.readers import read
from newsreel.documents import Article
from newsreel.premises import assets
from newsreel.sentences import length_of
from newsreel.store import Folder

SAMPLES = ("lanxi-dark-sky", "port-ellery-bins")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    store = Folder(tmp_path_factory.mktemp("store"))
    return {name: read(assets() / "samples" / name, store) for name in SAMPLES}


def text_of(article: Article) -> str:
    return "\n".join(sentence.text for sentence in article.sentences())


def test_the_chinese_sample_has_every_field(articles: dict[str, Article]) -> None:
    article = articles["lanxi-dark-sky"]
    assert article.slug == "lanxi-dark-sky"
    assert (article.headline, article.language) == ("三千盏路灯“低头”之后，岚溪找回了银河", "zh")
    assert (article.byline, article.source, article.section) == ("沈知远", "岚溪日报", "科技")
    assert article.published == "2026-10-16"
    assert "虚构" in article.rights and article.dek
    assert 650 <= length_of(text_of(article), "zh") <= 950


def test_the_english_sample_has_every_field(articles: dict[str, Article]) -> None:
    article = articles["port-ellery-bins"]
    assert (article.slug, article.language, article.section) == ("port-ellery-bins", "en", "Environment")
    assert article.headline == "Port Ellery's latching bins cut raccoon raids by 63 percent"
    assert (article.byline, article.source) == ("Nora Whitcombe", "The Ellery Courier")
    assert article.published == "2026-10-09"
    assert "invented" in article.rights and article.dek
    assert 500 <= length_of(text_of(article), "en") <= 750


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_a_reel_all_it_can_show(name: str, articles: dict[str, Article]) -> None:
    article = articles[name]
    forms = [block.form for block in article.blocks]
    assert forms.count("picture") == 3 and forms.count("quote") == 1 and forms.count("list") == 1
    assert article.notes == ()
    table = next(block for block in article.blocks if block.form == "table")
    assert len(table.rows) == 6 and table.title
    assert all(row[1].isdigit() for row in table.rows[1:])
    assert next(block for block in article.blocks if block.form == "quote").speaker
    for picture in article.pictures:
        credit = picture.asset.credit
        assert picture.caption and picture.alt and picture.focus
        assert credit is not None and credit.creator and credit.licence and credit.note


def test_the_numbers_of_the_samples_agree_with_each_other(articles: dict[str, Article]) -> None:
    zh, en = text_of(articles["lanxi-dark-sky"]), text_of(articles["port-ellery-bins"])
    assert "268万千瓦时降到161万千瓦时" in zh and round((268 - 161) / 268, 1) == 0.4  # 省下四成
    stars = next(block for block in articles["lanxi-dark-sky"].blocks if block.rows).rows
    assert stars[1][1] in zh and stars[-1][1] in zh
    assert "from 3,140 to 1,162" in en and round(100 * (3140 - 1162) / 3140) == 63
    assert "$396" in en and round(1_900_000 / 4_800) == 396
    assert "$455,000" in en and round(1_150 * 396, -3) == 455_000


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_picture_is_recorded_with_author_licence_and_source(name: str) -> None:
    recorded = {row["file"]: row for row in tomllib.loads((assets() / "CREDITS.toml").read_text("utf-8"))["picture"]}
    for path in sorted((assets() / "samples" / name).iterdir()):
        if path.suffix not in (".jpg", ".png"):
            continue
        row = recorded[f"samples/{name}/{path.name}"]
        assert row["title"] and row["creator"] and row["source"]
        assert row["licence"] in ("CC0-1.0", "Public domain")
        assert path.stat().st_size < 400_000


def test_credits_name_no_picture_that_is_not_there() -> None:
    rows = tomllib.loads((assets() / "CREDITS.toml").read_text("utf-8"))["picture"]
    assert all((Path(assets()) / row["file"]).is_file() for row in rows)
