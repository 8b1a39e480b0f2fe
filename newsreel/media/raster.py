"""Pictures of our own making, from the store to pixels: PNG and JPEG that a stage wrote and the store verified."""

import cv2
import numpy as np
from numpy.typing import NDArray

from newsreel.errors import MediaFailed


def open_rgb(data: bytes) -> NDArray[np.uint8]:
    """An opaque picture as RGB, cropped to even sides."""
    pixels = _decoded(data, cv2.IMREAD_COLOR_RGB)
    return np.ascontiguousarray(pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2])


def open_rgba(data: bytes) -> NDArray[np.uint8]:
    """A drawing with alpha as RGBA, padded to even sides with nothing."""
    pixels = _decoded(data, cv2.IMREAD_UNCHANGED)
    if pixels.ndim == 2:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGBA)
    else:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGBA)
    return cv2.copyMakeBorder(
        pixels, 0, pixels.shape[0] % 2, 0, pixels.shape[1] % 2, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)
    )


def _decoded(data: bytes, how: int) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    if pixels is None or pixels.dtype != np.uint8:
        raise MediaFailed("A picture in the store is not one that can be drawn; clean the cache and run again.")
    return pixels
