"""What must never go on air is found in the sketches."""

from fractions import Fraction

import numpy as np
import pytest

from newsreel.errors import CheckFailed
from newsreel.media.sketch import Sketcher, check, check_film, check_moving

RATE = Fraction(30)


def taken(lumas) -> np.ndarray:
    sketcher = Sketcher(len(lumas))
    for n, luma in enumerate(lumas):
        sketcher.see(n, luma, True)
    return sketcher.taken


def scene(level: int = 120, frames: int = 60) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    ground = np.clip(rng.normal(level, 30, (16, 9)), 16, 235).astype(np.uint8)
    return [np.kron(ground, np.ones((12, 12), np.uint8))] * frames


def test_an_ordinary_scene_passes():
    check(taken(scene()), RATE, "Scene s1")


def test_a_second_of_black_is_refused_and_half_a_second_is_not():
    black = [np.full((192, 108), 16, np.uint8)]
    check(taken(scene() + black * 15 + scene()), RATE, "Scene s1")
    with pytest.raises(CheckFailed, match="black from frame 60"):
        check(taken(scene() + black * 30 + scene()), RATE, "Scene s1")


def test_a_flat_colour_is_refused():
    with pytest.raises(CheckFailed, match="blank"):
        check(taken([np.full((192, 108), 180, np.uint8)] * 40), RATE, "Scene s1")


@pytest.mark.parametrize(("flashes", "refused"), [(2, False), (3, False), (5, True), (10, True)])
def test_more_than_three_flashes_a_second_are_refused(flashes, refused):
    bright, dark = scene(200, 1)[0], scene(60, 1)[0]
    period = 30 // (2 * flashes)
    lumas = [bright if (n // period) % 2 else dark for n in range(30)] + [dark] * 30
    if refused:
        with pytest.raises(CheckFailed, match="flashes"):
            check(taken(lumas), RATE, "Scene s1")
    else:
        check(taken(lumas), RATE, "Scene s1")


def test_flashes_are_found_across_the_joins_of_segments():
    bright, dark = scene(200, 1)[0], scene(60, 1)[0]
    lumas = [bright if (n // 3) % 2 else dark for n in range(24)]
    halves = [taken(scene(100, 20) + lumas[:12]), taken(lumas[12:] + scene(100, 20))]
    for half in halves:
        check(half, RATE, "A segment")
    with pytest.raises(CheckFailed, match="flashes"):
        check_film([half.tobytes() for half in halves], RATE)


def test_a_small_flicker_in_a_corner_is_no_flash():
    lumas = []
    for n in range(60):
        luma = scene(100, 1)[0].copy()
        luma[:20, :20] = 235 if n % 2 else 16
        lumas.append(luma)
    check(taken(lumas), RATE, "Scene s1")


def test_a_camera_that_stops_is_refused():
    check_moving([True] * 60, RATE, "Scene s1")
    with pytest.raises(CheckFailed, match="stands still from frame 21"):
        check_moving([True] * 21 + [False] * 30, RATE, "Scene s1")
