"""Numbers that count up: every value on the way, set from a strip of figures in the places of the last."""

from collections.abc import Hashable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import cv2
import numpy as np

from newsreel.documents import Counter
from newsreel.media.planes import Planes, Sheet, faded, lay, to_sheet
from newsreel.media.raster import open_rgba
from newsreel.store import Store
from newsreel.timing import frame_nearest

Area = tuple[int, int, int, int]
FADE = 4  # frames in which the first figure comes on


class CounterElement:
    """A number on its way up."""

    opaque = False

    def __init__(self, counter: Counter, rate: Fraction, store: Store) -> None:
        self.counter = counter
        self.strip = open_rgba(store.get(counter.strip.digest))
        self.cells = {glyph.character: glyph for glyph in counter.glyphs}
        self.start = frame_nearest(counter.enter.at, rate)
        self.coming = max(1, frame_nearest(counter.enter.length, rate))
        self.width = sum(self.cells[c].width for c in counter.value)
        self._set: tuple[str, Sheet] | None = None

    def text(self, n: int) -> str:
        """What it reads at frame n."""
        share = min(1.0, (n - self.start + 1) / self.coming)
        return counted(self.counter.value, Fraction(1 - (1 - share) ** 3).limit_denominator(10**6))

    def state(self, n: int) -> Hashable | None:
        if n < self.start:
            return None
        return self.text(n), min(n - self.start + 1, FADE)

    def area(self, n: int) -> Area:
        x, y = self.counter.x, self.counter.y
        return (x, y, x + self.width + self.width % 2, y + self.strip.shape[0])

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        text = self.text(n)
        if self._set is None or self._set[0] != text:
            self._set = (text, self._sheet(text))
        sheet = self._set[1]
        share = (n - self.start + 1) / FADE
        x, y = self.counter.x, self.counter.y
        lay(sheet if share >= 1 else faded(sheet, share), ground, x, y, clip)

    def _sheet(self, text: str) -> Sheet:
        """The characters, each as wide as it is, against the right edge of the number that has landed.

        Where figures on the way are wider than those they land on, they run narrower for those frames.
        """
        row = np.hstack([self.strip[:, cell.x : cell.x + cell.width] for cell in map(self.cells.__getitem__, text)])
        if row.shape[1] > self.width:
            colour = row.reshape(-1, 4)[int(row[..., 3].argmax()), :3]
            alpha = cv2.resize(row[..., 3], (self.width, row.shape[0]), interpolation=cv2.INTER_AREA)
            row = np.dstack([np.broadcast_to(colour, (*alpha.shape, 3)), alpha])
        before = self.width - row.shape[1]
        return to_sheet(np.pad(row, ((0, 0), (before, self.width % 2), (0, 0))))


def counted(value: str, share: Fraction) -> str:
    """A number a share of the way from nought, written as the number itself is: same decimals, same commas."""
    plain = Decimal(value.replace(",", ""))
    exponent = plain.as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(0, -exponent)
    part = plain * share.numerator / share.denominator
    rounded = plain if share >= 1 else part.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}" if "," in value else f"{rounded:.{places}f}"
    return value if share >= 1 else text
