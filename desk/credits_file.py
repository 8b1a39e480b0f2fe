"""credits.csv: everything a reel was made from, scene by scene, with who made it and on what terms."""

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsreel.documents import Assignment, Clipping, Credit, Picture

if TYPE_CHECKING:
    from stages.run import Result

COLUMNS = ("scene", "what", "id", "sha256", "creator", "source", "licence", "url", "note")
Row = tuple[str, ...]
OURS = ("Noto Sans SC", "Barlow", "Barlow Condensed")


def credits(job: Assignment, result: "Result") -> str:
    """The file, readable by spreadsheets; a text that looks like a formula is written so that it stays one."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for row in (*_pictures(job, result), *_house(job, result)):
        sheet.writerow([_inert(cell) for cell in row])
    return "\ufeff" + out.getvalue()  # the mark spreadsheets know UTF-8 by


def _pictures(job: Assignment, result: "Result") -> Iterable[Row]:
    for scene in result.script.scenes:
        picture = job.article.picture(getattr(scene.shows, "picture", ""))
        if picture is not None:
            yield _row(scene.id, "picture", picture)
        footage = job.article.clipping(getattr(scene.shows, "footage", ""))
        if footage is not None:
            yield _row(scene.id, "footage", footage)


def _row(scene: str, what: str, picture: Picture | Clipping) -> Row:
    credit = picture.asset.credit or Credit(note="no credit given")
    return (scene, what, picture.id, picture.asset.digest, *_terms(credit))


def _house(job: Assignment, result: "Result") -> Iterable[Row]:
    """What every scene shares: the voice, the music, the typefaces, the words."""
    article = job.article
    yield ("", "text", article.slug, "", article.byline, article.source, article.rights, article.url, article.headline)
    voiced = Credit(creator=job.crew.voice, licence="synthesised", note=job.voice)
    spoken = [take.sound.credit for take in result.takes.values() if take.sound.credit]
    for credit in dict.fromkeys(spoken or [voiced]):
        yield ("", "voice", job.crew.voice, "", *_terms(credit))
    if result.score is not None:
        own = job.music.startswith("file:")
        made = Credit(creator="" if own else job.crew.composer, licence="" if own else "made for this reel")
        sound = result.score.sound
        yield ("", "music", sound.kind, sound.digest, *_terms(sound.credit or made))
    for face, roles in _faces(job).items():
        own_face = any(font.name in roles for font in job.look.fonts) and face not in OURS
        licence = "the brand's own" if own_face else "OFL-1.1"
        yield ("", "typeface", face, "", "", "brand" if own_face else "newsreel", licence, "", " ".join(roles))


def _faces(job: Assignment) -> dict[str, list[str]]:
    """Every typeface of the look, and what it sets."""
    faces: dict[str, list[str]] = {}
    for role in ("display", "text"):
        for face in filter(None, map(str.strip, job.look.token(f"face_{role}").split(","))):
            faces.setdefault(face, []).append(role)
    return faces


def _terms(credit: Credit) -> Row:
    return (credit.creator, credit.source, credit.licence, credit.url, credit.note)


def _inert(cell: str) -> str:
    flat = " ".join(cell.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") else flat
