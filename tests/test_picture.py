"""The picture engine: what is on each frame."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

import cv2
import numpy as np
import pytest
from media import RATE, SMALL, caption, full_clip, kept_card, kept_photograph, lettering, photograph, whole

from newsreel.bench import Bench
from newsreel.documents import Box, Card, Clip, Counter, Focus, Glyph, Motion, Move, Still, Tail
from newsreel.media.camera import HEADROOM, Camera
from newsreel.media.counting import counted
from newsreel.media.picture import Painter, frame
from newsreel.media.planes import blank, lay, to_planes, to_rgb, to_sheet
from newsreel.store import Folder


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path)


def painted(clip: Clip, store: Folder) -> list[tuple[np.ndarray, ...]]:
    painter, planes = Painter(clip, store), blank(clip.size.width, clip.size.height)
    frames = []
    for n in range(clip.frames):
        painter.paint(n, planes)
        frames.append(tuple(plane.copy() for plane in planes))
    return frames


@pytest.mark.parametrize("how", ["push", "left", "hold"])
def test_painting_only_what_changed_equals_painting_everything(store, how):
    clip = full_clip(store, how)
    for n, planes in enumerate(painted(clip, store)):
        fresh = blank(SMALL.width, SMALL.height)
        Painter(clip, store).paint(n, fresh)
        assert all(np.array_equal(a, b) for a, b in zip(planes, fresh, strict=True)), f"frame {n}"


def test_a_transition_also_leaves_nothing_behind(store):
    before = full_clip(store, seed=2)
    for how in ("crossfade", "wipe", "slide", "push"):
        tail = Tail(how=how, frames=10, layers=before.layers, start=before.frames, length=before.frames)
        clip = replace(full_clip(store, frames=20), tail=tail)
        frames = painted(clip, store)
        for n in (0, 5, 9, 10, 11, 19):
            fresh = blank(SMALL.width, SMALL.height)
            Painter(clip, store).paint(n, fresh)
            assert all(np.array_equal(a, b) for a, b in zip(frames[n], fresh, strict=True)), f"{how} frame {n}"


def test_a_transition_starts_near_the_scene_before_and_ends_with_this_one(store):
    before, after = full_clip(store, seed=2), full_clip(store, seed=3)
    tail = Tail(how="crossfade", frames=10, layers=before.layers, start=before.frames - 1, length=before.frames)
    bare = replace(after, captions=(), label=None)
    crossed = painted(replace(bare, tail=tail), store)
    plain = painted(bare, store)
    last = painted(replace(before, captions=(), label=None), store)[-1]
    assert _apart(crossed[0], last) < 0.2 * _apart(crossed[0], plain[0])
    assert _apart(crossed[9], plain[9]) < 0.2 * _apart(crossed[9], last)
    assert _apart(crossed[10], plain[10]) == 0


def test_a_still_frame_is_not_painted_again(store):
    card = kept_card(store, 60, 40)
    clip = Clip(
        scene="s1",
        size=SMALL,
        rate=RATE,
        frames=60,
        layers=(
            Still(asset=kept_photograph(store), box=whole(), move=Move()),
            Card(asset=card, x=20, y=20, enter=Motion(how="fade", at=500, length=300)),
        ),
        captions=(caption("回港", 1000, 1600),),
        lettering=lettering(),
    )
    painter, planes = Painter(clip, store), blank(SMALL.width, SMALL.height)
    changed = [n for n in range(clip.frames) if painter.paint(n, planes)]
    assert changed[0] == 0
    assert set(range(1, 15)).isdisjoint(changed)  # nothing moves before half a second
    assert set(changed) & set(range(15, 25))  # the card comes on
    assert len(changed) <= 1 + 10 + 4


def test_entrances_start_from_nothing_and_end_at_rest(store):
    photo, card = kept_photograph(store), kept_card(store, 80, 40, alpha=255)
    for how in ("fade", "rise", "wipe", "grow-up", "grow-right"):
        layers = (
            Still(asset=photo, box=whole(), move=Move()),
            Card(asset=card, x=20, y=20, enter=Motion(how=how, at=200, length=300)),
        )
        clip = Clip(scene="s1", size=SMALL, rate=RATE, frames=40, layers=layers)
        frames = painted(clip, store)
        bare = painted(replace(clip, layers=layers[:1]), store)
        assert _apart(frames[5], bare[5]) == 0
        shown = [_apart(frames[n], bare[n]) for n in range(6, 16)]
        assert shown[0] > 0
        assert all(later >= sooner - 0.02 for sooner, later in pairwise(shown)), how
        assert _apart(frames[15], frames[39]) == 0


def test_a_layer_that_leaves_is_gone_at_the_end(store):
    photo, card = kept_photograph(store), kept_card(store, 80, 40, alpha=255)
    leaving = Card(asset=card, x=20, y=20, leave=Motion(how="fade", length=300))
    clip = Clip(
        scene="s1", size=SMALL, rate=RATE, frames=40, layers=(Still(asset=photo, box=whole(), move=Move()), leaving)
    )
    frames = painted(clip, store)
    bare = painted(replace(clip, layers=clip.layers[:1]), store)
    assert _apart(frames[39], bare[39]) < 0.05 * _apart(frames[10], bare[10])


def test_the_spoken_word_is_lit_when_it_is_said_and_only_then(store):
    clip = full_clip(store, "hold")
    cue = clip.captions[0]
    dull = replace(clip, lettering=replace(clip.lettering, spoken=clip.lettering.ink))
    yellow = []
    for n in range(3, 22):
        lit = np.abs(frame(clip, n, store).astype(int) - frame(dull, n, store)).max(axis=2) > 40
        yellow.append((n, float(np.mean(np.nonzero(lit)[1])) if lit.any() else None))
    for n, centre in yellow:
        said = [word for word in cue.words if word.start * 30 / 1000 <= n]
        if said and n * 1000 / 30 < cue.end - 40:
            assert centre is not None, f"frame {n}"
    centres = [centre for _, centre in yellow if centre is not None]
    assert centres == sorted(centres)
    assert centres[-1] > centres[0] + 10


@pytest.mark.parametrize("colour", [(11, 20, 34), (245, 241, 232), (232, 64, 47), (255, 201, 64), (0, 128, 0)])
def test_brand_colours_survive_the_way_to_the_encoder_and_back(colour):
    flat = np.full((16, 16, 3), colour, np.uint8)
    assert np.abs(to_rgb(to_planes(flat)).astype(int) - flat).max() <= 2


def test_a_half_clear_sheet_mixes_as_light_would():
    ground = np.full((16, 16, 3), (245, 241, 232), np.uint8)
    rgba = np.full((16, 16, 4), (232, 64, 47, 128), np.uint8)
    planes = to_planes(ground)
    lay(to_sheet(rgba), planes, 0, 0, (0, 0, 16, 16))
    mixed = ground[..., :3] * (127 / 255) + rgba[..., :3] * (128 / 255)
    assert np.abs(to_rgb(planes) - mixed).max() <= 3


@pytest.mark.parametrize("how", ["push", "pull", "left", "right", "up", "down"])
def test_a_camera_never_stands_still_and_never_leaves_the_picture(how):
    picture = photograph(400, 600)
    camera = Camera(picture, Box(x=0, y=0, width=216, height=384), Focus(x=900, y=100), Move(how=how, amount=60), 300)
    views = [camera.view(n) for n in range(300)]
    assert all(view.x >= -1e-6 and view.y >= -1e-6 for view in views)
    assert len({(round(v.x, 4), round(v.y, 4), round(v.width, 4)) for v in views}) == 300
    centres = [(v.x + v.width / 2, v.y + v.height / 2) for v in views]
    moved = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(centres)]
    grown = [abs(b.width - a.width) for a, b in pairwise(views)]
    steps = [a + b for a, b in zip(moved, grown, strict=True)]
    assert max(steps) < 3 * min(steps) * 2


def test_a_push_ends_nearer_the_subject_and_keeps_it_in_view():
    picture = photograph(600, 600)
    focus = Focus(x=750, y=300)
    camera = Camera(picture, Box(x=0, y=0, width=216, height=384), focus, Move(how="push", amount=60), 150)
    first, last = camera.view(0), camera.view(149)
    assert last.width < first.width
    scale = 384 * 1.06 / 600
    assert last.x < 600 * scale * 0.75 < last.x + last.width


def test_what_the_camera_shows_agrees_with_a_plain_warp():
    picture = cv2.GaussianBlur(photograph(400, 600), (0, 0), 1.5)
    box = Box(x=0, y=0, width=216, height=384)
    camera = Camera(picture, box, Focus(), Move(how="push", amount=60), 100)
    planes = blank(216, 384)
    camera.paint(50, planes, (0, 0, 216, 384))
    view = camera.view(50)
    scale = max(216 / 400, 384 / 600) * 1.06 * HEADROOM
    sized = cv2.resize(picture, (ceil(400 * scale / 2) * 2, ceil(600 * scale / 2) * 2), interpolation=cv2.INTER_AREA)
    factor = view.width / 216
    matrix = np.array([[factor, 0, view.x + factor / 2 - 0.5], [0, factor, view.y + factor / 2 - 0.5]])
    plain = cv2.warpAffine(sized, matrix, (216, 384), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    apart = np.abs(planes[0].astype(int) - to_planes(plain)[0].astype(int))[4:-4, 4:-4]
    assert np.percentile(apart, 99) <= 3


def _apart(a, b) -> float:
    return float(np.mean(np.abs(a[0].astype(int) - b[0].astype(int))))


def test_a_number_counts_up_in_its_own_writing_and_lands_on_itself():
    for value in ("42.3", "1,204", "0.08", "7", "12,345.60"):
        steps = [counted(value, Fraction(n, 30)) for n in range(31)]
        figures = [float(step.replace(",", "")) for step in steps]
        assert figures == sorted(figures)
        assert figures[0] == 0
        assert steps[-1] == value
        assert {len(step.partition(".")[2]) for step in steps} == {len(value.partition(".")[2])}


def test_a_counter_is_drawn_in_the_places_of_its_last_value(store):
    strip = np.zeros((24, 12 * 16, 4), np.uint8)
    for n, character in enumerate("0123456789,."):
        cv2.putText(strip, character, (n * 16 + 1, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255, 255), 1)
    asset = Bench(store).keep(cv2.imencode(".png", strip)[1].tobytes(), "image/png", width=192, height=24)
    glyphs = tuple(Glyph(character=c, x=n * 16, width=16) for n, c in enumerate("0123456789,."))
    counter = Counter(
        strip=asset, glyphs=glyphs, value="1,204", x=20, y=40, enter=Motion(how="fade", at=200, length=600)
    )
    ground = Still(asset=kept_photograph(store), box=whole(), move=Move())
    clip = Clip(scene="s1", size=SMALL, rate=RATE, frames=40, layers=(ground, counter))
    frames = painted(clip, store)
    assert _apart(frames[4], frames[0]) == 0
    assert _apart(frames[10], frames[20]) > 0
    assert _apart(frames[25], frames[39]) == 0
    fresh = blank(SMALL.width, SMALL.height)
    Painter(clip, store).paint(15, fresh)
    assert all(np.array_equal(a, b) for a, b in zip(frames[15], fresh, strict=True))


def test_letters_are_typed_on_one_after_another(store):
    card = kept_card(store, 80, 20, alpha=255)
    parts = tuple(Box(x=n * 16, y=0, width=16, height=20) for n in range(5))
    typed = Card(asset=card, x=20, y=40, enter=Motion(how="type", at=0, length=1000), parts=parts)
    ground = Still(asset=kept_photograph(store), box=whole(), move=Move())
    clip = Clip(scene="s1", size=SMALL, rate=RATE, frames=40, layers=(ground, typed))
    frames = painted(clip, store)
    bare = painted(replace(clip, layers=(ground,)), store)
    widths = []
    for n in range(32):
        touched = np.nonzero(np.any(frames[n][0] != bare[n][0], axis=0))[0]
        widths.append(int(touched.max()) - 19 if len(touched) else 0)
    assert widths == sorted(widths)
    assert len(set(widths)) >= 5
    assert widths[-1] >= 70
