"""Loudness as broadcasters measure it (EBU R 128), through the meter that comes with FFmpeg."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
import numpy.typing as npt

RATE = 48_000
STEP = 4_800  # the meter speaks every 100 ms
SILENT = -70.0  # what the meter says of silence


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured: integrated loudness, range, highest true peak, and the loudness of every 400 ms."""

    lufs: float
    range: float
    true_peak: float  # dBTP
    momentary: tuple[float, ...]  # of the 400 ms that end at 100 ms, 200 ms, ...


Samples = npt.NDArray[np.float32]


def loudness(samples: Samples) -> Loudness:
    """Measure sound of one or two channels; mono is measured as it sounds from two loudspeakers."""
    return measured(samples[at : at + STEP] for at in range(0, len(samples), STEP))


def measured(blocks: Iterable[Samples]) -> Loudness:
    """Measure sound that comes in blocks of any length."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE))
    meter = graph.add("ebur128", "metadata=1:framelog=quiet:peak=true")
    sink = graph.add("abuffersink")
    graph.link_nodes(source, meter, sink).configure()
    momentary: list[float] = []
    last: dict[str, str] = {}
    at = 0
    for block in _even(blocks):
        graph.push(_frame(block, at))
        last = _listen(graph, momentary, last)
        at += len(block)
    graph.push(None)
    last = _listen(graph, momentary, last)
    return Loudness(
        lufs=_number(last.get("lavfi.r128.I")),
        range=float(last.get("lavfi.r128.LRA", 0)),
        true_peak=_true_peak(last),
        momentary=tuple(momentary),
    )


def _even(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The same sound in blocks of 100 ms, so that the meter's windows never depend on how it came in."""
    left: Samples | None = None
    for block in blocks:
        joined = block if left is None or not len(left) else np.concatenate([left, block])
        whole = len(joined) // STEP * STEP
        for at in range(0, whole, STEP):
            yield joined[at : at + STEP]
        left = joined[whole:]
    if left is not None and len(left):
        yield left


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
