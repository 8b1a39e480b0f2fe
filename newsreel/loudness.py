"""How loud a reel is meant to be: named profiles, kept as dated data in `assets/loudness.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache

from newsreel.errors import BadSettings
from newsreel.premises import assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What the finished, encoded sound is measured against. Decimals are text, as in every document."""

    name: str
    target: str  # LUFS
    peak: str  # dBTP
    under: str = "18.0"  # LU that music stays below speech while someone speaks
    rule: str = ""
    checked_on: str = ""


@cache
def profiles() -> dict[str, Loudness]:
    """Every profile, by name."""
    return {name: Loudness(name=name, **fields) for name, fields in _data().items() if name != "default"}


def profile(name: str, language: str) -> Loudness:
    """The profile of that name; `auto` or nothing: what is usual for the language."""
    if name in ("", "auto"):
        usual = _data()["default"]
        name = usual.get(language.partition("-")[0].lower(), usual["other"])
    if name not in profiles():
        raise BadSettings(f"No loudness profile is called '{name[:40]}'; there are {', '.join(profiles())}.")
    return profiles()[name]


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads((assets() / "loudness.toml").read_text("utf-8"))
