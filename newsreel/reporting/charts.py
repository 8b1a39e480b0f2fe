"""A bar chart where the article has comparable figures: the column of a table, or three figures in one sentence."""

import re
from dataclasses import dataclass

from newsreel.documents import Article, Bar, Bars, Block
from newsreel.reporting.figures import Figure, figures
from newsreel.reporting.labels import label
from newsreel.reporting.sequences import is_date
from newsreel.reporting.terms import overlap

MOST_BARS = 8
_total = re.compile(r"^(?:合计|总计|共计|全市|全国|平均|小计|total|overall|average|all)$", re.I)
_cell = re.compile(r"^[^\d-]{0,3}(?P<value>-?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d]{0,12})$")
_unit_in_header = re.compile(r"[（(]([^）)]{1,14})[）)]")
_zh_pair = re.compile(r"(?P<label>[\u4e00-\u9fffA-Za-z0-9]{2,10}?)(?:分别)?(?:为|达到|达|有|占|约)?$")


@dataclass(frozen=True, slots=True)
class Column:
    """One numeric column of a table with the labels of its rows."""

    block: str
    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[str, ...]
    texts: tuple[str, ...]
    header: str
    rows: str = ""  # what the rows are: "District"


def columns(block: Block) -> list[Column]:
    """The columns of a table that can be charted: at least two rows, one unit, no figure below zero."""
    if len(block.rows) < 3:
        return []
    header, rows = block.rows[0], [row for row in block.rows[1:] if row and not _total.match(row[0].strip())]
    found = []
    for at in range(1, len(header)):
        read = [(row[0].strip(), _cell.match(row[at].strip())) for row in rows if at < len(row) and row[0].strip()]
        cells = [(label, match) for label, match in read if match]
        units = {match["unit"].strip() for _, match in cells}
        if (
            len(cells) < 2
            or len(cells) < len(rows)
            or len(units) > 1
            or len({label for label, _ in cells}) < len(cells)
        ):
            continue
        if any(match["value"].startswith("-") for _, match in cells):
            continue
        inside = _unit_in_header.search(header[at])
        unit = next(iter(units)) or (inside[1] if inside else "")
        found.append(
            Column(
                block=block.id,
                title=block.title,
                rows=header[0].strip(),
                unit=unit,
                header=_unit_in_header.sub("", header[at]).strip(),
                labels=tuple(label for label, _ in cells),
                values=tuple(match["value"].replace(",", "") for _, match in cells),
                texts=tuple(match["value"] for _, match in cells),
            )
        )
    return found


def from_table(says: str, article: Article, block: Block, near: bool) -> tuple[Bars, int] | None:
    """The column of a table that the words speak of, and how sure that is."""
    spoken = {figure.plain for figure in figures(says, article.language)}
    best: tuple[int, int, Column, int] | None = None
    for order, column in enumerate(columns(block)):
        named = [at for at, label in enumerate(column.labels) if label.lower() in says.lower()]
        said = [at for at, value in enumerate(column.values) if value in spoken]
        both = [at for at in said if at in named]
        accent = (both or said or named or [-1])[0]
        topic = overlap(f"{column.header} {column.title}", says)
        sure = (60 if both else 0) + (30 if said else 0) + (10 if named else 0) + topic // 25
        if best is None or (sure, -order) > (best[0], -best[1]):
            best = (sure, order, column, accent)
    if best is None or best[0] < (22 if near else 60):
        return None
    _, _, column, accent = best
    return chart(column, accent, _message(says, column, accent, article.language)), min(95, 78 + best[0] // 6)


def _message(says: str, column: Column, accent: int, language: str) -> str:
    """What the chart shows, in a line: the clause that speaks of the bar in accent, or how far a series has moved."""
    if accent >= 0:
        for clause in (part.strip(' ，。；,.;“”"') for part in re.split(r"[，；。]|[,;]\s|\.\s|\.$", says)):
            named = column.labels[accent].lower() in clause.lower()
            size = len(clause) <= 18 if language == "zh" else len(clause.split()) <= 9
            whole = len(clause) >= 6 if language == "zh" else len(clause.split()) >= 4
            if named and size and whole and not re.match(r"(?:while|and|but|which|其中|而|但)", clause, re.I):
                return clause[:1].upper() + clause[1:]
    if not column.header or not all(is_date(name, language) for name in column.labels):
        return ""
    first, last = column.texts[0], column.texts[-1]
    rose = float(column.values[-1]) > float(column.values[0])
    if language == "zh":
        return f"{column.header}从{first}{column.unit}{'增至' if rose else '降至'}{last}{column.unit}"
    return f"{column.header}: {'up' if rose else 'down'} from {first} to {last}"


def chart(column: Column, accent: int, message: str = "") -> Bars:
    """The column as a card; a series over time that nobody points into has its latest value in accent."""
    if accent < 0 and message:
        accent = len(column.labels) - 1
    kept = list(range(len(column.labels)))[:MOST_BARS]
    if accent >= MOST_BARS:
        kept[-1] = accent
    bars = tuple(
        Bar(
            label=column.labels[at],
            value=column.values[at],
            text=column.texts[at] if column.texts[at] != column.values[at] else "",
        )
        for at in kept
    )
    title = column.title if column.title and (not column.header or column.header in column.title) else column.header
    title = message or title or column.title
    if title == column.header and column.rows and not is_date(column.labels[0], "zh"):
        zh = "\u3400" <= title[:1] <= "\u9fff"
        title = f"各{column.rows}{title}" if zh else f"{title} by {column.rows.lower()}"
    return Bars(title=title, unit=column.unit, bars=bars, accent=kept.index(accent) if accent in kept else -1)


def from_words(says: str, here: str, language: str) -> tuple[Bars, int] | None:
    """Three figures or more of one unit, each with its own label, in one sentence; `here` is the part being said."""
    every = [figure for figure in figures(says, language) if figure.unit and not figure.dull]
    unit = max((one.unit for one in every), key=[one.unit for one in every].count, default="")
    found = [figure for figure in every if figure.unit == unit]
    if not 3 <= len(found) <= MOST_BARS or any(figure.near for figure in found):
        return None
    if language != "zh" and len(found) < len(every):
        return None
    labels = _labels_zh(says, found) if language == "zh" else _labels_en(says, found)
    if not labels or len(set(labels)) != len(labels):
        return None
    title = _title(says[: min(says.find(labels[0]), found[0].start)], language)
    shared = _shared_ending(labels) if language == "zh" else ""
    if shared and (not title or title.endswith("看")):
        labels, title = [label.removesuffix(shared) for label in labels], shared
    if not title:
        return None
    bars = tuple(
        Bar(label=label, value=figure.plain, text=figure.value if figure.plain != figure.value else "")
        for label, figure in zip(labels, found, strict=True)
    )
    said = [at for at, figure in enumerate(found) if says[figure.start : figure.end] in here]
    accent = said[0] if said and len(said) < len(found) else -1
    return (Bars(title=title, unit=found[0].unit, bars=bars, accent=accent), 82) if said else None


_when_zh = re.compile(
    r"^(?P<when>[一二两三四五六七八九十\d]{1,3}[年天周](?:以?前|后)|(?:去|今|明|前)年(?:同期|前?\d{1,2}个?月|[上下]半年)?|[这当]一?[夜天晚年]|"
    r"上年同期|此前|如今|现在|目前|当时|原来|过去|(?:改造|启用|开通|换灯|整治|实施|施工)[前后]|\d{4}年(?:\d{1,2}月)?|[上下本]个?[月周年])[，,]?"
)
_when_en = re.compile(
    r"^(?:and |but )?(?P<when>(?:a|two|three|four|five|ten|\d+) (?:years?|months?|weeks?) (?:ago|earlier|later)|"
    r"(?:last|this) (?:year|month|week|spring|summer|season|time)|in (?:19|20)\d\d|now|today|before|before that)\b,?\s",
    re.I,
)


def then_and_now(whole: str, here: str, article: Article) -> tuple[Bars, int] | None:
    """Two figures of one unit, each in a clause that opens with its time, once the second of them is said."""
    language = article.language
    found: list[tuple[str, Figure]] = []
    for part in re.split(r"[；;。]\s?|(?<=[,，])\s?(?=这|如今|现在|目前|今年|now|today|this)", whole):
        when = (_when_zh if language == "zh" else _when_en).match(part.strip())
        inside = [one for one in figures(part, language) if one.unit and not one.near]
        if part.strip() and (not when or len(inside) != 1):
            return None
        if when:
            found.append((when["when"], inside[0]))
    if len(found) != 2 or found[0][1].unit != found[1][1].unit or found[0][0] == found[1][0]:
        return None
    title = _named_by_table([one for _, one in found], article) or label(whole, found[0][1], language)
    if not title:
        return None
    bars = tuple(
        Bar(label=when[:1].upper() + when[1:], value=one.plain, text=one.value if one.plain != one.value else "")
        for when, one in found
    )
    said = [
        at for at, (_, one) in enumerate(found) if f"{one.value}{one.unit}" in here.replace(f"{one.value} ", one.value)
    ]
    return (Bars(title=title, unit=found[0][1].unit, bars=bars, accent=1), 116) if 1 in said else None


def _named_by_table(found: list[Figure], article: Article) -> str:
    """What a table of the article calls these figures, where it has them all in one column."""
    for block in article.blocks:
        for column in columns(block) if block.form == "table" else []:
            if column.unit == found[0].unit and all(one.plain in column.values for one in found):
                return column.title or column.header
    return ""


def _shared_ending(labels: list[str]) -> str:
    """What all labels end with, where something is left of each without it."""
    ending = labels[0]
    while ending and not all(label.endswith(ending) and len(label) > len(ending) + 1 for label in labels):
        ending = ending[1:]
    return ending if len(ending) >= 2 else ""


def _labels_zh(says: str, found: list[Figure]) -> list[str]:
    labels = []
    before = 0
    for figure in found:
        between = re.split(r"[、，；和及：:]", says[before : figure.start])[-1].strip()
        match = _zh_pair.search(between)
        if (
            not match
            or not 2 <= len(match["label"]) <= 8
            or re.search(r"增长|下降|同比|环比|其中|上升|减少|每", between)
        ):
            return []
        labels.append(match["label"])
        before = figure.end
    return labels


def _labels_en(says: str, found: list[Figure]) -> list[str]:
    after = [
        re.match(r"\s(?:of|in|for|from|on|at)\s((?:the\s)?[A-Z]?[\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})", says[one.end :])
        for one in found
    ]
    if all(after):
        return [match[1].removeprefix("the ") for match in after if match]
    labels = []
    for one in found:
        match = re.search(
            r"((?:[A-Z][\w’'-]+\s?){1,3})(?:had|has|with|at|recorded|received|got|saw|got|by|,|:)?\s$",
            says[: one.start],
        )
        if not match:
            return []
        labels.append(match[1].strip())
    return labels


def _title(before: str, language: str) -> str:
    """What is compared: the words before the first label, or nothing where they say too little."""
    if language == "zh":
        title = re.split(r"[，；。]", before.rstrip("，：:、"))[-1]
        title = re.sub(r"^其中|(?:分别|依次|为|达|是|有)+$", "", title)
        return title if 3 <= len(title) <= 18 else ""
    title = re.split(r"[,;.]\s", before.rstrip(" ,:"))[-1].strip()
    title = re.sub(r"(?:\s(?:was|were|is|are|of|in|for|at|by|with|the|:|\d[\d.,%]*))+$", "", title)
    return title if 2 <= len(title.split()) <= 9 and not any(mark.isdigit() for mark in title) else ""
