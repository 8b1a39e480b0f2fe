"""Article in, script out: asks the writer, then checks that what came back is sound."""

from dataclasses import replace

from newsreel.bench import Bench
from newsreel.documents import Article, Brief, Film, Finding, Photo, Script
from newsreel.errors import CheckFailed
from newsreel.roles import Writer
from newsreel.speech.pace import estimate
from stages import facts

PAUSE, CLOSING = 550, 2_500  # milliseconds after a scene, and of the end card
ROOM = 80  # thousandths the length may miss what was asked
MOST_SCENES, MOST_CHARACTERS = 120, 600


def write(article: Article, writer: Writer, brief: Brief, bench: Bench) -> Script:
    """The article retold, with what an editor should know about it."""
    script = writer.write(article, brief, bench)
    _check(script, article, brief)
    known = {(finding.rule, finding.scene) for finding in script.findings}
    new = [finding for finding in _notes(script, brief) if (finding.rule, finding.scene) not in known]
    doubted = [finding for finding in facts.check(article, script) if finding not in script.findings]
    return replace(script, findings=(*script.findings, *new, *doubted))


def _check(script: Script, article: Article, brief: Brief) -> None:
    """What no script may get wrong."""
    if not script.scenes:
        raise CheckFailed("The writer handed over a script without a scene; ask again or choose another writer.")
    if len(script.scenes) > MOST_SCENES:
        raise CheckFailed(f"The script has {len(script.scenes)} scenes; a reel has {MOST_SCENES} at most.")
    if script.language != brief.language:
        raise CheckFailed(f"The script is in '{script.language}' where '{brief.language}' was asked for.")
    names = [scene.id for scene in script.scenes]
    if twice := [name for at, name in enumerate(names) if not name or name in names[:at]]:
        raise CheckFailed(f"Two scenes of the script are called '{twice[0]}'; every scene needs a name of its own.")
    known = {sentence.id for sentence in article.sentences()}
    held = {picture.id for picture in article.pictures}
    for scene in script.scenes:
        if strange := [name for name in scene.sources if name not in known]:
            raise CheckFailed(f"Scene '{scene.id}' names the source '{strange[0]}', which the article does not have.")
        if not scene.says.strip() and scene.shows.kind != "closing":
            raise CheckFailed(f"Scene '{scene.id}' says nothing; only the end card may be silent.")
        if len(scene.says) > MOST_CHARACTERS:
            raise CheckFailed(f"Scene '{scene.id}' says {len(scene.says)} characters; {MOST_CHARACTERS} are the most.")
        wanted = scene.shows.picture if isinstance(scene.shows, Photo) else getattr(scene.shows, "picture", "")
        if wanted and wanted not in held:
            raise CheckFailed(f"Scene '{scene.id}' shows the picture '{wanted}', which the article does not have.")
        if isinstance(scene.shows, Film) and article.clipping(scene.shows.footage) is None:
            raise CheckFailed(f"Scene '{scene.id}' shows the footage '{scene.shows.footage}', which is not there.")


def _notes(script: Script, brief: Brief) -> list[Finding]:
    """What is allowed and still worth an editor's look."""
    found = []
    spoken = [scene for scene in script.scenes if scene.says.strip()]
    total = sum(estimate(scene.says, script.language) + PAUSE for scene in spoken)
    total += CLOSING if len(spoken) < len(script.scenes) else 0
    if abs(total - brief.length) * 1000 > brief.length * ROOM:
        message = f"The script takes about {total // 1000} seconds where {brief.length // 1000} were asked for."
        found.append(Finding(rule="length", message=message))
    for scene in spoken:
        if not scene.sources:
            message = "No sentence of the article is named as the source of this scene."
            found.append(Finding(rule="S1", message=message, scene=scene.id, said=scene.says))
    return found
