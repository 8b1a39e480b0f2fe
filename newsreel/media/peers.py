"""The same stills, captions and sound through other people's tools, for the bench, in an environment of theirs."""

import json
import os
import subprocess
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

import cv2

from newsreel.errors import BadSettings
from newsreel.media import trial
from newsreel.premises import assets, room
from newsreel.store import Folder

PEERS = {"MoviePy": "peer_moviepy.py", "one-pass ffmpeg": "peer_ffmpeg.py"}


def compare(python: Path, store: Folder, clips: int) -> dict[str, Any]:
    """What each peer needs for a second of the same film; `python` is an interpreter that has MoviePy and an ffmpeg."""
    if not python.is_file():
        raise BadSettings(f"There is no interpreter at {python}; `make bench-peers` makes one.")
    content = trial.photographs(store, clips)
    with tempfile.TemporaryDirectory(prefix="newsreel-peers-") as place:
        _lay_out(Path(place), content, store)
        return {name: _run(python, script, Path(place), content) for name, script in PEERS.items()}


def _run(python: Path, script: str, place: Path, content: list[Any]) -> dict[str, float]:
    seconds = float(sum(clip.frames / clip.rate for clip in content))
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [str(python), str(room("scripts") / script), str(place)], check=False, capture_output=True, text=True
    )
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode:
        raise BadSettings(f"The peer {script} did not run: {done.stderr.strip().splitlines()[-1:]}.")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"cpu_per_second": round(cpu / seconds, 4), "wall_per_second": round(wall / seconds, 4)}


def _lay_out(place: Path, content: list[Any], store: Folder) -> None:
    """Stills, captions and sound as files any tool can read."""
    for number in range(len(content)):
        pixels = trial.photograph(1200, 1600, number)
        cv2.imwrite(str(place / f"still{number}.jpg"), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    film = {
        "width": trial.SIZE.width,
        "height": trial.SIZE.height,
        "rate": int(trial.RATE),
        "seconds": [float(clip.frames / clip.rate) for clip in content],
        "captions": [
            [{"start": c.start, "end": c.end, "text": "".join(c.lines)} for c in clip.captions] for clip in content
        ],
        "font": str(assets() / "fonts" / "NotoSansSC-Bold.ttf"),
    }
    (place / "film.json").write_text(json.dumps(film), "utf-8")
    with wave.open(str(place / "sound.wav"), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(bytes(int(sum(float(clip.frames / clip.rate) for clip in content) * 48_000) * 4))
