"""Footage on the timeline: what of its sound is heard under the voice, and where a film is over before its scene is."""

from collections.abc import Iterable

from newsreel.documents import Ambience, Clip, Cut, Finding, Footage
from newsreel.timing import ms_of

HELD = 250  # milliseconds a last frame may stand before an editor is told


def ambience(clips: Iterable[Clip]) -> tuple[Ambience, ...]:
    """The sound recorded with the films whose sound is wanted, at its place in the reel."""
    found, done = [], 0
    for clip in clips:
        for layer in clip.layers:
            if not isinstance(layer, Footage) or layer.sound == "off":
                continue
            shown, there = _spans(clip, layer)
            start = ms_of(done, clip.rate) + layer.enter.at
            if length := min(shown, there):
                sound = Ambience(scene=clip.scene, film=layer.asset, start=start, begin=layer.start, length=length)
                found.append(sound)
        done += clip.frames
    return tuple(found)


def held(cut: Cut) -> tuple[Finding, ...]:
    """The scenes whose film ends before they do: its last frame stands, which an editor should know."""
    found = []
    for clip in cut.clips:
        for layer in clip.layers:
            if not isinstance(layer, Footage):
                continue
            shown, there = _spans(clip, layer)
            if there + HELD >= shown:
                continue
            missing = f"{(shown - there) / 1000:.1f}"
            message = (
                f"The film of scene {clip.scene} ends {missing} s before the scene does and its last frame stays; "
                "start it earlier, say less there, or give a longer film."
            )
            found.append(Finding(rule="footage", message=message, scene=clip.scene))
    return tuple(found)


def _spans(clip: Clip, layer: Footage) -> tuple[int, int]:
    """How long a film is on screen, and how much of it there is from its start on."""
    return ms_of(clip.frames, clip.rate) - layer.enter.at, max(0, layer.asset.length - layer.start)
