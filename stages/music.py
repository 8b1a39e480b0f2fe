"""The music stage: what the composer is told, and the score that comes back; or the editor's own piece, made to fit."""

from newsreel.bench import Bench
from newsreel.documents import Asset, Bed, Cut, Passage, Score, Script
from newsreel.errors import CheckFailed
from newsreel.roles import Composer
from newsreel.timing import ms_of, samples_at

RATE = 48_000


def bed(cut: Cut, script: Script, mood: str, seed: int = 0) -> Bed:
    """What the composer is told: the scenes as they lie on the timeline, and when someone speaks."""
    scenes = {scene.id: scene for scene in script.scenes}
    passages, done = [], 0
    for clip in cut.clips:
        start, end = ms_of(done, cut.rate), ms_of(done + clip.frames, cut.rate)
        scene = scenes[clip.scene]
        passages.append(
            Passage(
                start=start,
                length=end - start,
                kind=scene.shows.kind,
                turn=scene.turn,
                speech=tuple((cue.start, cue.start + cue.length) for cue in cut.voice if cue.scene == clip.scene),
            )
        )
        done += clip.frames
    return Bed(mood=mood, length=ms_of(cut.frames, cut.rate), passages=tuple(passages), seed=seed)


def score(wanted: Bed | Asset, length: int, *crew_and_bench: Composer | Bench) -> Score:
    """The score: composed for a bed, or the editor's own file brought to the length."""
    *crew, bench = crew_and_bench
    assert isinstance(bench, Bench)
    if isinstance(wanted, Asset):
        return fit(wanted, length, bench)
    composer = crew[0]
    assert not isinstance(composer, Bench)
    return compose(wanted, composer, bench)


def compose(wanted: Bed, composer: Composer, bench: Bench) -> Score:
    """Ask the composer, and check that the music is as long as the picture to the sample."""
    from newsreel.media.sound import shape

    made = composer.compose(wanted, bench)
    samples, channels = shape(bench.path(made.sound))
    if made.length != wanted.length or samples != samples_at(wanted.length, RATE) or channels != 2:
        raise CheckFailed("The composer's music is not as long as the picture; choose another composer.")
    return made


def fit(piece: Asset, length: int, bench: Bench) -> Score:
    """The editor's own music: looped where it is too short, trimmed where it is too long, faded at the end."""
    from newsreel.media.blocks import Roll
    from newsreel.media.sound import decode, fitted, to_16_bit, wav_header

    frames = samples_at(length, RATE)
    with bench.scratch() as place:
        out = place / "fitted.wav"
        blocks = fitted(Roll(place / "piece", decode(bench.path(piece), longest=length + 1)), frames)
        with out.open("xb") as sheet:
            sheet.write(wav_header(frames, 2))
            for block in blocks:
                sheet.write(to_16_bit(block))
        return Score(sound=bench.keep_file(out, "audio/wav", length=length, credit=piece.credit), length=length)
