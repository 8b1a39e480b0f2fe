"""The command line: what it takes, what it refuses and how, and what it leaves behind."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from boards import BOARD

from desk import asking
from desk.cli import main
from desk.storyboard_file import read, write
from newsreel.documents import Size
from newsreel.errors import BadSettings

ARTICLE = """---
title: 城东大桥合龙，比计划提前41天
author: 张三
source: 江城日报
date: 2026-11-20
lang: zh
---

江城市城东大桥20日上午合龙，比计划提前41天。

大桥全长2.6公里，双向六车道，预计明年5月通车。

“我们等这座桥等了三年。”沿江村村民王建国说。

市交通局表示，通车后过江时间将从40分钟缩短到8分钟。
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def newsreel(home: Path) -> Run:
    def run(*args: str, cwd: Path = home, given: str | None = None, **env: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "desk.cli", *args],
            cwd=cwd,
            input=given,
            capture_output=True,
            text=True,
            env={**os.environ, "NEWSREEL_HOME": str(home / "newsreel"), **env},
            timeout=280,
        )

    return run


@pytest.fixture(scope="module")
def article(home: Path) -> Path:
    path = home / "bridge.md"
    path.write_text(ARTICLE, "utf-8")
    return path


@pytest.fixture(scope="module")
def rendered(newsreel: Run, article: Path, home: Path) -> Path:
    done = newsreel("render", str(article), "-o", "out", "--length", "15", "--size", "240x426", "--fps", "12")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith("-240x426.mp4")
    return home / "out"


@pytest.mark.parametrize(
    ("text", "pixels"),
    [("9:16", (1080, 1920)), ("16:9", (1920, 1080)), ("1:1", (1080, 1080)), ("720x1280", (720, 1280))],
)
def test_sizes_are_read_as_people_write_them(text: str, pixels: tuple[int, int]) -> None:
    assert asking.size(text) == Size(width=pixels[0], height=pixels[1])


@pytest.mark.parametrize("text", ["4:3", "1081x1920", "9x16", "100x100", "5000x5000", "", "-9:16", "1080x1920x3"])
def test_a_size_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadSettings):
        asking.size(text)


@pytest.mark.parametrize(
    ("text", "ms"), [("60", 60_000), ("15s", 15_000), ("1m30s", 90_000), ("3m", 180_000), ("90", 90_000)]
)
def test_lengths_are_read_as_people_write_them(text: str, ms: int) -> None:
    assert asking.length(text) == ms


@pytest.mark.parametrize("text", ["14", "181", "", "m", "1h", "-60", "60.5", "１０００", "0"])
def test_a_length_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadSettings):
        asking.length(text)


def test_rates_are_fractions() -> None:
    assert asking.frame_rate("29.97") == Fraction(30000, 1001)
    for text in ("0", "121", "1/0", "fast", ""):
        with pytest.raises(BadSettings):
            asking.frame_rate(text)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["render"], 2, "INPUT"),
        (["render", "a.md", "--lang", "de"], 2, "lang"),
        (["render", "storyboard.yaml", "--size", "7:3"], 2, "write 9:16"),
        (["dance"], 2, "dance"),
        ([], 2, "COMMAND"),
        (["render", "nowhere.md"], 3, "nowhere.md"),
        (["render", "nowhere.yaml"], 3, "cannot be read"),
    ],
)
def test_each_kind_of_failure_has_its_code_and_a_sentence(newsreel: Run, args: list[str], code: int, said: str) -> None:
    done = newsreel(*args)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_bad_storyboard_names_its_scene_and_field(newsreel: Run, home: Path) -> None:
    (home / "bad.yaml").write_text(write(BOARD).replace("kind: number", "kind: numbr"), "utf-8")
    done = newsreel("render", "bad.yaml")
    assert done.returncode == 3
    assert done.stderr.startswith("newsreel: bad.yaml, scene s5.shows: the kind 'numbr' is not one of")
    assert len(done.stderr.splitlines()) == 1


def test_control_characters_do_not_reach_the_terminal(newsreel: Run) -> None:
    done = newsreel("render", "\x1b[31mred\x07.md")
    assert done.returncode == 3
    assert "\x1b" not in done.stderr and "\x07" not in done.stderr


def test_something_unforeseen_leaves_its_trace_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSREEL_HOME", str(tmp_path))
    monkeypatch.setattr("desk.commands.doctor.examine", lambda _: 1 / 0)
    assert main(["doctor"]) == 4
    (trace,) = (tmp_path / "state").glob("crash-*.txt")
    assert "ZeroDivisionError" in trace.read_text()
    assert str(trace) in capsys.readouterr().err


def test_a_pipe_that_closes_early_is_no_failure(home: Path) -> None:
    line = f"{sys.executable} -m desk.cli crew | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert (done.stdout[1:].strip(), done.stderr) == ("0", "")


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    heavy = ("av", "cv2", "numpy", "PIL", "typst", "jieba", "rich", "lxml")
    code = f"""
import sys
from desk.cli import main
try:
    main(["--help"])
except SystemExit:
    print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "[]"
    assert time.monotonic() - began < 5


def test_what_lands_is_what_was_promised(rendered: Path) -> None:
    slug = json.loads((rendered / "report.json").read_text("utf-8"))["slug"]
    names = {path.name for path in rendered.iterdir()}
    assert names >= {
        f"{slug}-240x426.mp4",
        "cover-240x426.jpg",
        "captions.srt",
        "captions.vtt",
        "storyboard.yaml",
        "credits.csv",
        "posts.json",
        "report.json",
    }


def test_the_report_agrees_with_the_film(rendered: Path) -> None:
    import av

    report = json.loads((rendered / "report.json").read_text("utf-8"))
    (output,) = report["outputs"]
    with av.open(output["path"]) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (240, 426, output["fps"])
        assert stream.frames == output["frames"]
        assert abs(stream.frames / stream.average_rate - Fraction(str(output["duration"]))) < Fraction(1, 12)
    assert abs(report["duration"] - output["duration"]) < 0.1
    assert report["language"] == "zh"
    assert -24 < output["lufs"] < -12 and output["true_peak"] <= 0
    scenes = report["scenes"]
    assert all(set(scene) >= {"id", "says", "shows", "sources", "start", "end"} for scene in scenes)
    assert scenes[0]["start"] == 0 and scenes[-1]["end"] == report["duration"]
    assert all(one["end"] == next_["start"] for one, next_ in pairwise(scenes))


def test_the_captions_say_what_is_spoken(rendered: Path) -> None:
    report = json.loads((rendered / "report.json").read_text("utf-8"))
    vtt = (rendered / "captions.vtt").read_text("utf-8")
    lines = [line for line in vtt.splitlines()[2:] if line and "-->" not in line]
    letters = "".join(mark for line in lines for mark in line if mark.isalnum())
    spoken = "".join(mark for scene in report["scenes"] for mark in scene["says"] if mark.isalnum())
    assert letters == spoken


def test_the_credits_are_a_table_with_a_voice_and_a_typeface(rendered: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((rendered / "credits.csv").read_text("utf-8-sig"))))
    assert {"voice", "typeface", "text"} <= {row["what"] for row in rows}


def test_running_again_is_quick_and_changes_nothing(newsreel: Run, article: Path, rendered: Path) -> None:
    before = {path.name: path.read_bytes() for path in rendered.glob("*") if path.name != "report.json"}
    began = time.monotonic()
    done = newsreel("render", str(article), "-o", "out", "--length", "15", "--size", "240x426", "--fps", "12", "--json")
    took = time.monotonic() - began
    report = json.loads(done.stdout)
    assert done.stderr == "" and all(stage["worked"] == 0 for stage in report["stages"])
    assert {path.name: path.read_bytes() for path in rendered.glob("*") if path.name != "report.json"} == before
    assert took < 8  # two seconds on an idle machine


def test_the_storyboard_renders_to_the_same_film(newsreel: Run, rendered: Path, home: Path) -> None:
    again = newsreel(
        "render", str(rendered / "storyboard.yaml"), "-o", "again", "--size", "240x426", "--fps", "12", "--json"
    )
    assert again.returncode == 0, again.stderr
    first = json.loads((rendered / "report.json").read_text("utf-8"))
    assert json.loads(again.stdout)["outputs"][0]["sha256"] == first["outputs"][0]["sha256"]


def test_one_edited_sentence_redoes_one_scene(newsreel: Run, rendered: Path, home: Path) -> None:
    board = read((rendered / "storyboard.yaml").read_bytes())
    said = board.script.scenes[1].says
    (home / "edited.yaml").write_text(
        (rendered / "storyboard.yaml").read_text("utf-8").replace(f"\n      {said}\n", "\n      大桥很长。\n"), "utf-8"
    )
    done = newsreel("render", "edited.yaml", "-o", "edited", "--size", "240x426", "--fps", "12", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    worked = {stage["stage"]: stage["worked"] for stage in report["stages"]}
    assert worked["voiceover"] == 1 and worked["picture"] <= 2
    assert report["scenes"][1]["says"] == "大桥很长。"


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_stopped_in_the_middle_nothing_is_left_in_the_output(
    article: Path, tmp_path: Path, sign: signal.Signals, code: int
) -> None:
    psutil = pytest.importorskip("psutil")
    args = (sys.executable, "-m", "desk.cli", "render", str(article), "-o", str(tmp_path / "out"), "--length", "15")
    env = {**os.environ, "NEWSREEL_HOME": str(tmp_path / "home")}
    with subprocess.Popen(args, env=env, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline().startswith("[1/2]")
        assert run.stderr.readline()
        hands = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(sign)
        said = run.stderr.read()
    assert run.returncode == code
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert "Traceback" not in said
    assert hands and not psutil.wait_procs(hands, timeout=10)[1]


def test_a_storyboard_is_not_written_over(newsreel: Run, article: Path, home: Path) -> None:
    assert newsreel("storyboard", str(article), "-o", "board.yaml", "--length", "15").returncode == 0
    refused = newsreel("storyboard", str(article), "-o", "board.yaml", "--length", "15")
    assert refused.returncode == 2 and "--force" in refused.stderr
    assert read((home / "board.yaml").read_bytes()).length == 15_000


def test_an_article_on_standard_input_is_read(newsreel: Run) -> None:
    done = newsreel("storyboard", "-", "-o", "-", "--length", "15", given=ARTICLE)
    assert done.returncode == 0, done.stderr
    assert read(done.stdout.encode()).script.language == "zh"


def test_the_contact_sheet_shows_every_scene(newsreel: Run, article: Path, rendered: Path, home: Path) -> None:
    from PIL import Image

    done = newsreel("preview", str(article), "-o", "sheet.png", "--length", "15", "--size", "240x426", "--fps", "12")
    assert done.returncode == 0, done.stderr
    with Image.open(home / "sheet.png") as sheet:
        assert sheet.width > 400 and sheet.height > 400
        colours = sheet.convert("RGB").getcolors(maxcolors=1 << 24)
    assert colours is not None and len(colours) > 200


def test_the_cache_is_shown_verified_and_cleaned(newsreel: Run, rendered: Path) -> None:
    assert "artifacts" in newsreel("cache").stdout
    verified = newsreel("cache", "verify")
    assert verified.returncode == 0 and " 0 damaged" in verified.stdout
    assert newsreel("cache", "clean").stdout.startswith("0 artifacts")


def test_a_limit_on_the_cache_is_kept_to(newsreel: Run, article: Path, rendered: Path, home: Path) -> None:
    shutil.copytree(home / "newsreel" / "cache", home / "small" / "cache")
    blobs = home / "small" / "cache" / "blobs"
    limit = sum(path.stat().st_size for path in blobs.glob("*/*")) // 2
    args = ("render", str(article), "-o", "small-out", "--length", "15", "--size", "240x426", "--fps", "12", "--quiet")
    small = {"NEWSREEL_HOME": str(home / "small"), "NEWSREEL_CACHE_LIMIT": str(limit)}
    assert newsreel(*args, **small).returncode == 0
    assert sum(path.stat().st_size for path in blobs.glob("*/*")) <= limit
    again = newsreel(*args, **small)
    assert again.returncode == 0, again.stderr


def test_the_crew_and_the_doctor_speak_up(newsreel: Run) -> None:
    crew = newsreel("crew").stdout
    assert "espeak" in crew and "cannot work" not in crew
    doctor = newsreel("doctor")
    assert doctor.returncode == 0, doctor.stdout
