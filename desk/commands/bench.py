"""`newsreel bench`: the engine against the bare encoder, and the whole render of a sample, measured in one run."""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk.asking import size
from desk.readers import read
from newsreel.documents import Assignment, Size
from newsreel.looks import look
from newsreel.premises import assets
from newsreel.settings import Settings
from newsreel.store import Folder
from newsreel.weight import Scales

SAMPLE = "lanxi-dark-sky"
TIMES = 10  # how much longer the long film is


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Measure, and print a table or JSON."""
    with tempfile.TemporaryDirectory(prefix="newsreel-bench-") as place:
        store = Folder(Path(place))
        made: dict[str, Any] = {"workers": settings.workers}
        # The renders come first: what this process itself holds after the trials would weigh on their memory.
        if args.long:
            made["memory"] = _growth(Path(place), settings, args.sample, size(args.size))
        made["render"] = _render(store, settings, args.sample, size(args.size))
        made |= _engine(store, settings, args.clips)
        if args.peers:
            from newsreel.media.peers import compare

            made["peers"] = compare(Path(args.peers), store, args.clips)
    if args.json:
        sys.stdout.write(json.dumps(made, indent=2) + "\n")
    else:
        _say(made)
    return 0


def _engine(store: Folder, settings: Settings, clips: int) -> dict[str, Any]:
    from newsreel.media import trial

    found: dict[str, Any] = {}
    for name, make in (("photographs", trial.photographs), ("cards", trial.cards)):
        content = make(store, clips)
        floor = trial.run(content, store, settings.workers, floor=True)
        engine = trial.run(content, store, settings.workers, floor=False)
        found[name] = {
            "seconds": floor.seconds,
            "floor_cpu_per_second": round(floor.cpu_per_second, 4),
            "floor_wall_per_second": round(floor.wall_per_second, 4),
            "engine_cpu_per_second": round(engine.cpu_per_second, 4),
            "engine_wall_per_second": round(engine.wall_per_second, 4),
            "ratio": round(engine.cpu / floor.cpu, 4),
            "bytes": engine.bytes,
            "spent_per_second": {part: round(seconds, 4) for part, seconds in sorted(engine.spent.items())},
        }
    found["engine_to_floor_cpu"] = found["photographs"]["ratio"]
    found["cards_to_photograph_floor_cpu"] = round(
        found["cards"]["engine_cpu_per_second"] / found["photographs"]["floor_cpu_per_second"], 4
    )
    return found


def _assignment(store: Folder, sample: str, frame: Size) -> Assignment:
    article = read(Path(sample) if sample else assets() / "samples" / SAMPLE, store)
    return Assignment(article=article, look=look("bulletin", None, store), sizes=(frame,))


def _growth(place: Path, settings: Settings, sample: str, frame: Size) -> dict[str, Any]:
    """The memory of all processes for a reel, and for one ten times as long: its scenes again and again."""
    from stages.run import run

    found: dict[str, Any] = {}
    for name, times in (("one", 1), ("ten", TIMES)):
        store = Folder(place / name)
        job = _assignment(store, sample, frame)
        script = run(job, store, settings, until="script").script
        scenes = (replace(scene, id=f"{scene.id}t{n}") for n in range(times) for scene in script.scenes)
        job = replace(job, script=replace(script, scenes=tuple(scenes)))
        with Scales() as scales:
            cut = run(job, store, settings).cuts[frame]
        found[name] = {"seconds": round(float(cut.frames / cut.rate), 2), "peak_memory_mb": round(scales.peak / 1e6)}
    return found | {"ratio": round(found["ten"]["peak_memory_mb"] / found["one"]["peak_memory_mb"], 3)}


def _render(store: Folder, settings: Settings, sample: str, frame: Size) -> dict[str, Any]:
    from stages.run import run

    job = _assignment(store, sample, frame)
    began = time.perf_counter()
    with Scales() as scales:
        result = run(job, store, settings)
    wall = time.perf_counter() - began
    cut = result.cuts[job.sizes[0]]
    length = float(cut.frames / cut.rate)
    again = time.perf_counter()
    run(job, store, settings)
    again = time.perf_counter() - again
    scene = _edited(job, result.script, store, settings)
    return {
        "seconds": round(length, 2),
        "wall": round(wall, 2),
        "wall_per_second": round(wall / length, 4),
        "peak_memory_mb": round(scales.peak / 1e6),
        "again_wall": round(again, 3),
        "one_scene_edited_wall": round(scene, 2),
        "one_scene_edited_share": round(scene / wall, 4),
        "stages": {tally.stage: tally.seconds for tally in result.tallies},
        "pieces": {tally.stage: tally.worked for tally in result.tallies},
    }


def _edited(job: Assignment, script: Any, store: Folder, settings: Settings) -> float:
    """How long it takes after one sentence of one scene was edited."""
    from stages.run import run

    scenes = list(script.scenes)
    middle = len(scenes) // 2
    opening = "昨天，" if job.narration == "zh" else "Yesterday, "
    scenes[middle] = replace(scenes[middle], says=opening + scenes[middle].says)
    edited = replace(job, script=replace(script, scenes=tuple(scenes)))
    began = time.perf_counter()
    run(edited, store, settings)
    return time.perf_counter() - began


def _say(made: dict[str, Any]) -> None:
    row = "{:<34}{:>12}{:>12}{:>9}"
    print(row.format("per second of 1080x1920 at 30", "CPU s", "wall s", "ratio"))
    for name in ("photographs", "cards"):
        part = made[name]
        print(row.format(f"{name}: the bare encoder", part["floor_cpu_per_second"], part["floor_wall_per_second"], ""))
        engine = (part["engine_cpu_per_second"], part["engine_wall_per_second"], part["ratio"])
        print(row.format(f"{name}: painted and encoded", *engine))
        spent = ", ".join(f"{key} {value:.3f}" for key, value in part["spent_per_second"].items())
        print(f"    of it: {spent}")
    for name, peer in made.get("peers", {}).items():
        print(row.format(f"{name}, the same stills and captions", peer["cpu_per_second"], peer["wall_per_second"], ""))
    if "memory" in made:
        one, ten, ratio = made["memory"]["one"], made["memory"]["ten"], made["memory"]["ratio"]
        print(f"\nmemory of all processes: {one['peak_memory_mb']} MB for {one['seconds']} s of film,")
        print(f"  {ten['peak_memory_mb']} MB for {ten['seconds']} s: {ratio} times as much")
    render = made["render"]
    print(f"\nthe sample, {render['seconds']} s: {render['wall']} s from a cold cache, {render['again_wall']} s again,")
    print(f"  {render['one_scene_edited_wall']} s with one scene edited; {render['peak_memory_mb']} MB at most")
    print("  " + ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in render["stages"].items()))
