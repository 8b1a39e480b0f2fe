"""The report of a render: what was made, from what, what an editor should know, and what it cost."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.versions import Output
from newsreel.documents import Assignment, Cut, Finding
from newsreel.forms import to_plain
from newsreel.timing import ms_of
from stages.footage import held

if TYPE_CHECKING:
    from stages.run import Result

VERSION = 1


def report(
    results: "Sequence[Result]",
    outputs: Sequence[Output],
    told: Sequence[Finding],
    folder: Path,
    files: Mapping[str, bytes],
    seconds: float,
    accepted: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """The report as plain values: the first version tells the story, every version has its film."""
    result, job = results[0], outputs[0].version.job
    cut = result.cuts[job.sizes[0]]
    return {
        "version": VERSION,
        "slug": job.article.slug,
        "title": result.script.title,
        "language": job.narration,
        "duration": _seconds(ms_of(cut.frames, cut.rate)),
        "style": job.look.style,
        "scenes": _scenes(result, cut),
        "findings": [to_plain(found) for found in (*told, *findings(job, result))],
        "accepted": [dict(one) for one in accepted],
        "degradations": [to_plain(found) for found in degradations(results)],
        "stages": _stages(results),
        "seconds": round(seconds, 3),
        "outputs": [_output(output, folder) for output in outputs],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


def _stages(results: "Sequence[Result]") -> list[dict[str, Any]]:
    """What each stage cost, all versions together."""
    found: dict[str, dict[str, Any]] = {}
    for tally in (tally for result in results for tally in result.tallies):
        row = found.setdefault(tally.stage, {"stage": tally.stage, "seconds": 0.0, "worked": 0, "cached": 0})
        row["seconds"] = round(row["seconds"] + tally.seconds, 3)
        row["worked"] += tally.worked
        row["cached"] += tally.cached
    return list(found.values())


def printed(value: Mapping[str, Any]) -> str:
    """The report as JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def findings(job: Assignment, result: "Result") -> tuple[Finding, ...]:
    """What an editor should know about the article, the script and the readings of the voice."""
    read = [Finding(rule="reading", message=note) for note in job.article.notes]
    spoken = [found for take in result.takes.values() for found in take.findings]
    return tuple(dict.fromkeys((*result.script.findings, *result.verdict.findings, *read, *spoken)))


def degradations(results: "Sequence[Result]") -> tuple[Finding, ...]:
    """What is less than it should be: glyphs missing, texts cut short, pictures left out."""
    drawn = (found for result in results for shot in result.shots.values() for found in shot.findings)
    ended = (found for result in results for cut in result.cuts.values() for found in held(cut))
    return tuple(dict.fromkeys((*drawn, *ended)))


def spans(cut: Cut) -> dict[str, tuple[int, int]]:
    """When each scene is on screen, in milliseconds."""
    found = {}
    first = 0
    for clip in cut.clips:
        found[clip.scene] = (ms_of(first, cut.rate), ms_of(first + clip.frames, cut.rate))
        first += clip.frames
    return found


def _scenes(result: "Result", cut: Cut) -> list[dict[str, Any]]:
    on_screen = spans(cut)
    return [
        {
            "id": scene.id,
            "says": scene.says,
            "shows": to_plain(scene.shows),
            "sources": list(scene.sources),
            "start": _seconds(on_screen[scene.id][0]),
            "end": _seconds(on_screen[scene.id][1]),
        }
        for scene in result.script.scenes
        if scene.id in on_screen
    ]


def _output(output: Output, folder: Path) -> dict[str, Any]:
    rate, track = output.version.job.rate, output.reel.track
    return {
        "file": output.file,
        "path": str(folder / output.file),
        "profile": output.version.profile.name if output.version.profile else None,
        "encoder": output.version.job.encoding.encoder,
        "sha256": output.reel.video.digest,
        "width": output.size.width,
        "height": output.size.height,
        "fps": int(rate) if rate.denominator == 1 else round(float(rate), 3),
        "frames": output.reel.frames,
        "duration": _seconds(output.reel.length),
        "lufs": _decimal(track.lufs) if track else None,
        "true_peak": _decimal(track.true_peak) if track else None,
    }


def _seconds(ms: int) -> float:
    return ms / 1000


def _decimal(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
