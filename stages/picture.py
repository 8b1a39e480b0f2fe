"""The picture: one clip painted and encoded, each frame once."""

from newsreel.bench import Bench
from newsreel.documents import Clip, Segment
from newsreel.media.print import encode


def shoot(clip: Clip, bench: Bench) -> Segment:
    """Paint and encode a clip."""
    data = encode(clip, bench.store, bench.progress)
    video = bench.keep(data, "video/mp4", width=clip.size.width, height=clip.size.height)
    return Segment(video=video, frames=clip.frames)
