"""The voiceover: one scene spoken, with the time of every word."""

from newsreel.bench import Bench
from newsreel.documents import Assignment, Line, Scene, Take
from newsreel.errors import CheckFailed
from newsreel.roles import Voice


def line(job: Assignment, scene: Scene) -> Line:
    """What the voice is asked for."""
    retake = dict(job.retakes).get(scene.id, 0)
    return Line(text=scene.says, language=job.narration, voice=job.voice, retake=retake)


def speak(wanted: Line, voice: Voice, bench: Bench) -> Take:
    """Ask the voice, and check that every word has its time and its place in the text."""
    take = voice.speak(wanted, bench)
    before = 0
    for word in take.words:
        if wanted.text[word.at : word.at + len(word.text)] != word.text:
            raise CheckFailed(f"The voice said '{word.text}', which is not in the scene; choose another voice.")
        if not before <= word.start <= word.end <= take.length:
            raise CheckFailed(f"The voice gave no usable time for '{word.text}'; choose another voice.")
        before = word.start
    if any(character.isalnum() for character in wanted.text) and not take.words:
        raise CheckFailed("The voice gave no times for its words, so nothing can be captioned; choose another voice.")
    return take
