"""The cut: where every shot, word and caption lies on the timeline, frame-exact. Arithmetic only.

A scene lasts as long as it is spoken and a breath around it. Layers that wait for words are given their moment, stills
without a move are given one, and the tail of the scene before travels with the clip that a transition leads into.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from newsreel.documents import (
    Caption,
    Clip,
    Cue,
    Cut,
    Label,
    Layer,
    Lettering,
    Look,
    Move,
    Scene,
    Script,
    Shot,
    Size,
    Still,
    Tail,
    Take,
)
from newsreel.frames import regions
from newsreel.timing import frame_nearest, frames_to_hold, ms_of
from stages.captions import captions
from stages.footage import ambience

BREATH_IN, BREATH_OUT = 150, 400  # milliseconds before the first word of a scene and after its last
SILENT = 2600  # how long a scene without words is held
LAST = 700  # the last scene is held this long after its last word at least
LEAD = 80  # a layer that waits for a word comes on this much earlier, so that it has landed when the word is said
SETTLE = 300  # the last state of a layer is held this long at least
TURN = 360  # how long a transition takes
LABEL = 3000  # how long the label stays at the start
SHORTEST = 1200  # no scene is shorter, however little is said
NEAR, FAR = 55, 20  # how far the camera moves over a picture, and over one that lies behind it
LABELS = {"zh": "配音由AI合成", "en": "AI-generated"}
HAN, LATIN = "NotoSansSC-Bold.ttf", "Barlow-Bold.ttf"  # the house's own faces for captions
How = Literal["push", "pull", "left", "right", "up", "down"]
MOVES: tuple[How, ...] = ("push", "left", "pull", "right")  # in turn, so that never two alike follow each other
TALL_MOVES: tuple[How, ...] = ("push", "up", "pull", "down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rushes:
    """All that the cut of one size is made from."""

    script: Script
    shots: tuple[Shot, ...]
    takes: tuple[Take, ...]
    look: Look
    size: Size
    rate: Fraction


def assemble(rushes: Rushes) -> Cut:
    """The timeline of one size."""
    clips: list[Clip] = []
    cues: list[Cue] = []
    done, stills = 0, 0
    scenes = rushes.script.scenes
    for number, (scene, shot, take) in enumerate(zip(scenes, rushes.shots, rushes.takes, strict=True)):
        frames = _frames(take, rushes.rate, last=number == len(scenes) - 1)
        layers, stills = _staged(shot.layers, scene, take, ms_of(frames, rushes.rate), stills)
        clip = Clip(
            scene=scene.id,
            size=rushes.size,
            rate=rushes.rate,
            frames=frames,
            layers=layers,
            captions=_captions(scene, take, rushes, ms_of(frames, rushes.rate)),
            lettering=caption_lettering(rushes.look, rushes.size, rushes.script.language) if scene.says else None,
            label=_label(rushes) if number == 0 else None,
            tail=_tail(clips[-1], rushes.rate, frames) if scene.turn and clips else None,
        )
        if take.words:
            start = ms_of(done, rushes.rate) + BREATH_IN
            cues.append(Cue(scene=scene.id, sound=take.sound, start=start, length=take.length))
        clips.append(clip)
        done += frames
    return Cut(
        size=rushes.size,
        rate=rushes.rate,
        frames=done,
        clips=tuple(clips),
        voice=tuple(cues),
        ambience=ambience(clips),
    )


def caption_lettering(look: Look, size: Size, language: str) -> Lettering:
    """How captions are set in a look."""
    short = min(size.width, size.height)
    return Lettering(
        face=_faces(look, language)[0],
        outlets=_faces(look, language)[1:],
        size=short * (60 if language == "zh" else 56) // 1080,
        ink=look.token("caption_ink", "#FFFFFF"),
        spoken=look.token("caption_spoken", "#FFD24A"),
        plate=look.token("caption_plate", "#000000B8"),
        align="centre" if size.width > size.height else "left",
        box=regions(size).captions,
    )


def _frames(take: Take, rate: Fraction, *, last: bool) -> int:
    if not take.words:
        return frames_to_hold(SILENT, rate)
    after = LAST if last else BREATH_OUT
    return frames_to_hold(max(SHORTEST, BREATH_IN + take.length + after), rate)


def _staged(
    layers: Sequence[Layer], scene: Scene, take: Take, length: int, stills: int
) -> tuple[tuple[Layer, ...], int]:
    """Layers with their moments known and their moves chosen; also how many moving stills there have been."""
    staged: list[Layer] = []
    free = [layer for layer in layers if isinstance(layer, Still) and layer.move is None]
    how = _next_move(free[-1], stills) if free else "push"  # what lies behind goes the same way, more slowly
    for layer in layers:
        at = _moment(layer.enter.cue, scene, take)
        at = layer.enter.at if at is None else at
        at = max(0, min(at, length - layer.enter.length - SETTLE))
        enter = replace(layer.enter, at=at, cue="")
        if not isinstance(layer, Still):
            staged.append(replace(layer, enter=enter))
            continue
        move = layer.move or Move(how=how, amount=NEAR if layer is free[-1] else FAR)
        staged.append(replace(layer, enter=enter, move=move))
    return tuple(staged), stills + bool(free)


def _moment(cue: str, scene: Scene, take: Take) -> int | None:
    """When the words of a cue begin to be said, from the start of the shot; None where they are not."""
    at = scene.says.find(cue) if cue else -1
    if at < 0:
        return None
    starts = [word.start for word in take.words if word.at + len(word.text) > at]
    return BREATH_IN + starts[0] - LEAD if starts else None


def _next_move(still: Still, number: int) -> How:
    """The next move in turn; a picture wider than its window is panned across, a taller one tilted."""
    wide = still.asset.width * still.box.height
    moves = MOVES if wide >= still.asset.height * still.box.width else TALL_MOVES
    return moves[number % len(moves)]


def _captions(scene: Scene, take: Take, rushes: Rushes, length: int) -> tuple[Caption, ...]:
    lettering = caption_lettering(rushes.look, rushes.size, rushes.script.language)
    room = (lettering.box.width - lettering.size * 4 // 5) / lettering.size
    return captions(scene.says, take.words, rushes.script.language, room, start=BREATH_IN, end=length)


def _label(rushes: Rushes) -> Label | None:
    """What the law wants said from the first frame on: that the voice is synthetic."""
    short = min(rushes.size.width, rushes.size.height)
    look = rushes.look
    lettering = Lettering(
        face=_faces(look, rushes.script.language)[0],
        outlets=_faces(look, rushes.script.language)[1:],
        size=short * 60 // 1080,
        ink=look.token("label_ink", "#FFFFFF"),
        plate=look.token("label_plate", "#000000B8"),
        align="right",
        box=regions(rushes.size).label,
    )
    text = LABELS.get(rushes.script.language, LABELS["en"])
    return Label(text=text, frames=frames_to_hold(LABEL, rushes.rate), lettering=lettering)


def _faces(look: Look, language: str) -> tuple[str, ...]:
    """The faces of captions and label, first choice first; the Chinese one sets English quotation marks too wide."""
    named = look.token("caption_face")
    first = LATIN if named == HAN and language == "en" else named
    return (first,) if first == HAN else (first, HAN)


def _tail(before: Clip, rate: Fraction, frames: int) -> Tail:
    # A wipe: on every frame of it each word is either there or not, which no dissolve of two texts can say.
    turn = min(frame_nearest(TURN, rate), frames // 3)
    return Tail(how="wipe", frames=turn, layers=before.layers, start=before.frames, length=before.frames)
