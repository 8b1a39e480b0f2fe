"""Encoders, chosen and told what to do."""

import os
import subprocess
import sys
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import pytest
from media import full_clip

from newsreel.documents import Encoding
from newsreel.errors import BadSettings
from newsreel.media.encoders import HARDWARE, choose, works
from newsreel.media.print import encode
from newsreel.store import Folder


def silent(done: int, total: int) -> None:
    """Progress nobody listens to."""


@pytest.mark.parametrize(("codec", "name"), [("h264", "h264"), ("hevc", "hevc"), ("av1", "av1")])
def test_each_codec_encodes_every_frame_and_carries_its_tags(tmp_path, codec, name):
    encoder, said = choose(codec, "none")
    assert said == ""
    store = Folder(tmp_path)
    data, _ = encode(full_clip(store, frames=20), Encoding(encoder=encoder, quality=30), store, silent)
    with av.open(BytesIO(data)) as container:
        video = container.streams.video[0]
        assert video.codec_context.codec.canonical_name == name
        assert int(video.codec_context.color_primaries) == 1
        assert sum(1 for _ in container.decode(video)) == 20


@pytest.mark.parametrize("codec", ["h264", "hevc", "av1"])
def test_the_same_clip_gives_the_same_bytes_with_every_codec(tmp_path, codec):
    store = Folder(tmp_path)
    encoding = Encoding(encoder=choose(codec, "none")[0], quality=30)
    clip = full_clip(store, frames=12)
    assert encode(clip, encoding, store, silent)[0] == encode(clip, encoding, store, silent)[0]


@pytest.mark.parametrize("filler", ["0", "85", "170"])
def test_bytes_do_not_depend_on_what_lies_in_memory(tmp_path, filler):
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from media import full_clip\n"
        "from newsreel.documents import Encoding; from newsreel.media.print import encode\n"
        "from newsreel.store import Folder; store = Folder(Path(sys.argv[2]))\n"
        "data, _ = encode(full_clip(store, frames=20), Encoding(), store, lambda done, total: None)\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    here = str(Path(__file__).parent)

    def run(fill: str) -> str:
        env = os.environ | {"MALLOC_PERTURB_": fill}
        return subprocess.run(
            [sys.executable, "-c", code, here, str(tmp_path)], env=env, check=True, capture_output=True, text=True
        ).stdout

    assert run(filler) == run("1")


@pytest.mark.parametrize("kind", list(HARDWARE))
def test_a_card_that_is_not_there_falls_back_and_says_so(kind):
    encoder, said = choose("h264", kind)
    if works(HARDWARE[kind]["h264"]):
        assert encoder == HARDWARE[kind]["h264"]
    else:
        assert encoder == "libx264"
        assert kind in said


def test_what_is_no_codec_is_refused():
    with pytest.raises(BadSettings, match="h264"):
        choose("divx", "none")
    with pytest.raises(BadSettings, match="nvenc"):
        choose("h264", "abacus")


def test_the_rate_stays_under_its_ceiling(tmp_path):
    store = Folder(tmp_path)
    clip = full_clip(store, frames=60)
    free, _ = encode(clip, Encoding(quality=8), store, silent)
    held, _ = encode(clip, Encoding(quality=8, ceiling=300), store, silent)
    assert len(held) < 0.7 * len(free)
    assert len(held) * 8 / Fraction(60, 30) < 300_000 * 1.6
