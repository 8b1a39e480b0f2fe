"""The lines between two rows of dashes at the head of a Markdown file: YAML, of which only plain values are taken."""

import re

import yaml

from desk.readers.draft import Draft
from newsreel.errors import Refused

LONGEST = 20_000
MOST_BRACKETS = 60
_fence = re.compile(r"\A\s*---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELDS = {
    "headline": ("headline", "title", "标题"),
    "dek": ("dek", "subtitle", "standfirst", "description", "summary", "摘要", "副题"),
    "byline": ("byline", "author", "authors", "作者", "记者"),
    "source": ("source", "publisher", "outlet", "来源"),
    "published": ("published", "date", "日期"),
    "section": ("section", "category", "栏目"),
    "slug": ("slug",),
    "url": ("url", "link", "canonical"),
    "rights": ("rights", "copyright", "licence", "license", "版权"),
    "language": ("language", "lang"),
}
_BARE = ("fiction",)  # further lines an editor should see, kept with the rights


def parted(text: str, draft: Draft, name: str) -> str:
    """The text after the front matter, whose values go into the draft; all of it where there is no front matter."""
    match = _fence.match(text[: LONGEST + 100])
    if not match or not re.search(r"^[\w\u4e00-\u9fff-]+[ \t]*:", match["yaml"], re.MULTILINE):
        return text
    values = _values(match["yaml"], name)
    if values is None:
        return text
    for field, keys in _FIELDS.items():
        found = next((plain for key in keys if (plain := _plain(values.get(key)))), "")
        setattr(draft, field, found or getattr(draft, field))
    extra = [plain for key in _BARE if (plain := _plain(values.get(key)))]
    draft.rights = " ".join(filter(None, [draft.rights, *extra]))
    return text[match.end() :]


def _values(text: str, name: str) -> dict[str, object] | None:
    """The mapping; the loader makes nothing but texts, lists and mappings, and a value may not be used twice."""
    if sum(map(text.count, "[{")) > MOST_BRACKETS or text.count("- - -") > 20:
        raise Refused(f"The front matter of {name} is too tangled; write plain 'name: value' lines.")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)):
            raise Refused(f"The front matter of {name} uses YAML aliases (*name); write each value out.")
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except Refused:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise Refused(
            f"The front matter of {name} cannot be read at line {line}; write 'name: value' lines, and put values that "
            "hold a colon in quotation marks."
        ) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError, IndexError):
        raise Refused(
            f"The front matter of {name} is not YAML; write 'name: value' lines between two rows of ---."
        ) from None
    return {str(key).lower(): value for key, value in loaded.items()} if isinstance(loaded, dict) else None


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        names = [item.strip() for item in value[:12] if isinstance(item, str) and item.strip()]
        return ("、" if any("\u4e00" <= char <= "\u9fff" for char in "".join(names)) else ", ").join(names)
    return ""
