"""The script stage: what it refuses from a writer, and what it tells the editor."""

from dataclasses import replace
from pathlib import Path

import pytest
from copy_desk import article

from newsreel.bench import Bench
from newsreel.crew.writers.extract import Extract
from newsreel.documents import Article, Brief, Photo, Scene, Script, Statement
from newsreel.errors import CheckFailed
from newsreel.store import Folder
from stages.script import write

BRIEF = Brief(language="en", length=30_000)


class Dictated:
    """A writer that hands over what it was given."""

    version = "1"

    def __init__(self, script: Script) -> None:
        self.script = script

    def write(self, article: Article, brief: Brief, bench: Bench) -> Script:
        return self.script


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(Folder(tmp_path))


def good(bench: Bench) -> Script:
    return write(article("en_flood"), Extract(), BRIEF, bench)


def spoiled(script: Script, **change: object) -> Script:
    return replace(script, scenes=(script.scenes[0], replace(script.scenes[1], **change), *script.scenes[2:]))


def test_a_sound_script_passes_without_findings(bench: Bench) -> None:
    script = good(bench)
    assert script.findings == () and len(script.scenes) > 4


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "s1"}, "Two scenes"),
        ({"says": "  "}, "says nothing"),
        ({"says": "word " * 200}, "characters"),
        ({"sources": ("p99.1",)}, "p99.1"),
        ({"shows": Photo(picture="nobody")}, "nobody"),
    ],
)
def test_an_unsound_scene_is_refused_by_name(bench: Bench, change: dict[str, object], reason: str) -> None:
    with pytest.raises(CheckFailed, match=reason):
        write(article("en_flood"), Dictated(spoiled(good(bench), **change)), BRIEF, bench)


def test_no_scenes_and_another_language_are_refused(bench: Bench) -> None:
    for script in (replace(good(bench), scenes=()), replace(good(bench), language="zh")):
        with pytest.raises(CheckFailed):
            write(article("en_flood"), Dictated(script), BRIEF, bench)


def test_a_scene_without_a_source_and_a_wrong_length_are_said(bench: Bench) -> None:
    extra = Scene(id="x", says="Nobody knows why. " * 8, shows=Statement(text="Nobody knows"))
    script = good(bench)
    found = write(article("en_flood"), Dictated(replace(script, scenes=(extra, *script.scenes))), BRIEF, bench).findings
    assert {finding.rule for finding in found} == {"S1", "length"}
    assert next(finding.scene for finding in found if finding.rule == "S1") == "x"
