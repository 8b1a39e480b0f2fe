"""A slow move goes by parts of a pixel, evenly: measured by registering neighbouring frames."""

import cv2
import numpy as np
import pytest
from media import photograph

from newsreel.documents import Box, Focus, Move
from newsreel.media.camera import Camera
from newsreel.media.planes import blank

WIDTH, HEIGHT, FRAMES = 540, 960, 300  # ten seconds at thirty frames


def frames(how: str) -> tuple[Camera, list[np.ndarray]]:
    picture = cv2.GaussianBlur(photograph(800, 1200, seed=5), (0, 0), 1.2)
    camera = Camera(picture, Box(x=0, y=0, width=WIDTH, height=HEIGHT), Focus(), Move(how=how, amount=55), FRAMES)
    planes, painted = blank(WIDTH, HEIGHT), []
    for n in range(FRAMES):
        camera.paint(n, planes, (0, 0, WIDTH, HEIGHT))
        painted.append(planes[0].copy())
    return camera, painted


def registered(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float]:
    """The shift and growth between two frames that explains their difference best, by least squares on all pixels."""
    a, b = before.astype(np.float64), after.astype(np.float64)
    mean = (a + b) / 2  # gradients of the mean: no bias to either frame
    down, across = np.gradient(mean)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    x, y = x - (WIDTH - 1) / 2, y - (HEIGHT - 1) / 2
    inner = np.s_[6:-6, 6:-6]
    columns = [across[inner].ravel(), down[inner].ravel(), (across * x + down * y)[inner].ravel()]
    normal = np.array([[p @ q for q in columns] for p in columns])
    found = np.linalg.solve(normal, [column @ -(b - a)[inner].ravel() for column in columns])
    return tuple(float(value) for value in found)


@pytest.mark.parametrize(("how", "most"), [("push", 0.02), ("left", 0.021)])
def test_a_slow_move_has_no_step_off_its_curve_and_no_frame_repeats(how, most):
    camera, painted = frames(how)
    corner = np.array([WIDTH / 2, HEIGHT / 2])
    worst, moved = 0.0, []
    for n in range(FRAMES - 1):
        assert not np.array_equal(painted[n], painted[n + 1]), f"frame {n + 1} repeats"
        across, down, growth = registered(painted[n], painted[n + 1])
        seen = np.array([across, down]) + growth * corner
        one, two = camera.view(n), camera.view(n + 1)
        # where the picture's point under the corner of frame n comes to lie on frame n + 1
        point = np.array([one.x + one.width, one.y + one.height])
        planned = (point - [two.x, two.y]) * WIDTH / two.width - [WIDTH, HEIGHT]
        worst = max(worst, float(np.abs(seen - planned).max()))
        moved.append(float(np.hypot(*seen)))
    assert worst <= most
    assert min(moved) > 0.01
    peak = int(np.argmax(moved))
    rising, falling = np.array(moved[: peak + 1]), np.array(moved[peak:])
    assert (np.diff(rising) > -0.02).all() and (np.diff(falling) < 0.02).all()
