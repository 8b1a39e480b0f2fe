"""Files a draft as an Article: limits checked, blocks and sentences numbered, pictures stored, the rest noted."""

import re
from pathlib import Path

from desk.readers.decoding import clean, flow
from desk.readers.draft import Draft, Figure, Part
from desk.readers.films import MOST as MOST_FILMS
from desk.readers.films import clipping_of, is_film, left_out
from desk.readers.masthead import iso, take_masthead
from desk.readers.pictures import MOST, NotHere, missing, picture_of
from desk.readers.slug import slug_of
from newsreel.documents import Article, Block, Clipping, Form, Picture, Sentence
from newsreel.errors import Refused
from newsreel.sentences import language_of, length_of, split
from newsreel.store import Store

LONGEST = 200_000  # characters
MOST_PARTS = 3_000
LONGEST_HEADLINE = 200
THIN = {"zh": 80, "en": 60}
_OWN_NAME: frozenset[Form] = frozenset({"picture"})
_foreign = re.compile("[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0590-\u06ff\u0900-\u0e7f]")


def filed(draft: Draft, store: Store, folder: Path | None, language: str, name: str) -> Article:
    """The article, whole and checked."""
    if len(draft.parts) > MOST_PARTS:
        raise Refused(f"{name} has {len(draft.parts):,} paragraphs and {MOST_PARTS:,} are the most; give one article.")
    _tidy(draft)
    take_masthead(draft)
    text = "\n".join(_words(draft))
    if len(text) > LONGEST:
        raise Refused(
            f"{name} has {len(text):,} characters and {LONGEST:,} are the most; give one article, not a collection."
        )
    if not text.strip() and not draft.headline:
        raise Refused(f"{name} is empty: there is no text to make a reel from; check that the right file was given.")
    draft.language = _language(language, draft, text)
    notes = [*draft.notes]
    _settle_headline(draft, notes)
    published = iso(draft.published)
    if draft.published and not published:
        notes.append(f"The date '{flow(draft.published)[:60]}' could not be read; write it as 2026-03-05.")
    blocks, pictures, footage = _numbered(draft, store, folder, notes)
    _weigh(text, draft, notes)
    return Article(
        slug=slug_of(draft.slug, draft.headline, text),
        headline=draft.headline,
        language=draft.language,
        blocks=blocks,
        pictures=pictures,
        footage=footage,
        dek=flow(draft.dek)[:600],
        section=flow(draft.section)[:60],
        byline=flow(draft.byline)[:200],
        source=flow(draft.source)[:120],
        published=published,
        url=_url(draft.url),
        rights=flow(draft.rights)[:600],
        notes=tuple(dict.fromkeys(notes)),
    )


def _tidy(draft: Draft) -> None:
    """Every text on one line and clean, and no empty part."""
    draft.headline = flow(draft.headline)
    for part in draft.parts:
        part.texts = [text for text in map(flow, part.texts) if text]
        part.title, part.speaker = flow(part.title), flow(part.speaker)
        part.rows = [row for row in ([flow(cell) for cell in row] for row in part.rows) if any(row)]
        if part.figure:
            part.figure.caption, part.figure.alt = flow(part.figure.caption)[:1000], flow(part.figure.alt)[:500]
    draft.parts = [part for part in draft.parts if part.texts or part.rows or part.figure]


def _words(draft: Draft) -> list[str]:
    found: list[str] = []
    for part in draft.parts:
        found.extend(part.texts)
        found.extend(cell for row in part.rows for cell in row)
    return found


def _language(asked: str, draft: Draft, text: str) -> str:
    for wanted in (asked, draft.language):
        if (short := wanted.lower().strip()[:2]) in ("zh", "en"):
            return short
    return language_of(f"{draft.headline}\n{text}")


def _settle_headline(draft: Draft, notes: list[str]) -> None:
    """A headline there must be: the first heading, else the opening of the text."""
    if not draft.headline:
        first = next((part for part in draft.parts if part.texts), None)
        if first is None:
            draft.headline = next((cell for part in draft.parts for row in part.rows for cell in row if cell), "")
        elif first.form == "heading":
            draft.headline = first.texts[0]
            draft.parts.remove(first)
        else:
            draft.headline = split(first.texts[0], draft.language)[0]
        notes.append("The article has no headline; its first words stand in for one.")
    if len(draft.headline) > LONGEST_HEADLINE:
        draft.headline = draft.headline[: LONGEST_HEADLINE - 1].rstrip() + "…"
        notes.append(
            f"The headline was longer than {LONGEST_HEADLINE} characters and is cut short; write a shorter one."
        )
    if not any(part.texts or part.rows for part in draft.parts):
        draft.parts.insert(0, Part(form="para", texts=[draft.headline]))


def _numbered(
    draft: Draft, store: Store, folder: Path | None, notes: list[str]
) -> tuple[tuple[Block, ...], tuple[Picture, ...], tuple[Clipping, ...]]:
    """Blocks with their ids. Pictures and films are counted apart, so that adding one renames no sentence."""
    blocks: list[Block] = []
    pictures: list[Picture] = []
    footage: list[Clipping] = []
    seen: set[str] = set()
    count = 0
    for part in draft.parts:
        if part.figure and is_film(part.figure.ref):
            clipping = _clipping(part.figure, store, folder, footage, notes)
            if clipping:
                footage.append(clipping)
                blocks.append(Block(id=f"v{len(footage)}", form="picture", picture=clipping.id))
            continue
        if part.form in _OWN_NAME:
            picture = _picture(part.figure, store, folder, seen, len(pictures), notes)
            if picture:
                pictures.append(picture)
                blocks.append(Block(id=f"f{len(pictures)}", form="picture", picture=picture.id))
            continue
        count += 1
        blocks.append(_block(part, f"p{count}", draft.language))
    return tuple(blocks), tuple(pictures), tuple(footage)


def _clipping(
    figure: Figure, store: Store, folder: Path | None, footage: list[Clipping], notes: list[str]
) -> Clipping | None:
    if len(footage) >= MOST_FILMS:
        notes.append(f"The article has more than {MOST_FILMS} films; those after them are left out.")
        return None
    try:
        clipping = clipping_of(figure, folder, store, f"clip{len(footage) + 1}")
    except (NotHere, Refused) as reason:
        notes.append(left_out(figure, reason))
        return None
    return None if any(one.asset.digest == clipping.asset.digest for one in footage) else clipping


def _picture(
    figure: Figure | None, store: Store, folder: Path | None, seen: set[str], count: int, notes: list[str]
) -> Picture | None:
    if figure is None or not figure.ref:
        return None
    if count >= MOST:
        notes.append(f"The article has more than {MOST} pictures; those after them are left out.")
        return None
    try:
        picture = picture_of(figure, folder, store, f"pic{count + 1}")
    except NotHere as reason:
        notes.append(missing(figure, reason))
        return None
    if picture.asset.digest in seen:
        return None
    seen.add(picture.asset.digest)
    return picture


def _block(part: Part, name: str, language: str) -> Block:
    texts = (
        part.texts if part.form in ("list", "heading") else [s for text in part.texts for s in split(text, language)]
    )
    sentences = tuple(Sentence(id=f"{name}.{n}", text=text) for n, text in enumerate(texts, 1))
    width = max((len(row) for row in part.rows), default=0)
    rows = tuple(tuple(row + [""] * (width - len(row))) for row in part.rows)
    return Block(
        id=name,
        form=part.form,
        sentences=sentences,
        rows=rows,
        title=part.title,
        level=part.level,
        speaker=part.speaker,
    )


def _weigh(text: str, draft: Draft, notes: list[str]) -> None:
    length, least = length_of(text, draft.language), THIN[draft.language]
    if length < least:
        unit = "字" if draft.language == "zh" else "words"
        notes.append(
            f"The article is thin: {length} {unit} where {least} are the least for a full reel; it still renders."
        )
    sample = text[:20_000]
    if len(_foreign.findall(sample)) * 4 > len(re.findall(r"[^\W\d_]", sample)):
        notes.append("Much of the article is in neither Chinese nor English; those words may be read and set wrongly.")


def _url(text: str) -> str:
    """An address as it stands, where it is one a reader could open."""
    plain = clean(text).strip()
    return plain if re.fullmatch(r"https?://[^\s<>\"\\]{3,2000}", plain) else ""
