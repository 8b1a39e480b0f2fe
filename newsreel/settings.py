"""One frozen Settings object, read once at an entrance from the environment and handed down."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import platformdirs

from newsreel.errors import BadSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """How the durable line is run: where its ledger and broker are, and its patience. Times are in milliseconds."""

    ledger: str = ""  # empty: ledger.db in the state folder; postgresql://… for workers on many machines
    broker: str = "redis://127.0.0.1:6379/0"
    queues: tuple[str, ...] = ("io", "cpu")  # what a worker of this machine serves
    lease: int = 60_000  # a worker not heard of for this long has lost its piece
    beat: int = 10_000  # how often a worker says that it lives
    stall: int = 600_000  # a piece that does not come on for this long is given up
    presence: int = 3_000  # how often a worker says which queues it serves
    turn: int = 1_000  # how often the dispatcher looks
    attempts: int = 5  # a piece that failed or ended its worker this often is given up
    rest: int = 2_000  # before the second attempt; doubled before every other
    at_once: int = 8  # pieces of one assignment at work at once, so that others come to their turn
    backlog: int = 1_000  # assignments waiting before more are refused
    free_disk: int = 2_000_000_000  # bytes that must be free before a piece is claimed
    crash_at: str = ""  # tests only: `point:k` ends the process when it comes to that point for the k-th time


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where the writer `llm` finds its model, and how long it waits there. Times are in milliseconds."""

    url: str = ""  # of any server that speaks the OpenAI protocol, up to and with /v1; empty: there is none
    key: str = field(default="", repr=False)  # goes to that server alone, and into no document, message or log
    connect: int = 5_000
    patience: int = 60_000  # for one whole answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the machine and its owner decide, as against what an assignment asks for."""

    cache: Path  # artifacts: may be deleted at any time at the cost of working again
    state: Path  # what must not be lost
    cache_limit: int  # bytes
    workers: int  # pieces worked at once
    works: Works = Works()
    store: str = ""  # empty: the folder `cache`; s3://bucket/prefix for workers on many machines
    s3_endpoint: str = ""  # empty: Amazon's own; https://host:port of any server that speaks S3
    s3_region: str = ""  # empty: what AWS_REGION says; keys always come from the usual AWS variables
    provider: Provider = Provider()

    @property
    def ledger(self) -> str:
        """The address of the ledger."""
        return self.works.ledger or f"sqlite:///{self.state / 'ledger.db'}"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this machine; `NEWSREEL_HOME` puts everything under one folder."""
    env = os.environ if environment is None else environment
    home = env.get("NEWSREEL_HOME")
    return Settings(
        cache=Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("newsreel")),
        state=Path(home) / "state" if home else Path(platformdirs.user_state_dir("newsreel")),
        cache_limit=_size("NEWSREEL_CACHE_LIMIT", env.get("NEWSREEL_CACHE_LIMIT", "10G")),
        workers=_count(env.get("NEWSREEL_WORKERS", "")),
        works=_works(env),
        store=env.get("NEWSREEL_STORE", ""),
        s3_endpoint=env.get("NEWSREEL_S3_ENDPOINT", ""),
        s3_region=env.get("NEWSREEL_S3_REGION", ""),
        provider=_provider(env.get("NEWSREEL_LLM_URL", ""), env.get("NEWSREEL_LLM_KEY", "")),
    )


def _provider(url: str, key: str) -> Provider:
    if url and not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?", url):
        raise BadSettings("NEWSREEL_LLM_URL is no plain address; write one such as http://127.0.0.1:11434/v1.")
    if not key.isascii() or not key.isprintable():
        raise BadSettings("NEWSREEL_LLM_KEY holds a character that no key has; copy it again.")
    return Provider(url=url.rstrip("/"), key=key)


def _works(env: Mapping[str, str]) -> Works:
    """Each of the fields is `NEWSREEL_` and its name in capitals: NEWSREEL_LEDGER, NEWSREEL_LEASE."""
    said: dict[str, str | int | tuple[str, ...]] = {}
    for one in fields(Works):
        name = f"NEWSREEL_{one.name.upper()}"
        text = env.get(name, "")
        if not text:
            continue
        if one.name == "queues":
            said[one.name] = tuple(part.strip() for part in text.split(",") if part.strip())
        elif isinstance(one.default, str):
            said[one.name] = text
        else:
            said[one.name] = _size(name, text)
    works = Works(**said)  # type: ignore[arg-type]
    if not 0 < works.beat * 2 <= works.lease:
        raise BadSettings("NEWSREEL_LEASE must be at least twice NEWSREEL_BEAT, or living workers lose their pieces.")
    return works


def _size(name: str, text: str) -> int:
    units = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
    unit = units.get(text[-1:].upper(), 1)
    number = text[:-1] if text[-1:].upper() in units else text
    if not number.isdecimal():
        raise BadSettings(f"{name} is '{text}'; write a whole number, such as 800, 500M or 10G.")
    return int(number) * unit


def _count(text: str) -> int:
    if not text:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise BadSettings(f"NEWSREEL_WORKERS is '{text}'; write a whole number from 1 to 256.")
    return int(text)
