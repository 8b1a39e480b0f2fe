"""Measures what the durable line costs and how it grows: python -m tests.storm.measure overhead|scaling|ledger.

overhead  CPU of workers and dispatcher per piece, over what the same pieces cost without ledger and queue
scaling   pieces a second of 1, 2, 4, 8 workers on pieces that sleep: they stand in for a cluster
ledger    pieces a second a ledger can book when nothing else is done, and the workers that keeps busy
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from newsreel import ledger as books
from newsreel.ledger import Ledger
from tests.services import postgres, redis, wait_for
from tests.storm.crowd import Crowd, all_ended, crowd
from tests.storm.ground import settings
from tests.storm.trade import Cheap, job, reels
from worker import accept
from worker.station import Station

PATIENT = {"lease": 60_000, "beat": 10_000, "turn": 1_000, "presence": 3_000, "free_disk": 0, "backlog": 10_000}


def overhead(folder: Path, ledger: str, assignments: int) -> dict[str, object]:
    """CPU of the durable line per piece."""
    with ExitStack() as stack:
        line = _line(stack, folder, ledger, hands=1)
        here = line.station()
        line.worker()
        line.dispatcher()
        accept.submit(here, job("slow 0 warm scenes:2"))  # imports and first statements are paid once
        wait_for(lambda: all_ended(here), 60)
        wait_for(lambda: line.children(line.workers[0]))
        before, first = _spent(line), _done(here)
        began = time.monotonic()
        for n in range(assignments):
            accept.submit(here, job(f"slow 0 story {n} scenes:2"))
        wait_for(lambda: all_ended(here), 300, 0.5)
        wall, pieces = time.monotonic() - began, _done(here) - first
        after = _spent(line)
    began = time.process_time()
    for n in range(assignments):
        reels(job(f"slow 0 story {n} scenes:2"))
    bare = (time.process_time() - began) / pieces * 1000
    spent = {name: round((after[name] - before[name]) / pieces * 1000, 2) for name in after}
    return {
        "ledger": ledger or "sqlite",
        "pieces": pieces,
        "CPU ms per piece": {**spent, "of it the pieces themselves": round(bare, 2)},
        "ledger and queue, CPU ms per piece": round(sum(spent.values()) - bare, 2),
        "pieces a second, one hand": round(pieces / wall, 1),
    }


def scaling(folder: Path, ledger: str, workers: int, sleep: str, seconds: int) -> dict[str, object]:
    """Pieces a second of so many workers, in a window in which all of them have work."""
    with ExitStack() as stack:
        line = _line(stack, folder, ledger, hands=1)
        here = line.station()
        for n in range(max(12, round(1.5 * workers * seconds / float(sleep) / 11))):
            accept.submit(here, job(f"slow {sleep} story {n} scenes:2"))
        for _ in range(workers):
            line.worker()
        line.dispatcher()
        wait_for(lambda: _running(here) == workers, 120, 0.2)
        time.sleep(3)
        began, first = time.monotonic(), _sleepers(here)
        time.sleep(seconds)
        made, wall = _sleepers(here) - first, time.monotonic() - began
        return {"workers": workers, "pieces a second": round(made / wall, 3), "of sleep alone": round(
            made / wall * float(sleep) / workers, 3)}  # fmt: skip


def booking(folder: Path, ledger: str, processes: int, seconds: int) -> dict[str, object]:
    """Pieces a second that can be claimed and completed by processes that do nothing else."""
    with ExitStack() as stack:
        where = stack.enter_context(postgres()) if ledger == "postgres" else ""
        chosen = settings(folder, ledger=where, **PATIENT)
        here = Station(chosen, Ledger(chosen.ledger).prepare(), Cheap())
        for n in range(processes * seconds * 60):
            accept.submit(here, job(f"story {n} scenes:8"))
        here.ledger.close()
        fork = multiprocessing.get_context("spawn")
        counts = fork.Queue()
        gate = fork.Barrier(processes)
        made = [fork.Process(target=_book, args=(chosen, seconds, gate, counts)) for _ in range(processes)]
        for one in made:
            one.start()
        done = sum(counts.get(timeout=seconds + 60) for _ in made)
        for one in made:
            one.join()
    rate = done / seconds
    return {
        "ledger": ledger, "processes": processes, "pieces a second": round(rate),
        "transactions a second": round(2 * rate),
        "workers kept busy with pieces of 1 s": round(rate), "of 5 s": round(rate * 5),
    }  # fmt: skip


def _book(chosen, seconds: int, gate, counts) -> None:  # type: ignore[no-untyped-def]
    """Claim and complete pieces that are made in no time."""
    from worker.queues import planned

    ledger, trade = Ledger(chosen.ledger), Cheap()
    script = trade.STAGES["script"].work("x scenes:8", None)
    grown = planned(trade, job("x scenes:8"), script)
    gate.wait()
    end, count, owner = time.monotonic() + seconds, 0, f"p{multiprocessing.current_process().pid}"
    while time.monotonic() < end:
        for queue in ("cpu", "io"):
            with ledger.write() as tx:
                held = books.claim(tx, queue, owner, 8, who=owner)
            if held is None:
                continue
            with ledger.write() as tx:
                plan = grown if held.name == "script" else ()
                books.complete(tx, held, f"{held.id:0>64}"[-64:], "0" * 64, grown=plan)
            count += 1
    counts.put(count)


def _line(stack: ExitStack, folder: Path, ledger: str, hands: int) -> Crowd:
    where = stack.enter_context(postgres()) if ledger == "postgres" else ""
    served = stack.enter_context(redis(folder))
    return stack.enter_context(crowd(settings(folder, broker=served.url, ledger=where, **PATIENT), folder, hands=hands))


def _spent(line: Crowd) -> dict[str, float]:
    """CPU seconds of the workers with their children, and of the dispatchers."""

    def own(pid: int) -> float:
        used = psutil.Process(pid).cpu_times()
        return float(used.user + used.system)

    def ended(pid: int) -> float:
        used = psutil.Process(pid).cpu_times()
        return float(used.children_user + used.children_system)  # children are renewed after a hundred pieces

    return {
        "children": sum(own(child) for one in line.workers for child in line.children(one))
        + sum(ended(one.pid) for one in line.workers),
        "worker": sum(own(one.pid) for one in line.workers),
        "dispatcher": sum(own(one.pid) for one in line.dispatchers),
    }


def _done(here: Station) -> int:
    return sum(one.pieces_done for one in accept.assignments(here, limit=10_000))


def _sleepers(here: Station) -> int:
    """Pieces done that slept: all but the scripts."""
    return sum(max(0, one.pieces_done - 1) for one in accept.assignments(here, limit=10_000))


def _running(here: Station) -> int:
    with here.ledger.read() as tx:
        return sum(one.running for one in books.depths(tx))


def main() -> int:
    """From the command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=("overhead", "scaling", "ledger"))
    asked.add_argument("--ledger", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--assignments", type=int, default=60)
    asked.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    asked.add_argument("--sleep", default="0.25", help="seconds a piece sleeps (scaling)")
    asked.add_argument("--seconds", type=int, default=12)
    asked.add_argument("--folder", type=Path, help="where (default: the folder for temporary files)")
    args = asked.parse_args()
    rounds = [0] if args.what == "overhead" else args.workers
    for count in rounds:
        with tempfile.TemporaryDirectory(prefix="newsreel-measure-", dir=args.folder) as place:
            folder = Path(place)
            if args.what == "overhead":
                found = overhead(folder, args.ledger, args.assignments)
            elif args.what == "scaling":
                found = scaling(folder, args.ledger, count, args.sleep, args.seconds)
            else:
                found = booking(folder, args.ledger, count, args.seconds)
        print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
