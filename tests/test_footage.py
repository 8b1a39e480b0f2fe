"""Footage: the right frame at the right time, and nothing that lies or breaks gets further than its own process."""

import os
import signal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from films import add_tone, film, number_of, numbered, turned
from media import RATE, SMALL, full_clip, whole

from newsreel.bench import Bench
from newsreel.documents import (
    Asset,
    Box,
    Clip,
    Encoding,
    Film,
    Focus,
    Footage,
    Look,
    Motion,
    Scene,
    Script,
    Shot,
    Tail,
    Take,
    Word,
)
from newsreel.errors import MediaFailed, Refused
from newsreel.media import footage
from newsreel.media.ambience import under
from newsreel.media.meter import loudness
from newsreel.media.mixing import speech_level
from newsreel.media.picture import Painter, frame
from newsreel.media.planes import blank, to_rgb
from newsreel.media.print import encode
from newsreel.store import Folder
from stages.cut import Rushes, assemble
from stages.footage import held

WINDOW = Box(x=0, y=0, width=320, height=240)


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "store")


def shown(path, frames, *, box=WINDOW, focus=None, start=0, rate=RATE):
    """The frames a window shows, as luma and chroma."""
    running = footage.Running(path, "of a test", box, focus or Focus(), start, Fraction(rate))
    for n in frames:
        running.advance(n)
        yield tuple(plane.copy() for plane in running.planes)


def numbers(path, frames, source=(320, 240), **how):
    return [number_of(planes[0], source) for planes in shown(path, frames, **how)]


def layer(store, path, **how):
    found = footage.survey(path)
    asset = Bench(store).keep_file(path, found.kind, width=found.width, height=found.height, length=found.length)
    return Footage(asset=asset, **({"box": whole()} | how))


@pytest.mark.parametrize(("source", "form"), [(24, "mkv"), (25, "mp4"), (30, "mkv"), (50, "mp4"), (60, "mkv")])
def test_speed_is_kept_whatever_the_rate_of_the_film(tmp_path, source, form):
    path = film(tmp_path / f"a.{form}", rate=source, frames=source, options={"bf": "2"})
    assert numbers(path, range(30)) == [n * source // 30 for n in range(30)]


def test_a_film_without_one_rate_shows_each_frame_when_it_is_due(tmp_path):
    times = [0, 30, 100, 400, 410, 900, 1500]
    path = film(tmp_path / "a.mkv", frames=len(times), times=times)
    due = [max(i for i, at in enumerate(times) if at <= n * 1000 / 30 + 2) for n in range(45)]
    assert numbers(path, range(45)) == due


@pytest.mark.parametrize("start", [0, 500, 4100, 9000])
def test_a_film_is_trimmed_at_its_start_and_holds_its_last_frame(tmp_path, start):
    path = film(tmp_path / "a.mp4", frames=300, options={"g": "60", "bf": "2"})
    expected = [min(299, start * 30 // 1000 + n) for n in range(40)]
    assert numbers(path, range(40), start=start) == expected


def test_a_later_beginning_shows_what_an_earlier_one_would(tmp_path):
    path = film(tmp_path / "a.mp4", frames=200, options={"g": "50", "bf": "3"})
    early = list(shown(path, range(151)))
    late = list(shown(path, range(150, 151)))
    assert all(np.array_equal(a, b) for a, b in zip(early[150], late[0], strict=True))


def test_going_back_starts_the_film_again(tmp_path):
    path = film(tmp_path / "a.mp4", frames=40)
    assert numbers(path, [0, 20, 21, 5, 39]) == [0, 20, 21, 5, 39]


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [
        ("a.mp4", "libx265", "yuv420p"),
        ("a.mp4", "libx265", "yuv420p10le"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.webm", "libvpx", "yuv420p"),
        ("a.mov", "prores_ks", "yuv422p10le"),
        ("a.mp4", "mpeg4", "yuv420p"),
        ("a.mkv", "libsvtav1", "yuv420p"),
    ],
)
def test_codecs_of_newsrooms_are_read(tmp_path, name, codec, form):
    options = {"libx265": {"x265-params": "log-level=none"}, "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"}}
    path = film(tmp_path / name, codec=codec, form=form, frames=30, options=options.get(codec, {}))
    found = footage.survey(path)
    assert (found.width, found.height, found.frames, found.rate) == (320, 240, 30, 30)
    assert abs(found.length - 1000) <= 34
    assert numbers(path, range(30)) == list(range(30))


@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_a_film_covers_its_window_undistorted(tmp_path, size):
    path = film(tmp_path / "a.mp4", size=size, frames=20)
    box = Box(x=0, y=0, width=216, height=384)
    if size[0] > size[1]:  # the number is wider than what is left of it
        box = Box(x=0, y=0, width=384, height=216)
    assert numbers(path, range(20), size, box=box) == list(range(20))


def test_a_film_filmed_on_its_side_is_shown_upright(tmp_path):
    def arrow(n, width, height):
        pixels = np.full((height, width, 3), 60, np.uint8)
        pixels[:, : width // 4] = 220  # its left becomes its top
        pixels[: height // 4, :, 0] = 255  # its top becomes its right, and is red
        return pixels

    path = turned(film(tmp_path / "a.mp4", size=(320, 180), frames=5, pixels=arrow))
    found = footage.survey(path)
    assert (found.width, found.height) == (180, 320)
    planes = next(iter(shown(path, [0], box=Box(x=0, y=0, width=180, height=320))))
    rgb = to_rgb(planes).astype(int)
    assert rgb[10, 40].min() > 190  # bright at the top
    assert rgb[300, 40].max() < 90  # dark at the foot
    assert rgb[300, 170, 0] > 200  # red at the right
    assert rgb[300, 170, 1] < 110


@pytest.mark.parametrize(("focus", "seen"), [(20, 13), (250, 80), (900, 96)])
def test_the_fit_keeps_the_focus(tmp_path, focus, seen):
    def line(n, width, height):
        pixels = np.full((height, width, 3), 40, np.uint8)
        pixels[:, width * focus // 1000 - 8 : width * focus // 1000 + 8] = 235
        return pixels

    path = film(tmp_path / "a.mp4", size=(640, 240), frames=3, pixels=line)
    planes = next(iter(shown(path, [0], box=Box(x=0, y=0, width=160, height=240), focus=Focus(x=focus, y=500))))
    lit = np.flatnonzero(planes[0].astype(float).mean(axis=0) > 120)
    assert abs(lit.mean() - seen) <= 2


@pytest.mark.parametrize("tags", [(1, 1), (1, 2), (6, 1), (6, 2), (5, 1)])
@pytest.mark.parametrize("form", ["yuv420p", "yuv444p"])
def test_colours_are_those_of_the_film_however_it_is_tagged(tmp_path, tags, form):
    patches = np.array([(200, 40, 40), (40, 180, 60), (40, 60, 200), (255, 255, 255), (0, 0, 0), (180, 150, 120)])

    def chart(n, width, height):
        return np.repeat(patches[None], height, axis=0).repeat(width // 6, axis=1).astype(np.uint8)

    path = film(tmp_path / "a.mp4", size=(384, 96), frames=3, tags=tags, form=form, pixels=chart, options={"crf": "4"})
    rgb = to_rgb(next(iter(shown(path, [0], box=Box(x=0, y=0, width=384, height=96))))).astype(int)
    for number, patch in enumerate(patches):
        assert np.abs(rgb[48, 64 * number + 32] - patch).max() <= 6, patch


def test_a_film_in_hdr_is_brought_to_the_range_of_the_reel(tmp_path):
    """A PQ white of 203 candela is white on paper: it may be neither grey nor blinding."""
    with av.open(str(tmp_path / "a.mp4"), "w") as out:
        stream = out.add_stream("libx265", rate=30, options={"x265-params": "log-level=none:lossless=1"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p10le"
        context = stream.codec_context
        context.colorspace, context.color_range, context.color_primaries, context.color_trc = 9, 1, 9, 16
        for n in range(3):
            picture = av.VideoFrame(320, 240, "yuv420p10le")
            for plane, value in zip(picture.planes, (64 + 876 * 581 // 1000, 512, 512), strict=True):
                plane.update(np.full(plane.buffer_size // 2, value, np.uint16).tobytes())
            picture.pts = n
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    grey = to_rgb(next(iter(shown(tmp_path / "a.mp4", [0])))).astype(int)[120, 160]
    assert grey.max() - grey.min() <= 4
    assert 190 <= grey.min() <= 255


def test_a_survey_measures_what_is_there(tmp_path):
    found = footage.survey(film(tmp_path / "a.mp4", rate=25, frames=50, sound=True))
    assert (found.kind, found.frames, found.length, found.rate, found.sound) == ("video/mp4", 50, 2000, 25, True)
    assert not footage.survey(film(tmp_path / "b.webm", codec="libvpx", frames=30)).sound


def test_its_sound_is_heard_when_it_was_recorded(tmp_path):
    path = film(tmp_path / "a.mp4", frames=90, sound=True)
    samples = footage.recorded(path, 1000, 1000)
    assert samples.shape == (48_000, 2)
    loud = np.abs(samples[:, 0]).reshape(-1, 480).max(axis=1) > 0.03
    assert not loud[:48].any()  # the tone begins at a second and a half
    assert loud[52:].all()
    assert np.count_nonzero(footage.recorded(film(tmp_path / "b.mp4", frames=9), 0, 300)) == 0


# --- what must be refused -------------------------------------------------------------------------------------------


def refused(path, name=""):
    with pytest.raises(Refused) as caught:
        footage.survey(path, name)
    sentence = str(caught.value)
    assert (name or path.name) in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(("form", "keep"), [("mp4", 0.5), ("mp4", 0.95), ("mkv", 0.2), ("mkv", 0.95), ("webm", 0.5)])
def test_a_truncated_film_is_refused(tmp_path, form, keep):
    codec = "libvpx" if form == "webm" else "libx264"
    path = film(tmp_path / f"a.{form}", codec=codec, frames=90, mux={"movflags": "+faststart"} if form == "mp4" else {})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    refused(path)


def test_a_film_whose_index_claims_more_than_is_there_is_refused(tmp_path):
    """Cut on a boundary of the container, so that only the claimed length tells."""
    path = film(tmp_path / "a.mkv", frames=300, options={"g": "30"}, mux={"cluster_time_limit": "1000"})
    data = path.read_bytes()
    at = [n for n in range(len(data)) if data[n : n + 4] == b"\x1f\x43\xb6\x75"][4]
    segment = data.index(b"\x18\x53\x80\x67") + 4
    short = bytearray(data[:at])
    short[segment : segment + 8] = (at - segment - 8 | 1 << 56).to_bytes(8, "big")
    path.write_bytes(short)
    assert "cut short" in refused(path)


def test_what_a_container_says_of_itself_is_not_believed(tmp_path):
    path = film(tmp_path / "a.mp4", frames=60)
    data = bytearray(path.read_bytes())
    at = data.index(b"stts") + 12
    assert int.from_bytes(data[at : at + 4], "big") == 60
    data[at : at + 4] = (600).to_bytes(4, "big")
    for box, ahead in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        where = data.index(box) + ahead
        data[where : where + 4] = (int.from_bytes(data[where : where + 4], "big") * 10).to_bytes(4, "big")
    path.write_bytes(data)
    found = footage.survey(path)
    assert (found.frames, found.length) == (60, 2000)
    path = film(tmp_path / "b.mkv", codec="mjpeg", form="yuvj420p", frames=3)
    data = bytearray(path.read_bytes())
    at = data.index(b"\xb0\x82\x01\x40")  # the width, as the track has it
    data[at : at + 4] = b"\xb0\x82\xff\xff"
    path.write_bytes(data)
    found = footage.survey(path)
    assert (found.width, found.height) == (320, 240)


def test_flipped_bytes_are_found(tmp_path):
    rng = np.random.default_rng(7)
    noisy = [rng.integers(0, 255, (240, 320, 3), np.uint8) for _ in range(4)]
    path = film(tmp_path / "a.mp4", frames=40, pixels=lambda n, *_: noisy[n % 4])
    data = path.read_bytes()
    middle = data.index(b"mdat") + len(data) // 2
    path.write_bytes(
        data[:middle] + bytes(255 - value for value in data[middle : middle + 4000]) + data[middle + 4000 :]
    )
    assert "damaged" in refused(path)


TEXTS = {
    "HLS": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "ffconcat": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "SDP": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5000 RTP/AVP 96\n",
    "XBIN": b"XBIN\x1a\x50\x00\x19\x00\x10\x00" + b"A" * 4000,
    "DASH": b'<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>',
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100),
    "nothing": b"",
    "zeros": bytes(5000),
    "a head and no more": b"\0\0\0\x18ftypisom\0\0\2\0isommp42",
    "EBML of another kind": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84evil" + bytes(100),
    "Matroska and no more": b"\x1aE\xdf\xa3\x8bB\x82\x88matroska" + bytes(100),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_no_film_is_refused_whatever_it_is_called(tmp_path, text):
    path = tmp_path / "film.mp4"
    path.write_bytes(text)
    refused(path)


def test_codecs_we_do_not_take_are_refused(tmp_path):
    avi = tmp_path / "a.avi"
    film(avi, codec="magicyuv", form="yuv420p", frames=3)
    refused(avi)
    for codec, form in (("ffv1", "yuv420p"), ("mpeg2video", "yuv420p")):
        assert "kind" in refused(film(tmp_path / f"{codec}.mkv", codec=codec, form=form, frames=3))
    sound = tmp_path / "sound.mp4"
    with av.open(str(sound), "w") as out:
        add_tone(out, out.add_stream("aac", rate=44100, layout="mono"), Fraction(1))
    assert "no moving picture" in refused(sound)


def test_a_film_that_claims_huge_frames_is_refused_in_little_memory(tmp_path):
    data = bytearray(film(tmp_path / "b.mp4", codec="mjpeg", form="yuvj420p", frames=3).read_bytes())
    while (at := data.find(b"\xff\xc0\x00\x11\x08\x00\xf0\x01\x40")) >= 0:  # the size in the pictures themselves
        data[at + 5 : at + 9] = b"\xff\xf0\xff\xf0"
    (tmp_path / "b.mp4").write_bytes(data)
    refused(tmp_path / "b.mp4")


def test_a_film_that_changes_its_size_on_the_way_is_refused(tmp_path):
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuvj420p"
        for n in range(6):
            codec = av.CodecContext.create("mjpeg", "w")
            codec.width, codec.height = (320, 240) if n < 3 else (160, 120)
            codec.pix_fmt = "yuvj420p"
            codec.time_base = Fraction(1, 30)
            picture = av.VideoFrame.from_ndarray(numbered(n, codec.width, codec.height), "rgb24")
            picture = picture.reformat(format="yuvj420p")
            picture.pts = n
            for packet in codec.encode(picture) + codec.encode(None):
                packet.stream, packet.pts, packet.dts, packet.time_base = stream, n, n, Fraction(1, 30)
                out.mux(packet)
    assert "size" in refused(path)


def test_a_pipe_that_never_answers_is_refused_at_once(tmp_path):
    pipe = tmp_path / "a.mp4"
    os.mkfifo(pipe)
    refused(pipe)
    refused(tmp_path)  # a folder
    refused(tmp_path / "missing.mp4")


def test_a_strange_name_cannot_break_the_sentence(tmp_path):
    path = tmp_path / "a\nb\x1b[31m.mp4"
    path.write_bytes(b"no")
    assert "a?b?[31m.mp4" in refused(path, "a?b?[31m.mp4")
    with pytest.raises(Refused) as caught:
        footage.survey(path)
    assert str(caught.value).isprintable()


# --- faults ---------------------------------------------------------------------------------------------------------


def test_a_decoder_that_is_killed_fails_the_scene_and_nothing_else(tmp_path):
    path = film(tmp_path / "a.mp4", size=(640, 480), frames=120)
    running = footage.Running(path, "of scene s1", Box(x=0, y=0, width=640, height=480), Focus(), 0, RATE)
    running.advance(2)
    os.kill(running._decoder.pid, signal.SIGKILL)
    with pytest.raises(MediaFailed, match="of scene s1"):
        running.advance(100)
    running.advance(0)  # asked again, it starts again
    assert number_of(running.planes[0], (640, 480)) == 0


def test_no_decoder_outlives_its_painter(tmp_path):
    before = set(_descendants(os.getpid()))
    running = footage.Running(film(tmp_path / "a.mp4"), "of a test", WINDOW, Focus(), 0, RATE)
    running.advance(1)
    assert set(_descendants(os.getpid())) > before
    del running
    assert set(_descendants(os.getpid())) <= before


def test_the_decoder_holds_no_rights(tmp_path):
    path = film(tmp_path / "a.mp4", size=(640, 480), frames=200)
    running = footage.Running(path, "of a test", Box(x=0, y=0, width=640, height=480), Focus(), 0, RATE)
    running.advance(1)
    decoder = [running._decoder.pid, *_descendants(running._decoder.pid)][-1]
    limits = Path(f"/proc/{decoder}/limits").read_text()
    found = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert found["Max open files"] == "8"
    assert found["Max file size"] == "0"
    assert found["Max core file size"] == "0"
    assert int(found["Max address space"]) <= 1_500_000_000
    names = {line.split(b"=")[0] for line in Path(f"/proc/{decoder}/environ").read_bytes().split(b"\0") if line}
    assert names <= {b"MALLOC_ARENA_MAX", b"LC_ALL", b"PWD"}


def _descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [one for child in children for one in (child, *_descendants(child))]


# --- in the picture -------------------------------------------------------------------------------------------------


def test_a_whole_clip_with_footage_is_painted_and_encoded(tmp_path, store):
    path = film(tmp_path / "a.mp4", size=(216, 384), rate=25, frames=40)
    base = full_clip(store)
    clip = Clip(
        scene="s1",
        size=SMALL,
        rate=RATE,
        frames=60,
        layers=(base.layers[0], layer(store, path, enter=Motion(at=200))),
        captions=base.captions,
        lettering=base.lettering,
    )
    data, _ = encode(clip, Encoding(), store, lambda *_: None)
    assert encode(clip, Encoding(), store, lambda *_: None)[0] == data
    (tmp_path / "out.mp4").write_bytes(data)
    with av.open(str(tmp_path / "out.mp4")) as reel:
        seen = [picture.to_ndarray(format="gray") for picture in reel.decode(video=0)]
    assert len(seen) == 60
    read = [number_of(picture, (216, 384)) for picture in seen[6:]]
    assert read == [min(39, n * 25 // 30) for n in range(54)]


def test_a_film_goes_on_while_a_transition_leads_out_of_it(tmp_path, store):
    path = film(tmp_path / "a.mp4", size=(216, 384), frames=120)
    layers = (layer(store, path),)
    last = Clip(scene="s1", size=SMALL, rate=RATE, frames=40, layers=layers)
    tail = Tail(how="wipe", frames=10, layers=layers, start=40, length=40)
    clip = Clip(scene="s2", size=SMALL, rate=RATE, frames=20, layers=full_clip(store).layers[:1], tail=tail)
    assert number_of(frame(last, 39, store)[..., 0], (216, 384)) == 39
    assert Painter(clip, store)._before.elements[0].state(40) is not None
    left = Painter(clip, store)
    planes = blank(SMALL.width, SMALL.height)
    left.paint(0, planes)
    assert number_of(left._theirs[0], (216, 384)) == 40


def test_a_frame_that_stays_is_not_painted_again(tmp_path, store):
    path = film(tmp_path / "a.mp4", size=(216, 384), rate=10, frames=10)
    clip = Clip(scene="s1", size=SMALL, rate=RATE, frames=45, layers=(layer(store, path),))
    painter, planes = Painter(clip, store), blank(SMALL.width, SMALL.height)
    changed = [n for n in range(45) if painter.paint(n, planes)]
    assert changed == list(range(0, 30, 3))
    assert {b - a for a, b in pairwise(changed)} == {3}


# --- on the timeline ------------------------------------------------------------------------------------------------


def rushes(layers, length=3000):
    words = (Word(text="Boats", start=0, end=400, at=0), Word(text="return", start=400, end=length, at=6))
    scene = Scene(id="s1", says="Boats return", shows=Film(footage="clip1"))
    take = Take(sound=Asset(digest="0" * 64, kind="audio/wav"), length=length, words=words)
    return Rushes(
        script=Script(title="", language="en", mood="calm", scenes=(scene,)),
        shots=(Shot(size=SMALL, layers=layers, alt="boats"),),
        takes=(take,),
        look=Look(style="bulletin", tokens=(), templates=()),
        size=SMALL,
        rate=RATE,
    )


def running_film(length, **how):
    asset = Asset(digest="1" * 64, kind="video/mp4", width=216, height=384, length=length)
    return Footage(asset=asset, box=whole(), **how)


def test_a_film_that_ends_before_its_scene_is_told_to_the_editor():
    short, enough = assemble(rushes((running_film(2000, start=500),))), assemble(rushes((running_film(9000),)))
    (finding,) = held(short)
    assert finding.scene == "s1"
    assert "2.4 s before" in finding.message  # 3.85 s are shown, and 1.5 s are left of the film
    assert not held(enough)


def test_sound_that_is_off_stays_off_and_sound_under_the_voice_is_placed():
    assert assemble(rushes((running_film(9000),))).ambience == ()
    (heard,) = assemble(rushes((running_film(3000, start=1000, sound="under"),))).ambience
    assert (heard.start, heard.begin, heard.length, heard.scene) == (0, 1000, 2000, "s1")


def test_what_a_film_recorded_lies_well_under_the_voice_and_comes_and_goes_softly():
    rng = np.random.default_rng(3)
    seconds = np.arange(6 * 48_000) / 48_000
    voice = (0.2 * np.sin(2 * np.pi * 180 * seconds) * (1 + np.sin(2 * np.pi * 3 * seconds))).astype(np.float32)
    voice[4 * 48_000 :] = 0
    speech, spans = loudness(voice), ((0, 4000),)
    noise = rng.normal(0, 0.2, (5 * 48_000, 2)).astype(np.float32)
    mix = np.concatenate([np.zeros((48_000, 2), np.float32), under(noise, 1000, speech, spans)])
    assert len(mix) == 6 * 48_000
    below = [level for at, level in enumerate(loudness(mix).momentary) if 1600 <= (at + 1) * 100 <= 3900]
    assert max(below) <= speech_level(speech, spans) - 18
    assert abs(mix[48_000:48_100]).max() < 0.05 * abs(mix[60_000:61_000]).max()
    assert abs(mix[-100:]).max() < 0.05 * abs(mix[-48_000:-40_000]).max()
    assert not len(under(np.zeros_like(noise), 1000, speech, spans))
