"""A minute of storm over real workers, dispatchers and a broker: nothing is lost, nothing doubled, nothing torn."""

import os
import random
import tempfile
from pathlib import Path

import pytest

from tests.storm.storm import storm


@pytest.mark.timeout(290)
def test_nothing_is_lost_doubled_or_torn_in_a_storm() -> None:
    seed = int(os.environ.get("NEWSREEL_STORM_SEED") or random.SystemRandom().randrange(10**6))
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        report = storm(Path(place), assignments=100, faults=32, seed=seed, broker="redis", ledger="sqlite")
    print(report)
    assert report["complaints"] == [], f"seed {seed}: {report}"
    assert report["accepted"] == 100 and report["faults"] == 32
    assert report["states"]["failed"] >= 1, "the unreadable and the deadly ones fail with their reasons"  # type: ignore[index]
    assert report["files watched"] > 1000  # type: ignore[operator]
