"""Who and what a text names: people, organisations and places, by their pattern, without a list of them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from newsreel.reporting.wording import SAY_ZH

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋"
    "余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向常汤康易乔赖文施洪庄温季俞章鲁葛柳祁凌骆岑柯蓝卓童褚卫芦丛麻费岳齐祝左涂翁符焦牛樊耿鲍尤倪殷申冉车苗单"
)
_H = "[\u4e00-\u9fff]"
_title_zh = (
    r"(?:长|主席|主任|教授|委员|员|教师|老师|律师|医师|工程师|设计师|分析师|厨师|记者|董事|经理|总监|总裁|监|"
    r"职工|代表|后卫|前锋|"
    r"中锋|门将|迷|专家|学家|作家|画家|企业家|官|学者|主教练|教练|选手|队员|农民|村民|市民|居民|医生|学生|"
    r"先生|女士|人|书记|用户|"
    r"传承人|负责人|发言人|大使|总统|总理|首相|省长|法官|被告|原告|导演|演员|歌手|司机|业主|站长|所长)"
)
_follows_zh = (
    rf"(?=$|[，。、：；“”「」（）《》\s\d]|{SAY_ZH}|等|在|的|和|与|则|曾|是|把|将|也|还|向|对|带|命中|独得|"
    rf"获|提|介绍|不|未|从|因|被|为|"
    r"计划|赛后|接过|当|随|常|去|来|出|正|已|去世|逝世|同意|干|笑|希望|建议|要|走|参|担任|任|给|用|再|又|都|"
    r"就|会|能|可|想|今年|同日)"
)
_third = "则在说称也还的和与等将把对向从是曾已表认为当被因又都就会能可想要不未所回告介给到即提指透强坦"
_person_zh = re.compile(rf"(?P<name>[{SURNAMES}]{_H}(?:(?![{_third}]){_H})?){_follows_zh}")
_lead_zh = re.compile(rf"(?:^|[，。；：、“”（）\s]|{_title_zh}|记者|据|与|和|由|随|对|向|给|的)$")
_strong_zh = re.compile(rf"{_title_zh}$")
_foreign_zh = re.compile(rf"{_H}{{1,6}}(?:·{_H}{{1,8}})+")
_suffix_zh = (
    r"(?:人民法院|法院|检察院|委员会|人大常委会|常委会|研究院|研究所|实验室|理工学院|学院|小学|中学|幼儿园|学校|大学|医院|银行|"
    r"集团|科技|公司|证券|电视台|气象台|观测站|"
    r"管理局|水务局|公安局|统计局|住建局|教育局|管理所|文化馆|博物馆|俱乐部|剧团|女篮|男篮|女足|男足|联合会|"
    r"协会|基金会|出版社|日报|晚报|机场|"
    r"[市县区省镇乡村州路街河江湖山岛港湾桥站局厅队])"
)
_stop_zh = (
    "，。、：；？！“”「」（）《》"
    "的了在与和及或对由从往到自至赴抵是将把被向为称说据并而但让使某该本此这那各两三每全我他她其"
)
_group_zh = re.compile(rf"(?:(?![{_stop_zh}])[\u4e00-\u9fffA-Za-z]){{2,9}}?{_suffix_zh}")
_titled_zh = re.compile(r"《[^》]{1,40}》")
_role_zh = re.compile(rf"((?:(?![{_stop_zh}])[\u4e00-\u9fff]){{0,14}}{_title_zh})$")

_cap = r"(?:[A-ZÀ-Þ][\w’'&-]*(?:\.(?=[A-Z]))?|[A-Z]\.)"
_group_en = re.compile(rf"{_cap}(?:\s(?:(?:de|da|del|van|von|al|bin|of|of the|for|&|la|le)\s)?{_cap})*")
_NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec i mr mrs ms dr a an the "
    "he she it they we you his her its their our my your this that these those there here in on at by for from with "
    "as of to and but or if when while after before since although though because so then not no nobody nothing "
    "everyone more most less only two three four five six seven eight nine ten eleven twelve half another some many "
    "several both each every all other others what who why how where which models critics animals officials people "
    "police however meanwhile according about nearly almost around over under total yes once again also still yet "
    "now last next new one first second third during despite without within until unless prosecutors residents "
    "analysts researchers scientists campaigners forecasters economists doctors experts councillors shareholders "
    "workers".split()
)
OFFICES = frozenset(
    "mayor president professor prof governor minister senator judge captain coach councillor superintendent chief "
    "inspector detective sergeant secretary director prime deputy executive officer commissioner chancellor council "
    "leader finance defence opposition favourite former sir lord lady king queen pope general colonel dr mr mrs ms "
    "lawyer lawyer analyst minister accountant coach spokesperson chairman chairwoman chair sister analyst".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands; `role` is what the text calls its bearer."""

    text: str
    start: int
    end: int
    person: bool = False
    sure: bool = True


@lru_cache(maxsize=8192)
def names(text: str, language: str, known: frozenset[str] = frozenset()) -> tuple[Name, ...]:
    """The names of a text in order; what is known from elsewhere is found first, the longest first."""
    found: list[Name] = []

    def add(text_: str, start: int, person: bool = False, sure: bool = True) -> None:
        end = start + len(text_)
        if all(end <= one.start or one.end <= start for one in found):
            found.append(Name(text_, start, end, person, sure))

    for name in sorted((name for name in known if name in text), key=len, reverse=True):
        at = text.find(name)
        while at >= 0 and name:
            if language == "zh" or not (
                text[at - 1 : at].isalnum() or text[at + len(name) : at + len(name) + 1].isalnum()
            ):
                add(name, at)
            at = text.find(name, at + len(name))
    (_names_zh if language == "zh" else _names_en)(text, add)
    return tuple(sorted(found, key=lambda one: one.start))


def _names_zh(text: str, add) -> None:  # type: ignore[no-untyped-def]
    for whole in (*_titled_zh.finditer(text), *_foreign_zh.finditer(text)):
        add(whole.group(), whole.start(), person="·" in whole.group())
    at = 0
    while (match := _person_zh.search(text, at)) is not None:
        lead = text[max(0, match.start() - 5) : match.start()]
        says = re.match(SAY_ZH, text[match.end("name") :])
        sure = bool(_strong_zh.search(lead)) or bool(says and _lead_zh.search(lead))
        if _lead_zh.search(lead) and not match["name"].endswith(("市", "县", "区", "省", "镇", "队", "路", "站")):
            add(match["name"], match.start("name"), person=True, sure=sure)
            at = match.end("name")
        else:
            at = match.start() + 1
    for whole in _group_zh.finditer(text):
        add(whole.group(), whole.start(), sure=False)


def _names_en(text: str, add) -> None:  # type: ignore[no-untyped-def]
    for match in _group_en.finditer(text):
        start, words = match.start(), match.group().split()
        while words and words[0].lower().rstrip(".").removesuffix("'s").removesuffix("’s") in _NOT_NAMES:
            start += len(words[0]) + 1
            words.pop(0)
        opens = start == 0 or bool(re.search(r"(?:^|[.!?:;]\s|[“\"‘•–—]\s?|\n)$", text[max(0, start - 3) : start]))
        while words and words[-1].lower() in _NOT_NAMES:
            words.pop()
        if words:
            name = re.sub(r"['’]s?$", "", text[start : start + len(" ".join(words))])
            add(name, start, sure=not opens or len(words) > 1)


@lru_cache(maxsize=256)
def roll(texts: tuple[str, ...], language: str) -> frozenset[str]:
    """The names of an article. In English a word opening a sentence counts only if it is a name elsewhere."""
    found = [name for text in texts for name in names(text, language)]
    if language == "zh":
        places = {name.text[:-1] for name in found if name.text[-1] in "市县省" and 3 <= len(name.text) <= 4}
        people = {name.text for name in found if name.person and name.sure}
        groups = {name.text for name in found if not name.person and 3 <= len(name.text) <= 12}
        return frozenset(places | people | groups)
    sure = {name.text for name in found if name.sure}
    parts = {word for name in sure for word in name.split()}
    return frozenset(sure | {name.text for name in found if name.text in parts})


def agree(one: str, other: str, language: str) -> bool:
    """Whether two names may be of the same bearer: one is part of the other."""
    if language == "zh":
        return one in other or other in one
    mine, theirs = set(one.lower().split()), set(other.lower().split())
    return mine == theirs or bool((mine & theirs) - OFFICES - {"of", "the"})


def role_zh(text: str, start: int) -> str:
    """What stands as a title right before a name."""
    match = _role_zh.search(text[max(0, start - 18) : start])
    return match[1] if match else ""


def role_en(text: str, start: int, end: int) -> str:
    """The title before a name or between the commas after it."""
    before = re.search(
        r"((?:[a-z][\w-]*\s|[A-Z][a-z]+\s(?=[a-z])){0,4}[a-z][\w-]*)\s$", text[max(0, start - 60) : start]
    )
    words = before[1].split() if before else []
    if words and words[-1].lower() in OFFICES:
        kept = [word for n, word in enumerate(words) if all(one.lower() in OFFICES for one in words[n:])]
        return " ".join(kept)
    after = re.match(r",\s(?:the\s|an?\s)?([a-z][^,.;“”\"]{3,60})(?:,|\.|$)", text[end : end + 80])
    opens = re.match(r"(?:who|which|and|but|while|in|on|at|with|as)\b|\d", after[1]) if after else None
    return after[1] if after and not opens else ""
