"""Figures and dates as values: however they are written, in either language, and what may stand for what."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreel.facts.dates import stands_for, whens
from newsreel.facts.figures import amounts, keeps_bound, rounds, same
from newsreel.speech.figures import en_cardinal, zh_cardinal

EQUAL = [
    ("百分之三点二", "zh", "3.2%", "zh"),
    ("1.5亿", "zh", "150 million", "en"),
    ("1.5亿人", "zh", "150,000,000 people", "en"),
    ("三成", "zh", "30%", "en"),
    ("一半", "zh", "50 percent", "en"),
    ("四分之一", "zh", "25%", "zh"),
    ("86万元", "zh", "860,000 yuan", "en"),
    ("翻一番", "zh", "doubled", "en"),
    ("零下60摄氏度", "zh", "-60 degrees Celsius", "en"),
    ("3.82万亿元", "zh", "3.82 trillion yuan", "en"),
    ("两年", "zh", "24 months", "en"),
    ("第三", "zh", "third", "en"),
    ("3比2", "zh", "3-2", "en"),
    ("$4.2 billion", "en", "42亿美元", "zh"),
    ("1.2公里", "zh", "1,200 metres", "en"),
    ("三千一百八十六盏", "zh", "3186盏", "zh"),
    ("0.2个百分点", "zh", "0.2 percentage points", "en"),
]
DIFFERENT = [
    ("5%", "zh", "5个百分点", "zh"),
    ("1.5亿", "zh", "15 million", "en"),
    ("3毫米", "zh", "3厘米", "zh"),
    ("$5", "en", "€5", "en"),
    ("91岁", "zh", "91个月", "zh"),
    ("6 weeks", "en", "6 months", "en"),
    ("第三", "zh", "3", "zh"),
]


@pytest.mark.parametrize(("one", "first", "other", "second"), EQUAL)
def test_one_value_is_known_in_every_writing(one: str, first: str, other: str, second: str) -> None:
    assert same(amounts(one, first)[0], amounts(other, second)[0])


@pytest.mark.parametrize(("one", "first", "other", "second"), DIFFERENT)
def test_another_unit_or_size_is_another_value(one: str, first: str, other: str, second: str) -> None:
    assert not same(amounts(one, first)[0], amounts(other, second)[0])


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("约2000人", "zh", "about"), ("2000人左右", "zh", "about"), ("3200余人", "zh", "over"),
        ("不超过800个", "zh", "under"), ("超过150毫米", "zh", "over"), ("预计不会超过24小时", "zh", "under"),
        ("about 2,100 homes", "en", "about"),
        ("more than 200 people", "en", "over"), ("fewer than three cars", "en", "under"), ("2,100 homes", "en", ""),
    ],
)  # fmt: skip
def test_a_figure_keeps_how_exact_it_is(text: str, language: str, bound: str) -> None:
    assert amounts(text, language)[0].bound == bound


def test_rounding_needs_a_hedge_on_the_right_side() -> None:
    exact = amounts("1,983 stars", "en")[0]
    assert rounds(amounts("nearly 2,000 stars", "en")[0], exact)
    assert not rounds(amounts("2,000 stars", "en")[0], exact)
    assert not rounds(amounts("more than 2,000 stars", "en")[0], exact)
    assert not rounds(amounts("about 3,000 stars", "en")[0], exact)


def test_about_may_not_be_dropped_and_at_most_not_turned_round() -> None:
    assert not keeps_bound(amounts("800个", "zh")[0], amounts("不超过800个", "zh")[0])
    assert not keeps_bound(amounts("至少800个", "zh")[0], amounts("不超过800个", "zh")[0])
    assert keeps_bound(amounts("最多800个", "zh")[0], amounts("不超过800个", "zh")[0])


def test_a_range_shares_its_unit() -> None:
    assert [one.kind for one in amounts("between 7 to 9%", "en")] == ["share", "share"]


@pytest.mark.parametrize("text", ["十分重要", "万一下雨", "一起去看", "no one said so", "a hundred reasons"])
def test_words_that_only_look_like_figures_are_none(text: str) -> None:
    assert [one for one in amounts(text, "en" if text.isascii() else "zh") if one.value not in (100,)] == []


@given(st.integers(min_value=11, max_value=10**12))
def test_every_number_in_words_is_read_back_as_itself(number: int) -> None:
    assert amounts(f"{zh_cardinal(number)}元", "zh")[0].value == number
    assert amounts(f"{en_cardinal(number)} dollars", "en")[0].value == Fraction(number)


PUBLISHED = "2026-11-03"  # a Tuesday


@pytest.mark.parametrize(
    ("said", "first", "held", "second", "fits"),
    [
        ("11月3日", "zh", "Nov. 3", "en", True),
        ("3日", "zh", "11月3日", "zh", True),
        ("11月3日", "zh", "3日", "zh", True),
        ("Nov. 3", "en", "Tuesday", "en", True),
        ("Nov. 4", "en", "Tuesday", "en", False),
        ("周二", "zh", "November 3", "en", True),
        ("Wednesday", "en", "Tuesday", "en", False),
        ("十一月三日", "zh", "11月3日", "zh", True),
        ("去年", "zh", "2025", "en", True),
        ("今年", "zh", "2025年", "zh", False),
        ("March 2027", "en", "2027年3月", "zh", True),
        ("2028年", "zh", "2027年3月", "zh", False),
        ("6 a.m.", "en", "6时", "zh", True),
        ("18时", "zh", "6 pm", "en", True),
        ("7时", "zh", "6时", "zh", False),
    ],
)
def test_a_day_is_known_in_every_writing(said: str, first: str, held: str, second: str, fits: bool) -> None:
    assert stands_for(whens(said, first)[0], whens(held, second)[0], PUBLISHED) is fits
