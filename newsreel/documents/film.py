"""The film: shots and their layers, takes and their words, the score, the cut and the reel."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from newsreel.documents.copy import Asset, Focus
from newsreel.documents.script import Finding, Mood


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A frame, in pixels; both sides are even."""

    width: int
    height: int

    @property
    def shape(self) -> str:
        """The named shape nearest to it: `9x16`, `16x9`, `1x1`."""
        if abs(self.width - self.height) * 10 < self.width:
            return "1x1"
        return "9x16" if self.height > self.width else "16x9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the frame, in pixels from the top left."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """How a layer comes on or goes off: at a moment of the shot, or when the words of `cue` are said."""

    how: Literal["cut", "fade", "rise", "wipe", "grow-up", "grow-right", "type"] = "cut"
    at: int = 0  # milliseconds
    length: int = 360
    cue: str = ""  # words of the scene's `says`; resolved into `at` by the cut, which empties it


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The camera's move over a still; `amount` is how far, in thousandths of the picture."""

    how: Literal["hold", "push", "pull", "left", "right", "up", "down"] = "hold"
    amount: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """An opaque picture seen through a window of the frame, moved over by the camera. Its asset has no alpha."""

    kind: Literal["still"] = "still"
    asset: Asset
    box: Box  # the window; the picture covers it, cropped around the focus
    focus: Focus = Focus()
    move: Move | None = None  # None: the cut chooses
    enter: Motion = Motion()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A drawing laid over what is below it: a PNG with alpha, as large as it is drawn."""

    kind: Literal["card"] = "card"
    asset: Asset
    x: int
    y: int
    enter: Motion = Motion()
    leave: Motion | None = None
    parts: tuple[Box, ...] = ()  # where its letters stand on it, in the order they are typed on


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One character of a strip of figures: where it lies on the strip."""

    character: str
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A number that counts up from nought and lands on its value: drawn from a strip that holds its characters."""

    kind: Literal["counter"] = "counter"
    strip: Asset  # PNG with alpha, one row of characters
    glyphs: tuple[Glyph, ...]  # every character the number can need: the digits, comma, point
    value: str  # as it reads when it has landed: "1,204", "42.3"
    x: int  # of its left edge when it has landed
    y: int
    enter: Motion = Motion(how="fade", length=800)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A piece of film running in a window of the frame at its own speed; where it ends early its last frame stays."""

    kind: Literal["footage"] = "footage"
    asset: Asset
    box: Box  # the window; the film covers it, cropped around the focus
    focus: Focus = Focus()
    start: int = 0  # milliseconds into the film
    sound: Literal["off", "under"] = "off"
    enter: Motion = Motion()


Layer = Still | Card | Counter | Footage


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How one scene looks in one size of frame: layers, bottom first. The first covers the frame."""

    size: Size
    layers: tuple[Layer, ...]
    alt: str  # what is seen, in words
    credits: tuple[str, ...] = ()  # credit lines of the pictures shown
    findings: tuple[Finding, ...] = ()  # degradations: a glyph missing, a text cut short


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word (in Chinese a character) as captions show it, and when it is heard."""

    text: str
    start: int  # milliseconds from the start of the take
    end: int
    at: int  # where it stands in what the scene says; what lies between words is punctuation and space


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One scene spoken. The sound starts with the first word and ends with the last."""

    sound: Asset  # mono WAV, 48 kHz
    length: int
    words: tuple[Word, ...]
    findings: tuple[Finding, ...] = ()  # uncertain readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The music for a cut: exactly as long as the picture."""

    sound: Asset  # stereo WAV, 48 kHz
    length: int
    beats: tuple[int, ...] = ()
    mood: Mood = "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """One caption: its lines, word by word, timed from the start of the clip."""

    start: int
    end: int
    lines: tuple[str, ...]
    words: tuple[Word, ...]  # `at` counts through the lines joined without anything between them


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How captions and labels are set: one face, one size, on a plate."""

    face: str  # a font file of the house by name, or the digest of one the brand brings along
    size: int  # pixels
    ink: str = "#FFFFFF"
    spoken: str = "#FFD24A"  # the word being said
    plate: str = "#000000B8"
    align: Literal["left", "centre", "right"] = "left"
    box: Box  # where it may stand; the text is set against its bottom (captions) or top (labels)
    outlets: tuple[str, ...] = ()  # further faces, for characters the first one lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words that stay on screen from the first frame of a clip: what the law wants said about how the film was made."""

    text: str
    frames: int
    lettering: Lettering


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """The end of the scene before, still seen while a transition leads in."""

    how: Literal["crossfade", "wipe", "slide", "push"]
    frames: int
    layers: tuple[Layer, ...]
    start: int  # the frame of that scene the transition starts with
    length: int  # how many frames that scene was planned for


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One scene on the timeline: all that is needed to paint its frames."""

    scene: str
    size: Size
    rate: Fraction
    frames: int
    layers: tuple[Layer, ...]  # every cue resolved, every move chosen
    captions: tuple[Caption, ...] = ()
    lettering: Lettering | None = None  # of the captions; None: they are not burned in
    label: Label | None = None
    tail: Tail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A take on the timeline."""

    scene: str
    sound: Asset
    start: int  # milliseconds from the start of the reel
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambience:
    """What was recorded with a piece of film, heard under the voice."""

    scene: str
    film: Asset
    start: int  # milliseconds from the start of the reel
    begin: int  # milliseconds into the film
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The timeline of one size, frame-exact."""

    size: Size
    rate: Fraction
    frames: int
    clips: tuple[Clip, ...]
    voice: tuple[Cue, ...]
    ambience: tuple[Ambience, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How pictures are encoded: what a delivery asks for, resolved to an encoder of this machine."""

    encoder: str = "libx264"
    quality: int = 20  # the encoder's constant-quality factor: less is better and larger
    preset: str = "veryfast"
    keyframes: int = 2000  # milliseconds between keyframes, at most
    ceiling: int = 0  # kilobits a second the rate may never pass for long; 0: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One clip, encoded: closed groups of pictures that join to their neighbours as they are."""

    video: Asset
    frames: int
    sketches: Asset  # a few grey values a frame, for the checks of the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The mixed, levelled and encoded sound, with what was measured after encoding."""

    sound: Asset  # AAC in MP4
    length: int
    lufs: str  # decimals as text: documents hold no floats
    true_peak: str
    speech_to_music: str = ""  # LU between the stems while someone speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """The finished film of one size."""

    size: Size
    video: Asset
    cover: Asset
    length: int
    frames: int
    track: Track | None = None  # None: nothing is heard
