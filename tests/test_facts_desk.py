"""The truth gate at the door: `newsreel check`, and a render that stops or goes on with a reason."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.acceptance import acceptances, recorded
from newsreel.errors import BadSettings

ARTICLE = """---
title: 城东大桥合龙，比计划提前41天
source: 江城日报
date: 2026-11-20
lang: zh
---

江城市城东大桥20日上午合龙，比计划提前41天。

大桥全长2.6公里，双向六车道，预计明年5月通车。

“我们等这座桥等了三年。”沿江村村民王建国说。
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gate")


@pytest.fixture(scope="module")
def newsreel(home: Path) -> Run:
    def run(*args: str) -> "subprocess.CompletedProcess[str]":
        env = {**os.environ, "NEWSREEL_HOME": str(home / "newsreel")}
        command = [sys.executable, "-m", "desk.cli", *args]
        return subprocess.run(command, cwd=home, capture_output=True, text=True, env=env, timeout=280)

    return run


@pytest.fixture(scope="module")
def board(home: Path, newsreel: Run) -> str:
    (home / "bridge.md").write_text(ARTICLE, "utf-8")
    assert newsreel("storyboard", "bridge.md", "-o", "clean.yaml", "--length", "15").returncode == 0
    text = (home / "clean.yaml").read_text("utf-8")
    scenes, article = text.split("\narticle:\n")
    assert "2.6公里" in scenes
    (home / "wrong.yaml").write_text(scenes.replace("2.6公里", "26公里") + "\narticle:\n" + article, "utf-8")
    return text


def test_check_passes_what_the_article_says(newsreel: Run, board: str) -> None:
    done = newsreel("check", "clean.yaml", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert "blocks" not in done.stdout


def test_check_prints_both_sides_of_a_wrong_figure_and_ends_with_5(newsreel: Run, board: str) -> None:
    done = newsreel("check", "wrong.yaml", "--quiet")
    assert done.returncode == 5
    assert "blocks  S2" in done.stdout and "told:    26公里" in done.stdout and "2.6公里" in done.stdout
    found = json.loads(newsreel("check", "wrong.yaml", "--json").stdout)
    assert any(one["rule"] == "S2" and one.get("blocks") and one["said"] == "26公里" for one in found)


def test_an_edited_storyboard_with_a_wrong_figure_is_not_rendered(newsreel: Run, board: str, home: Path) -> None:
    done = newsreel("render", "wrong.yaml", "-o", "refused", "--quiet")
    assert done.returncode == 5 and not (home / "refused").exists()
    assert len(done.stderr.strip().splitlines()) == 1 and "--accept S2:REASON" in done.stderr


def test_what_is_accepted_is_rendered_and_written_down(newsreel: Run, board: str, home: Path) -> None:
    size = ("--size", "240x426", "--fps", "12", "--music", "none", "--json")
    done = newsreel("render", "wrong.yaml", "-o", "out", "--accept", "S2:the ministry corrected it", *size)
    assert done.returncode == 0, done.stderr
    report = json.loads((home / "out" / "report.json").read_text("utf-8"))
    assert report["accepted"] == [{"rule": "S2", "reason": "the ministry corrected it"}]
    assert any(one["rule"] == "S2" and one["blocks"] for one in report["findings"])


def test_an_acceptance_names_its_rule() -> None:
    assert recorded(acceptances(["S2:seen: twice", "S5"])) == [
        {"rule": "S2", "reason": "seen: twice"},
        {"rule": "S5", "reason": ""},
    ]
    with pytest.raises(BadSettings, match="--accept"):
        acceptances([":no rule"])
