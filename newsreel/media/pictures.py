"""Looks at a picture nobody vouches for: what it is, how large it stands upright, whether it can be opened at all."""

import io
import warnings

from newsreel.errors import Refused

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_BYTES, MOST_PIXELS, LONGEST_SIDE, SHORTEST_SIDE = 25_000_000, 40_000_000, 12_000, 16
_TURNED = (5, 6, 7, 8)  # EXIF orientations that lay the picture on its side


def probe(data: bytes) -> tuple[str, int, int]:
    """The media type, width and height of a JPEG, PNG or WebP, its header checked and its pixels read."""
    from PIL import Image  # loaded only when there is a picture to look at

    if len(data) > MOST_BYTES:
        raise Refused(f"it has {len(data) / 1_000_000:.0f} MB, {MOST_BYTES // 1_000_000} MB are the most")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd EXIF and of sizes that are checked here
            with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
                width, height = image.size
                kind = FORMATS[str(image.format)]
                _check(width, height)
                if image.getexif().get(0x0112) in _TURNED:
                    width, height = height, width
                image.draft("RGB", (64, 64))  # a JPEG is read at an eighth of its size: enough to know it is whole
                image.load()
    except Refused:
        raise
    except Exception:  # Pillow's plugins raise almost anything on a damaged file, and all of it means the same
        raise Refused("it is not a whole JPEG, PNG or WebP file") from None
    return kind, width, height


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(f"it is {width} by {height}, and 40 megapixels with 12,000 on a side are the most")
    if min(width, height) < SHORTEST_SIDE:
        raise Refused(f"it is {width} by {height}, too small to be shown")
