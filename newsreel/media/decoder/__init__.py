"""The decoder: a process of its own that opens one film from outside, and says what is in it or sends what it holds.

Run as `python -m newsreel.media.decoder`, with the film open as its standard input. Here the bytes of strangers meet a
codec, so before it looks at them it gives up all it can do without: it can open no file, write none, and it dies with
its parent. It knows nothing of the house; what it may open, and how, is written here.

It answers in records of sixteen bytes and what follows them (`HEAD`): F a frame, = the frame before once more, S sound,
J what was found, ! the trouble it met, . the end. Whoever reads them believes none of it unchecked.
"""

import struct

HEAD = struct.Struct("<c3x3I")  # what follows; then three numbers: bytes a line of each plane, or one length
SIDE, LONGEST, FASTEST = 4096, 30 * 60, 120  # pixels, seconds, frames a second
SOUND_RATE = 48_000
TROUBLES = (
    "damaged",  # at so many milliseconds
    "cut short",  # milliseconds there, milliseconds claimed
    "no picture",
    "codec",
    "too large",  # width, height
    "too long",  # seconds
    "too fast",  # frames a second
    "other size",
    "heavy",
)
