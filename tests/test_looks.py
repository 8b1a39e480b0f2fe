"""House styles, brands, fonts and the pictures that come with them."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from newsreel.bench import Bench
from newsreel.colours import contrast
from newsreel.crew.artists.card_theme import CYCLE, colours
from newsreel.crew.artists.cards import Cards
from newsreel.documents import Commission, Look, Masthead, Scene, Size, Statement
from newsreel.errors import BadStyle, Refused
from newsreel.lettering import atoms, coverage, said_in
from newsreel.looks import font_file, look
from newsreel.media import stills
from newsreel.premises import assets
from newsreel.store import Folder


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "store")


def brand(folder: Path, text: str) -> Path:
    file = folder / "brand.toml"
    file.write_text(text, "utf-8")
    return file


def lines_of(text: str, language: str = "zh") -> list[str]:
    return [atom.text for atom in atoms(text, language)]


def test_a_style_nobody_has_names_those_there_are(store: Folder) -> None:
    for style in ("brochure", "../bulletin", ""):
        with pytest.raises(BadStyle, match="bulletin"):
            look(style, None, store)


def test_every_pair_of_colours_on_every_ground_can_be_read(store: Folder) -> None:
    house = look("bulletin", None, store)
    for theme in CYCLE:
        shade = colours(house, theme)
        for ground in ("bg", "glow"):
            for text in ("text", "soft", "muted"):
                assert contrast(shade[text], shade[ground]) >= 4.5, (theme, text, ground)
            for large in ("accent", "emphasis"):
                assert contrast(shade[large], shade[ground]) >= 3, (theme, large, ground)
        assert contrast(shade["on_block"], shade["block"]) >= 4.5
        assert contrast(shade["on_mark"], shade["mark"]) >= 4.5


def test_a_brand_changes_colours_and_name_and_nothing_else(store: Folder, tmp_path: Path) -> None:
    plain = look("bulletin", None, store)
    branded = look("bulletin", brand(tmp_path, 'name = "云浦晚报"\n[colours]\naccent = "#0a7a3c"\n'), store)
    assert branded.brand == "云浦晚报"
    assert branded.token("accent") == "#0A7A3C"
    assert branded.token("accent_lit") != plain.token("accent_lit")
    changed = {token.name for token in branded.tokens} ^ {token.name for token in plain.tokens}
    assert changed == set()
    assert branded.templates == plain.templates

    def shot(house: Look) -> list[tuple[int, int]]:
        scene = Scene(id="s1", says="停课。", shows=Statement(text="全市停课", emphasis="停课"))
        wanted = Commission(
            scene=scene,
            picture=None,
            size=Size(width=1080, height=1920),
            look=house,
            masthead=Masthead(language="zh", section="天气", source="云浦晚报"),
        )
        drawn = Cards().draw(wanted, Bench(store=store))
        return [(layer.x, layer.y) for layer in drawn.layers if layer.kind == "card"]

    assert shot(branded) == shot(plain)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[colours]\naccent = "red"\n', "colours.accent"),
        ('[colours]\nacent = "#D3281E"\n', "acent"),
        ('[colours]\nmuted = "#223344"\n', "muted"),
        ('[captions]\nink = "#333333"\n', "caption_ink"),
        ('colors = "x"\n', "colors"),
        ("colours = 3\n", "colours"),
        ("name = 3\n", "name"),
        ('logo = "../secret.png"\n', "logo"),
        ('logo = "brand.toml"\n', "logo"),
        ('[fonts]\ntext = "none.ttf"\n', "fonts.text"),
        ('[fonts]\nfancy = "a.ttf"\n', "fancy"),
        ('[fonts]\ntext = "broken.ttf"\n', "broken.ttf"),
        ("name = [\n", "brand.toml"),
    ],
)
def test_a_bad_brand_names_the_field(store: Folder, tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    with pytest.raises(BadStyle, match=named.replace(".", r"\.")) as told:
        look("bulletin", brand(tmp_path, text), store)
    assert "brand.toml" in str(told.value)


def test_a_brand_brings_its_logo_and_its_font(store: Folder, tmp_path: Path) -> None:
    Image.new("RGBA", (300, 100), (0, 120, 60, 255)).save(tmp_path / "logo.png")
    shutil.copy(assets() / "fonts" / "Barlow-ExtraBold.ttf", tmp_path / "house.ttf")
    text = 'name = "云浦"\nlogo = "logo.png"\n[fonts]\ndisplay = "house.ttf"\n'
    branded = look("bulletin", brand(tmp_path, text), store)
    assert store.holds(branded.logo) and store.holds(branded.fonts[0].digest)
    scene = Scene(id="s1", says="", shows=Statement(text="Schools are shut"))
    sizes = []
    for house in (branded, look("bulletin", None, store)):
        masthead = Masthead(language="en", section="Weather", source="Yunpu")
        wanted = Commission(
            scene=scene, picture=None, size=Size(width=1080, height=1080), look=house, masthead=masthead
        )
        shot = Cards().draw(wanted, Bench(store=store))
        sizes.append([layer.asset.width for layer in shot.layers if layer.kind == "card"])
    assert sizes[0][0] > sizes[1][0] + 100  # the logo stands beside the section
    assert sizes[0][-1] != sizes[1][-1]  # another face


def test_the_house_font_holds_the_characters_of_the_standard_and_of_big5() -> None:
    held = coverage(font_file("NotoSansSC-Bold.ttf"))
    lines = (assets() / "fonts" / "characters.txt").read_text("utf-8").splitlines()
    standard = {ord(sign) for line in lines if not line.startswith("#") for sign in line.strip()}
    assert len(standard) == 8105 and standard <= held
    assert {ord(sign) for sign in "镕喆堃㛃龍國風—…《》“”℃①→"} <= held
    big5 = {code.to_bytes(2, "big").decode("big5", "ignore") for code in range(0xA440, 0xC67F)}
    assert {ord(sign) for sign in big5 if len(sign) == 1 and sign >= "一"} <= held
    assert sum(file.stat().st_size for file in (assets() / "fonts").iterdir()) < 16_000_000


def test_a_font_is_found_by_family_and_nearest_weight() -> None:
    assert font_file("Noto Sans SC", 800).name in ("NotoSansSC-Bold.ttf", "NotoSansSC-Black.ttf")
    assert font_file("Noto Sans SC", 450).name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf")
    with pytest.raises(BadStyle):
        font_file("../../etc/passwd")


def test_numbers_keep_their_units_and_titles_their_marks() -> None:
    assert "42.3 米/秒".replace(" ", "\u2006") in [
        text.replace("42.3米", "42.3\u2006米") for text in lines_of("达42.3米/秒")
    ]
    assert any("《红楼梦》" in text for text in lines_of("他读《红楼梦》"))
    assert not any(text[0] in "，。、；：？！）》”" for text in lines_of("停课，停航；“远航三号”凌晨点火（一级）。"))
    assert "阿卜杜拉·买买提" in lines_of("阿卜杜拉·买买提来了")[0]
    assert "42.3\u00a0m/s" in " ".join(lines_of("Winds of 42.3 m/s", "en"))
    assert "Sept\u00a03" in lines_of("on Sept 3 at noon", "en")


def test_atoms_put_together_are_the_text() -> None:
    for text in (
        "渔船比预报早回港9小时，一艘都没有少。",
        "GDP同比增长5.2%，达1.26万亿元",
        "《关于进一步促进发展的意见》印发",
    ):
        assert "".join(lines_of(text)).replace("\u2006", "") == text


def test_a_cue_is_always_something_that_is_said() -> None:
    assert said_in("渔船全部回港", "全市停课，渔船全部回港。") == "渔船全部回港"
    assert said_in("19:40 渔船回港", "晚上渔船回港了。") == "渔船回港"
    assert said_in("120", "1204人") == ""
    assert said_in("停课", "") == ""


def opened(image: Image.Image, kind: str, **options: object) -> np.ndarray:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return stills.open_picture(data.getvalue())


def test_a_picture_is_turned_upright_and_made_rgb() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(Image.new("RGB", (80, 40), "red"), "JPEG", exif=exif).shape == (80, 40, 3)
    assert opened(Image.new("CMYK", (40, 40)), "JPEG").shape == (40, 40, 3)
    assert opened(Image.new("I;16", (40, 40)), "PNG").shape == (40, 40, 3)
    clear = opened(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    assert clear.min() > 200


def test_pictures_that_are_not_what_they_claim_are_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(bomb, "PNG")
    gif = io.BytesIO()
    Image.new("RGB", (50, 50)).save(gif, "GIF")
    good = stills.to_jpeg(np.full((64, 64, 3), 90, np.uint8))
    for data in (
        bomb.getvalue(),
        gif.getvalue(),
        b"",
        b"<svg/>",
        good[:200],
        b"\xff\xd8" + bytes(64),
        good + bytes(26_000_000),
    ):
        with pytest.raises(Refused):
            stills.open_picture(data)


def test_the_subject_is_found_and_kept() -> None:
    pixels = np.full((400, 900, 3), (40, 60, 90), np.uint8)
    pixels[120:260, 640:760] = (230, 60, 30)
    pixels[160:200, 660:740:8] = 255
    focus = stills.subject(pixels)
    assert abs(focus.x - 778) < 120 and abs(focus.y - 475) < 150
    left, _, width, _ = stills.window((900, 400), (9, 16), focus)
    assert left <= 650 and left + width >= 750
