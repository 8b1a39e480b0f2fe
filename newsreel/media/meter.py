"""Loudness as broadcasters measure it (EBU R 128), through the meter that comes with FFmpeg."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np

from newsreel.media.blocks import RATE, Samples

STEP = 4_800  # the meter speaks every 100 ms
SILENT = -70.0  # what the meter says of silence


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured: integrated loudness, range, highest true peak, and the loudness of every 400 ms."""

    lufs: float
    range: float
    true_peak: float  # dBTP; very low where it was not looked for
    momentary: tuple[float, ...]  # of the 400 ms that end at 100 ms, 200 ms, ...


def loudness(samples: Samples) -> Loudness:
    """Measure sound of one or two channels; mono is measured as it sounds from two loudspeakers."""
    return measured([samples])


def measured(blocks: Iterable[Samples], *, peaks: bool = True) -> Loudness:
    """Measure sound that comes in blocks of any length."""
    meter = Meter(peaks=peaks)
    for _ in meter.hearing(blocks):
        pass
    return meter.reading()


class Meter:
    """Listens to sound on its way to somebody else. Looking for true peaks is most of its work: not everybody asks."""

    def __init__(self, *, peaks: bool = True) -> None:
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE))
        meter = self._graph.add("ebur128", f"metadata=1:framelog=quiet:peak={'true' if peaks else 'none'}")
        self._graph.link_nodes(source, meter, self._graph.add("abuffersink")).configure()
        self._momentary: list[float] = []
        self._last: dict[str, str] = {}
        self._left: Samples | None = None
        self._at = 0

    def hearing(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """The same blocks, heard as they pass; the meter's windows never depend on how the sound came in."""
        for block in blocks:
            joined = block if self._left is None else np.concatenate([self._left, block])
            whole = len(joined) // STEP * STEP
            for at in range(0, whole, STEP):
                self._hear(joined[at : at + STEP])
            self._left = joined[whole:].copy()
            yield block

    def reading(self) -> Loudness:
        """What was heard, when all of it was."""
        if self._left is not None and len(self._left):
            self._hear(self._left)
        self._graph.push(None)
        self._last = _listen(self._graph, self._momentary, self._last)
        return Loudness(
            lufs=_number(self._last.get("lavfi.r128.I")),
            range=float(self._last.get("lavfi.r128.LRA", 0)),
            true_peak=_true_peak(self._last),
            momentary=tuple(self._momentary),
        )

    def _hear(self, block: Samples) -> None:
        self._graph.push(_frame(block, self._at))
        self._last = _listen(self._graph, self._momentary, self._last)
        self._at += len(block)


def _frame(block: Samples, at: int) -> Any:
    frames = np.repeat(block.reshape(len(block), -1), 2, axis=1) if block.ndim == 1 or block.shape[1] == 1 else block
    packed = np.ascontiguousarray(frames, dtype=np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame


def _listen(graph: Any, momentary: list[float], last: dict[str, str]) -> dict[str, str]:
    while True:
        try:
            heard = dict(graph.pull().metadata)
        except (BlockingIOError, EOFError):
            return last
        if "lavfi.r128.I" in heard:
            last = heard
            momentary.append(_number(heard.get("lavfi.r128.M")))


def _number(text: str | None) -> float:
    value = float(text) if text else SILENT
    return max(SILENT, value) if math.isfinite(value) else SILENT


def _true_peak(heard: dict[str, str]) -> float:
    peaks = [float(value) for name, value in heard.items() if name.startswith("lavfi.r128.true_peaks_ch")]
    return 20 * math.log10(max([*peaks, 1e-6]))
