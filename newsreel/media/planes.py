"""Pictures as the encoder wants them: planar YUV 4:2:0, BT.709, video range, chroma sited left.

A `Planes` is three arrays: luma, and two of half its width and height. A `Sheet` is a drawing to be laid over planes:
its colours already multiplied by its alpha, and what its alpha leaves of the ground.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]

cv2.setNumThreads(1)  # pieces run side by side, one to a core

# BT.709 from R, G, B of 0..255 to Y of 16..235 and Cb, Cr of 16..240, the last column the offset.
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
_Y = np.array([_KR, _KG, _KB]) * 219 / 255
_CB = np.array([-_KR, -_KG, 1 - _KB]) * 112 / 255 / (1 - _KB)
_CR = np.array([1 - _KR, -_KG, -_KB]) * 112 / 255 / (1 - _KR)
_TO_YUV = np.array([_Y, _CB, _CR])
_OFFSET = np.array([16.0, 128.0, 128.0])
_TO_RGB = np.linalg.inv(_TO_YUV)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing with alpha, ready to lay over planes."""

    ink: Planes  # colour times alpha
    keep: Planes  # 255 less alpha: how much of the ground stays

    @property
    def width(self) -> int:
        return int(self.ink[0].shape[1])

    @property
    def height(self) -> int:
        return int(self.ink[0].shape[0])


def to_planes(rgb: NDArray[np.uint8]) -> Planes:
    """Opaque RGB pixels (height and width even) as planes."""
    yuv = cv2.transform(rgb, np.column_stack([_TO_YUV, _OFFSET]))
    return np.ascontiguousarray(yuv[..., 0]), _halved(yuv[..., 1]), _halved(yuv[..., 2])


def to_sheet(rgba: NDArray[np.uint8]) -> Sheet:
    """RGBA pixels (height and width even, colours not multiplied) as a sheet."""
    alpha = rgba[..., 3].astype(np.float32) / 255
    yuv = rgba[..., :3].astype(np.float32) @ _TO_YUV.T.astype(np.float32) + _OFFSET.astype(np.float32)
    ink = yuv * alpha[..., None]
    keep = 255 - rgba[..., 3]
    half = _halved(keep)
    return Sheet(
        ink=(_rounded(ink[..., 0]), _rounded(_halved(ink[..., 1])), _rounded(_halved(ink[..., 2]))),
        keep=(np.ascontiguousarray(keep), half, half),
    )


def to_rgb(planes: Planes) -> NDArray[np.uint8]:
    """Planes back to RGB, for contact sheets and covers."""
    height, width = planes[0].shape
    chroma = [cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in planes[1:]]
    yuv = np.stack([planes[0], *chroma], axis=-1).astype(np.float32) - _OFFSET.astype(np.float32)
    return _rounded(yuv @ _TO_RGB.T.astype(np.float32))


def blank(width: int, height: int) -> Planes:
    """Black planes."""
    return (
        np.full((height, width), 16, np.uint8),
        np.full((height // 2, width // 2), 128, np.uint8),
        np.full((height // 2, width // 2), 128, np.uint8),
    )


def lay(sheet: Sheet, ground: Planes, x: int, y: int, clip: tuple[int, int, int, int]) -> None:
    """Blend a sheet over the ground at (x, y), both even, inside `clip` only (left, top, right, bottom)."""
    left, top = max(x, clip[0]), max(y, clip[1])
    right, bottom = min(x + sheet.width, clip[2]), min(y + sheet.height, clip[3])
    if right <= left or bottom <= top:
        return
    for plane, ink, keep, half in zip(ground, sheet.ink, sheet.keep, (1, 2, 2), strict=True):
        there = plane[top // half : bottom // half, left // half : right // half]
        here = np.s_[(top - y) // half : (bottom - y) // half, (left - x) // half : (right - x) // half]
        cv2.multiply(there, keep[here], dst=there, scale=1 / 255)
        cv2.add(there, ink[here], dst=there)


def faded(sheet: Sheet, share: float) -> Sheet:
    """A sheet at a share of its strength."""
    ink = tuple(cv2.convertScaleAbs(plane, alpha=share) for plane in sheet.ink)
    keep = tuple(255 - cv2.convertScaleAbs(255 - plane, alpha=share) for plane in sheet.keep)
    return Sheet(ink=ink, keep=keep)


def shifted(sheet: Sheet, down: float) -> Sheet:
    """A sheet of the same size moved down by a part of a pixel (0 to 2); what leaves it at the bottom is lost."""

    def move(plane: Plane, by: float, border: int) -> Plane:
        height, width = plane.shape
        matrix = np.array([[1, 0, 0], [0, 1, by]], np.float64)
        return cv2.warpAffine(
            plane, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border
        )

    ink = tuple(move(plane, down / half, 0) for plane, half in zip(sheet.ink, (1, 2, 2), strict=True))
    keep = tuple(move(plane, down / half, 255) for plane, half in zip(sheet.keep, (1, 2, 2), strict=True))
    return Sheet(ink=ink, keep=keep)  # type: ignore[arg-type]


def copy_into(source: Planes, target: Planes, box: tuple[int, int, int, int]) -> None:
    """Copy a rectangle (left, top, right, bottom, even) from one set of planes to another of the same size."""
    left, top, right, bottom = box
    for plane, other, half in zip(source, target, (1, 2, 2), strict=True):
        area = np.s_[top // half : bottom // half, left // half : right // half]
        np.copyto(other[area], plane[area])


def _halved(plane: NDArray[Any]) -> NDArray[Any]:
    """Chroma at half size: sited on the left column of each pair, between the two rows."""
    across = cv2.sepFilter2D(plane, -1, np.array([0.25, 0.5, 0.25]), np.array([0.5, 0.5]), anchor=(1, 0))
    return np.ascontiguousarray(across[::2, ::2])


def _rounded(values: NDArray[Any]) -> Plane:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
