"""The storyboard: how one scene looks in one size of frame."""

from newsreel.bench import Bench
from newsreel.documents import Assignment, Clipping, Commission, Masthead, Picture, Scene, Shot, Size
from newsreel.errors import CheckFailed
from newsreel.roles import Artist


def commission(job: Assignment, scene: Scene, size: Size) -> Commission:
    """What the artist is asked for."""
    article = job.article
    masthead = Masthead(
        language=job.narration,
        source=article.source,
        section=article.section,
        byline=article.byline,
        published=article.published,
        headline=article.headline,
    )
    return Commission(
        scene=scene,
        picture=_picture(job, scene),
        footage=_footage(job, scene),
        size=size,
        look=job.look,
        masthead=masthead,
    )


def draw(wanted: Commission, artist: Artist, bench: Bench) -> Shot:
    """Ask the artist, and check that the shot covers its frame."""
    shot = artist.draw(wanted, bench)
    if shot.size != wanted.size or not shot.layers:
        raise CheckFailed(f"The artist drew scene {wanted.scene.id} in another size than asked; choose another artist.")
    ground = shot.layers[0]
    whole = (0, 0, shot.size.width, shot.size.height)
    if ground.kind != "still" or (ground.box.x, ground.box.y, ground.box.width, ground.box.height) != whole:
        raise CheckFailed(f"The shot of scene {wanted.scene.id} does not cover its frame; choose another artist.")
    return shot


def _picture(job: Assignment, scene: Scene) -> Picture | None:
    name = getattr(scene.shows, "picture", "")
    return job.article.picture(name) if name else None


def _footage(job: Assignment, scene: Scene) -> Clipping | None:
    name = getattr(scene.shows, "footage", "")
    return job.article.clipping(name) if name else None
