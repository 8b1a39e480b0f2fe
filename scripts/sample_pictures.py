"""Makes the pictures of the sample articles: draws three, and re-encodes the photographs named in assets/CREDITS.toml.

`python scripts/sample_pictures.py` draws; with the folder of an unpacked scikit-image 0.25.2 and that of an unpacked
SciPy 1.11.4 after it, the photographs are taken from there as well. The same arguments give the same pictures.
"""

import bz2
import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

SAMPLES = Path(__file__).resolve().parent.parent / "assets" / "samples"
LANXI, ELLERY = SAMPLES / "lanxi-dark-sky", SAMPLES / "port-ellery-bins"
Colour = tuple[int, int, int]


def photographs(skimage: Path, scipy: Path) -> None:
    """The real photographs, as JPEG."""
    data = skimage / "skimage" / "data"
    _jpeg(Image.open(data / "hubble_deep_field.jpg"), LANXI / "hubble-extreme-deep-field.jpg", 88)
    coffee = Image.open(data / "coffee.png").convert("RGB").resize((1200, 800), Image.Resampling.LANCZOS)
    _jpeg(coffee, ELLERY / "espresso.jpg", 88)
    face = bz2.decompress((scipy / "scipy" / "misc" / "face.dat").read_bytes())
    _jpeg(Image.frombytes("RGB", (1024, 768), face), ELLERY / "raccoon.jpg", 88)


def _jpeg(image: Image.Image, path: Path, quality: int) -> None:
    image.convert("RGB").save(path, "JPEG", quality=quality, optimize=True, progressive=True)


def valley() -> None:
    """A small town in a valley under the Milky Way."""
    width, height = 1600, 1600
    dice = np.random.default_rng(20261015)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    down = (y / height)[..., None]
    sky = np.array([9, 14, 34], np.float32) * (1 - down) + np.array([38, 58, 92], np.float32) * down
    sky = sky + np.exp(-(((y - 1180) / 190) ** 2))[..., None] * np.array([34, 24, 12], np.float32)
    sky += _milky_way(x, y, dice)[..., None] * np.array([150, 146, 166], np.float32)
    _stars(sky, x, y, dice)
    scene = Image.fromarray(np.clip(sky, 0, 255).astype(np.uint8)).convert("RGB")
    draw = ImageDraw.Draw(scene)
    for base, swing, colour, seed in (
        (1130, 95, (27, 41, 68), 1),
        (1220, 75, (18, 28, 49), 5),
        (1330, 55, (10, 16, 30), 9),
    ):
        draw.polygon(_ridge(width, height, base, swing, seed), fill=colour)
    _jpeg(_town(scene, dice), LANXI / "valley-at-night.jpg", 86)


def _noise(dice: np.random.Generator, cells: int, size: int) -> np.ndarray:
    coarse = Image.fromarray((dice.random((cells, cells)) * 255).astype(np.uint8))
    return np.asarray(coarse.resize((size, size), Image.Resampling.BICUBIC), np.float32) / 255


def _milky_way(x: np.ndarray, y: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    across = (x - 1060 + (y - 600) * 0.62) / 1.18
    cloud = sum(
        _noise(dice, cells, x.shape[0]) * share for cells, share in ((7, 0.5), (19, 0.28), (53, 0.15), (140, 0.07))
    )
    band = np.exp(-((across / 210) ** 2)) * (0.25 + 0.95 * cloud) + 0.4 * np.exp(-((across / 90) ** 2)) * cloud
    bend = 46 * np.sin(y / 170) + 26 * np.sin(y / 61 + 1) + 190 * (_noise(dice, 9, x.shape[0]) - 0.5)
    rift = np.exp(-(((across - 20 + bend) / 64) ** 2)) * (0.15 + 0.55 * _noise(dice, 23, x.shape[0]))
    return np.clip(band * (1 - rift), 0, 1) * np.clip((1250 - y) / 700, 0, 1) * 0.85


def _stars(sky: np.ndarray, x: np.ndarray, y: np.ndarray, dice: np.random.Generator) -> None:
    width = x.shape[1]
    for count, low, high, radius in ((5200, 30, 120, 0), (620, 110, 210, 1), (70, 200, 255, 2)):
        for _ in range(count):
            cx, cy = int(dice.integers(4, width - 4)), int(dice.integers(4, 1150))
            light = float(dice.uniform(low, high)) * min(1.0, (1300 - cy) / 500)
            tint = np.array(((1, 0.97, 0.9), (0.86, 0.92, 1), (1, 1, 1))[int(dice.integers(0, 3))], np.float32)
            for dy in range(-radius, radius + 1):
                for dx in range(-radius, radius + 1):
                    fall = math.exp(-(dx * dx + dy * dy) / max(0.4, radius * 0.9))
                    sky[cy + dy, cx + dx] += tint * light * fall


def _ridge(width: int, height: int, base: int, swing: int, seed: int) -> list[tuple[float, float]]:
    line = [
        (
            at,
            base
            - swing
            * (math.sin(at / 310 + seed) + 0.5 * math.sin(at / 121 + 2 * seed) + 0.16 * math.sin(at / 37 + seed)),
        )
        for at in range(0, width + 8, 8)
    ]
    return [*line, (width, height), (0, height)]


def _town(scene: Image.Image, dice: np.random.Generator) -> Image.Image:
    glow = Image.new("RGB", scene.size)
    lights, halo = ImageDraw.Draw(scene), ImageDraw.Draw(glow)
    for _ in range(150):
        cx = float(np.clip(dice.normal(760, 300), 30, 1570))
        cy = float(dice.uniform(1380, 1560))
        size = 1.6 + (cy - 1380) / 70
        halo.ellipse((cx - 7 * size, cy - 2 * size, cx + 7 * size, cy + 5 * size), fill=(120, 74, 26))
        lights.ellipse((cx - size, cy - size, cx + size, cy + size), fill=(255, 208, 138))
    glow = glow.filter(ImageFilter.GaussianBlur(16))
    lit = np.clip(np.asarray(scene, np.int16) + np.asarray(glow, np.int16), 0, 255)
    return Image.fromarray(lit.astype(np.uint8))


def lamps() -> None:
    """An unshielded lamp beside a shielded one, and where their light goes."""
    width, height, fine = 1600, 1200, 2
    ground = Image.new("RGB", (width * fine, height * fine), (16, 24, 46))
    light = Image.new("RGBA", ground.size, (0, 0, 0, 0))
    beams = ImageDraw.Draw(light)
    old, new, head, road = 430 * fine, 1170 * fine, 420 * fine, 1010 * fine
    for ring in range(26, 0, -1):
        r = ring * 15 * fine
        beams.ellipse((old - r, head - r, old + r, head + r), fill=(196, 216, 255, 14 + (26 - ring) * 4))
    for step in range(14, 0, -1):
        spread = (70 + step * 17) * fine
        cone = [
            (new - 34 * fine, head + 16 * fine),
            (new + 34 * fine, head + 16 * fine),
            (new + spread, road),
            (new - spread, road),
        ]
        beams.polygon(cone, fill=(255, 196, 112, 40 + (14 - step) * 12))
    light = light.filter(ImageFilter.GaussianBlur(9 * fine))
    ground.paste(light, (0, 0), light)
    draw = ImageDraw.Draw(ground)
    draw.rectangle((0, road, ground.width, ground.height), fill=(44, 53, 78))
    draw.rectangle((0, road, ground.width, road + 10 * fine), fill=(92, 104, 134))
    for at in range(40, width, 220):
        draw.rectangle((at * fine, (road + 92 * fine), (at + 120) * fine, road + 104 * fine), fill=(206, 211, 222))
    for at in (old, new):
        draw.rectangle((at - 9 * fine, head, at + 9 * fine, road), fill=(150, 160, 184))
        draw.rectangle((at - 26 * fine, road - 26 * fine, at + 26 * fine, road), fill=(150, 160, 184))
    draw.ellipse((old - 48 * fine, head - 48 * fine, old + 48 * fine, head + 48 * fine), fill=(238, 244, 255))
    draw.pieslice((new - 84 * fine, head - 60 * fine, new + 84 * fine, head + 92 * fine), 180, 360, fill=(66, 76, 104))
    draw.rounded_rectangle(
        (new - 44 * fine, head + 8 * fine, new + 44 * fine, head + 30 * fine), 10 * fine, fill=(255, 220, 160)
    )
    for cx, cy, r in (
        (812, 150, 3),
        (760, 300, 2),
        (1010, 110, 4),
        (1270, 170, 3),
        (1420, 90, 2),
        (1500, 260, 4),
        (1330, 300, 2),
        (930, 240, 3),
        (1120, 210, 2),
        (1560, 420, 3),
        (880, 420, 2),
        (1440, 470, 2),
    ):
        draw.ellipse(((cx - r) * fine, (cy - r) * fine, (cx + r) * fine, (cy + r) * fine), fill=(226, 233, 248))
    ground.resize((width, height), Image.Resampling.LANCZOS).save(LANXI / "lamp-before-after.png", optimize=True)


def lids() -> None:
    """A bin that stands, one that fell and one a truck has tipped: the latch opens in the last alone."""
    width, height, fine = 1600, 1200, 2
    sheet = Image.new("RGB", (width * fine, height * fine), (238, 233, 222))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 930 * fine, sheet.width, sheet.height), fill=(205, 197, 180))
    draw.rectangle((0, 930 * fine, sheet.width, 938 * fine), fill=(150, 142, 126))
    for at, turn, lid, middle in ((205, 0, 0, 680), (625, 90, 0, 772), (1275, 128, 44, 450)):
        image = _bin(lid, fine).rotate(-turn, resample=Image.Resampling.BICUBIC)
        image = ImageOps.mirror(image) if lid else image
        sheet.paste(image, (at * fine - image.width // 2, middle * fine - image.height // 2), image)
    _arm(draw, fine)
    sheet.resize((width, height), Image.Resampling.LANCZOS).save(ELLERY / "latching-lid.png", optimize=True)


def _bin(lid: int, fine: int) -> Image.Image:
    """One bin on a clear square, 250 below and above its middle, the lid open by so many degrees."""
    image = Image.new("RGBA", (1100 * fine, 1100 * fine), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    cx, cy = 550 * fine, 550 * fine

    def box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
        return (cx + left * fine, cy + top * fine, cx + right * fine, cy + bottom * fine)

    body = [(cx + a * fine, cy + b * fine) for a, b in ((-150, -150), (150, -150), (118, 250), (-118, 250))]
    draw.polygon(body, fill=(40, 96, 88))
    for at in (-72, 0, 72):
        draw.rectangle(box(at - 5, -110, at + 5, 205), fill=(31, 78, 72))
    draw.ellipse(box(-140, 190, -66, 264), fill=(38, 40, 46))
    draw.ellipse(box(-117, 213, -89, 241), fill=(170, 172, 178))
    cover = Image.new("RGBA", image.size, (0, 0, 0, 0))
    top = ImageDraw.Draw(cover)
    top.rounded_rectangle(box(-168, -192, 168, -146), 18 * fine, fill=(28, 64, 60))
    top.rounded_rectangle(box(120, -206, 176, -120), 12 * fine, fill=(226, 116, 44))
    image.alpha_composite(
        cover.rotate(lid, center=(cx - 160 * fine, cy - 160 * fine), resample=Image.Resampling.BICUBIC)
    )
    if lid:
        draw.rounded_rectangle(box(128, -140, 170, -84), 10 * fine, fill=(120, 62, 24))
    return image


def _arm(draw: ImageDraw.ImageDraw, fine: int) -> None:
    """The arm of the truck, reaching in from the right."""
    steel: Colour = (92, 100, 116)
    draw.rectangle((1530 * fine, 120 * fine, 1600 * fine, 930 * fine), fill=(70, 77, 92))
    draw.line((1560 * fine, 250 * fine, 1330 * fine, 400 * fine), fill=steel, width=40 * fine)
    draw.ellipse((1296 * fine, 366 * fine, 1364 * fine, 434 * fine), fill=steel)
    for cx, cy, r in (
        (1120, 720, 20),
        (1175, 775, 14),
        (1100, 812, 12),
        (1152, 858, 22),
        (1210, 870, 16),
        (1090, 898, 17),
    ):
        draw.ellipse(((cx - r) * fine, (cy - r) * fine, (cx + r) * fine, (cy + r) * fine), fill=(168, 140, 96))


if __name__ == "__main__":
    valley()
    lamps()
    lids()
    if len(sys.argv) == 3:
        photographs(Path(sys.argv[1]), Path(sys.argv[2]))
