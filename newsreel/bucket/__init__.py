"""The store on any server that speaks S3: shared by many machines, each with copies nearby of what it read."""

import os
import re
from functools import lru_cache
from pathlib import Path

from newsreel.bucket.bucket import Bucket
from newsreel.bucket.nearby import Nearby
from newsreel.bucket.wire import Wire
from newsreel.errors import BadSettings
from newsreel.settings import Settings

__all__ = ["Bucket", "Nearby", "Wire", "open_bucket"]

ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9_./-]*))?")


def open_bucket(settings: Settings) -> Bucket:
    """The bucket of these settings; nothing is asked of the server until something is needed."""
    found = ADDRESS.fullmatch(settings.store)
    if found is None:
        raise BadSettings(f"NEWSREEL_STORE is '{settings.store}'; write s3://bucket or s3://bucket/prefix.")
    name, prefix = found[1], (found[2] or "").strip("/")
    wire, nearby = _opened(
        name, prefix, settings.s3_endpoint, settings.s3_region, settings.cache / "s3", settings.cache_limit, os.getpid()
    )
    return Bucket(wire, nearby)


@lru_cache(maxsize=4)
def _opened(
    name: str, prefix: str, endpoint: str, region: str, root: Path, limit: int, pid: int
) -> tuple[Wire, Nearby]:
    """One line to a bucket for each process: it is dear to set up, and must not be carried over a fork."""
    return Wire.to(name, prefix, endpoint=endpoint, region=region), Nearby(root, limit)
