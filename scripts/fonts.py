"""Builds the fonts in assets/fonts from their full originals; run it where npm is at hand, then commit what it made.

Noto Sans SC is cut down to the 8,105 characters of 通用规范汉字表, level 1 of Big5 (5,401 traditional ones), Latin,
kana, punctuation and signs. Barlow, which sets Latin words and figures, keeps Latin alone.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
PACKAGES = {
    "noto-sans-sc": "@expo-google-fonts/noto-sans-sc@0.4.3",
    "barlow": "@expo-google-fonts/barlow@0.4.1",
    "barlow-condensed": "@expo-google-fonts/barlow-condensed@0.4.1",
}
CUTS = {
    "noto-sans-sc": ("400Regular/NotoSansSC", "500Medium/NotoSansSC", "700Bold/NotoSansSC", "900Black/NotoSansSC"),
    "barlow": ("400Regular/Barlow", "500Medium/Barlow", "700Bold/Barlow", "800ExtraBold/Barlow"),
    "barlow-condensed": ("600SemiBold/BarlowCondensed", "700Bold/BarlowCondensed"),
}
# What a news text may hold besides Chinese characters.
LATIN = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x192, 0x192), (0x1A0, 0x1B0), (0x1CD, 0x1DC), (0x1F8, 0x21B),
    (0x2BB, 0x2DD), (0x300, 0x304), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF),
    (0x2116, 0x2122),
)  # fmt: skip
SIGNS = (
    (0x370, 0x3FF), (0x400, 0x45F), (0x2070, 0x209C), (0x2100, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF),
    (0x2300, 0x232F), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x2642), (0x2660, 0x266F), (0x2713, 0x2718),
    (0x2776, 0x2793), (0x3000, 0x312F), (0x31A0, 0x31BF), (0x3220, 0x3243), (0x3280, 0x32B0), (0x338E, 0x33D5),
    (0xFE30, 0xFE4F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip


def characters() -> set[int]:
    """Every Chinese character the subset holds."""
    lines = (FONTS / "characters.txt").read_text("utf-8").splitlines()
    table = {ord(sign) for line in lines if not line.startswith("#") for sign in line.strip()}
    if len(table) != 8105:
        sys.exit(f"characters.txt holds {len(table)} characters, not the 8,105 of the table.")
    return table | _big5_level_1()


def _big5_level_1() -> set[int]:
    """The 5,401 frequent traditional characters: Big5 A440 to C67E."""
    found = set()
    for code in range(0xA440, 0xC67F):
        try:
            found.add(ord(code.to_bytes(2, "big").decode("big5")))
        except UnicodeDecodeError:
            continue
    return found


def _spread(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def build(folder: Path) -> None:
    """Fetch the originals into a folder and write the subsets."""
    for name, package in PACKAGES.items():
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            archive.extractall(folder / name, filter="data")
        source = folder / name / "package"
        licence = (source / "LICENSE_FONT").read_text("utf-8").replace("\r\n", "\n")
        (FONTS / "licences" / f"{name}-OFL.txt").write_text(licence, "utf-8")
        wanted = _spread(LATIN) | (_spread(SIGNS) | characters() if name == "noto-sans-sc" else set())
        for cut in CUTS[name]:
            where, family = cut.split("/")
            _subset(source / where / f"{family}_{where}.ttf", FONTS / f"{family}-{where[3:]}.ttf", wanted)


def _subset(source: Path, target: Path, wanted: set[int]) -> None:
    options = subset.Options()
    options.layout_features = ["ccmp", "locl", "kern", "mark", "mkmk", "palt", "halt", "chws", "tnum", "pnum", "lnum"]
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["DSIG"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes on every run
    font.recalcTimestamp = False
    font.save(str(target))
    held = TTFont(target)
    print(target.name, len(held.getBestCmap()), "characters,", target.stat().st_size, "bytes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        build(Path(place))
