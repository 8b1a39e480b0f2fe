"""Segments, and the file they are joined into."""

import hashlib
import tracemalloc
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import av
import numpy as np
import pytest
from media import RATE, SMALL, full_clip

from newsreel.documents import Encoding, Size
from newsreel.errors import CheckFailed
from newsreel.media.print import Line, encode, inspect, join
from newsreel.store import Folder


def silent(done: int, total: int) -> None:
    """Progress nobody listens to."""


LINES = [Line(100, 900, "渔船回港\n无一损失"), Line(1200, 2500, "Second line")]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def segments(store):
    return [
        encode(full_clip(store, how, scene=how, seed=n), Encoding(), store, silent)[0]
        for n, how in enumerate(("push", "left", "hold"))
    ]


@pytest.fixture(scope="module")
def film(segments, tmp_path_factory):
    out = tmp_path_factory.mktemp("film") / "film.mp4"
    join(laid_down(segments, out.parent), None, LINES, out, rate=RATE, language="zho", tags={"AIGC": '{"Label":"1"}'})
    return out


def laid_down(segments, place):
    """Segments as the files they are joined from."""
    paths = [place / f"segment-{n}.mp4" for n in range(len(segments))]
    for path, segment in zip(paths, segments, strict=True):
        path.write_bytes(segment)
    return paths


def decoded(source) -> list[str]:
    with av.open(source, options={"err_detect": "explode"}) as container:
        return [hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in container.decode(video=0)]


def test_the_same_clip_gives_the_same_bytes(store, segments):
    assert encode(full_clip(store, "push", scene="push", seed=0), Encoding(), store, silent)[0] == segments[0]


def test_joined_segments_decode_in_strict_mode_to_the_very_frames_of_each(segments, film):
    apart = [frame for segment in segments for frame in decoded(BytesIO(segment))]
    assert decoded(str(film)) == apart
    assert len(apart) == 3 * 45


def test_the_file_is_tagged_as_platforms_ask(film):
    with av.open(str(film)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (int(context.color_primaries), int(context.color_trc), int(context.colorspace)) == (1, 1, 1)
        assert int(context.color_range) == 1
        assert video.average_rate == video.base_rate == RATE
        assert video.start_time == 0
        assert video.frames == 135
        assert container.metadata["AIGC"] == '{"Label":"1"}'
    raw = film.read_bytes()
    assert raw.count(b"elst") == 0
    assert raw.index(b"moov") < raw.index(b"mdat")
    assert raw.count(b"AIGC") == 1


def test_keyframes_are_two_seconds_apart_at_most_and_groups_are_closed(film):
    with av.open(str(film)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.dts is not None]
    keys = [n for n, packet in enumerate(packets) if packet.is_keyframe]
    assert keys[0] == 0
    assert max(b - a for a, b in zip(keys, [*keys[1:], len(packets)], strict=True)) <= 60
    for key in keys:  # nothing after a keyframe is shown before it
        assert all(later.pts >= packets[key].pts for later in packets[key:])
    stamps = [packet.dts for packet in packets]
    assert all(b > a for a, b in pairwise(stamps))


def test_soft_captions_come_back_word_for_word_and_on_time(film):
    with av.open(str(film)) as container:
        stream = container.streams.subtitles[0]
        assert stream.language == "zho"
        found = []
        for packet in container.demux(stream):
            raw = bytes(packet)
            text = raw[2 : 2 + int.from_bytes(raw[:2], "big")].decode()
            if text:
                at = packet.pts * packet.time_base * 1000
                found.append((at, at + packet.duration * packet.time_base * 1000, text))
    assert found == [(line.start, line.end, line.text) for line in LINES]


def test_a_file_that_is_not_as_planned_is_refused(film):
    inspect(film, SMALL, RATE, 135, with_sound=False)
    with pytest.raises(CheckFailed, match="frames"):
        inspect(film, SMALL, RATE, 134, with_sound=False)
    with pytest.raises(CheckFailed, match="size"):
        inspect(film, Size(width=218, height=384), RATE, 135, with_sound=False)


def test_a_long_film_is_joined_without_being_held_in_memory(segments, tmp_path):
    files = laid_down(segments, tmp_path) * 30
    tracemalloc.start()
    frames = join(files, None, LINES, tmp_path / "long.mp4", rate=RATE, language="zho", tags={})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert frames == 30 * 135
    assert peak < (tmp_path / "long.mp4").stat().st_size / 10


def test_segments_of_other_settings_do_not_join(store, segments, tmp_path):
    other = replace(full_clip(store, "push"), size=Size(width=218, height=384), frames=2)
    odd = encode(
        replace(other, layers=(replace(other.layers[0], box=replace(other.layers[0].box, width=218)),)),
        Encoding(),
        store,
        silent,
    )[0]
    with pytest.raises(CheckFailed, match="other settings"):
        join(laid_down([segments[0], odd], tmp_path), None, [], tmp_path / "x.mp4", rate=RATE, language="zho", tags={})


def test_what_is_encoded_looks_like_what_was_painted(store, segments):
    from newsreel.media.picture import frame

    clip = full_clip(store, "push", scene="push", seed=0)
    with av.open(BytesIO(segments[0])) as container:
        for n, shown in enumerate(container.decode(video=0)):
            if n in (0, 20, 44):
                planes = shown.to_ndarray()[: SMALL.height]
                painted = frame(clip, n, store).astype(int) @ np.array([0.2126, 0.7152, 0.0722]) * 219 / 255 + 16
                assert np.mean(np.abs(planes - painted)) < 3


def test_cards_and_photographs_join_though_they_are_encoded_differently(store, segments, tmp_path):
    cards = encode(full_clip(store, "hold", scene="cards"), Encoding(), store, silent)[0]
    out = tmp_path / "mixed.mp4"
    join(laid_down([segments[0], cards, segments[1]], tmp_path), None, [], out, rate=RATE, language="zho", tags={})
    assert decoded(str(out)) == [
        *decoded(BytesIO(segments[0])),
        *decoded(BytesIO(cards)),
        *decoded(BytesIO(segments[1])),
    ]
