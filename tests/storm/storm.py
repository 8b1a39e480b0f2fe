"""The storm: real workers, dispatchers and a broker on a small line, harmed at random, then one audit over all of it.

Alone: python -m tests.storm.storm --assignments 1000 --faults 300 --seed 7 --broker rabbitmq --ledger postgres
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsreel.documents import Assignment
from newsreel.errors import NewsreelError
from tests.services import ROOT, Redis, postgres, rabbitmq, redis, stop, wait_for
from tests.storm.audit import audit, torn
from tests.storm.crowd import Crowd, all_ended, crowd
from tests.storm.ground import settings
from tests.storm.proxy import Proxy
from tests.storm.trade import job
from worker import accept
from worker.app import make
from worker.hints import hinting
from worker.station import Station
from worker.upkeep import verify

FREEZE = 6  # seconds, longer than a lease


@dataclass
class Storm:
    """Everything that is harmed, and what was done to it."""

    chance: random.Random
    here: Station
    line: Crowd
    broker: Redis | None
    proxy: Proxy
    store: Path
    small: bool  # the store lies on a small disk of its own
    done: Counter[str] = field(default_factory=Counter)
    only: tuple[str, ...] = ()  # of all faults only these
    spoilt: set[str] = field(default_factory=set)
    accepted: dict[str, Assignment] = field(default_factory=dict)
    thaws: list[threading.Timer] = field(default_factory=list)

    def harm(self) -> None:
        """One fault."""
        faults = [self.kill_child, self.kill_child, self.kill_worker, self.kill_dispatcher, self.freeze_child,
                  self.freeze_dispatcher, self.repeat_hints, self.spoil, self.spoil, self.cut_off, self.jump_clock,
                  self.call_off]  # fmt: skip
        if self.broker:
            faults += [self.flush, self.flush, self.kill_broker]
        if self.small:
            faults += [self.fill_disk]
        fault = self.chance.choice([one for one in faults if not self.only or one.__name__ in self.only])
        fault()
        self.done[fault.__name__] += 1

    def kill_child(self) -> None:
        pids = [pid for worker in self.line.workers for pid in self.line.children(worker)]
        if pids:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(pids), signal.SIGKILL)

    def kill_worker(self, **clock: str) -> None:
        worker = self.chance.choice(self.line.workers)
        stop(worker)
        self.line.workers.remove(worker)
        self.line.worker(**clock)

    def kill_dispatcher(self) -> None:
        dispatcher = self.chance.choice(self.line.dispatchers)
        stop(dispatcher)
        self.line.dispatchers.remove(dispatcher)
        self.line.dispatcher()

    def freeze_child(self) -> None:
        pids = [pid for worker in self.line.workers for pid in self.line.children(worker)]
        if pids:
            self._freeze(self.chance.choice(pids))

    def freeze_dispatcher(self) -> None:
        self._freeze(self.chance.choice(self.line.dispatchers).pid)

    def _freeze(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            thaw = threading.Timer(FREEZE, _thaw, (pid,))
            thaw.start()
            self.thaws.append(thaw)

    def flush(self) -> None:
        assert self.broker
        with suppress(OSError):
            self.broker.say("FLUSHALL")

    def kill_broker(self) -> None:
        assert self.broker
        self.broker.down()
        time.sleep(self.chance.uniform(0.2, 2))
        self.broker.up()

    def repeat_hints(self) -> None:
        """Two hundred messages about pieces that may be done, running or not yet known, some of them nonsense."""
        app = make(self.here.settings, self.here.trade)
        hint = hinting(app)
        ids = [f"{id_}/{one.name}" for id_ in self.chance.sample(sorted(self.accepted), min(8, len(self.accepted)))
               for one in accept.status(self.here, id_).pieces]  # fmt: skip
        try:
            for _ in range(200):
                hint(self.chance.choice([*ids, "0" * 12 + "/script"]), self.chance.choice(("io", "cpu")))
        except Exception as error:
            print("hints:", error, file=sys.stderr)
        finally:
            app.close()

    def spoil(self) -> None:
        """Damage an artifact that is there: a bit, the end, or all of it."""
        blobs = list((self.store / "blobs").glob("*/*"))
        if not blobs:
            return
        blob = self.chance.choice(blobs)
        self.spoilt.add(blob.name)
        with suppress(FileNotFoundError):
            data = blob.read_bytes()
            how = self.chance.choice(("flip", "cut", "gone"))
            if how == "gone":
                blob.unlink()
                return
            blob.chmod(0o644)
            blob.write_bytes(data[: len(data) // 2] if how == "cut" else bytes([data[0] ^ 1]) + data[1:])

    def cut_off(self) -> None:
        """Workers and dispatchers cannot reach the broker for a while."""
        self.proxy.become(self.chance.choice(("swallow", "cut", "slow")))  # type: ignore[arg-type]
        time.sleep(self.chance.uniform(1, 3))
        self.proxy.become("pass")

    def jump_clock(self) -> None:
        """A worker's wall clock is an hour or a day off."""
        library = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
        if library is None:
            return self.kill_worker()
        off = self.chance.choice(("+1h", "-1h", "+1d", "-1d"))
        return self.kill_worker(LD_PRELOAD=str(library), FAKETIME=off, FAKETIME_DONT_FAKE_MONOTONIC="1")

    def call_off(self) -> None:
        if self.accepted:
            with suppress(NewsreelError):
                accept.cancel(self.here, self.chance.choice(sorted(self.accepted)))

    def fill_disk(self) -> None:
        ballast = self.store / "scratch" / "ballast"
        with suppress(OSError), ballast.open("wb") as out:
            while True:
                out.write(bytes(1 << 16))
                out.flush()
        time.sleep(self.chance.uniform(0.5, 2))
        ballast.unlink(missing_ok=True)


def _thaw(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


class Watcher(threading.Thread):
    """Looks at the store all the while: but for those damaged on purpose, no file may ever be seen half made."""

    def __init__(self, storm: Storm) -> None:
        super().__init__(daemon=True)
        self.storm, self.seen, self.found, self.looked = storm, dict[Path, int](), list[str](), 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            for blob in (self.storm.store / "blobs").glob("*/*"):
                with suppress(OSError):
                    changed = blob.stat().st_ctime_ns
                    if self.seen.get(blob) != changed and blob.name not in self.storm.spoilt:
                        self.seen[blob] = changed
                        self.looked += 1
                        if (harm := torn(blob)) and blob.name not in self.storm.spoilt:
                            self.found.append(harm)


def storm(
    folder: Path, *, assignments: int, faults: int, seed: int, broker: str, ledger: str, only: tuple[str, ...] = ()
) -> dict[str, object]:
    """Submit, harm, calm down, audit."""
    chance, begun = random.Random(seed), time.monotonic()
    with ExitStack() as stack:
        small = _small_disk(stack, folder / "cache", assignments)
        served = stack.enter_context(redis(folder)) if broker == "redis" else None
        address = served.url if served else stack.enter_context(rabbitmq())
        proxy = stack.enter_context(Proxy(int(address.rsplit(":", 1)[1].partition("/")[0])))
        address = address.replace(address.rsplit(":", 1)[1].partition("/")[0], str(proxy.port))
        where = stack.enter_context(postgres()) if ledger == "postgres" else ""
        chosen = settings(folder, broker=address, ledger=where, at_once=6, attempts=12, rest=50)
        line = stack.enter_context(crowd(chosen, folder))
        here = line.station()
        storm_ = Storm(chance, here, line, served, proxy, chosen.cache, small, only=only)
        watcher = Watcher(storm_)
        for _ in range(2):
            line.worker()
            line.dispatcher()
        watcher.start()
        submitting = threading.Thread(target=_submit, args=(storm_, assignments, faults, seed), daemon=True)
        submitting.start()
        while sum(storm_.done.values()) < faults:
            time.sleep(chance.uniform(0.3, 1.2))
            storm_.harm()
        stormed = time.monotonic() - begun
        submitting.join(120)
        calmed = time.monotonic()
        for thaw in storm_.thaws:
            thaw.join()
        wait_for(lambda: all_ended(here), 240, 0.5)
        drained = time.monotonic() - calmed
        healed = _mend(here, storm_)
        letters = chosen.state / "letters.txt"
        wait_for(lambda: not _unsent(here), 60, 0.5)
        watcher.over.set()
        watcher.join(20)
        states = Counter(accept.status(here, id_).state for id_ in storm_.accepted)
        complaints = audit(here, storm_.accepted, letters) + watcher.found
        return {
            "seed": seed, "broker": broker, "ledger": ledger, "assignments": assignments,
            "accepted": len(storm_.accepted), "faults": sum(storm_.done.values()), "kinds": dict(storm_.done),
            "states": dict(states), "pieces": _done(here), "mended after": healed, "seconds": round(stormed),
            "drain": round(drained), "files watched": watcher.looked,
            "leftovers": len(list((chosen.cache / "scratch").glob("*.part"))),
            "complaints": complaints, "tracebacks": line.log().count("Traceback"),
        }  # fmt: skip


def _submit(storm_: Storm, count: int, faults: int, seed: int) -> None:
    """Assignments come in all through the storm; one in fifty cannot be read, one in a hundred kills its worker."""
    chance = random.Random(seed + 1)
    for n in range(count):
        kind = "unreadable " if n % 50 == 7 else "deadly " if n % 100 == 13 else ""
        asked = job(f"{kind}story {seed} {n} scenes:2")
        while True:
            with suppress(NewsreelError):
                id_ = accept.submit(storm_.here, asked, urgency=chance.randint(1, 8), idem_key=f"{seed}-{n}")
                storm_.accepted[id_] = asked
                break
            time.sleep(0.2)
        time.sleep(0.7 * faults / count)


def _mend(here: Station, storm_: Storm) -> int:
    """What was damaged after it was last read is found by looking, and made again."""
    healed = 0
    for _ in range(3):
        damaged = [key for id_ in sorted(storm_.accepted) if accept.status(here, id_).state == "done"
                   for key in verify(here, id_)]  # fmt: skip
        wait_for(lambda: all_ended(here), 120, 0.3)
        healed += len(damaged)
        if not damaged:
            break
    return healed


def _unsent(here: Station) -> int:
    from sqlalchemy import func, select

    from newsreel.ledger.schema import outbox

    with here.ledger.read() as tx:
        return int(tx.execute(select(func.count()).where(outbox.c.sent_at.is_(None))).scalar() or 0)


def _done(here: Station) -> int:
    from sqlalchemy import func, select

    from newsreel.ledger.schema import piece

    with here.ledger.read() as tx:
        return int(tx.execute(select(func.count()).where(piece.c.state == "done")).scalar() or 0)


def _small_disk(stack: ExitStack, place: Path, assignments: int) -> bool:
    """Give the store a small disk in memory of its own, where we may."""
    place.mkdir(parents=True)
    if not ROOT or not shutil.which("mount"):
        return False
    size = f"{64 + assignments // 2}m"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode:
        return False
    stack.callback(subprocess.run, ["umount", "-l", str(place)], check=False)
    return True


def main() -> int:
    """From the command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--assignments", type=int, default=1000)
    asked.add_argument("--faults", type=int, default=300)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--broker", choices=("redis", "rabbitmq"), default="redis")
    asked.add_argument("--ledger", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--folder", type=Path, help="where it rages (default: the folder for temporary files)")
    asked.add_argument("--only", action="append", default=[], help="of all faults only this one; may be given again")
    asked.add_argument("--keep", action="store_true", help="keep the folder to look into")
    args = asked.parse_args()
    print("seed", args.seed, flush=True)
    folder = Path(tempfile.mkdtemp(prefix="newsreel-storm-", dir=args.folder))
    try:
        report = storm(folder, assignments=args.assignments, faults=args.faults, seed=args.seed, broker=args.broker,
                       ledger=args.ledger, only=tuple(args.only))  # fmt: skip
    finally:
        if args.keep:
            print("kept", folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(report, indent=1, ensure_ascii=False))
    return 1 if report["complaints"] else 0


if __name__ == "__main__":
    sys.exit(main())
