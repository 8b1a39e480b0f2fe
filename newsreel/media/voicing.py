"""Makes a synthesiser's raw samples fit for broadcast: 48 kHz, the rumble off, some air, even, and at one level."""

from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt

from newsreel.errors import MediaFailed
from newsreel.media.blocks import RATE, Samples
from newsreel.media.limiter import limited
from newsreel.media.meter import SILENT, loudness

LEVEL = -18.0  # LUFS, as heard from two loudspeakers; the mix levels later
CEILING = 10 ** (-1.5 / 20)
SHORTEST = 3 * RATE  # what is shorter is measured over and over: the meter wants some time to listen
# The chain: a long resampling filter, no rumble, less box, more presence, and the loud syllables held back a little.
CHAIN = (
    ("aresample", f"{RATE}:filter_size=128:phase_shift=10:cutoff=0.96:filter_type=kaiser:kaiser_beta=10"),
    ("aformat", "sample_fmts=flt:channel_layouts=mono"),
    ("highpass", "f=80:poles=2"),
    ("equalizer", "f=250:t=q:w=1:g=-3"),
    ("equalizer", "f=3200:t=q:w=0.9:g=3"),
    ("acompressor", "threshold=0.1:ratio=2.5:attack=8:release=120:knee=4:makeup=1"),
)


def broadcast(raw: npt.NDArray[np.int16], rate: int) -> Samples:
    """Raw mono samples as levelled sound of 48 kHz, exactly as long as they were."""
    if not len(raw):
        return np.zeros(0, np.float32)
    sound = _through(raw, rate)
    length = -(-len(raw) * RATE // rate)
    sound = np.pad(sound, (0, max(0, length - len(sound))))[:length]
    gain = 10 ** ((LEVEL - _level(sound)) / 20)
    return np.concatenate(list(limited([sound[:, None]], gain, CEILING)))[:, 0]


def _level(sound: Samples) -> float:
    repeated = np.tile(sound, -(-SHORTEST // len(sound))) if len(sound) < SHORTEST else sound
    heard = loudness(repeated).lufs
    return LEVEL if heard <= SILENT else heard


def _through(raw: npt.NDArray[np.int16], rate: int) -> Samples:
    try:
        graph = av.filter.Graph()
        nodes = [graph.add_abuffer(sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate))]
        nodes.extend(graph.add(name, options) for name, options in CHAIN)
        nodes.append(graph.add("abuffersink"))
        graph.link_nodes(*nodes).configure()
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(raw)[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        graph.push(frame)
        graph.push(None)
        heard = []
        while True:
            try:
                heard.append(graph.pull().to_ndarray()[0])
            except (BlockingIOError, EOFError):
                break
    except av.FFmpegError as error:
        raise MediaFailed(f"The voice's sound could not be made ready ({error}); try again.") from None
    return np.concatenate(heard).astype(np.float32) if heard else np.zeros(0, np.float32)
