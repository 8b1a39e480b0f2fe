"""The versions of one article: by size, or by where each is delivered to."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from media import SMALL

from desk.versions import Output, judged, versions
from newsreel.documents import Article, Asset, Assignment, Look, Reel
from newsreel.errors import BadSettings

JOB = Assignment(
    article=Article(slug="a", headline="A", language="zh", blocks=()),
    look=Look(style="bulletin", tokens=(), templates=()),
)


def test_without_profiles_there_is_one_version_as_asked_for():
    (only,) = versions(JOB, [])
    assert only.job == JOB
    assert only.profile is None


def test_each_profile_sets_size_rate_loudness_and_encoding():
    shorts, broadcast = versions(JOB, ["shorts", "broadcast", "shorts"])
    assert (shorts.job.sizes[0].width, shorts.job.rate, shorts.job.encoding.keyframes) == (1080, 30, 500)
    assert (broadcast.job.sizes[0].width, broadcast.job.rate) == (1920, Fraction(25))
    assert broadcast.job.loudness == "broadcast-eu"
    assert broadcast.job.encoding.quality < shorts.job.encoding.quality


def test_a_hardware_encoder_that_is_not_there_is_said_so():
    (version,) = versions(JOB, [], "h264", "vaapi")
    assert version.job.encoding.encoder in ("h264_vaapi", "libx264")
    assert bool(version.notes) == (version.job.encoding.encoder == "libx264")


def test_a_reel_too_long_for_its_place_is_refused_before_any_work():
    with pytest.raises(BadSettings, match="Shorts"):
        versions(replace(JOB, length=300_000), ["shorts"])


def test_a_title_too_long_for_its_place_is_a_finding():
    (version,) = versions(JOB, ["xiaohongshu"])
    film = Asset(digest="0" * 64, kind="video/mp4")
    reel = Reel(size=SMALL, video=film, cover=film, length=20_000, frames=600)
    output = Output(file="a.mp4", cover="c.jpg", size=version.job.sizes[0], reel=reel, version=version)
    assert not judged(output, 10**6, "短标题")
    assert [found.rule for found in judged(output, 10**6, "长" * 21)] == ["D1"]


def test_profiles_of_one_article_share_what_they_can(tmp_path):
    here = Path(__file__).parent
    command = [
        sys.executable, "-m", "desk.cli", "render", str(here / "articles" / "zh_sport.md"), "--length", "15",
        "--profile", "douyin", "--profile", "tiktok", "-o", str(tmp_path / "out"), "--json",
    ]  # fmt: skip
    env = {"NEWSREEL_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True, cwd=here.parent)
    report = json.loads(done.stdout)
    worked = {row["stage"]: row["worked"] for row in report["stages"]}
    assert worked["sound"] == worked["reel"] == 2
    assert worked["picture"] == len(report["scenes"])
    assert worked["music"] == worked["cut"] == 1
    loud = {output["profile"]: output["lufs"] for output in report["outputs"]}
    assert abs(loud["douyin"] + 15) <= 0.5
    assert abs(loud["tiktok"] + 14) <= 0.5
    for output in report["outputs"]:
        with av.open(output["path"]) as film:
            assert (film.streams.video[0].width, film.streams.video[0].height) == (1080, 1920)
