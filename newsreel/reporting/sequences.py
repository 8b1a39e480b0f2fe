"""Enumerations and dated steps in a text: what becomes a list or a timeline on screen."""

import re

from newsreel.documents import Moment, Points, Timeline
from newsreel.reporting.clauses import clauses
from newsreel.reporting.figures import dates
from newsreel.reporting.wording import guarded
from newsreel.sentences import length_of

MOST = 6
_names_zh = re.compile(
    r"(?P<title>[^，。；：]{0,24}?)(?:主要)?(?:包括|涵盖|涉及|分别是|分别为|有|：|设有|开设|即)"
    r"(?P<items>[^，。；：、]{2,14}(?:、[^，。；：、]{2,14}){1,7}(?:(?:和|以及|及)[^，。；：、]{2,14})?)"
)
_steps_zh = re.compile(
    r"(?:一是|二是|三是|四是|五是|六是|第一，|第二，|第三，|第四，|首先，|其次，|最后，)([^，。；]{2,40})"
)
_names_en = re.compile(
    r"(?P<title>[^,;:.]{0,60}?),?\s?(?:including|such as|namely|:)\s"
    r"(?P<items>[^,;:.]{3,48}(?:, (?!and |or |which |who )[^,;:.]{3,48})+,? (?:and|or) [^,;:.]{3,48})"
)


def points(says: str, language: str) -> Points | None:
    """An enumeration of three to six in one sentence."""
    if language == "zh":
        steps = _steps_zh.findall(says)
        if 3 <= len(steps) <= MOST:
            return Points(title=_before(says, steps[0]), items=tuple(steps))
        return _named_zh(says)
    match = _names_en.search(says)
    if match is None:
        return None
    items = [item.strip() for item in re.split(r",? (?:and|or) |, ", match["items"])]
    title = re.sub(r"^(?:and|but|with|by|of|the)\s", "", match["title"].strip())
    fits = 3 <= len(items) <= MOST and all(1 <= len(item.split()) <= 7 for item in items)
    return Points(title=title[:1].upper() + title[1:], items=tuple(items)) if fits and title else None


def _named_zh(says: str) -> Points | None:
    for match in _names_zh.finditer(says):
        text = match["items"]
        cut = re.search(r"等(?:[^、]{0,8})$", text)
        text = text[: cut.start()] if cut else text
        items = [item for item in re.split(r"、|和|以及|及(?!其)", text) if item]
        title = match["title"].strip()
        counted = [bool(re.search(r"\d", item)) for item in items]
        if re.match(r"(?:[一二三]是|第[一二三])", items[0]) or any(counted) != all(counted):
            return None
        if 3 <= len(items) <= MOST and all(2 <= len(item) <= 14 for item in items) and 2 <= len(title) <= 18:
            return Points(title=title, items=tuple(items))
    return None


def _before(says: str, first: str) -> str:
    before = re.split(r"[。；]", says[: says.find(first)])[-1]
    return re.sub(r"(?:一是|第一，|首先，)$", "", before).rstrip("：:，, ")


def dated(text: str, language: str) -> list[Moment]:
    """The dated steps of a text: the sentences, and the parts between semicolons, that open with a date."""
    return [step for part in re.split(r"[；;。]\s*|(?<=\.)\s", text) if (step := _step(part.strip(), language))]


def _step(part: str, language: str) -> Moment | None:
    opening = re.match(r"(?:自|从|截至|到|至|于)?" if language == "zh" else r"(?:(?:In|On|At|By|in|on|by|at)\s)?", part)
    first = opening.end() if opening else 0
    when = next(iter(dates(part, language)), None)
    before = part[first : when[0]].strip() if when else ""
    if when is None or before not in ("", "上午", "下午", "凌晨", "晚上", "当日", "当天", "傍晚", "早上"):
        return None
    rest = re.sub(r"^[ ,，]+|^(?:起|前后)[，]", "", part[when[1] :]).rstrip("，、；：,;:。. ")
    parts = clauses(rest, language)
    most = 24 if language == "zh" else 14
    what = rest if length_of(rest, language) <= most else parts[0].strip(" ，,") if parts else ""
    if not 3 <= length_of(what, language) <= most or (len(what) < len(rest) and guarded(rest[len(what) :], language)):
        return None
    return Moment(when=part[first : when[1]], what=what[:1].upper() + what[1:] if language == "en" else what)


def is_date(text: str, language: str) -> bool:
    """Whether a label is a date or a year and nothing else."""
    found = dates(text, language)
    return bool(found) and not re.sub(r"[\s,，]", "", text[: found[0][0]] + text[found[-1][1] :])


def timeline(texts: list[str], accent: int, title: str, language: str) -> Timeline | None:
    """Steps told one after another, where there are three to six of them; `accent` is the text being said."""
    steps: list[tuple[int, Moment]] = [(at, step) for at, text in enumerate(texts) for step in dated(text, language)]
    if not 3 <= len(steps) <= MOST or len({step.when for _, step in steps}) < 3:
        return None
    here = [n for n, (at, _) in enumerate(steps) if at == accent]
    return Timeline(title=title, moments=tuple(step for _, step in steps), accent=here[0] if len(here) == 1 else -1)
