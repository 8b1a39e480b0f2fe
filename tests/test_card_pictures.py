"""What is read over a picture, and what a picture shows beside what is read: measured on the pixels of frames."""

from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest
from test_cards import SIZES, drawn, lettering, scene

from newsreel.bench import Bench
from newsreel.crew.artists.card_theme import MOTIFS, motif_of, theme_of
from newsreel.documents import (
    Asset,
    Card,
    Clip,
    Counter,
    Credit,
    Focus,
    Headline,
    Look,
    Number,
    Photo,
    Picture,
    Script,
    Shot,
    Size,
    Statement,
    Take,
    Visual,
    Word,
)
from newsreel.lettering import atoms
from newsreel.looks import look
from newsreel.media import stills
from newsreel.media.counting import CounterElement
from newsreel.media.picture import Painter, frame
from newsreel.store import Folder
from stages.cut import Rushes, assemble

RATE = Fraction(30)
ALL = (*SIZES, Size(width=720, height=1280), Size(width=1080, height=1350))
TITLES = {
    "zh": "三千盏路灯“低头”之后，岚溪找回了银河",
    "en": "Port Ellery's latching bins cut raccoon raids by 63 percent",
}
DEK = "A lid designed by a retired lock-keeper has reached 4,800 homes in 18 months"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(store=Folder(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def bulletin(bench: Bench) -> Look:
    return look("bulletin", None, bench.store)


def snow(bench: Bench, x: int, y: int, size: tuple[int, int] = (1500, 1000)) -> Picture:
    """A white field, the worst ground for light text, with a red buoy at a place given in thousandths."""
    width, height = size
    pixels = np.full((height, width, 3), 250, np.uint8)
    cv2.circle(pixels, (width * x // 1000, height * y // 1000), height // 10, (225, 20, 20), -1)
    credit = Credit(creator="许闻", source="云浦晚报")
    asset = bench.keep(stills.to_jpeg(pixels), "image/jpeg", width=width, height=height, credit=credit)
    return Picture(id="pic1", asset=asset, focus=Focus(x=x, y=y))


def clip_of(shot: Shot, number: int = 0, says: str = "字") -> Clip:
    """The shot as the cut stages it; `number` stills have moved before it, so that every move gets its turn."""
    from stages.cut import _staged

    take = Take(sound=Asset(digest="0" * 64, kind="audio/wav"), length=3000, words=())
    layers, _ = _staged(shot.layers, scene(Statement(text="字"), says=says), take, 4000, number)
    return Clip(scene="s1", size=shot.size, rate=RATE, frames=120, layers=layers)


def luminance(pixels: np.ndarray) -> np.ndarray:
    parts = pixels.astype(np.float64) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def least_contrast(shot: Shot, bench: Bench, number: int) -> float:
    """The contrast of every text with the lightest ground it meets while the camera moves."""
    clip = clip_of(shot, number)
    texts = [layer for layer in lettering(shot) if layer.enter.how in ("rise", "fade") or shot.layers[-1] is layer]
    bare = replace(clip, layers=tuple(layer for layer in clip.layers if not _is_one_of(layer, lettering(shot))))
    worst = 21.0
    for at in (0, 119):
        under = luminance(frame(bare, at, bench.store))
        for text in texts:
            drawing = stills.from_png(bench.read(text.asset))
            ink = drawing[..., 3] > 200
            colour = float(np.median(luminance(drawing[ink][:, :3])))
            near = cv2.dilate(ink.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
            y, x = text.y, text.x
            ground = under[y : y + drawing.shape[0], x : x + drawing.shape[1]][near[: shot.size.height - y]]
            lightest = float(np.quantile(ground, 0.995))
            worst = min(worst, (colour + 0.05) / (lightest + 0.05))
    return worst


def _is_one_of(layer: object, cards: list[Card]) -> bool:
    return isinstance(layer, Card) and any(
        (layer.asset, layer.x, layer.y) == (card.asset, card.x, card.y) for card in cards
    )


@pytest.mark.parametrize("size", ALL, ids=lambda size: f"{size.width}x{size.height}")
def test_text_over_the_whitest_picture_is_read_while_the_camera_moves(bench: Bench, bulletin: Look, size: Size) -> None:
    shown = snow(bench, 500, 450, (900, 1600) if size.width == 720 else (1500, 1000))
    for number, shows in enumerate(
        (
            Headline(title=TITLES["en"], dek=DEK, picture="pic1"),
            Photo(picture="pic1", caption=DEK),
            Statement(text=TITLES["en"], picture="pic1"),
        )
    ):
        shot = drawn(bench, bulletin, size, scene(shows), shown, "en")
        assert least_contrast(shot, bench, number) >= 4.5, shows.kind


@pytest.mark.parametrize("size", ALL, ids=lambda size: f"{size.width}x{size.height}")
@pytest.mark.parametrize(("language", "place"), [("en", (500, 450)), ("zh", (200, 500)), ("en", (500, 880))])
def test_a_title_does_not_cover_the_subject(
    bench: Bench, bulletin: Look, size: Size, language: str, place: tuple[int, int]
) -> None:
    dek = DEK if language == "en" else "山城用两年换下3186盏路灯，夜空暗了一半，电费省下四成"
    shows = Headline(title=TITLES[language], dek=dek, picture="pic1")
    shot = drawn(bench, bulletin, size, scene(shows), snow(bench, *place), language)
    cards = lettering(shot)
    bare = replace(shot, layers=tuple(layer for layer in shot.layers if not _is_one_of(layer, cards)))
    seen = frame(clip_of(bare), 119, bench.store).astype(int)
    red = (seen[..., 0] > 130) & (seen[..., 0] > 2 * seen[..., 1]) & (seen[..., 0] > 2 * seen[..., 2])
    if size.shape != "16x9":
        red[size.height * 62 // 100 :] = False  # the ground's own red dot
    blob = largest(red)
    assert blob.sum() > 0.002 * size.width * size.height
    for card in cards:
        if card.enter.how == "cut" and card.y < size.height // 4 and card.asset.height < size.height // 20:
            continue  # the row on top may stand on the picture
        covered = blob[card.y : card.y + card.asset.height, card.x : card.x + card.asset.width].sum()
        assert covered <= 0.03 * blob.sum(), (card.x, card.y)


def largest(mask: np.ndarray) -> np.ndarray:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    assert count > 1
    return labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))


@pytest.mark.parametrize("size", ALL, ids=lambda size: f"{size.width}x{size.height}")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "2024年9月起，岚溪县把3186盏旧路灯换成了暖色"),
        ("zh", "路灯一年的用电从268万千瓦时降到161万千瓦时，省下电费约86万元"),
        ("en", "The city expects to earn that back in less than five years"),
        ("en", "Cleaning crews now spend 210 hours a month on spilled trash"),
    ],
)
def test_no_stub_stands_between_longer_lines(
    bench: Bench, bulletin: Look, size: Size, language: str, text: str
) -> None:
    shot = drawn(bench, bulletin, size, scene(Statement(text=text)), None, language)
    widths = [card.asset.width for card in lettering(shot) if card.enter.how == "rise"]
    assert 2 <= len(widths) <= 7
    for before, line, after in zip(widths, widths[1:], widths[2:], strict=False):
        assert line >= 0.5 * min(before, after), widths
    assert widths[-1] >= 0.2 * max(widths), widths


@pytest.mark.parametrize("size", ALL, ids=lambda size: f"{size.width}x{size.height}")
@pytest.mark.parametrize("pictured", [True, False])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_label_captions_and_lettering_keep_apart(
    bench: Bench, bulletin: Look, size: Size, pictured: bool, language: str
) -> None:
    says = (
        "岚溪县北山观测站关掉走廊里的最后一盏灯"
        if language == "zh"
        else "The raccoons of Port Ellery have had a hungry year"
    )
    shows = Headline(title=TITLES[language], dek=DEK, picture="pic1" if pictured else "")
    shot = drawn(bench, bulletin, size, scene(shows), snow(bench, 500, 500) if pictured else None, language)
    words = spoken(says, language)
    take = Take(sound=Asset(digest="0" * 64, kind="audio/wav"), length=3600, words=words)
    script = Script(title="", language=language, mood="calm", scenes=(scene(shows, says=says),))
    rushes = Rushes(script=script, shots=(shot,), takes=(take,), look=bulletin, size=size, rate=RATE)
    (clip,) = assemble(rushes).clips
    assert clip.captions and clip.label
    elements = Painter(clip, bench.store)._layers.elements[-2:]
    plates = [element.area(n) for element in elements for n in range(0, 90, 7) if element.state(n) is not None]
    assert len(plates) > 12
    boxes = [(c.x, c.y, c.x + c.asset.width, c.y + c.asset.height) for c in lettering(shot)]
    for x, y, right, bottom in plates:
        assert 0 <= x < right <= size.width and 0 <= y < bottom <= size.height
        for left, top, end, foot in boxes:
            assert right <= left or end <= x or bottom <= top or foot <= y, ((x, y, right, bottom), (left, top))


def spoken(says: str, language: str) -> tuple[Word, ...]:
    """Every word, or in Chinese every character, at an even pace."""
    pieces = list(says) if language == "zh" else says.split()
    found, at = [], 0
    for number, piece in enumerate(pieces):
        at = says.index(piece, at)
        step = 3600 // len(pieces)
        found.append(Word(text=piece, start=number * step, end=(number + 1) * step, at=at))
        at += len(piece)
    return tuple(found)


def test_a_number_lands_as_tight_as_it_is_typeset(bench: Bench, bulletin: Look) -> None:
    for value in ("210", "1,162", "4,800", "114"):
        counted = drawn(bench, bulletin, SIZES[1], scene(Number(value=value, unit="", label="计")))
        (counter,) = [layer for layer in counted.layers if isinstance(layer, Counter)]
        element = CounterElement(counter, RATE, bench.store)
        landed = element._sheet(value).keep[0] < 128
        columns = np.flatnonzero(landed.any(axis=0))
        gaps = np.diff(columns)
        tall = np.flatnonzero(landed.any(axis=1))
        assert gaps.max() <= 0.16 * (tall[-1] - tall[0]), value
        for n in range(4, 30):  # none lies on another on the way, and none stands outside
            text = element.text(n)
            passing = 255 - element._sheet(text).keep[0].astype(int)
            cells = [element.cells[character] for character in text]
            whole = sum(int(element.strip[:, cell.x : cell.x + cell.width, 3].sum()) for cell in cells)
            narrower = min(1, element.width / sum(cell.width for cell in cells))
            assert abs(int(passing.sum()) - narrower * whole) <= 0.02 * whole


def test_a_reel_does_not_look_like_three_cards_repeated() -> None:
    def grounds(shows: Visual) -> set[tuple[str, str]]:
        scenes = [scene(shows, name=f"s{at}") for at in range(2, 14)]
        return {(theme_of(one), motif_of(one)) for one in scenes}

    assert len(grounds(Statement(text="字"))) >= 8
    assert len(grounds(Number(value="1", label="字"))) >= 8
    assert all(forms for forms in MOTIFS.values())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.shape)
def test_something_has_come_on_by_the_first_700_milliseconds(bench: Bench, bulletin: Look, size: Size) -> None:
    from test_cards import normal, picture

    for shows in normal("zh"):
        shown = picture(bench) if getattr(shows, "picture", "") else None
        shot = drawn(bench, bulletin, size, scene(shows), shown)
        moved = [layer.enter for layer in shot.layers if isinstance(layer, Card | Counter) and layer.enter.how != "cut"]
        assert any(motion.at + motion.length <= 700 and not motion.cue for motion in moved), shows.kind


def test_a_figure_leaves_the_comma_of_its_sentence_behind(bench: Bench, bulletin: Look) -> None:
    shot = drawn(bench, bulletin, SIZES[0], scene(Number(value="1,162,", label="raids")), None, "en")
    assert [layer.value for layer in shot.layers if isinstance(layer, Counter)] == ["1,162"]


def test_a_month_stays_with_its_year_and_a_unit_with_its_number() -> None:
    english = [atom.text for atom in atoms("due by April 2027, at a cost", "en")]
    assert any("April" in text and "2027" in text for text in english)
    assert any("万千瓦时" in atom.text and "161" in atom.text for atom in atoms("降到161万千瓦时，省下", "zh"))
