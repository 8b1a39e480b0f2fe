"""Numbers that count up: every value on the way, set from a strip of figures in the places of the last."""

from collections.abc import Hashable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

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
        widths = [self.cells[c].width for c in counter.value]
        # On the way the figures may be wider ones: that much room is kept before them.
        room = sum(max(g.width for g in counter.glyphs) if c.isdigit() else self.cells[c].width for c in counter.value)
        self.over = min(room - sum(widths), counter.x) // 2 * 2
        self.width = sum(widths)
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
        x, y = self.counter.x - self.over, self.counter.y
        return (x, y, x + self._across(), y + self.strip.shape[0])

    def draw(self, n: int, ground: Planes, clip: Area) -> None:
        text = self.text(n)
        if self._set is None or self._set[0] != text:
            self._set = (text, self._sheet(text))
        sheet = self._set[1]
        share = (n - self.start + 1) / FADE
        x, y = self.counter.x - self.over, self.counter.y
        lay(sheet if share >= 1 else faded(sheet, share), ground, x, y, clip)

    def _across(self) -> int:
        return self.width + self.width % 2 + self.over

    def _sheet(self, text: str) -> Sheet:
        """The characters, each as wide as it is, against the right edge that the number has when it has landed."""
        pixels = np.zeros((self.strip.shape[0], self._across(), 4), np.uint8)
        right = self.over + self.width
        for character in reversed(text):
            cell = self.cells[character]
            width = min(cell.width, right)
            right -= width
            pixels[:, right : right + width] = self.strip[:, cell.x + cell.width - width : cell.x + cell.width]
        return to_sheet(pixels)


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
