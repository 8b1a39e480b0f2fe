"""The moods as a composer writes them down: tempo, keys, mode, progressions, register and who plays."""

from dataclasses import dataclass

from newsreel.crew.composers.ensemble.harmony import AEOLIAN, IONIAN


@dataclass(frozen=True, slots=True)
class Style:
    """One mood. A part is (player, energy from which it plays, level)."""

    tempo: tuple[int, int]  # quarter beats a minute
    tonics: tuple[int, ...]  # pitch classes to choose from
    scale: tuple[int, ...]
    loops: tuple[tuple[str, ...], ...]  # one chord a bar; sections take them in turn
    turning: tuple[str, str]  # the last two chords of a section
    cadence: tuple[str, str, str]  # the last three of all
    pad: tuple[int, int]  # register of the sustained chords
    voices: int
    bass: int  # the pitch the bass stays near
    lift: int  # semitones up at the first turn of the story
    parts: tuple[tuple[str, int, float], ...]
    level: float  # so that the moods come out equally loud


STYLES = {
    "calm": Style(
        tempo=(76, 86),
        tonics=(2, 3, 5, 7),
        scale=IONIAN,
        loops=(
            ("1:nine", "5", "6:seven", "4:nine"),
            ("4:nine", "1:nine", "2:seven", "5:sus"),
            ("6:seven", "4:nine", "1", "3:seven"),
        ),
        turning=("2:seven", "5:sus"),
        cadence=("4:nine", "5", "1:nine"),
        pad=(50, 69),
        voices=4,
        bass=40,
        lift=2,
        parts=(
            ("pad", 0, 1.0),
            ("roots", 0, 0.9),
            ("broken", 1, 0.75),
            ("heartbeat", 2, 0.55),
            ("shaker", 2, 0.75),
            ("glints", 3, 0.4),
        ),
        level=0.66,
    ),
    "urgent": Style(
        tempo=(116, 128),
        tonics=(0, 2, 4),
        scale=AEOLIAN,
        loops=(
            ("1", "1", "6", "7"),
            ("1", "4", "6", "5"),
            ("6", "7", "1", "1:sus"),
        ),
        turning=("6", "7"),
        cadence=("6", "7", "1:open"),
        pad=(48, 64),
        voices=3,
        bass=33,
        lift=2,
        parts=(
            ("drone", 0, 0.85),
            ("pedal", 0, 0.7),
            ("ostinato", 1, 1.45),
            ("engine", 1, 0.85),
            ("four", 2, 0.85),
            ("ticks", 1, 0.6),
            ("toms", 3, 0.6),
        ),
        level=0.80,
    ),
    "bright": Style(
        tempo=(100, 110),
        tonics=(0, 7, 9, 10),
        scale=IONIAN,
        loops=(
            ("1", "5", "6", "4"),
            ("4", "5", "3:seven", "6"),
            ("1", "4:nine", "6", "5"),
        ),
        turning=("4", "5"),
        cadence=("4", "5", "1"),
        pad=(55, 72),
        voices=3,
        bass=43,
        lift=2,
        parts=(
            ("pad", 0, 0.7),
            ("pedal", 0, 0.7),
            ("bounce", 1, 0.8),
            ("mallets", 0, 0.8),
            ("chops", 2, 0.5),
            ("backbeat", 2, 0.7),
            ("shaker", 1, 0.7),
            ("glints", 3, 0.4),
        ),
        level=0.72,
    ),
    "sombre": Style(
        tempo=(58, 65),
        tonics=(7, 9, 11, 0),
        scale=AEOLIAN,
        loops=(
            ("1", "6", "3", "7"),
            ("4", "1", "6:seven", "5"),
            ("1:nine", "4", "6", "3"),
        ),
        turning=("4", "5:dominant"),
        cadence=("4", "5:dominant", "1"),
        pad=(43, 62),
        voices=4,
        bass=33,
        lift=0,
        parts=(
            ("strings", 0, 1.0),
            ("roots", 0, 0.8),
            ("drops", 1, 0.8),
            ("descant", 3, 0.5),
        ),
        level=0.71,
    ),
}
