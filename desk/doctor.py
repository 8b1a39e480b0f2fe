"""Looks this machine over: what the house needs, whether it is there, and what to do where it is not."""

import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from newsreel.premises import assets, storyboards
from newsreel.settings import Settings

FREE = 2_000_000_000  # bytes a render and its cache should find
HOME = "set NEWSREEL_HOME to a folder of yours"
FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


@dataclass(frozen=True, slots=True)
class Line:
    """What was looked at, how it is, and what to do about it."""

    state: Literal["ok", "warn", "bad"]
    what: str
    found: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Line]:
    """Every line of the examination."""
    yield _python()
    yield from _packages()
    yield _carefully("fonts", _fonts, "install newsreel again: its fonts travel with it")
    yield _carefully("house styles", _styles, "install newsreel again: its styles travel with it")
    yield _carefully("cache folder", partial(_writable, settings.cache), HOME)
    yield _carefully("state folder", partial(_writable, settings.state), HOME)
    yield _space(settings.cache)
    yield _carefully("encoders", _encoders, "pip install --force-reinstall av")
    yield _carefully("typesetting", _typesetting, "pip install --force-reinstall typst")
    yield _carefully("embedded voice", _voice, "pip install --force-reinstall espeakng-loader")
    yield Line("ok", "hands", f"{settings.workers} pieces at once")


def _carefully(what: str, look: Callable[[], str], advice: str) -> Line:
    """Whatever fails while looking is what the line says."""
    try:
        return Line("ok", what, look())
    except Exception as error:
        return Line("bad", what, " ".join(f"{type(error).__name__}: {error}".split())[:200], advice)


def _python() -> Line:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Line("ok" if good else "bad", "Python", found, "" if good else "use Python 3.11 or newer")


def _packages() -> Iterator[Line]:
    for wanted in requires("newsreel") or ():
        if "extra ==" in wanted:
            continue
        match = re.match(r"([A-Za-z0-9_.-]+)(.*)", wanted)
        if match is None:
            continue
        name, floor = match[1], match[2].strip()
        try:
            there = version(name)
        except PackageNotFoundError:
            yield Line("bad", name, "not installed", f"pip install '{wanted}'")
            continue
        good = _satisfies(there, floor)
        yield Line("ok" if good else "bad", name, there, "" if good else f"pip install '{wanted}'")


def _satisfies(there: str, floor: str) -> bool:
    """Whether a version lies within bounds such as `>=18.1,<19`."""
    for bound in filter(None, floor.split(",")):
        match = re.fullmatch(r"\s*(>=|<|==)\s*([\d.]+)\s*", bound)
        if match is None:
            continue
        have, want = _numbers(there), _numbers(match[2])
        if (
            (match[1] == ">=" and have < want)
            or (match[1] == "<" and have >= want)
            or (match[1] == "==" and have != want)
        ):
            return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _fonts() -> str:
    folder = assets() / "fonts"
    if missing := [face for face in FACES if not (folder / face).is_file()]:
        raise FileNotFoundError(f"{folder / missing[0]} is not there")
    return f"{sum(1 for _ in folder.glob('*.ttf'))} faces"


def _styles() -> str:
    styles = sorted(path.parent.name for path in storyboards().glob("*/style.toml"))
    if not styles:
        raise FileNotFoundError(f"{storyboards()} is empty")
    return ", ".join(styles)


def _writable(folder: Path) -> str:
    """Write, sync and rename, as the store does."""
    folder.mkdir(parents=True, exist_ok=True)
    temp = folder / f".doctor.{secrets.token_hex(4)}"
    try:
        with temp.open("xb") as out:
            out.write(b"newsreel")
            out.flush()
            os.fsync(out.fileno())
        temp = temp.replace(temp.with_suffix(".renamed"))
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    finally:
        temp.unlink(missing_ok=True)
    return str(folder)


def _space(folder: Path) -> Line:
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < FREE:
        return Line("warn", "free disk", f"{free / 1e9:.1f} GB", "free some space, or run `newsreel cache clean`")
    return Line("ok", "free disk", f"{free / 1e9:.0f} GB")


def _encoders() -> str:
    from newsreel.media.encoders import missing

    if lacking := missing():
        raise LookupError(f"this build of av cannot encode {', '.join(lacking)}")
    return f"x264 and AAC in av {version('av')}"


def _typesetting() -> str:
    from importlib import import_module

    import_module("newsreel.media.typeset")
    return f"typst {version('typst')}"


def _voice() -> str:
    """Have a word spoken, in a store of its own."""
    from newsreel.bench import Bench
    from newsreel.documents import Line as Words
    from newsreel.hiring import hire
    from newsreel.store import Folder

    with tempfile.TemporaryDirectory() as place:
        voice = hire("voice", "espeak")
        take = voice.speak(Words(text="好", language="zh"), Bench(Folder(Path(place))))
    return f"espeak {voice.version} spoke for {take.length} ms"
