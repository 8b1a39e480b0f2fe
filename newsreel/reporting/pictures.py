"""Which of the article's own pictures goes with which words: by caption, and by where it stands."""

import re

from newsreel.documents import Article, Clipping, Film, Photo, Picture
from newsreel.reporting.candidates import Candidate
from newsreel.reporting.telling import Beat
from newsreel.reporting.terms import terms
from newsreel.sentences import length_of

_year = re.compile(r"(?:19|20)\d\d")
FILMED = 4  # how much rather a film is shown than a picture that fits as well
SHORTEST_FILM = 3_000  # milliseconds
APART = 3  # scenes between two uses of one picture
AGAIN = 62  # how well a picture must go with words to be shown a second time
SEEN = 56  # a picture shown before is better than a line of text, and no better than a card of its own
AKIN = 3  # terms of its caption that make a picture at home with words far from where it stands
GLANCE = {"zh": 20, "en": 12}  # as long as a caption may be under a picture that is spoken over
RARE = 3  # sentences that may hold a term which still tells what a picture shows
FAR_ENOUGH = 330
ENOUGH = 180  # thousandths of the caption's terms that the words must share


def standing(article: Article) -> dict[str, int]:
    """At which block each picture stands; a picture outside the text stands nowhere."""
    return {block.picture: at for at, block in enumerate(article.blocks) if block.form == "picture" and block.picture}


def lead(article: Article) -> str:
    """The picture of the opening: the one that stands before or right after the first paragraph, else the first."""
    if not article.pictures:
        return ""
    places = standing(article)
    known = [picture.id for picture in article.pictures]
    placed = sorted((at, name) for name, at in places.items() if name in known)
    return placed[0][1] if placed else known[0]


def matching(says: str, block: int, picture: Picture | Clipping, places: dict[str, int]) -> int:
    """How well a picture goes with words of a block, in hundredths; 0: not at all.

    Far from where it stands it must share more with the words than a name or two.
    """
    caption = f"{picture.caption} {picture.alt}"
    words, shown = terms(says), terms(caption)
    shared = len(words & shown)
    share = 1000 * shared // max(1, min(len(words), len(shown)))
    if set(_year.findall(says)) - set(_year.findall(caption)) and _year.search(caption):
        return 0  # taken in another year
    near = picture.id in places and abs(places[picture.id] - block) <= 1
    if shown and ((near and share >= ENOUGH and shared >= 2) or (share >= FAR_ENOUGH and shared >= 3)):
        return min(88, 52 + share // 18 + (8 if near else 0))
    if near and (not shown or shared >= 2):
        return 53
    return 0


def _every(article: Article) -> list[Picture | Clipping]:
    return [*article.pictures, *article.footage]


def best(article: Article, says: str, block: int, at: int, used: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The picture that goes best with what scene `at` says, and how well, after those shown in earlier scenes."""
    places = standing(article)
    found = []
    for order, picture in enumerate(_every(article)):
        before = [scene for scene, name in used if name == picture.id]
        strength = matching(says, block, picture, places)
        if isinstance(picture, Clipping):
            strength = strength + FILMED if strength and picture.asset.length >= SHORTEST_FILM else 0
        if before and strength < AGAIN:
            continue
        if strength and len(before) < 2 and all(at - scene > APART for scene in before):
            found.append((min(strength - 12, SEEN) if before else strength, -order, picture.id))
    return (max(found)[0], max(found)[2]) if found else None


def left_over(
    article: Article, beats: list[Beat], plain: list[int], used: list[tuple[int, str]]
) -> list[tuple[str, int]]:
    """For the pictures not shown yet: the plain scene each goes with, by its caption, then by where it stands."""
    places = standing(article)
    shown = {name for _, name in used}
    pairs = []
    for picture in _every(article):
        if picture.id in shown or picture.id not in places:
            continue
        for at in plain:
            shared = akin(beats[at].says, picture) + _telling(article, beats[at].says, picture)
            near = any(_beside(article, one.block, places[picture.id]) for one in beats[at].told)
            if near or shared >= AKIN:
                pairs.append((-10 * shared - (25 if near else 0), at, picture.id))
    found: dict[str, int] = {}
    for _, at, name in sorted(pairs):
        if name not in found and at not in found.values():
            found[name] = at
    return sorted(found.items(), key=lambda pair: pair[1])


def akin(says: str, picture: Picture | Clipping) -> int:
    """How many terms of a caption the words share; a figure or a name is no likeness."""
    return len(_shared(says, picture))


def _shared(says: str, picture: Picture | Clipping) -> set[str]:
    caption = f"{picture.caption} {picture.alt}"
    names = terms(" ".join(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", caption)))
    return {term for term in terms(says) & terms(caption) if not term[0].isdigit()} - names


def _telling(article: Article, says: str, picture: Picture | Clipping) -> int:
    """One more where the words and the caption share a term that is in few sentences of the article."""
    shared = _shared(says, picture)
    held = [terms(sentence.text) for sentence in article.sentences()]
    return int(any(sum(term in one for one in held) <= RARE for term in shared))


def _beside(article: Article, block: int, place: int) -> bool:
    """Whether a picture stands right before or after a block, with no heading in between."""
    first, last = sorted((block, place))
    return last - first == 1 or all(one.form == "picture" for one in article.blocks[first + 1 : last])


def pictured(article: Article, candidates: list[Candidate]) -> set[int]:
    """The candidates that go best with a picture of the article other than the one it opens with."""
    found = set()
    places = standing(article)
    for picture in _every(article):
        if picture.id == lead(article) or picture.id not in places:
            continue
        fits = {one.order: matching(one.text, one.block, picture, places) for one in candidates if not one.slight}
        near = [one for one in candidates if one.order in fits and _beside(article, one.block, places[picture.id])]
        near += [one for one in candidates if fits.get(one.order, 0) >= AGAIN]
        best_one = max(near, key=lambda one: (fits[one.order], akin(one.text, picture), -one.order), default=None)
        found |= {best_one.order} if best_one else set()
    return found


def card(article: Article, name: str) -> Photo | Film:
    """A picture or a film as a card; its caption only where it is read at a glance."""
    clip = article.clipping(name)
    seen = clip or article.picture(name)
    caption = seen.caption if seen else ""
    short = caption if length_of(caption, article.language) <= GLANCE[article.language] else ""
    return Film(footage=name, caption=short) if clip else Photo(picture=name, caption=short)
