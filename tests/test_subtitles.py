"""Captions as files."""

from fractions import Fraction

from newsreel.documents import Caption, Clip, Cut, Size
from newsreel.subtitles import Subtitle, srt, subtitles, vtt

SIZE = Size(width=1080, height=1920)


def caption(start: int, end: int, *lines: str) -> Caption:
    return Caption(start=start, end=end, lines=lines, words=())


def cut(*clips: tuple[int, tuple[Caption, ...]], rate: Fraction = Fraction(30)) -> Cut:
    made = tuple(
        Clip(scene=f"s{n}", size=SIZE, rate=rate, frames=frames, layers=(), captions=captions)
        for n, (frames, captions) in enumerate(clips)
    )
    return Cut(size=SIZE, rate=rate, frames=sum(frames for frames, _ in clips), clips=made, voice=())


def test_captions_are_offset_by_the_start_of_their_clip() -> None:
    rate = Fraction(30000, 1001)
    found = subtitles(cut((300, (caption(100, 900, "一"),)), (90, (caption(0, 500, "二"),)), rate=rate))
    assert [(one.start, one.end) for one in found] == [(100, 900), (10010, 10510)]


def test_times_are_monotone_and_end_with_the_picture() -> None:
    found = subtitles(cut((30, (caption(0, 1400, "a"), caption(600, 700, "b"))), (30, (caption(0, 5000, "c"),))))
    assert [(one.start, one.end) for one in found] == [(0, 600), (600, 700), (1000, 2000)]


def test_srt_and_vtt_say_the_same_in_their_own_ways() -> None:
    found = (Subtitle(start=62345, end=63000, lines=("Q&A <b>", "x --> y")),)
    assert srt(found) == "1\n00:01:02,345 --> 00:01:03,000\nQ&A ‹b>\nx → y\n"
    assert vtt(found) == "WEBVTT\n\n00:01:02.345 --> 00:01:03.000\nQ&amp;A &lt;b&gt;\nx --&gt; y\n"


def test_a_line_cannot_end_its_cue_early() -> None:
    found = (Subtitle(start=0, end=1000, lines=("one\n\n2\n00:00 --> 00:01", "")),)
    assert vtt(found).count("\n\n") == 1
    assert srt(found).count("\n\n") == 0
