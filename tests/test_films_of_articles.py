"""The films of an article: read in, shown by the writer, kept through a storyboard, and seen and heard in the reel."""

from dataclasses import replace
from pathlib import Path

import av
import pytest
from films import film, number_of

from desk import pictures
from desk.readers import read
from desk.storyboard_file import Storyboard, locate, write
from desk.storyboard_file import read as read_board
from newsreel.documents import Article, Assignment, Closing, Film, Scene, Script, Size, Statement
from newsreel.errors import Refused
from newsreel.looks import look
from newsreel.settings import read as read_settings
from newsreel.store import Folder
from stages.run import run

TEXT = """# Harbour ferry returns after 14 months

The harbour ferry carried its first passengers on Thursday after 14 months in dry dock.

![The ferry](ferry.mp4 "The ferry leaves the old customs house | Jane Doe | CC BY 4.0")

The ferry leaves the old customs house every 30 minutes and crosses the harbour in ten. Mayor Ann Lee said it cost
$3.2 million, most of it for new engines and a wider ramp.

The fare is still two dollars each way for anyone who walks aboard without a car, and bicycles travel free of charge.
"""
SIZE = Size(width=216, height=384)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "article"
    folder.mkdir()
    (folder / "article.md").write_text(TEXT)
    film(folder / "ferry.mp4", size=(216, 384), rate=25, frames=125, sound=True)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "home" / "cache")


def article_of(place: Path, store: Folder) -> Article:
    return read(place, store)


def test_films_of_a_folder_are_measured_captioned_and_credited(place, store):
    film(place / "crowd.webm", codec="libvpx", frames=45)
    (place / "captions.csv").write_text("file,caption,credit\ncrowd.webm,The crowd at the pier,Tom Hale\n")
    ferry, crowd = article_of(place, store).footage
    assert (ferry.id, ferry.caption, ferry.asset.credit.creator) == (
        "clip1",
        "The ferry leaves the old customs house",
        "Jane Doe",
    )
    assert (ferry.asset.kind, ferry.asset.width, ferry.asset.height, ferry.asset.length) == (
        "video/mp4",
        216,
        384,
        5000,
    )
    assert (crowd.caption, crowd.asset.credit.creator, crowd.asset.length) == (
        "The crowd at the pier",
        "Tom Hale",
        1500,
    )
    assert store.holds(ferry.asset.digest)


def test_a_film_does_not_rename_sentences(place, store):
    with_film = article_of(place, store).sentences()
    (place / "article.md").write_text("\n".join(line for line in TEXT.split("\n") if "mp4" not in line))
    (place / "ferry.mp4").unlink()
    assert article_of(place, store).sentences() == with_film


def test_a_film_that_is_cut_short_or_lies_elsewhere_is_left_out_and_said_so(place, store, tmp_path):
    data = (place / "ferry.mp4").read_bytes()
    (place / "ferry.mp4").write_bytes(data[: len(data) // 2])
    outside = film(tmp_path / "outside.mp4", frames=9)
    (place / "link.mp4").symlink_to(outside)
    (place / "article.md").write_text(TEXT + "\n![](link.mp4)\n\n![](../outside.mp4)\n\n![](list.mp4)\n")
    (place / "list.mp4").write_text("#EXTM3U\nfile:///etc/passwd\n")
    found = article_of(place, store)
    assert found.footage == ()
    told = " ".join(found.notes)
    assert "ferry.mp4" in told
    assert told.count("outside the article's folder") == 2
    assert "list.mp4 is not an MP4" in told


def test_the_writer_shows_a_film_beside_what_it_stands_with(place, store):
    from newsreel.bench import Bench
    from newsreel.crew.writers.extract import Extract
    from newsreel.documents import Brief

    script = Extract().write(article_of(place, store), Brief(language="en", length=30_000), Bench(store))
    shown = [scene for scene in script.scenes if isinstance(scene.shows, Film)]
    assert [scene.shows.footage for scene in shown] == ["clip1"]
    assert {name.split(".")[0] for name in shown[0].sources} <= {"p1", "p2"}  # the paragraphs it stands between
    assert any("Jane Doe" in line for line in script.scenes[-1].shows.credits)


def board_of(place: Path, store: Folder, **shows) -> Storyboard:
    scenes = (
        Scene(id="s1", says="The ferry is back.", shows=Statement(text="The ferry is back")),
        Scene(id="s2", says="It leaves every half hour.", shows=Film(footage="clip1", **shows)),
        Scene(id="s3", says="", shows=Closing()),
    )
    script = Script(title="Ferry", language="en", mood="calm", scenes=scenes)
    return Storyboard(article=article_of(place, store), script=script)


def test_a_storyboard_keeps_its_films_by_their_hash(place, store, tmp_path):
    board = board_of(place, store, start=1000, sound="under")
    board = locate(board, pictures.find(board.article, place), place)
    text = write(board)
    assert "file: ferry.mp4" in text
    again = read_board(text.encode())
    assert (again.script.scenes, again.article.footage) == (board.script.scenes, board.article.footage)
    fresh = Folder(tmp_path / "elsewhere")
    assert fresh.holds(pictures.fetch(again, place, fresh, "storyboard.yaml").article.footage[0].asset.digest)
    (place / "ferry.mp4").write_bytes(b"changed")
    with pytest.raises(Refused, match="has changed since"):
        pictures.fetch(again, place, Folder(tmp_path / "third"), "storyboard.yaml")


def test_a_film_an_editor_swaps_in_is_surveyed(place, store):
    board = board_of(place, store)
    other = film(place / "other.mkv", frames=60)
    clipping = board.article.footage[0]
    bare = replace(clipping, asset=replace(clipping.asset, digest="", width=0, height=0, length=0))
    board = replace(board, article=replace(board.article, footage=(bare,)), files=(("clip1", "other.mkv"),))
    taken = pictures.fetch(board, place, store, "storyboard.yaml").article.footage[0].asset
    assert (taken.kind, taken.length, taken.width) == ("video/x-matroska", 2000, 320)
    other.write_bytes(other.read_bytes()[:5000])
    with pytest.raises(Refused, match=r"footage 'clip1' cannot be used: The film other\.mkv"):
        pictures.fetch(board, place, store, "storyboard.yaml")


def test_a_film_is_seen_and_heard_in_the_reel(place, store, tmp_path):
    board = board_of(place, store, start=400, sound="under")
    job = Assignment(
        article=board.article, look=look("bulletin", None, store), sizes=(SIZE,), script=board.script, music="none"
    )
    home = read_settings({"NEWSREEL_HOME": str(tmp_path / "home"), "NEWSREEL_WORKERS": "1"})
    result = run(job, store, home)
    cut = result.cuts[SIZE]
    first = cut.clips[0].frames
    (heard,) = cut.ambience
    assert heard.begin == 400
    with av.open(str(store.path(result.reels[SIZE].video.digest))) as reel:
        luma = [picture.to_ndarray(format="gray") for picture in reel.decode(video=0)]
    assert len(luma) == cut.frames
    seen = [number_of(luma[first + n], (216, 384)) for n in range(12, cut.clips[1].frames - 12)]
    due = [int(25 * (0.4 + n / 30) + 0.05) for n in range(12, cut.clips[1].frames - 12)]
    assert seen == due
    shot = result.shots[("s2", SIZE)]
    assert any("Jane Doe" in line for line in shot.credits)
