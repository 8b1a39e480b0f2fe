"""One frozen Settings object, read once at an entrance from the environment and handed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from newsreel.errors import BadSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the machine and its owner decide, as against what an assignment asks for."""

    cache: Path  # artifacts: may be deleted at any time at the cost of working again
    state: Path  # what must not be lost
    cache_limit: int  # bytes
    workers: int  # pieces worked at once


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this machine; `NEWSREEL_HOME` puts everything under one folder."""
    env = os.environ if environment is None else environment
    home = env.get("NEWSREEL_HOME")
    return Settings(
        cache=Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("newsreel")),
        state=Path(home) / "state" if home else Path(platformdirs.user_state_dir("newsreel")),
        cache_limit=_size(env.get("NEWSREEL_CACHE_LIMIT", "10G")),
        workers=_count(env.get("NEWSREEL_WORKERS", "")),
    )


def _size(text: str) -> int:
    units = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
    unit = units.get(text[-1:].upper(), 1)
    number = text[:-1] if text[-1:].upper() in units else text
    if not number.isdecimal():
        raise BadSettings(f"NEWSREEL_CACHE_LIMIT is '{text}'; write a size such as 500M or 10G.")
    return int(number) * unit


def _count(text: str) -> int:
    if not text:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise BadSettings(f"NEWSREEL_WORKERS is '{text}'; write a whole number from 1 to 256.")
    return int(text)
