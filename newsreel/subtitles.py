"""Captions as files: SubRip and WebVTT, with the times of the cut."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

from newsreel.documents import Cut
from newsreel.timing import clock, ms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitle:
    """One caption on the timeline of the whole reel."""

    start: int  # milliseconds
    end: int
    lines: tuple[str, ...]


def subtitles(cut: Cut) -> tuple[Subtitle, ...]:
    """Every caption of a cut in order; none overlaps the next, none outlasts the picture."""
    found = []
    first = 0
    for clip in cut.clips:
        offset = ms_of(first, cut.rate)
        found += [(offset + caption.start, offset + caption.end, caption.lines) for caption in clip.captions]
        first += clip.frames
    found.sort(key=lambda one: one[:2])
    ends = [start for start, _, _ in found[1:]] + [ms_of(first, cut.rate)]
    trimmed = ((start, min(end, limit), lines) for (start, end, lines), limit in zip(found, ends, strict=True))
    return tuple(Subtitle(start=start, end=end, lines=lines) for start, end, lines in trimmed if end > start and lines)


def srt(found: Iterable[Subtitle]) -> str:
    """SubRip: numbered, with commas in its times."""
    cues = (
        f"{number}\n{clock(one.start, comma=True)} --> {clock(one.end, comma=True)}\n{_srt_text(one.lines)}\n"
        for number, one in enumerate(found, 1)
    )
    return "\n".join(cues)


def vtt(found: Iterable[Subtitle]) -> str:
    """WebVTT: markup escaped, so that `<` and `&` are read as they stand."""
    cues = (f"{clock(one.start)} --> {clock(one.end)}\n{_vtt_text(one.lines)}\n" for one in found)
    return "WEBVTT\n\n" + "\n".join(cues)


def _flat(line: str) -> str:
    """A line that cannot end its cue early: no breaks, never empty."""
    return " ".join(line.split()) or "\u00a0"


def _srt_text(lines: tuple[str, ...]) -> str:
    return "\n".join(_flat(line).replace("-->", "→").replace("<", "‹").replace("{", "｛") for line in lines)


def _vtt_text(lines: tuple[str, ...]) -> str:
    return "\n".join(html.escape(_flat(line), quote=False) for line in lines)
