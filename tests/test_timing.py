"""Where time changes units."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsreel import timing

RATES = some.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(60)])


@given(some.integers(0, 4_000_000), RATES)
def test_a_frame_found_for_its_own_start_is_the_frame_itself(frame, fps):
    assert timing.frame_nearest(timing.ms_of(frame, fps), fps) == frame


@given(some.integers(0, 10_000_000), RATES)
def test_frames_held_last_long_enough_and_no_frame_too_long(ms, fps):
    frames = timing.frames_to_hold(ms, fps)
    assert frames * 1000 / fps >= ms
    assert (frames - 1) * 1000 / fps < ms or frames == 0


@pytest.mark.parametrize(
    ("text", "fps"), [("30", Fraction(30)), ("29.97", Fraction(30000, 1001)), ("24000/1001", Fraction(24000, 1001))]
)
def test_rates_are_read_as_people_write_them(text, fps):
    assert timing.rate(text) == fps


@pytest.mark.parametrize("text", ["0", "-30", "1000", "fast"])
def test_a_rate_that_means_nothing_is_refused(text):
    with pytest.raises(ValueError):
        timing.rate(text)


def test_ten_minutes_of_sound_and_picture_end_together():
    fps = Fraction(30000, 1001)
    frames = timing.frames_to_hold(600_000, fps)
    assert abs(timing.samples_of_frames(frames, fps, 48_000) - frames / fps * 48_000) <= Fraction(1, 2)


def test_the_clock_reads_as_captions_want_it():
    assert timing.clock(3_723_004) == "01:02:03.004"
    assert timing.clock(3_723_004, comma=True) == "01:02:03,004"
