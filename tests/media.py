"""Pictures, drawings and clips for tests, made on the spot: nothing is stored in the tree."""

from fractions import Fraction

import cv2
import numpy as np

from newsreel.bench import Bench
from newsreel.documents import (
    Asset,
    Box,
    Caption,
    Card,
    Clip,
    Label,
    Lettering,
    Motion,
    Move,
    Size,
    Still,
    Word,
)
from newsreel.store import Folder

SMALL = Size(width=216, height=384)
RATE = Fraction(30)


def photograph(width: int, height: int, seed: int = 1) -> np.ndarray:
    """RGB pixels with the spectrum of a photograph, and some hard edges."""
    rng = np.random.default_rng(seed)
    down = np.fft.fftfreq(height)[:, None]
    across = np.fft.rfftfreq(width)[None, :]
    fall = 1 / np.maximum(np.hypot(down, across), 1 / width) ** 1.2
    channels = []
    for _ in range(3):
        noise = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((height, width))) * fall, s=(height, width))
        channels.append(noise / noise.std())
    grey = sum(channels) / 3
    pixels = np.clip(128 + 40 * np.stack([grey + 0.4 * c for c in channels], axis=-1), 0, 255).astype(np.uint8)
    for _ in range(24):
        colour = [int(value) for value in rng.integers(0, 255, 3)]
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(pixels, centre, int(rng.integers(4, max(6, width // 9))), colour, -1, cv2.LINE_AA)
    return pixels


def kept_photograph(store: Folder, width: int = 320, height: int = 480, seed: int = 1) -> Asset:
    data = cv2.imencode(".png", cv2.cvtColor(photograph(width, height, seed), cv2.COLOR_RGB2BGR))[1].tobytes()
    return Bench(store).keep(data, "image/png", width=width, height=height)


def kept_card(store: Folder, width: int, height: int, colour=(240, 200, 40), alpha: int = 200) -> Asset:
    pixels = np.zeros((height, width, 4), np.uint8)
    cv2.rectangle(pixels, (4, 4), (width - 5, height - 5), (*colour[::-1], alpha), -1)
    data = cv2.imencode(".png", pixels)[1].tobytes()
    return Bench(store).keep(data, "image/png", width=width, height=height)


def lettering(size: Size = SMALL) -> Lettering:
    return Lettering(
        face="NotoSansSC-Bold.ttf",
        size=min(size.width, size.height) * 60 // 1080,
        box=Box(
            x=size.width // 18 // 2 * 2, y=size.height * 6 // 10, width=size.width * 7 // 9, height=size.height // 8
        ),
    )


def caption(text: str, start: int, end: int) -> Caption:
    step = (end - start) // (len(text) + 1)
    words = tuple(Word(text=c, start=start + n * step, end=start + (n + 1) * step, at=n) for n, c in enumerate(text))
    return Caption(start=start, end=end, lines=(text,), words=words)


def whole(size: Size = SMALL) -> Box:
    return Box(x=0, y=0, width=size.width, height=size.height)


def full_clip(store: Folder, how: str = "push", frames: int = 45, scene: str = "s1", seed: int = 1) -> Clip:
    """A clip with everything: a moving photograph, cards with every entrance, captions and a label."""
    photo = kept_photograph(store, seed=seed)
    card = kept_card(store, 80, 40)
    entrances = ("fade", "rise", "wipe", "grow-up", "grow-right", "cut")
    cards = tuple(
        Card(asset=card, x=10 + 60 * (n % 3), y=40 + 60 * (n // 3), enter=Motion(how=entrance, at=100 * n, length=300))
        for n, entrance in enumerate(entrances)
    )
    return Clip(
        scene=scene,
        size=SMALL,
        rate=RATE,
        frames=frames,
        layers=(Still(asset=photo, box=whole(), move=Move(how=how, amount=60)), *cards),
        captions=(caption("渔船回港", 100, 700), caption("无一损失", 740, 1400)),
        lettering=lettering(),
        label=Label(text="AI", frames=20, lettering=lettering()),
    )
