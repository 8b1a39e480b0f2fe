"""Opens pictures nobody vouches for, finds their subject, crops, extends and shades them, and writes PNG and JPEG."""

import io
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from newsreel.documents import Focus
from newsreel.errors import MediaFailed, Refused

Pixels = NDArray[np.uint8]  # height, width, 3 or 4: RGB or RGBA
Tones = NDArray[
    np.float32
]  # RGB in the making: what is shaded and laid together before it is rounded, with grain, once
CENTRE = Focus(x=500, y=500)
CLOSER = 1.3  # how much closer a picture is shown, at most, to bring its subject where it is free
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES, MOST_PIXELS, LONGEST_SIDE, SHORTEST_SIDE = 25_000_000, 40_000_000, 12_000, 16


def open_picture(data: bytes, *, alpha: bool = False, longest: int = 0) -> Pixels:
    """The first picture of a file, upright and in sRGB; no larger than `longest` on either side where that is given."""
    from PIL import Image, ImageOps

    if len(data) > MOST_BYTES:
        raise Refused(f"The picture has {len(data) // 1_000_000} MB; {MOST_BYTES // 1_000_000} MB are the most.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_size(*image.size)
            if longest and image.format == "JPEG":
                image.draft("RGB", (longest, longest))
            image.seek(0)
            upright = ImageOps.exif_transpose(image) or image
            plain = _to_srgb(upright, alpha)
            if longest and max(plain.size) > longest:
                plain.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3)
            return np.array(plain, dtype=np.uint8)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        reason = (str(error).splitlines() or [""])[0][:80]
        raise Refused(f"The picture cannot be opened; save it again as JPEG, PNG or WebP ({reason}).") from None


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(f"The picture is {width} by {height}; make it smaller (40 megapixels, 12,000 on a side at most).")
    if min(width, height) < SHORTEST_SIDE:
        raise Refused(f"The picture is {width} by {height}; that is too small to be shown.")


def _to_srgb(image: Any, alpha: bool) -> Any:
    """Colours as a screen expects them; what is transparent lies on light grey unless alpha is wanted."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode.startswith(("I", "F")):
        image = image.convert("L")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile is worth less than none
    if not transparent:
        return image.convert("RGBA" if alpha else "RGB")
    image = image.convert("RGBA")
    if alpha:
        return image
    sheet = Image.new("RGBA", image.size, (232, 232, 232, 255))
    return Image.alpha_composite(sheet, image).convert("RGB")


def subject(picture: Pixels) -> Focus:
    """Where the eye goes: what differs from its surroundings in colour and holds detail, with a bias to the middle."""
    height, width = picture.shape[:2]
    scale = 96 / max(height, width)
    small = cv2.resize(
        picture, (max(8, round(width * scale)), max(8, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    around = cv2.GaussianBlur(lab, (0, 0), 24)
    stands_out = np.linalg.norm(lab - around, axis=2)
    detail = np.abs(cv2.Laplacian(lab[..., 0], cv2.CV_32F, ksize=3))
    weight = cv2.GaussianBlur(stands_out / (stands_out.max() + 1) + 0.6 * detail / (detail.max() + 1), (0, 0), 4)
    rows, columns = weight.shape
    y, x = np.mgrid[0:rows, 0:columns]
    middle = np.exp(-(((x / columns - 0.5) / 0.42) ** 2) - ((y / rows - 0.46) / 0.42) ** 2)
    weight = weight * middle
    weight = np.where(weight >= np.quantile(weight, 0.85), weight, 0)
    total = float(weight.sum()) or 1.0
    return Focus(
        x=round(1000 * float((weight * x).sum()) / total / columns),
        y=round(1000 * float((weight * y).sum()) / total / rows),
    )


def window(
    size: tuple[int, int], wanted: tuple[int, int], focus: Focus, at: Focus = CENTRE
) -> tuple[int, int, int, int]:
    """The largest part of a picture that has the wanted shape, its focus as near to `at` in it as the edges let it."""
    (width, height), (across, down) = size, wanted
    if width * down > height * across:
        w, h = max(1, round(height * across / down)), height
    else:
        w, h = width, max(1, round(width * down / across))
    left = min(max((width * focus.x - w * at.x) // 1000, 0), width - w)
    top = min(max((height * focus.y - h * at.y) // 1000, 0), height - h)
    return left, top, w, h


def reaching(picture: Pixels, wanted: tuple[int, int], focus: Focus, at: Focus, side: str) -> Pixels:
    """The picture in the wanted size with its focus at `at`, carried on by its mirror image on one side where it ends.

    That side, left or bottom, is where it melts into a ground, so nobody sees that it is a mirror.
    """
    height, width = picture.shape[:2]
    _, _, w, h = window((width, height), wanted, focus, at)
    closer = min(max(h * at.y / max(1, height * focus.y), 1.0), CLOSER) if side == "bottom" else 1.0
    w, h = max(1, round(w / closer)), max(1, round(h / closer))  # a subject too high in its picture comes down so
    left = min(max((width * focus.x - w * at.x) // 1000, 0), width - w)
    top = min(max((height * focus.y - h * at.y) // 1000, 0), height - h)
    before = min(max((w * at.x - width * focus.x) // 1000, 0), w // 3, width - 1) if side == "left" else 0
    after = min(max((height * focus.y - h * at.y) // 1000 + h - height, 0), h // 2, height - 1)
    after = after if side == "bottom" else 0
    part = picture[top : top + h, left : left + w]
    if before:
        part = picture[top : top + h, : w - before]
    elif after:
        part = picture[height - h + after :, left : left + w]
    if before or after:
        part = cv2.copyMakeBorder(part, 0, after, before, 0, cv2.BORDER_REFLECT_101)
    return resized(np.ascontiguousarray(part), *wanted)


def fill(picture: Pixels, width: int, height: int, focus: Focus, at: Focus = CENTRE) -> Pixels:
    """The picture covering a frame, its subject kept."""
    left, top, w, h = window((picture.shape[1], picture.shape[0]), (width, height), focus, at)
    part = np.ascontiguousarray(picture[top : top + h, left : left + w])
    return resized(part, width, height)


def resized(picture: Pixels, width: int, height: int) -> Pixels:
    """The picture at another size."""
    smaller = width * height < picture.shape[0] * picture.shape[1]
    done = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return np.asarray(done, dtype=np.uint8)


def extension(picture: Pixels, width: int, height: int, tint: tuple[int, int, int]) -> Tones:
    """A frame filled with the picture itself, out of focus, darkened and drawn towards a tint."""
    small = fill(picture, max(16, width // 12), max(16, height // 12), Focus())
    soft = cv2.GaussianBlur(small, (0, 0), max(small.shape) / 22)
    shaded = soft.astype(np.float32) * 0.30 + np.array(tint, np.float32) * 0.62
    return np.asarray(cv2.resize(shaded, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def shade(picture: Pixels | Tones, share: NDArray[np.float32], towards: tuple[int, int, int] | Pixels | Tones) -> Tones:
    """The picture drawn towards a colour or another picture by a share (0 to 1) for each row, column or pixel."""
    mixed = picture.astype(np.float32)
    mixed += (np.asarray(towards, np.float32) - mixed) * share[..., None]
    return mixed


def ramp(length: int, start: float, end: float) -> NDArray[np.float32]:
    """0 before `start` and 1 after `end` (shares of the length, in either order), with an eased way between them."""
    at = np.linspace(0, 1, length, dtype=np.float32)
    share = np.clip((at - start) / (end - start), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), dtype=np.float32)


def grained(pixels: NDArray[Any]) -> Pixels:
    """Whole numbers with a little grain, the same on every run, so that slow gradients do not band."""
    height, width = pixels.shape[:2]
    grain, done = _grain(width), np.empty((height, width, 3), np.uint8)
    for top in range(0, height, len(grain)):  # a strip at a time: real numbers take four times the room of whole ones
        strip = pixels[top : top + len(grain)].astype(np.float32)
        done[top : top + len(grain)] = cv2.add(strip, cv2.merge([grain[: len(strip)]] * 3), dtype=cv2.CV_8U)
    return done


@lru_cache(maxsize=4)
def _grain(width: int) -> NDArray[np.float32]:
    """A strip of noise, repeated over a frame; its sides are prime, so that seams fall in step with nothing."""
    tile = np.random.default_rng(20250901).standard_normal((509, 503)).astype(np.float32) * 1.6
    return np.ascontiguousarray(np.tile(tile, (1, width // 503 + 1))[:, :width])


def veil(colours: Pixels | Tones, share: NDArray[np.float32]) -> Pixels:
    """A drawing that draws what is below it towards these colours by a share (0 to 1) for each pixel."""
    alpha = cv2.convertScaleAbs(share, alpha=255)
    return np.asarray(cv2.merge([*cv2.split(np.asarray(colours, np.uint8)), alpha]), dtype=np.uint8)


def margin_of(width: int, height: int, border: int, paper: tuple[int, int, int], spread: int) -> Pixels:
    """The paper margin of a print this large, and around it by twice `spread` its soft shadow."""
    reach = 2 * spread
    rows, columns = height + 2 * (border + reach), width + 2 * (border + reach)
    small = np.zeros((rows // 8 + 1, columns // 8 + 1), np.float32)
    small[(reach + spread // 3) // 8 : (rows - reach + spread // 3) // 8, reach // 8 : (columns - reach) // 8] = 0.5
    soft = cv2.GaussianBlur(small, (0, 0), max(1, spread / 8))
    pixels = np.zeros((rows, columns, 4), np.uint8)
    pixels[..., 3] = cv2.convertScaleAbs(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_LINEAR), alpha=255)
    pixels[reach : rows - reach, reach : columns - reach] = (*paper, 255)
    return pixels


def from_png(data: bytes) -> Pixels:
    """A PNG of our own as RGBA."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim != 3 or pixels.shape[2] != 4:
        raise MediaFailed("A drawn layer came out without alpha; the template that drew it is at fault.")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), dtype=np.uint8)


def trimmed(pixels: Pixels, x: int, y: int) -> tuple[Pixels, int, int] | None:
    """A drawing cut down to its ink, at even places and of even size; None where there is no ink."""
    ink = pixels[..., 3] > 0
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    left, top = int(columns[0]), int(rows[0])
    right, bottom = int(columns[-1]) + 1, int(rows[-1]) + 1
    before_x, before_y = (x + left) % 2, (y + top) % 2
    after_x, after_y = (right - left + before_x) % 2, (bottom - top + before_y) % 2
    cut = np.pad(pixels[top:bottom, left:right], ((before_y, after_y), (before_x, after_x), (0, 0)))
    return cut, x + left - before_x, y + top - before_y


def to_png(pixels: Pixels) -> bytes:
    """Pixels as PNG, quickly packed."""
    code = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    return _encoded(".png", cv2.cvtColor(pixels, code), [cv2.IMWRITE_PNG_COMPRESSION, 1])


def to_jpeg(pixels: Pixels, quality: int = 93) -> bytes:
    """Opaque pixels as JPEG."""
    return _encoded(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])


def _encoded(kind: str, pixels: Any, options: list[int]) -> bytes:
    done, data = cv2.imencode(kind, pixels, options)
    if not done:
        raise MediaFailed("A picture could not be written; it may be too large.")
    return bytes(data.tobytes())
