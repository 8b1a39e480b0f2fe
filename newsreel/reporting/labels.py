"""What a figure counts, as a noun phrase in the words around it; nothing where those words are only a stump."""

import re

from newsreel.reporting.clauses import clauses
from newsreel.reporting.figures import Figure, figures

_links_zh = re.compile(
    r"(?:已经|已|目前|预计)?(?:不超过|不少于|不低于|不高于|超过|高达|不足|不到|至少|接近|最多|大约|累计达|累计|达到了|达到|达|约为|约|近|超|逾|共有|共计|总计|合计|共|为|是|有|仅|只|：|:)+$"
)
_from_zh = re.compile(r"(?:由|从|自)$")
_stray_zh = re.compile(
    r"^(?:其中|此外|目前|截至[^，]{1,16}|据[^，]{1,12}，|以及|和|与|并|还|、|左右|以上|的)+|(?:左右|的|、|和|与|以及)+$"
)
_needs_more_zh = re.compile(r"(?:以|用|按|按照|对|向|由|将|把|被|在|每|拿出)$|(?:按|每)[^，]{1,6}$")
_rates_zh = re.compile(
    r"^(?:扣除[^，。]{2,8}实际增长|实际增长|(?:同比|环比|较|比|增速比)[^，。]{0,12}|(?:已)?占[^，。]{0,12}|增长|下降|上升|提高|减少|增加|上涨|下跌|占比)$"
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
PAIR_ZH = re.compile(
    r"(?:从|由)[^，。]{1,16}?(?:增至|升至|降至|增加到|提高到|提升到|下降到|减少到|降到|涨到|涨至|跌至|"
    r"缩短至|缩短到|扩大到|扩大至)[^，。；]{1,16}"
)
PAIR_EN = re.compile(
    r"(?:up |down )?from [^,;]{0,24}?\d[^,;]{0,24}? to "
    r"[^,;]{0,24}?\d[\d,]*(?:\.\d+)?%?(?: (?!since|in|on|by|at)[a-z]+)?|"
    r"(?:up|down|from) [^,;]{0,20}?\d[\d,]*(?:\.\d+)?%?(?: (?!in\b)[a-z]+){0,4}(?: in (?:\d{4}|[A-Z][a-z]+))?|"
    r"(?:compared with|against|slower than|faster than) (?:the )?"
    r"[^,;.]{0,12}?\d[\d,]*(?:\.\d+)?%?(?: [A-Za-z]+){0,5}"
)
_aids_zh = re.compile(
    r"^(?:让|使得?|令|而|并|也|都|但|则|共|已|还|仅|只|就|全部|同一[台个家名座条]|[一这那]次|目前|记者)+"
)
_stump_zh = re.compile(  # a pronoun, a preposition or a bare verb is no name for what is counted
    r"^(?:[它他她其这那该此我你咱]|把|被|将|由|以|从|自|在|对|向|用|按|每|到|至|再|却|不|未|没|可|能|会|要|比|较|为|有|无|约|超|近|"
    r"换|降|升|增(?!长|速|幅|加值)|减(?!排|税|持|幅)|跌|涨|达|占(?!比)|又|才|预计|累计|当选|独得)|"
    r"(?:得出|[到出了着过得成至于达为有是把给与和的在从比被向将个各就又再上约]|大约|即可|可以|应当|必须|给予|罚款?|处以|命中|得到|扣费|扣除|按月|每月|每天|"
    r"其余|其他|另外|全市|全省|全国|分别|各|表示|认为|称|说)$|[那这][台个家座次场条]"
)
_verb_zh = re.compile(
    r"(?:只|仅|才|共|已|就)?(?P<verb>[数记拍看查抓救种换拆装建修改收造卖买印画写捐送发运投招转治](?:得出|到了?|出|下|了|掉|走|完|起)|"
    r"(?:新增|建成|完成|转移|疏散|出动|派出|投入|新建|种植|获得|吸引|接待|培训|提供|发放|收到|关闭|裁减|招收|受理|查处|破获|抓获|试换|补装|安装|更换|"
    r"改造|修复|种下|救出|生产|雕刻|整理|收藏|展出|捐出|扣下|运来|清理|检查|发现|记录|撞伤|砍伐|补种|回收|拆除|腾退|开通|新开|修建|引进|提拔|迎来|恢复|扩大|筹集|培育|保护|治理|归还|赔偿|租下|配备|招募)|[\u4e00-\u9fff][下进入走掉满])(?:了)?$"
)
_stump_en = re.compile(
    r"^(?:or|and|but|which|who|it|they|he|she|this|that|these|those|we|you|i|down|up|from|than|to|by|with|for|of|per|a|an|"
    r"in|on|at|is|are|was|were|be|will|would|has|have|had|could|may|might|not|more|less|each|every|until|if|its|their|his|her)\b|"
    r"\b(?:the|a|an|of|to|in|on|at|by|with|for|from|and|or|than|as|is|are|was|were|be|been|will|would|could|may|might|has|have|"
    r"had|its|their|his|her|that|which|who|every|each|another|now|not|only|about|said|says|spend|spends|spent|saves?|"
    r"saved|gave|gives?|took|takes?|made|makes?|kept|keeps?|left|brings?|brought|needs?|earns?|earned|adds?|added|sees?|saw|moved?|"
    r"carried|killed|hurt|buy|buys|bought|sold|sells?|pays?|paid|sent|found|won|lost|got|gets?|holds?|held|drew|draws?)$",
    re.I,
)
_MOST_LABEL = 9  # English words


def label(says: str, figure: Figure, language: str, context: str = "") -> str:
    """What the figure counts, or nothing."""
    if language == "zh":
        return _sound_zh(_label_zh(says, figure, context), says, figure)
    return _sound_en(_label_en(says, figure), figure)


def _sound_zh(named: str, says: str, figure: Figure) -> str:
    """The label as a noun phrase: what was done, and to what (`老城区试换的旧路灯`); a stump is refused."""
    named = re.sub(r"(增长|下降|上升|提高|减少|增加|上涨|下跌|缩短|扩大|加快|降低)了$", r"\1", _aids_zh.sub("", named))
    if figure.unit.endswith("倍"):
        named = re.split(r"约?为|是|达|相当于", named)[0]
    named = re.sub(r"(?:因此|由此|随之|因而)", "", named)
    if figure.unit in ("名", "人", "位") and re.search(r"由$", says[: figure.start]):
        return ""
    verb = _verb_zh.search(named)
    after = re.match(r"[\u4e00-\u9fff]{1,9}?(?=[，。；：、！？”（]|$)", says[figure.end :])
    counted = after.group() if after and not re.match(r"左右|以上|以下|以内", after.group()) else ""
    if verb and counted:
        named = f"{named[: verb.start()]}{verb['verb'].removesuffix('了')}的{counted}"
    elif verb or _stump_zh.search(named):
        return ""
    return named if 2 <= len(named) <= 22 and not _stump_zh.search(named) else ""


def _sound_en(named: str, figure: Figure) -> str:
    """The label where it names something and does not say the figure again."""
    costs = re.match(r"(?P<what>.+?(?<!ing)(?<!al))\s(?:will\s)?costs?$", named)
    if costs and len(costs["what"].split()) <= 5:
        what = costs["what"]
        named = f"Cost of {what[:1].lower() + what[1:] if re.match('(?:The|A|An|Its|Each|Every) ', what) else what}"
    if re.match(r"of the \w+(?: \w+){0,4}$", named, re.I) and re.search(r"%|per ?cent", figure.unit):
        return named
    again = figure.value in named or len(named.split()) > _MOST_LABEL
    alone = len(named.split()) < 2 or re.search(r"\b(?:there|here)\b", named)
    return "" if again or alone or _stump_en.search(named) else named


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
    pair = PAIR_ZH.search(says)
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
        before = (
            (_stray_zh.sub("", subject) + before) if 2 <= len(subject) <= 16 and not _rates_zh.match(subject) else ""
        )
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
    if re.search(r"\w\scosts?$", before):
        return before
    share = re.match(r"of the (?:\w+ ?){1,5}(?=$|,|\.)", after)
    if share and re.search(r"%|per ?cent", figure.unit) and not re.search(r"\b(?:them|there|it)\b", share.group()):
        return _tidy(share.group())
    done = re.search(
        r"\s(\w{2,}ed|built|sold|made|bought|grew|shot|sent|told)(?:\s(?:about|nearly|more than))?$", before
    )
    if done and 2 <= len(after.split()) <= 6 and re.match(r"(?:in|from|to|with|for|on|at|by|across)\s", after):
        return _tidy(f"{done[1]} {after}")
    whole = f"{before} {says[figure.start : figure.end]} {after}".strip()
    return _with_subject(says, whole) if len(whole.split()) <= 12 else ""


def _counts_on(bare: str, after: str) -> bool:
    """Whether the figure opens what is said of it (`2,100 homes without power`)."""
    opens = not bare or (len(bare.split()) == 1 and bare[:1].islower())
    return opens and bool(re.match(r"(?!of\s|a\s|an\s|per\s|and\s|or\s)[a-z]", after))


def _moved_en(says: str, before: str, figure: Figure) -> str:
    """What went from one figure to another, without the first of them."""
    pair = PAIR_EN.search(says)
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
