"""Delivery profiles as dated data."""

import re
from fractions import Fraction

import pytest

from newsreel.documents import Size
from newsreel.errors import BadSettings
from newsreel.loudness import profiles as loudness
from newsreel.media.encoders import SOFTWARE
from newsreel.profiles import names, profile, verdicts


def test_every_place_newsrooms_deliver_to_has_its_profile():
    wanted = {"douyin", "shipinhao", "xiaohongshu", "bilibili", "tiktok", "shorts", "reels", "website", "broadcast"}
    assert wanted <= set(names())


@pytest.mark.parametrize("name", names())
def test_a_profile_is_whole_dated_and_can_be_filmed(name):
    made = profile(name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", made.checked_on)
    assert made.codec in SOFTWARE
    assert made.loudness in loudness()
    assert made.size.width % 2 == made.size.height % 2 == 0
    assert made.keyframes <= 2000
    assert made.shortest < made.longest
    assert made.core.x + made.core.width <= made.size.width
    assert made.core.y + made.core.height <= made.size.height
    assert made.covers


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(BadSettings, match="douyin"):
        profile("myspace")


def test_a_finished_file_is_judged_field_by_field():
    wanted = profile("shorts")
    good = verdicts(wanted, size=wanted.size, fps=Fraction(30), length=60_000, bytes_=20_000_000, title="A title")
    assert all(verdict.passed for verdict in good)
    bad = verdicts(
        wanted, size=Size(width=1920, height=1080), fps=Fraction(25), length=200_000, bytes_=10**6, title="t" * 101
    )
    assert [verdict.field for verdict in bad if not verdict.passed] == ["size", "frame rate", "seconds", "title"]
