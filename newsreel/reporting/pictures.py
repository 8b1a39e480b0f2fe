"""Which of the article's own pictures goes with which words: by caption, and by where it stands."""

import re

from newsreel.documents import Article, Picture
from newsreel.reporting.terms import terms

_year = re.compile(r"(?:19|20)\d\d")
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


def matching(says: str, block: int, picture: Picture, places: dict[str, int]) -> int:
    """How well a picture goes with words of a block, in hundredths; 0: not at all."""
    caption = f"{picture.caption} {picture.alt}"
    words, shown = terms(says), terms(caption)
    shared = len(words & shown)
    share = 1000 * shared // max(1, min(len(words), len(shown)))
    if set(_year.findall(says)) - set(_year.findall(caption)) and _year.search(caption):
        return 0  # taken in another year
    near = picture.id in places and abs(places[picture.id] - block) <= 1
    if shown and share >= ENOUGH and shared >= 2:
        return min(88, 52 + share // 18 + (8 if near else 0))
    if near and (not shown or shared):
        return 53
    return 0
