"""The whole line in one process, with the embedded crew: what is worked, what is not, and the same bytes."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from desk.readers import read
from newsreel.bench import Bench
from newsreel.documents import Assignment, Size
from newsreel.forms import digest
from newsreel.looks import look
from newsreel.settings import Settings
from newsreel.store import Folder
from newsreel.weight import family
from stages import line
from stages.run import Result, run

SIZE = Size(width=216, height=384)


def settings(root: Path, workers: int = 2) -> Settings:
    return replace(_read(root), workers=workers)


def _read(root: Path) -> Settings:
    from newsreel.settings import read

    return read({"NEWSREEL_HOME": str(root)})


def assignment(store: Folder, name: str = "zh_weather") -> Assignment:
    copy = read(Path(__file__).parent / "articles" / f"{name}.md", store)
    return Assignment(article=copy, look=look("bulletin", None, store), sizes=(SIZE,), length=15_000)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Assignment, Result]:
    root = tmp_path_factory.mktemp("home")
    store = Folder(root / "cache")
    job = assignment(store)
    return root, job, run(job, store, settings(root))


def stages_of(result: Result) -> list[str]:
    return [name.split(":")[0] for name in result.worked]


def everything(root: Path, job: Assignment, result: Result) -> dict[str, str]:
    """Every piece of a run and the digest of what it made."""
    store = Folder(root / "cache")
    documents = {
        **{f"voiceover:{name}": take for name, take in result.takes.items()},
        **{f"storyboard:{name}": shot for (name, _), shot in result.shots.items()},
        **{f"cut:{size}": cut for size, cut in result.cuts.items()},
        **{f"reel:{size}": reel for size, reel in result.reels.items()},
        "script": result.script,
        "music": result.score,
        "sound": result.track,
    }
    assert all(store.holds(one) for document in documents.values() for one in line.assets_of(document))
    return {name: digest(document) for name, document in documents.items()}


def test_an_article_becomes_a_reel_whose_sound_and_picture_end_together(made):
    root, _, result = made
    reel = result.reels[SIZE]
    with av.open(str(Folder(root / "cache").path(reel.video.digest))) as film:
        video, sound = film.streams.video[0], film.streams.audio[0]
        assert video.frames == reel.frames == result.cuts[SIZE].frames
        assert abs(video.duration * video.time_base - sound.duration * sound.time_base) < Fraction(1, 30)
        assert [stream.type for stream in film.streams] == ["video", "audio", "subtitle"]
        assert video.start_time == sound.start_time == 0


def test_run_again_nothing_is_worked(made):
    root, job, _ = made
    again = run(job, Folder(root / "cache"), settings(root))
    assert again.worked == ()


def test_an_edited_sentence_redoes_one_scene_and_what_hears_it(made):
    root, job, result = made
    scenes = list(result.script.scenes)
    scenes[1] = replace(scenes[1], says="昨天" + scenes[1].says)
    edited = replace(job, script=replace(result.script, scenes=tuple(scenes)))
    worked = stages_of(run(edited, Folder(root / "cache"), settings(root)))
    assert worked.count("voiceover") == 1
    assert worked.count("storyboard") <= 1
    assert 1 <= worked.count("picture") <= 2
    assert worked.count("music") == worked.count("sound") == worked.count("reel") == worked.count("cut") == 1
    assert "script" not in worked


def test_another_size_speaks_and_scores_nothing_again(made):
    root, job, _ = made
    wide = replace(job, sizes=(SIZE, Size(width=384, height=216)))
    worked = stages_of(run(wide, Folder(root / "cache"), settings(root)))
    assert {"voiceover", "music", "sound", "script"}.isdisjoint(worked)
    assert worked.count("reel") == 1


def test_an_edit_that_changes_nothing_seen_or_heard_stops_there(made):
    root, job, result = made
    scenes = tuple(replace(scene, why="because the editor says so") for scene in result.script.scenes)
    edited = replace(job, script=replace(result.script, scenes=scenes))
    worked = stages_of(run(edited, Folder(root / "cache"), settings(root)))
    assert {"voiceover", "picture", "sound", "reel"}.isdisjoint(worked)


@pytest.mark.parametrize("workers", [1, 3])
def test_from_an_empty_cache_the_bytes_are_the_same_with_any_number_of_workers(made, tmp_path, monkeypatch, workers):
    monkeypatch.setenv("MALLOC_PERTURB_", str(40 * workers))  # and do not depend on what lies in memory
    root, job, result = made
    store = Folder(tmp_path / "cache")
    other = run(assignment(store), store, settings(tmp_path, workers))
    assert everything(tmp_path, job, other) == everything(root, job, result)


def test_a_damaged_artifact_is_made_again(made, tmp_path):
    root, job, result = made
    segment = next(
        line.finished(line.order(job, piece, _documents(job, result)), Bench(Folder(root / "cache")))
        for piece in line.pieces(job, result.script)
        if piece.stage == "picture"
    )
    blob = root / "cache" / "blobs" / segment.video.digest[:2] / segment.video.digest
    before = result.reels[SIZE].video.digest
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes()[:-100])
    reel = root / "cache" / "blobs" / before[:2] / before
    reel.unlink()
    again = run(job, Folder(root / "cache"), settings(root))
    assert again.reels[SIZE].video.digest == before
    assert "picture" in stages_of(again) and "reel" in stages_of(again)


def test_captions_are_what_is_said_and_start_with_their_words(made):
    _, _, result = made
    cut = result.cuts[SIZE]
    for clip, cue in zip([c for c in cut.clips if c.captions], cut.voice, strict=True):
        scene = next(scene for scene in result.script.scenes if scene.id == clip.scene)
        shown = "".join("".join(caption.lines) for caption in clip.captions)
        assert re.sub(r"[\W_]+", "", shown) == re.sub(r"[\W_]+", "", scene.says)
        start = cue.start - sum(c.frames for c in cut.clips[: cut.clips.index(clip)]) * 1000 / 30
        words = [start + word.start for word in result.takes[clip.scene].words]
        for caption in clip.captions:
            assert min(abs(caption.start - word) for word in words) <= 80


def test_a_hand_that_crashes_is_replaced_and_the_piece_worked_again(tmp_path):
    store = Folder(tmp_path / "cache")
    killed = []

    def shoot(progress) -> None:
        """Kill a hand while it films."""
        if progress.stage == "picture" and progress.state == "working" and not killed:
            hands = [pid for pid in family(os.getpid()) if _parent(_parent(pid)) == os.getpid()]
            os.kill(int(hands[0]), signal.SIGKILL)
            killed.append(hands[0])

    result = run(assignment(store), store, settings(tmp_path), watch=shoot)
    assert killed
    assert result.reels


def test_a_render_killed_at_any_moment_leaves_nothing_half_made_and_goes_on(tmp_path):
    copy = tmp_path / "article.md"
    copy.write_text((Path(__file__).parent / "articles" / "zh_weather.md").read_text("utf-8"), "utf-8")
    command = [
        sys.executable, "-m", "desk.cli", "render", str(copy), "-o", str(tmp_path / "out"), "--size", "240x426",
        "--length", "15", "--quiet",
    ]  # fmt: skip
    env = os.environ | {"NEWSREEL_HOME": str(tmp_path / "home")}
    for wait in (0.7, 1.6, 2.5, 3.5, 5.0):
        process = subprocess.Popen(command, env=env)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert not (tmp_path / "out").exists() or (tmp_path / "out" / "report.json").exists()
    subprocess.run(command, env=env, check=True, timeout=200)
    store = Folder(tmp_path / "home" / "cache")
    for blob in (store.root / "blobs").rglob("*"):
        if blob.is_file():
            store.get(blob.name)
    assert (tmp_path / "out" / "report.json").exists()
    assert not list(tmp_path.glob(".out.*"))


def _parent(pid: int) -> int:
    """Whose child a process is."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) if pid > 1 else 0


def _documents(job: Assignment, result: Result) -> dict:
    """What was made, by the names of the pieces."""
    made = {"script": result.script, "music": result.score, "sound": result.track}
    for piece in line.pieces(job, result.script):
        if piece.stage == "voiceover":
            made[piece.name] = result.takes[piece.scene]
        elif piece.stage == "storyboard":
            made[piece.name] = result.shots[(piece.scene, piece.size)]
        elif piece.stage == "cut":
            made[piece.name] = result.cuts[piece.size]
    return made
