"""The lines around an article that say who wrote it, for whom and when: recognised, and taken out of the body."""

import re

from desk.readers.decoding import flow
from desk.readers.draft import Draft, Part

LONGEST_LINE = 100
_labels = re.compile(
    r"(?P<source>文章来源|信息来源|来源|稿源|Source)\s*[:：]\s*"
    r"|(?P<date>发布时间|发表时间|时间|日期|Published(?: on)?|Date)\s*[:：]\s*"
    r"|(?P<byline>作者|撰文|撰稿|文字|(?:本报|本刊|实习|特约)?记者|通讯员|文|Author|Words)\s*[:：/／]\s*",
    re.IGNORECASE,
)
_by = re.compile(r"By (?P<who>[A-Z][^\d.!?]{2,70})")
_reporter = re.compile(r"(?:本报|本刊|本台|特约|实习|.{2,8}(?:报|社|台|网))?(?:记者|通讯员)[ \u3000]+\S.{0,30}")
_editor = re.compile(
    r"[（(【\[]?(?:责任编辑|责编|编辑|校对|审核|值班编委|Editor)\s*[:：][^。！？!?]{1,60}$",
    re.IGNORECASE,
)
_published = re.compile(r"(?:Published|Updated|Posted)(?: on)? (?P<when>.{6,40})", re.IGNORECASE)
_year_first = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})(?:\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?)?"
    r"(?:[T\s,，]*(?P<h>\d{1,2})[:：时](?P<min>\d{2})(?:[:：](?P<s>\d{2})(?:\.\d{1,9})?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_month_name = r"(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_english = (
    re.compile(rf"{_month_name} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)", re.IGNORECASE),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? {_month_name},? (?P<y>(?:19|20)\d\d)", re.IGNORECASE),
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso(text: str) -> str:
    """A date as people write it, in ISO 8601 and no more exact than it was; empty where there is none."""
    line = flow(text[:200])
    if match := _year_first.search(line):
        year, month, day = match["y"], int(match["m"]), int(match["d"] or 0)
        if not 1 <= month <= 12 or day > _DAYS[month - 1]:
            return ""
        date = f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
        if not match["h"] or not day or int(match["h"]) > 23 or int(match["min"]) > 59:
            return date
        zone = match["zone"] or ""
        zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
        return f"{date}T{int(match['h']):02d}:{match['min']}:{match['s'] or '00'}{zone}"
    for pattern in _english:
        if match := pattern.search(line):
            month, day = _MONTHS.index(match["mon"].lower()) + 1, int(match["d"])
            return f"{match['y']}-{month:02d}-{day:02d}" if 1 <= day <= _DAYS[month - 1] else ""
    return ""


def take_masthead(draft: Draft) -> None:
    """Move byline, source and date lines among the first five and last three parts into the draft's fields."""
    edge = {*range(5), *range(len(draft.parts) - 3, len(draft.parts))}
    draft.parts = [part for at, part in enumerate(draft.parts) if at not in edge or not _taken(draft, part)]


def _taken(draft: Draft, part: Part) -> bool:
    if part.form != "para" or len(part.texts) != 1 or len(part.texts[0]) > LONGEST_LINE:
        return False
    if _editor.match(flow(part.texts[0])):
        draft.notes.append(f"Left out of the article: '{flow(part.texts[0])[:60]}'.")
        return True
    fields = credits_in(part.texts[0])
    for name, value in fields.items():
        if not getattr(draft, name):
            setattr(draft, name, value)
    return bool(fields)


def credits_in(line: str) -> dict[str, str]:
    """Byline, source and date of a line that holds nothing else; empty for any other line."""
    text = flow(line).strip("（）()[]【】 ")
    found = list(_labels.finditer(text))
    if found:
        return _labelled(text, found)
    if match := _by.fullmatch(text):
        return {"byline": match["who"].strip()}
    if _reporter.fullmatch(text) and not re.search("[。！？，]", text):
        return {"byline": text}
    when = match["when"] if (match := _published.fullmatch(text)) else text
    return {"published": iso(when)} if len(when) <= 40 and _is_date(when) else {}


def _labelled(text: str, found: list[re.Match[str]]) -> dict[str, str]:
    before = text[: found[0].start()].strip(" |｜·\u3000")
    if before and not _is_date(before):
        return {}
    fields = {"published": iso(before)} if before else {}
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        value = text[match.end() : end].strip(" |｜·\u3000")
        kind = match.lastgroup or ""
        if not value or len(value) > 60 or re.search("[。！？!?]", value):
            return {}
        if kind == "date":
            fields["published"] = iso(value)
            continue
        words, date = _without_date(value)
        fields[kind] = words
        if date:
            fields.setdefault("published", date)
    return {name: value for name, value in fields.items() if value}


def _without_date(value: str) -> tuple[str, str]:
    match = _year_first.search(value)
    if not match:
        return value, ""
    return (value[: match.start()] + value[match.end() :]).strip(" |｜·\u3000"), iso(match.group())


def _is_date(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    rest = text
    for pattern in (_year_first, *_english):
        rest = pattern.sub("", rest)
    return rest != text and not re.sub(r"[\s,，.|｜·:：]|星期.|周.|[AP]M|[A-Z]{3,4}$|^[A-Z][a-z]+day", "", rest)
