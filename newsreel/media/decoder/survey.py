"""What is in a film: all of it decoded strictly, counted, and compared with what the container claims."""

import json
import os
from fractions import Fraction
from typing import Any

from newsreel.media.decoder import FASTEST, LONGEST
from newsreel.media.decoder.opening import Asked, aspect, check_size, opened, shown_size, sound_of, zero_of
from newsreel.media.decoder.wire import Trouble, send


def survey(asked: Asked) -> None:
    """Decode all of it, strictly, and say what is there."""
    check_whole(asked["format"])
    film, picture = opened(asked)
    picture.codec_context.options |= {"err_detect": "explode+bitstream+buffer", "skip_loop_filter": "all"}
    picture.codec_context.thread_type = "AUTO"
    tally = Tally(picture)
    sound = sound_of(film)
    heard = 0
    for packet in film.demux([s for s in (picture, sound) if s]):
        if packet.stream is picture:
            tally.take(packet)
            continue
        tally.reach(packet)
        try:
            heard += sum(frame.samples for frame in packet.decode())
        except (OSError, ValueError):
            heard = -1 << 62  # sound that cannot be relied on is not offered
    found = tally.result(film) | {"sound": heard > 0}
    text = json.dumps(found).encode()
    send(b"J", len(text), after=(text,))


class Tally:
    """What is counted while a film is decoded, and what the container claimed."""

    def __init__(self, picture: Any) -> None:
        self.picture = picture
        self.started = False
        self.first: Fraction | None = None
        self.end = self.last = self.reached = Fraction(0)
        self.frames = 0
        self.size = (0, 0)
        self.rotation = 0

    def take(self, packet: Any) -> None:
        """Decode one packet of the picture."""
        self.started |= packet.is_keyframe
        if not self.started and packet.size:
            return  # a film cut out of a longer one may begin between two keyframes
        if packet.is_corrupt:
            raise Trouble("damaged", self.at())
        self.reach(packet)
        try:
            frames = packet.decode()
        except (OSError, ValueError):
            raise Trouble("damaged", self.at()) from None
        for frame in frames:
            self.count(frame)

    def reach(self, packet: Any) -> None:
        """How far the packets go."""
        if packet.pts is not None:
            self.reached = max(self.reached, (packet.pts + (packet.duration or 0)) * packet.time_base)

    def count(self, frame: Any) -> None:
        """One more frame."""
        check_size(frame.width, frame.height)
        if self.frames and (frame.width, frame.height) != self.size:
            raise Trouble("other size")
        if frame.is_corrupt or frame.pts is None:
            raise Trouble("damaged", self.at())
        self.size, self.rotation = (frame.width, frame.height), frame.rotation
        when = frame.pts * frame.time_base
        self.first = when if self.first is None else min(self.first, when)
        self.last = max(self.last, when)
        self.end = max(self.end, when + (frame.duration or 0) * frame.time_base)
        self.frames += 1

    def at(self) -> int:
        """Milliseconds into the film."""
        return int(max(Fraction(0), self.last - (self.first or 0)) * 1000)

    def result(self, film: Any) -> Asked:
        """The figures, checked against the claims."""
        if self.first is None:
            raise Trouble("no picture")
        claimed_size = (self.picture.width, self.picture.height)
        if self.size != claimed_size:
            raise Trouble("other size")
        gap = (self.last - self.first) / (self.frames - 1) if self.frames > 1 else Fraction(1, 25)
        length = max(self.end, self.last + (0 if self.end > self.last else gap)) - self.first
        if length > LONGEST:
            raise Trouble("too long", int(length))
        if gap and 1 / gap > FASTEST + 1:
            raise Trouble("too fast", int(1 / gap))
        slack = max(2 * gap, length / 50)
        start = zero_of(self.picture)
        for there, claimed in (
            (length, (self.picture.duration or 0) * self.picture.time_base),
            (self.reached - min(start, self.first), Fraction(film.duration or 0, 1_000_000)),
        ):
            if there + slack < claimed:
                raise Trouble("cut short", int(there * 1000), min(int(claimed * 1000), 2**32 - 1))
        width, height = shown_size(*self.size, self.rotation, aspect(self.picture))
        rate = measured = 1 / gap if gap else Fraction(25)
        said = self.picture.average_rate
        if said and abs(said - measured) * 100 < said:
            rate = said  # times are rounded in some containers, their rate is not
        return {
            "width": width,
            "height": height,
            "length": int(length * 1000),
            "frames": self.frames,
            "rate": str(Fraction(rate).limit_denominator(1001)),
        }


def check_whole(form: str) -> None:
    """Whether the outermost boxes of the file end where it ends: a copy that broke off is told without decoding."""
    size = os.fstat(0).st_size
    end = boxes_end(size) if form == "mov" else segment_end(size)
    if end > size:
        raise Trouble("cut short")


def boxes_end(size: int) -> int:
    """Where the last outermost box of an MP4 says it ends."""
    at = 0
    while at + 8 <= size:
        head = os.pread(0, 16, at)
        length = int.from_bytes(head[:4], "big")
        if length == 1 and len(head) == 16:
            length = int.from_bytes(head[8:], "big")
        if length == 0:
            return size
        if length < 8:
            raise Trouble("damaged")
        at += length
    return at


def segment_end(size: int) -> int:
    """Where the segment of a Matroska file says it ends; one that was being recorded does not say."""
    at = 0
    for _ in range(16):
        head = os.pread(0, 16, at)
        if len(head) < 12:
            break
        wide = 9 - head[0].bit_length()
        name, rest = head[:wide], head[wide:]
        if wide > 4 or not rest or not rest[0]:
            break
        long = 9 - rest[0].bit_length()
        length = int.from_bytes(rest[:long], "big") & ((1 << 7 * long) - 1)
        unknown = length == (1 << 7 * long) - 1
        at += wide + long + (0 if unknown else length)
        if name == b"\x18\x53\x80\x67":
            return size if unknown else at
    return size
