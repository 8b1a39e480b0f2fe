"""The pictures of a storyboard: found by what they hold, taken in when an editor swaps them, refused when gone."""

from dataclasses import replace
from pathlib import Path

import pytest
from boards import BOARD, PICTURE
from PIL import Image

from desk import pictures
from desk.storyboard_file import Storyboard, locate, read, write
from newsreel.documents import Scene, Statement
from newsreel.errors import Refused
from newsreel.store import Folder


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "cache")


def photo(path: Path, colour: str = "red") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (640, 360), colour).save(path)
    return path


def board_of(path: Path, store: Folder) -> Storyboard:
    """A storyboard showing one picture, as it would be written beside it."""
    asset = replace(PICTURE.asset, digest=store.put_file(path), width=640, height=360)
    article = replace(BOARD.article, pictures=(replace(PICTURE, asset=asset),), footage=())
    scenes = (Scene(id="s1", says="看。", shows=Statement(text="看", picture="pic1")),)
    return replace(BOARD, article=article, script=replace(BOARD.script, scenes=scenes), files=())


def test_a_picture_is_found_by_its_contents_and_named_relatively(tmp_path: Path, store: Folder) -> None:
    file = photo(tmp_path / "article" / "images" / "renamed.png")
    photo(tmp_path / "article" / "other.png", "blue")
    board = board_of(file, store)
    found = pictures.find(board.article, tmp_path / "article")
    assert list(found.values()) == [file]
    assert locate(board, found, tmp_path / "out").files == (("pic1", "../article/images/renamed.png"),)


def test_a_picture_nobody_finds_is_put_beside_the_storyboard(tmp_path: Path, store: Folder) -> None:
    board = board_of(photo(tmp_path / "a.png"), store)
    assert pictures.left_over(board.article, (), store, "pics") == {
        "pics/pic1.png": board.article.pictures[0].asset.digest
    }


def test_an_empty_cache_is_filled_from_the_file(tmp_path: Path, store: Folder) -> None:
    file = photo(tmp_path / "a.png")
    board = replace(board_of(file, store), files=(("pic1", "a.png"),))
    fresh = Folder(tmp_path / "fresh")
    assert pictures.fetch(board, tmp_path, fresh, "b.yaml") == board
    assert fresh.get(board.article.pictures[0].asset.digest) == file.read_bytes()


def test_a_file_that_changed_is_not_taken_silently(tmp_path: Path, store: Folder) -> None:
    board = replace(board_of(photo(tmp_path / "a.png"), store), files=(("pic1", "a.png"),))
    photo(tmp_path / "a.png", "green")
    pictures.fetch(board, tmp_path, store, "b.yaml")  # the store still has the one that was meant
    with pytest.raises(Refused, match=r"b\.yaml: the picture 'pic1' .* has changed since; remove its sha256"):
        pictures.fetch(board, tmp_path, Folder(tmp_path / "fresh"), "b.yaml")


def test_a_picture_that_is_gone_is_refused_by_name(tmp_path: Path, store: Folder) -> None:
    board = replace(board_of(photo(tmp_path / "a.png"), store), files=(("pic1", "b.png"),))
    with pytest.raises(Refused, match=r"'pic1'.*is not there"):
        pictures.fetch(board, tmp_path, Folder(tmp_path / "fresh"), "b.yaml")


def test_an_editor_swaps_a_picture_by_removing_its_hash(tmp_path: Path, store: Folder) -> None:
    board = replace(board_of(photo(tmp_path / "a.png"), store), files=(("pic1", "a.png"),))
    new = tmp_path / "new.jpg"
    Image.new("RGB", (900, 500), "green").save(new)
    digest = board.article.pictures[0].asset.digest
    text = write(board).replace("file: a.png", "file: new.jpg").replace(f"      sha256: {digest}\n", "")
    swapped = pictures.fetch(read(text.encode()), tmp_path, store, "b.yaml").article.pictures[0]
    assert store.get(swapped.asset.digest) == new.read_bytes()
    assert (swapped.asset.kind, swapped.asset.width, swapped.asset.height) == ("image/jpeg", 900, 500)
    assert swapped.caption == PICTURE.caption


def test_what_is_no_picture_is_not_taken_in(tmp_path: Path, store: Folder) -> None:
    board = replace(board_of(photo(tmp_path / "a.png"), store), files=(("pic1", "secret.txt"),))
    (tmp_path / "secret.txt").write_text("#EXTM3U\nfile:///etc/passwd\n")
    digest = board.article.pictures[0].asset.digest
    text = write(board).replace(f"      sha256: {digest}\n", "")
    with pytest.raises(Refused, match="'pic1' cannot be used"):
        pictures.fetch(read(text.encode()), tmp_path, store, "b.yaml")
