"""The frames of a film as the reel wants them: at its rate, fitted to a window, in its colours."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, count
from typing import Any

from av.filter import Graph

from newsreel.media.decoder.opening import Asked, aspect, check_size, decoded, opened, shown_size, turn, zero_of
from newsreel.media.decoder.wire import Trouble, send

SLACK = Fraction(2, 1000)  # containers round the times of frames to milliseconds
SEEK_FROM = 2  # seconds; to an earlier start it is quicker to decode
HDR = {16: "smpte2084", 18: "arib-std-b67"}  # the curves of HDR, by the number streams give them
TURNS: tuple[list[tuple[str, str]], ...] = (
    [],
    [("transpose", "clock")],
    [("hflip", ""), ("vflip", "")],
    [("transpose", "cclock")],
)  # quarters clockwise
MATRICES = {1: "bt709", 4: "fcc", 5: "bt470", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}


def send_frames(asked: Asked) -> None:
    """The frame on screen at each moment of the reel, fitted to the window, until the film ends."""
    film, picture = opened(asked)
    rate, begin = Fraction(asked["rate"]), zero_of(picture) + Fraction(asked["start"], 1000)
    fit = Fit(picture, asked)
    source = frames_from(film, picture, begin + asked["first"] / rate)
    current, following = None, next(source, None)
    if following is None:
        raise Trouble("no picture")
    for n in count(asked["first"]):
        fresh = False
        while following is not None and (current is None or time_of(following) <= begin + n / rate + SLACK):
            current, following, fresh = following, next(source, None), True
        if fresh:
            planes = fit(current).planes
            send(b"F", *(plane.line_size for plane in planes), after=tuple(planes))
        elif following is None:
            return  # whoever reads holds the last frame
        else:
            send(b"=")


def time_of(frame: Any) -> Fraction:
    """When a frame comes on, in seconds of the film."""
    return Fraction(frame.pts * frame.time_base)


def frames_from(film: Any, picture: Any, when: Fraction) -> Iterator[Any]:
    """The frames in order, from one at or before a moment where the film allows it."""
    if when - zero_of(picture) > SEEK_FROM:
        film.seek(int(when / picture.time_base), stream=picture, backward=True)
        frames = decoded(film, picture)
        first = next(frames, None)
        if first is not None and time_of(first) <= when:
            return chain([first], frames)
        film.seek(picture.start_time or 0, stream=picture, backward=True)
    return decoded(film, picture)


class Fit:
    """Brings a frame to the window: upright, cropped around the focus, in the colours of the reel."""

    def __init__(self, picture: Any, asked: Asked) -> None:
        self.pixel = aspect(picture)
        self.window = (int(asked["width"]), int(asked["height"]))
        self.focus = (int(asked["x"]), int(asked["y"]))
        self.key: tuple[object, ...] = ()
        self.graph: Any = None

    def __call__(self, frame: Any) -> Any:
        shape = (frame.width, frame.height, frame.format.name, frame.rotation)
        key = (*shape, int(frame.colorspace), int(frame.color_range), int(frame.color_trc))
        if key != self.key:
            self.key, self.graph = key, self.built(frame)
        frame.pts = None
        self.graph.vpush(frame)
        return self.graph.vpull()

    def built(self, frame: Any) -> Any:
        """A chain of filters whose arguments are numbers of ours only."""
        check_size(frame.width, frame.height)
        turns = turn(frame.rotation)
        width, height = self.window[::-1] if turns % 2 else self.window
        seen = self.crop(frame, turns)
        steps: list[tuple[str, str]] = [
            ("crop", "{}:{}:{}:{}".format(*seen)),
            ("scale", f"{width}:{height}:flags=bicubic+accurate_rnd:{colours(frame)}"),
            ("format", "yuv420p"),
        ]
        if seen[:2] == (width, height):
            steps.append(("copy", ""))  # what needs no scaling would still lie between the lines of the stored frame
        steps += TURNS[turns]
        steps.append(("buffersink", ""))
        graph = Graph()
        graph.threads = 1
        last = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 1000), name="in"
        )
        for name, arguments in steps:
            step = graph.add(name, arguments or None)
            last.link_to(step)
            last = step
        graph.configure()
        return graph

    def crop(self, frame: Any, turns: int) -> tuple[int, int, int, int]:
        """The part of a stored frame that is seen: width, height, left and top."""
        wide, high = shown_size(frame.width, frame.height, frame.rotation, self.pixel)
        scale = max(Fraction(self.window[0], wide), Fraction(self.window[1], high))
        w, h = self.window[0] / scale, self.window[1] / scale
        left = min(max(Fraction(wide * self.focus[0], 1000) - w / 2, Fraction(0)), wide - w)
        top = min(max(Fraction(high * self.focus[1], 1000) - h / 2, Fraction(0)), high - h)
        right, bottom = wide - left - w, high - top - h
        left, top, w, h = [
            (left, top, w, h), (top, right, h, w), (right, bottom, w, h), (bottom, left, h, w)
        ][turns]  # fmt: skip
        left, w = left / self.pixel, w / self.pixel
        across, down = min(even(w), frame.width), min(even(h), frame.height)
        return across, down, min(int(left / 2) * 2, frame.width - across), min(int(top / 2) * 2, frame.height - down)


def even(number: Fraction) -> int:
    """The nearest even number, and not nothing."""
    return max(2, round(number / 2) * 2)


def colours(frame: Any) -> str:
    """How to bring the colours of a frame to BT.709 in video range; what is not tagged is taken by its size."""
    small = frame.width < 1280 and frame.height <= 576
    matrix = MATRICES.get(int(frame.colorspace), "smpte170m" if small else "bt709")
    full = int(frame.color_range) == 2 or frame.format.name.startswith("yuvj")
    steps = (
        f"in_color_matrix={matrix}:out_color_matrix=bt709:in_range={'full' if full else 'limited'}:out_range=limited"
    )
    if int(frame.color_trc) in HDR:
        steps += f":in_primaries=bt2020:in_transfer={HDR[int(frame.color_trc)]}:out_primaries=bt709:out_transfer=bt709"
    return steps
