"""The report of a render: what was made, from what, what an editor should know, and what it cost."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsreel.documents import Assignment, Cut, Finding
from newsreel.forms import to_plain
from newsreel.timing import ms_of

if TYPE_CHECKING:
    from stages.run import Result

VERSION = 1


def report(
    job: Assignment, result: "Result", videos: Mapping[str, Path], files: Mapping[str, bytes], seconds: float
) -> dict[str, Any]:
    """The report as plain values; `videos` says where the reel of each file name will lie."""
    cut = result.cuts[job.sizes[0]]
    return {
        "version": VERSION,
        "slug": job.article.slug,
        "title": result.script.title,
        "language": job.narration,
        "duration": _seconds(ms_of(cut.frames, cut.rate)),
        "style": job.look.style,
        "scenes": _scenes(result, cut),
        "findings": [to_plain(found) for found in findings(job, result)],
        "degradations": [to_plain(found) for found in degradations(result)],
        "stages": [
            {"stage": tally.stage, "seconds": tally.seconds, "worked": tally.worked, "cached": tally.cached}
            for tally in result.tallies
        ],
        "seconds": round(seconds, 3),
        "outputs": [_output(name, path, job, result) for name, path in videos.items()],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


def printed(value: Mapping[str, Any]) -> str:
    """The report as JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def findings(job: Assignment, result: "Result") -> tuple[Finding, ...]:
    """What an editor should know about the article, the script and the readings of the voice."""
    read = [Finding(rule="reading", message=note) for note in job.article.notes]
    spoken = [found for take in result.takes.values() for found in take.findings]
    return tuple(dict.fromkeys((*result.script.findings, *read, *spoken)))


def degradations(result: "Result") -> tuple[Finding, ...]:
    """What is less than it should be: glyphs missing, texts cut short, pictures left out."""
    return tuple(dict.fromkeys(found for shot in result.shots.values() for found in shot.findings))


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


def _output(name: str, path: Path, job: Assignment, result: "Result") -> dict[str, Any]:
    size, reel = next((size, reel) for size, reel in result.reels.items() if file_of(job, size) == name)
    cut = result.cuts[size]
    track = reel.track
    return {
        "file": name,
        "path": str(path),
        "sha256": reel.video.digest,
        "width": size.width,
        "height": size.height,
        "fps": int(cut.rate) if cut.rate.denominator == 1 else round(float(cut.rate), 3),
        "frames": reel.frames,
        "duration": _seconds(reel.length),
        "lufs": _decimal(track.lufs) if track else None,
        "true_peak": _decimal(track.true_peak) if track else None,
    }


def file_of(job: Assignment, size: Any) -> str:
    """The name of a reel's file."""
    from desk.asking import size_name

    return f"{job.article.slug}-{size_name(size)}.mp4"


def _seconds(ms: int) -> float:
    return ms / 1000


def _decimal(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
