"""What is posted with a reel: title, text, hashtags and a line for the cover, within each platform's limits."""

import json
import re
from dataclasses import asdict, dataclass

from newsreel.documents import Article, Script
from newsreel.facts import titles
from newsreel.facts.ground import Ground, ground
from newsreel.facts.names import names
from newsreel.profiles import Profile
from newsreel.reporting.clauses import clauses
from newsreel.reporting.keyline import keyline

MOST_TEXT, MOST_TAGS = 300, 5  # characters and hashtags; no platform here allows less text than that
LONGEST_TAG = 24
COVER = {"zh": 20, "en": 44}  # characters that can be read on a thumbnail
_idle = (
    "的",
    "了",
    "在",
    "和",
    "与",
    "of",
    "the",
    "a",
    "an",
    "in",
    "on",
    "to",
    "for",
    "and",
    "by",
    "with",
    "at",
    "from",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What goes with a reel on one platform."""

    profile: str
    title: str
    text: str
    tags: tuple[str, ...]
    cover: str


def post(article: Article, script: Script, profile: Profile) -> Post:
    """The texts for one platform; each is taken from the article or the script, and none adds a word."""
    held = ground(article)
    return Post(
        profile=profile.name,
        title=_title(article, script, held, profile.title_limit),
        text=_text(article, script),
        tags=_tags(article, script, min(profile.tags, MOST_TAGS)),
        cover=_title(article, script, held, min(COVER[script.language], profile.title_limit)),
    )


def written(posts: tuple[Post, ...]) -> bytes:
    """The file that is delivered: one entry a platform, in the order of their names."""
    table = {one.profile: {name: value for name, value in asdict(one).items() if name != "profile"} for one in posts}
    return (json.dumps(table, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _title(article: Article, script: Script, held: Ground, most: int) -> str:
    """The longest line that fits and says nothing the article does not; in need, the first words of the headline."""
    language = script.language
    whole = [script.title] + ([article.headline] if language == article.language else [])
    shorter = [keyline(script.title, language, ""), *clauses(script.title, language)]
    told = [keyline(scene.says, language, script.title) for scene in script.scenes[:3] if scene.says]
    for lines in (whole, shorter, told):
        for line in lines:
            text = line.strip(" ，。；：,;:.")
            if 4 <= len(text) <= most and not any(one.blocks for one in titles.check(text, language, held)):
                return text
    return _opening(script.title, language, most, held)


def _opening(title: str, language: str, most: int, held: Ground) -> str:
    """Whole words from the beginning, that do not end on a figure whose unit is gone."""
    parts = re.findall(r"\d[\d.,:%％]*|[A-Za-z]+|.", title) if language == "zh" else title.split()
    joint = "" if language == "zh" else " "
    while parts:
        text = joint.join(parts).strip(" ，。；：,;:.")
        ended = parts[-1].lower() in _idle or parts[-1][-1:].isdigit()
        if len(text) <= most and not ended and not any(one.blocks for one in titles.check(text, language, held)):
            return text
        parts.pop()
    return joint.join(title.split())[:most] if language == "zh" else title.split()[0][:most]


def _text(article: Article, script: Script) -> str:
    """The opening of the narration, as far as it fits, and where it comes from."""
    zh = script.language == "zh"
    source = (f"来源：{article.source}" if zh else f"Source: {article.source}") if article.source else ""
    room, said = MOST_TEXT - len(source[:80]) - 1, ""
    for scene in script.scenes[:4]:
        longer = said + ("" if zh or not said else " ") + scene.says.strip()
        if not scene.says or len(longer) > room:
            break
        said = longer
    return "\n".join(part for part in (said or script.title[:room], source[:80]) if part)


def _tags(article: Article, script: Script, most: int) -> tuple[str, ...]:
    """The section, and the names that the title and the opening say."""
    language = script.language
    opening = " ".join((script.title, *(one.says for one in script.scenes[:3])))
    known = ground(article).names if language == article.language else frozenset()
    named = [one.text for one in names(opening, language, known) if one.sure or one.text in known]
    section = [article.section] if language == article.language else []
    bare = [re.sub(r"\W|_", "", one) for one in (*section, *named)]
    return tuple(dict.fromkeys(one for one in bare if 2 <= len(one) <= LONGEST_TAG and not one.isdigit()))[:most]
