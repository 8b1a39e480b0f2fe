"""The cards of the house style: inside their regions, in every shape, whatever the text."""

import itertools
from dataclasses import replace

import cv2
import numpy as np
import pytest

from newsreel.bench import Bench
from newsreel.crew.artists.card_theme import CYCLE, theme_of
from newsreel.crew.artists.cards import Cards
from newsreel.documents import (
    Asset,
    Bar,
    Bars,
    Card,
    Clipping,
    Closing,
    Commission,
    Counter,
    Credit,
    Film,
    Focus,
    Footage,
    Headline,
    Look,
    Masthead,
    Moment,
    Number,
    Photo,
    Picture,
    Points,
    Quote,
    Scene,
    Shot,
    Size,
    Statement,
    Still,
    Timeline,
    Visual,
)
from newsreel.frames import regions
from newsreel.looks import look
from newsreel.media import stills
from newsreel.store import Folder

SIZES = (Size(width=1080, height=1920), Size(width=1920, height=1080), Size(width=1080, height=1080))
LONG = (
    "国家发展改革委、财政部等十二部门联合印发《关于进一步促进新能源汽车下乡和充电基础设施建设协同发展的指导意见》，"
    "到2030年全覆盖"
)
WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(store=Folder(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def bulletin(bench: Bench) -> Look:
    return look("bulletin", None, bench.store)


def photograph(width: int, height: int) -> bytes:
    """A sky over a sea with a red buoy left of the middle."""
    rows = np.linspace(210, 60, height)[:, None, None] * np.array([0.6, 0.8, 1.0])
    pixels = np.broadcast_to(rows, (height, width, 3)).astype(np.uint8).copy()
    cv2.circle(pixels, (width // 4, height // 2), height // 9, (220, 30, 20), -1)
    return stills.to_jpeg(pixels)


def picture(bench: Bench, width: int = 1600, height: int = 1000, credit: Credit | None = None) -> Picture:
    credit = credit or Credit(creator="许闻", source="云浦晚报")
    asset = bench.keep(photograph(width, height), "image/jpeg", width=width, height=height, credit=credit)
    return Picture(id="pic1", asset=asset, caption="浮标")


def scene(shows: Visual, says: str = "一句话。", name: str = "s2") -> Scene:
    return Scene(id=name, says=says, shows=shows)


def drawn(
    bench: Bench, house: Look, size: Size, what: Scene, shown: Picture | None = None, language: str = "zh"
) -> Shot:
    section = "航天" if language == "zh" else "Space"
    masthead = Masthead(language=language, source="云浦晚报", section=section, byline="许闻", published="2026-07-14")
    return Cards().draw(Commission(scene=what, picture=shown, size=size, look=house, masthead=masthead), bench)


def normal(language: str) -> tuple[Visual, ...]:
    zh = language == "zh"
    title = "夜空中一道橙色弧线：“远航三号”成功升空" if zh else "Rocket lights the night sky over the harbour"
    return (
        Headline(title=title, dek="三分钟后与一级分离" if zh else "It parted from its first stage after three minutes"),
        Headline(title=title, dek="", picture="pic1"),
        Statement(text=title, emphasis="成功升空" if zh else "night sky"),
        Photo(picture="pic1", caption=title),
        Quote(text=title, speaker="林阿海" if zh else "Lin Ahai", role="站长" if zh else "Harbour master", emphasis=""),
        Number(value="42.3", unit="米/秒" if zh else "m/s", label="阵风" if zh else "Gust", note=title),
        Bars(title=title, unit="亿", bars=(Bar(label="2024", value="33.1"), Bar(label="2025", value="41.6")), accent=1),
        Points(title=title, items=(title, "停课" if zh else "Schools closed", title)),
        Timeline(title=title, moments=(Moment(when="16:00", what=title), Moment(when="01:30", what=title)), accent=1),
        Closing(title=title, source="云浦晚报", byline="许闻", date="2026-07-14", credits=("图／许闻", title)),
    )


def stressed() -> tuple[Visual, ...]:
    many = tuple(Moment(when=f"2026年9月3日 {hour}:30", what=LONG) for hour in range(6))
    bars = tuple(Bar(label=f"东港高新技术产业开发区第{at}街道", value=str(at * 1000 - 2000)) for at in range(8))
    return (
        Headline(title=LONG * 2, dek=LONG),
        Headline(title=WORD, dek="", picture="pic1"),
        Statement(text=f"{WORD}患者获救", emphasis="患者获救"),
        Photo(picture="pic1", caption=LONG * 3),
        Quote(text=LONG * 3, speaker="阿卜杜拉·买买提·吾斯曼江·托合提库尔班", role=LONG, emphasis="新能源汽车"),
        Number(value="1,234,567,890,123.45", unit="万亿立方米", label=LONG, note=LONG),
        Bars(title=LONG, unit="亿千瓦时（按可比价格计算）", bars=bars, accent=7),
        Points(title=LONG, items=(LONG, "短", WORD, LONG, LONG, "六")),
        Timeline(title=LONG, moments=many, accent=2),
        Closing(title=LONG, source=LONG, byline=LONG, date="2026-07-14", credits=(LONG,) * 20),
    )


def lettering(shot: Shot) -> list[Card]:
    """The drawings of the lettering: neither a print's margin nor the shade over a picture, which reach the edge."""
    pictures = [at for at, layer in enumerate(shot.layers) if isinstance(layer, Still | Footage)]
    over = [layer for layer in shot.layers[pictures[-1] + 1 :] if isinstance(layer, Card)]
    return over[1:] if over and over[0].x + over[0].asset.width == shot.size.width else over


def outside(shot: Shot, places_label: bool) -> list[tuple[int, int, int, int]]:
    """The cards that leave the core, or stand on the captions or the label; a marker may hang over by its margin."""
    places, found = regions(shot.size), []
    core, captions, label = places.core, places.captions, places.label
    for layer in lettering(shot):
        x, y, right, bottom = layer.x, layer.y, layer.x + layer.asset.width, layer.y + layer.asset.height
        slack = 14 if layer.enter.how == "wipe" else 4
        inside = x >= core.x - slack and right <= core.x + core.width + slack and y >= core.y - 4
        on_label = places_label and y < label.y + label.height and bottom > label.y and right > label.x
        if not inside or bottom > captions.y or on_label:
            found.append((x, y, right, bottom))
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.shape)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_stays_inside_its_regions(bench: Bench, bulletin: Look, size: Size, language: str) -> None:
    for shows in normal(language):
        shown = picture(bench) if getattr(shows, "picture", "") else None
        shot = drawn(bench, bulletin, size, scene(shows), shown, language)
        assert outside(shot, shows.kind == "headline") == [], shows.kind
        assert not [finding for finding in shot.findings if finding.rule in ("B4", "C5")], shows.kind
        ground = shot.layers[0]
        assert isinstance(ground, Still)
        assert (ground.box.width, ground.box.height) == (size.width, size.height)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.shape)
def test_the_longest_texts_overflow_nothing_and_are_reported(bench: Bench, bulletin: Look, size: Size) -> None:
    for shows in stressed():
        shown = picture(bench) if getattr(shows, "picture", "") else None
        shot = drawn(bench, bulletin, size, scene(shows), shown)
        assert outside(shot, shows.kind == "headline") == [], shows.kind
        if WORD not in str(shows) or shows.kind == "list":
            assert "B4" in {finding.rule for finding in shot.findings}, shows.kind


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.shape)
def test_texts_of_one_card_do_not_lie_on_each_other(bench: Bench, bulletin: Look, size: Size) -> None:
    for shows in (*normal("zh"), *stressed()):
        if shows.kind not in ("headline", "photo", "quote"):
            continue
        shown = picture(bench) if getattr(shows, "picture", "") else None
        cards = lettering(drawn(bench, bulletin, size, scene(shows), shown))
        for one, other in itertools.combinations(cards, 2):
            across = min(one.x + one.asset.width, other.x + other.asset.width) - max(one.x, other.x)
            down = min(one.y + one.asset.height, other.y + other.asset.height) - max(one.y, other.y)
            assert min(across, down) <= 0, (shows.kind, one, other)


def test_positions_and_sides_are_even(bench: Bench, bulletin: Look) -> None:
    size = Size(width=720, height=1280)
    for shows in normal("zh"):
        shown = picture(bench) if getattr(shows, "picture", "") else None
        for layer in drawn(bench, bulletin, size, scene(shows), shown).layers:
            if isinstance(layer, Card):
                assert (layer.x | layer.y | layer.asset.width | layer.asset.height) % 2 == 0
            elif isinstance(layer, Counter):
                assert (layer.x | layer.y | layer.strip.height) % 2 == 0
            else:
                box = layer.box
                assert (box.x | box.y | box.width | box.height) % 2 == 0


def test_drawing_twice_gives_the_same_bytes(tmp_path, bulletin: Look) -> None:
    shots = []
    for name in ("one", "two"):
        bench = Bench(store=Folder(tmp_path / name))
        shots.append([drawn(bench, bulletin, SIZES[0], scene(shows), picture(bench)) for shows in normal("zh")])
    assert shots[0] == shots[1]


def test_code_in_a_text_is_shown_and_not_run(bench: Bench, bulletin: Look) -> None:
    items = ("#(1+1)", "2", "$x$", "x", '#read("/etc/passwd")', "\\u{202e}")
    shot = drawn(bench, bulletin, SIZES[1], scene(Points(title="题", items=items), says=""))
    widths = [layer.asset.width for layer in shot.layers if isinstance(layer, Card)][-6:]
    assert widths[0] > 3 * widths[1]
    assert widths[2] > 1.8 * widths[3]
    assert widths[4] > 2 * widths[0]
    assert widths[5] > widths[0]


def test_what_turns_text_around_is_taken_out(bench: Bench, bulletin: Look) -> None:
    hidden = drawn(bench, bulletin, SIZES[0], scene(Statement(text="台\u202e风\u200b登陆\x07")))
    plain = drawn(bench, bulletin, SIZES[0], scene(Statement(text="台风登陆")))
    assert hidden.layers == plain.layers


def test_a_character_no_font_has_is_named(bench: Bench, bulletin: Look) -> None:
    shot = drawn(bench, bulletin, SIZES[0], scene(Statement(text="𠮷野家来了😀")))
    told = [finding for finding in shot.findings if finding.rule == "C5"]
    assert len(told) == 1
    assert "𠮷" in told[0].message and "U+1F600" in told[0].message
    rare = drawn(bench, bulletin, SIZES[0], scene(Statement(text="朱镕基、陶喆、李堃、㛃、𬭎")))
    assert not rare.findings


def test_neighbouring_scenes_stand_on_different_grounds() -> None:
    themes = [theme_of(scene(Statement(text="字"), name=f"s{at}")) for at in range(1, 10)]
    assert all(one != other for one, other in itertools.pairwise(themes))
    assert set(themes) == set(CYCLE)


def test_an_item_comes_when_it_is_named_and_the_marker_with_its_phrase(bench: Bench, bulletin: Look) -> None:
    says = "市里先停课停航，再转移群众，是十二年来第一次。"
    listed = drawn(bench, bulletin, SIZES[0], scene(Points(title="两件事", items=("停课停航", "转移群众")), says=says))
    cues = [layer.enter.cue for layer in listed.layers if isinstance(layer, Card)]
    assert cues[-2:] == ["停课停航", "转移群众"]
    stated = drawn(bench, bulletin, SIZES[0], scene(Statement(text="这是十二年来第一次", emphasis="第一次"), says=says))
    wiped = [layer.enter for layer in stated.layers if isinstance(layer, Card) and layer.enter.how == "wipe"]
    assert wiped and all(motion.cue and motion.cue in says for motion in wiped)


def test_a_number_counts_up_with_every_character_it_needs(bench: Bench, bulletin: Look) -> None:
    shot = drawn(bench, bulletin, SIZES[0], scene(Number(value="1,204.5", unit="人", label="转移")))
    (counter,) = [layer for layer in shot.layers if isinstance(layer, Counter)]
    assert counter.value == "1,204.5"
    assert {glyph.character for glyph in counter.glyphs} == set("0123456789,.")
    strip = stills.from_png(bench.read(counter.strip))
    for glyph in counter.glyphs:
        assert strip[:, glyph.x : glyph.x + glyph.width, 3].max() > 200, glyph.character
    plain = drawn(bench, bulletin, SIZES[0], scene(Number(value="约三成", unit="", label="转移")))
    assert not [layer for layer in plain.layers if isinstance(layer, Counter)]


def test_a_bar_is_as_long_as_its_value(bench: Bench, bulletin: Look) -> None:
    bars = tuple(Bar(label=str(2021 + at), value=str(value)) for at, value in enumerate((10, 20, 40)))
    shot = drawn(bench, bulletin, SIZES[0], scene(Bars(title="题", unit="亿", bars=bars)))
    tall = [layer for layer in shot.layers if isinstance(layer, Card) and layer.enter.how == "grow-up"]
    heights = []
    for layer in tall:
        alpha = stills.from_png(bench.read(layer.asset))[..., 3]
        full = (alpha > 250).sum(axis=1)
        heights.append(int((full > 0.6 * full.max()).sum()))
    assert abs(heights[2] - 4 * heights[0]) <= 6 and abs(heights[2] - 2 * heights[1]) <= 6
    assert len({layer.y + layer.asset.height for layer in tall}) == 1


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.shape)
@pytest.mark.parametrize("shape", [(1600, 1000), (900, 1600), (640, 420), (3000, 700)])
def test_a_photo_keeps_its_subject_and_its_credit(
    bench: Bench, bulletin: Look, size: Size, shape: tuple[int, int]
) -> None:
    shown = replace(picture(bench, *shape), focus=Focus(x=250, y=500))
    shot = drawn(bench, bulletin, size, scene(Photo(picture="pic1", caption="浮标")), shown)
    assert shot.credits == ("图／许闻 / 云浦晚报",)
    photo = [layer for layer in shot.layers if isinstance(layer, Still)][-1]
    seen = cv2.cvtColor(cv2.imdecode(np.frombuffer(bench.read(photo.asset), np.uint8), 1), cv2.COLOR_BGR2RGB)
    seen = stills.fill(seen, photo.box.width, photo.box.height, photo.focus).astype(int)
    red = (seen[..., 0] > 40) & (seen[..., 0] > 1.5 * seen[..., 1]) & (seen[..., 0] > 1.25 * seen[..., 2])
    columns, rows = np.flatnonzero(red.any(axis=0)), np.flatnonzero(red.any(axis=1))
    assert columns.size and abs((columns[-1] - columns[0]) - (rows[-1] - rows[0])) <= 0.06 * photo.box.width


def test_a_small_picture_is_not_blown_up(bench: Bench, bulletin: Look) -> None:
    shot = drawn(bench, bulletin, SIZES[0], scene(Photo(picture="pic1")), picture(bench, 520, 360))
    prints = [layer for layer in shot.layers if isinstance(layer, Still)]
    assert len(prints) == 2 and prints[1].box.width <= 520 * 1.75


def test_a_picture_without_credit_is_reported(bench: Bench, bulletin: Look) -> None:
    shown = picture(bench, credit=Credit(licence="CC0"))
    shot = drawn(bench, bulletin, SIZES[0], scene(Photo(picture="pic1")), shown)
    assert [finding.rule for finding in shot.findings] == ["L17"]


def test_a_broken_picture_becomes_a_card_and_is_reported(bench: Bench, bulletin: Look) -> None:
    broken = Picture(id="pic1", asset=bench.keep(b"GIF89a nonsense", "image/gif"))
    shot = drawn(bench, bulletin, SIZES[0], scene(Photo(picture="pic1", caption="码头")), broken)
    assert [finding.rule for finding in shot.findings] == ["I3"]
    assert "pic1" in shot.findings[0].message
    assert len(shot.layers) > 1


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.shape)
def test_a_film_runs_in_its_place_with_its_credit(bench: Bench, bulletin: Look, size: Size) -> None:
    asset = Asset(
        digest="0" * 64, kind="video/mp4", width=1920, height=1080, length=9000, credit=Credit(creator="许闻")
    )
    what = scene(Film(footage="clip1", start=1500, caption="防波堤", sound="under"))
    masthead = Masthead(language="zh", source="云浦晚报", section="天气")
    wanted = Commission(
        scene=what,
        picture=None,
        footage=Clipping(id="clip1", asset=asset),
        size=size,
        look=bulletin,
        masthead=masthead,
    )
    shot = Cards().draw(wanted, bench)
    (footage,) = [layer for layer in shot.layers if isinstance(layer, Footage)]
    assert (footage.start, footage.sound) == (1500, "under")
    assert footage.box.x >= 0 and footage.box.x + footage.box.width <= size.width
    assert shot.credits == ("影像／许闻",)
    assert outside(shot, False) == []


def test_a_closing_nobody_speaks_over_may_use_the_captions_place(bench: Bench, bulletin: Look) -> None:
    shows = Closing(title="明天八时解除预警", source="云浦晚报", credits=tuple(f"图／摄影师{at}" for at in range(14)))
    spoken = drawn(bench, bulletin, SIZES[0], scene(shows, says="感谢收看。"))
    silent = drawn(bench, bulletin, SIZES[0], scene(shows, says=""))

    def foot(shot: Shot) -> int:
        return max(layer.y + layer.asset.height for layer in shot.layers if isinstance(layer, Card))

    places = regions(SIZES[0])
    assert foot(spoken) <= places.captions.y < foot(silent) <= places.core.y + places.core.height
