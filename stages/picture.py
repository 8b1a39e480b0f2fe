"""The picture: one clip painted and encoded, each frame once."""

from newsreel.bench import Bench
from newsreel.documents import Clip, Encoding, Segment
from newsreel.media.print import encode


def shoot(clip: Clip, encoding: Encoding, bench: Bench) -> Segment:
    """Paint and encode a clip; what must not go on air fails here."""
    data, sketches = encode(clip, encoding, bench.store, bench.progress)
    video = bench.keep(data, "video/mp4", width=clip.size.width, height=clip.size.height)
    return Segment(video=video, frames=clip.frames, sketches=bench.keep(sketches, "application/octet-stream"))
