"""The house keeps its own rules: floors, names, lengths, the wheel, documents that tell the truth."""

import inspect
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import newsreel.errors
from newsreel.errors import NewsreelError

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("newsreel", "stages", "worker", "desk")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST = 400
NOT_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}
# Longer than the house allows, each with its reason.
LONG: dict[str, str] = {}


def test_the_four_packages_resolve_inside_one_checkout() -> None:
    for package in PACKAGES:
        module = import_module(package)
        assert module.__file__ and Path(module.__file__).resolve().parent == ROOT / package


def test_the_wheel_holds_the_four_packages_and_their_data(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        names = wheel.namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(PACKAGES)
    assert "newsreel/storyboards/bulletin/style.toml" in names
    assert "newsreel/assets/frames.toml" in names
    assert any(name.startswith("newsreel/assets/fonts/") and name.endswith(".ttf") for name in names)
    assert all(f"{package}/py.typed" in names for package in PACKAGES)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    name = str(path.relative_to(ROOT))
    assert len(text.splitlines()) <= LONGEST or name in LONG
    assert text.startswith('"""') or not text.strip()
    assert not NOT_NAMES & {path.stem, *path.relative_to(ROOT).parts}


def test_nothing_but_the_command_line_ends_the_process() -> None:
    leaving = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"\bsys\.exit\(|raise SystemExit", path.read_text("utf-8"))
    ]
    assert leaving == ["desk/cli.py"]


def test_codecs_and_processes_are_touched_in_media_alone() -> None:
    outside = [path for path in SOURCES if not path.is_relative_to(ROOT / "newsreel" / "media")]
    bad = re.compile(r"^\s*(?:import|from) (av|cv2|PIL|typst|subprocess)\b", re.M)
    assert [
        (path.name, bad.findall(path.read_text("utf-8"))) for path in outside if bad.search(path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("role", ["writers", "artists", "voices", "composers"])
def test_our_own_crew_comes_in_by_the_door(role: str) -> None:
    ours = PROJECT["project"]["entry-points"][f"newsreel.{role}"]
    found = {entry.name: entry for entry in entry_points(group=f"newsreel.{role}")}
    for name, target in ours.items():
        assert found[name].value == target
        assert found[name].load()().version


def test_the_errors_are_drawn_as_they_are() -> None:
    drawn = re.findall(r"(?:[├└]── )(\w+)", newsreel.errors.__doc__ or "")
    classes = [
        name
        for name, kind in inspect.getmembers(newsreel.errors, inspect.isclass)
        if issubclass(kind, NewsreelError) and kind is not NewsreelError
    ]
    assert sorted(drawn) == sorted(classes)
    marked = re.findall(r"[├└]── (\w+)[^\n]*(?:\n(?![│ ]*[├└])[^\n]*)*?\[retry\]", newsreel.errors.__doc__ or "")
    assert all(getattr(newsreel.errors, name).retry for name in marked)


def test_the_documents_name_only_what_is_there() -> None:
    """Paths in backticks in the documents exist, so that they cannot go stale."""
    pattern = re.compile(r"`((?:newsreel|stages|worker|desk|storyboards|assets|tests|docs|scripts)/[\w./-]*)`")
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", *map(str, (ROOT / "docs").rglob("*.md"))):
        text = (ROOT / name).read_text("utf-8")
        assert [path for path in pattern.findall(text) if not (ROOT / path).exists()] == [], name


def test_the_table_of_the_line_is_true() -> None:
    from stages.line import LINE

    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.M)
    assert rows == [stage.name for stage in LINE]


def test_the_readme_knows_every_command() -> None:
    from desk.cli import _parser

    commands = next(action.choices for action in _parser()._actions if action.dest == "command")
    text = (ROOT / "README.md").read_text("utf-8")
    assert commands is not None and all(f"newsreel {name}" in text for name in commands)
