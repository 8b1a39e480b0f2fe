"""A figure set large: which one of a sentence carries it, and what it counts, in the words of the sentence."""

import re

from newsreel.documents import Number
from newsreel.reporting.clauses import clauses
from newsreel.reporting.figures import Figure, figures
from newsreel.sentences import length_of

_links_zh = re.compile(
    r"(?:已经|已|目前|预计)?(?:不超过|不少于|不低于|不高于|超过|高达|不足|不到|至少|接近|最多|大约|累计达|累计|达到了|达到|达|约为|约|近|超|逾|共有|共计|总计|合计|共|为|是|有|仅|只|：|:)+$"
)
_from_zh = re.compile(r"(?:由|从|自)$")
_stray_zh = re.compile(
    r"^(?:其中|此外|目前|截至[^，]{1,16}|据[^，]{1,12}，|以及|和|与|并|还|、|左右|以上|的)+|(?:左右|的|、|和|与|以及)+$"
)
_needs_more_zh = re.compile(r"(?:以|用|按|按照|对|向|由|将|把|被|在|每|拿出)$|(?:按|每)[^，]{1,6}$")
_rates_zh = re.compile(
    r"^(?:(?:同比|环比|较|比|增速比)[^，。]{0,12}|(?:已)?占[^，。]{0,12}|增长|下降|上升|提高|减少|增加|上涨|下跌|占比)$"
)
_takes_object_zh = re.compile(
    r"(?:救出|新增|建成|完成|增加|减少|转移|疏散|出动|派出|投入|新建|种植|获得|吸引|接待|培训|提供|发放|收到|覆盖|关闭|裁减|招收|受理|查处|破获|抓获)$"
)
_links_en = re.compile(
    r"(?:\s|^)(?:(?:is|are|was|were|be|been|has|have|had|will|would|by|of|at|reached|hit|totalled|totaled|stood|stands|"
    r"averaged|a|an|the|from|and|up|total|record|more than|less than|fewer than|at least|up to|as many as|about|around|"
    r"roughly|nearly|almost|over|under|just|only|some|approximately)\s?)+$",
    re.I,
)
_pair_zh = re.compile(
    r"(?:从|由)[^，。]{1,16}?(?:增至|升至|降至|增加到|提高到|提升到|下降到|减少到|降到|涨到|涨至|跌至|"
    r"缩短至|缩短到|扩大到|扩大至)[^，。；]{1,16}"
)
_pair_en = re.compile(
    r"(?:up |down )?from [^,;]{0,24}?\d[^,;]{0,24}? to "
    r"[^,;]{0,24}?\d[\d,]*(?:\.\d+)?%?(?: (?!since|in|on|by|at)[a-z]+)?|"
    r"(?:up|down|from) [^,;]{0,20}?\d[\d,]*(?:\.\d+)?%?(?: (?!in\b)[a-z]+){0,4}(?: in (?:\d{4}|[A-Z][a-z]+))?|"
    r"(?:compared with|against|slower than|faster than) (?:the )?"
    r"[^,;.]{0,12}?\d[\d,]*(?:\.\d+)?%?(?: [A-Za-z]+){0,5}"
)


def number(says: str, language: str, headline: str = "", context: str = "") -> tuple[Number, int] | None:
    """The figure that dominates what is said, as a card, and how strongly it does (0 to 100)."""
    pair = (_pair_zh if language == "zh" else _pair_en).search(says)
    found = [
        figure
        for figure in figures(says, language)
        if len(figure.unit) <= 22
        and (figure.weighty or (figure.unit and pair and pair.start() < figure.start < pair.end()))
    ]
    found = [figure for figure in found if sum(map(says[: figure.start].count, "“”")) % 2 == 0]
    if not found or len(figures(says, language)) > 4:
        return None
    best = max(found, key=lambda figure: (pull(says, figure, headline), -figure.start))
    label = _label_zh(says, best, context) if language == "zh" else _label_en(says, best)
    if not label:
        return None
    card = Number(value=best.value, unit=best.unit, label=label, note=_note(says, best, language))
    rivals = [one for one in found if one.unit == best.unit and one is not best]
    strength = (
        78
        - 7 * (len(found) - 1)
        - (34 if rivals and not card.note else 0)
        - max(0, length_of(says, language) - (34 if language == "zh" else 20)) // 2
    )
    return card, max(0, strength)


def pull(says: str, figure: Figure, headline: str) -> int:
    """How much a figure draws the eye: a share or a sum before a count, the result of a change before its start."""
    share = bool(re.search(r"%|％|percent|per cent|万|亿|illion|个百分点|倍", figure.unit))
    titled = re.search(rf"(?<![\d.,]){re.escape(figure.value)}(?![\d.,]\d)", headline)
    start = re.search(r"(?:从|由|比|较)[^，。至到]{0,12}$|\b(?:from|than|with)\s(?:the\s)?$", says[: figure.start])
    return (
        (-60 if start else 0)
        + (50 if titled else 0)
        + (40 if share or figure.value[:1] in "$£€¥" else 0)
        + 6 * min(6, len(re.sub(r"\D", "", figure.value)))
    )


def _note(says: str, figure: Figure, language: str) -> str:
    """The comparison the sentence gives, or what qualifies the figure."""
    pair = (_pair_zh if language == "zh" else _pair_en).search(says)
    if pair and pair.start() <= figure.end + 16 and figure.start <= pair.end() + 12:
        return pair.group().strip()
    if language == "zh":
        beside = re.search(r"(?:以上|左右|以下|以内)", says[figure.end : figure.end + 3])
        if figure.near or (beside and beside.start() == 0):
            return (
                figure.near
                + says[figure.start : figure.end]
                + (beside.group() if beside and not beside.start() else "")
            )
        change = re.match(r"[，,（(]?((?:同比|环比|较|比)[^，。；）)]{2,18}\d[^，。；）)]{0,8})", says[figure.end :])
        return change[1] if change else ""
    if figure.near:
        at = says.lower().rfind(figure.near.lower(), 0, figure.start)
        return says[at : figure.end]
    return ""


def _clause(says: str, figure: Figure, language: str) -> tuple[str, str, str]:
    """The clause the figure stands in, as what is before it and after it, and the clause before that."""
    at = 0
    before = ""
    for part in clauses(says, language):
        if at <= figure.start < at + len(part):
            return part[: figure.start - at], part[figure.end - at :], before
        before, at = part, at + len(part)
    return says[: figure.start], says[figure.end :], ""


def _label_zh(says: str, figure: Figure, context: str) -> str:
    before, after, earlier = _clause(says, figure, "zh")
    earlier = earlier or context
    after = re.sub("^[左右以上下多]+", "", after)
    after = "" if after.startswith(("、", "和", "与")) else re.split(r"[，。；：、！？（(“”]", after)[0]
    before = re.split(r"[。！？“”]", before)[-1]
    pair = _pair_zh.search(says)
    if pair and pair.start() <= figure.start < pair.end():
        before = before.split(pair.group()[:4])[0]
        after = ""
    before = _stray_zh.sub("", _links_zh.sub("", before))
    if moved := _from_zh.search(before):
        before = before[: moved.start()]
    if any(mark.isdigit() for mark in before):
        before, after = _subject_before_figure(says, figure), ""
    if _rates_zh.match(before):
        subject = _links_zh.sub("", re.split(r"\d", earlier.rstrip("，；"))[0])
        before = (_stray_zh.sub("", subject) + before) if 2 <= len(subject) <= 16 else ""
    after = "" if any(mark.isdigit() for mark in after) else _stray_zh.sub("", after)
    label = before if (len(before) >= 4 or not after) and not _takes_object_zh.search(before) else before + after
    if after and _needs_more_zh.search(before):
        label = re.sub(r"(?:以|用|按|由|把|每)$", "", before) + after
    label = label.strip(" ，、：:")
    return label if 2 <= len(label) <= 24 and not re.search(r"[“”（(]", label) else ""


def _subject_before_figure(says: str, figure: Figure) -> str:
    """Where another figure stands before this one in its clause, the words between the two, or nothing."""
    earlier = [one for one in figures(says, "zh") if one.end <= figure.start]
    rest = says[earlier[-1].end : figure.start] if earlier else ""
    rest = _stray_zh.sub("", _links_zh.sub("", re.split(r"[，、；]", rest)[-1]))
    return rest if len(rest) >= 3 and not any(mark.isdigit() for mark in rest) else ""


def _label_en(says: str, figure: Figure) -> str:
    """What is counted: the words before the figure where they lead up to it, after it where they open with it."""
    before, after, _ = _clause(says, figure, "en")
    after = re.split(r"[,;:.!?(“\"—–](?=\s|$)", after)[0].strip()
    before = re.split(r"[“\"]|(?<=\w)[,;:]\s", before)[-1].strip()
    linked = _links_en.search(" " + before)
    bare = _links_en.sub("", " " + before).strip()
    if re.match(r"(?:which|who|that|whose|some of which)\b", before):
        return ""
    if _counts_on(bare, after):
        after = re.split(r"\s(?:and|but|while|or)\s", after)[0]
        return _tidy(after) if len(after.split()) <= 11 and not any(mark.isdigit() for mark in after) else ""
    if moved := _moved_en(says, before, figure):
        return _tidy(moved)
    if re.match(r"(?:in|to|with|for|by|at)\s", bare) and linked and re.search(r"\s(?:a|an|the)\s", bare):
        return _tidy(re.split(r"\s(?:a|an|the)\s", bare)[-1])
    few = 1 <= len(bare.split()) <= 9 and not any(mark.isdigit() for mark in bare)
    if linked and few and not after.startswith("of "):
        return _with_subject(says, bare)
    if re.match(r"(?:on|in|at|for|of|from|with|by|to)\s", before):
        return ""
    whole = f"{before} {says[figure.start : figure.end]} {after}".strip()
    return _with_subject(says, whole) if len(whole.split()) <= 12 else ""


def _counts_on(bare: str, after: str) -> bool:
    """Whether the figure opens what is said of it (`2,100 homes without power`)."""
    opens = not bare or (len(bare.split()) == 1 and bare[:1].islower())
    return opens and bool(re.match(r"(?!of\s|a\s|an\s|per\s|and\s|or\s)[a-z]", after))


def _moved_en(says: str, before: str, figure: Figure) -> str:
    """What went from one figure to another, without the first of them."""
    pair = _pair_en.search(says)
    if not (pair and pair.start() <= figure.start <= pair.end() and before[:1].isupper()):
        return ""
    subject = re.split(r"\s(?:up |down )?from\s", before)[0]
    return subject if subject != before and len(subject.split()) >= 2 else ""


def _with_subject(says: str, label: str) -> str:
    """A label that opens with a verb, after an aside, gets the subject that stands before the aside."""
    subject = says.split(",")[0]
    verb = re.match(r"(?:has|have|had|is|was|were|will|\w+ed|told|won|lost|made)\s", label)
    if verb and not says.startswith(label) and subject[:1].isupper():
        return f"{subject} {label}" if len(subject.split()) <= 5 else ""
    return _tidy(label)


def _tidy(label: str) -> str:
    label = re.sub(r"^(?:and|but|that|which|while|as|with|because|so|when|after|before)\s", "", label.strip(" ,;:"))
    return label[:1].upper() + label[1:]
