"""Somebody's words in a sentence, verbatim, and who said them in which role."""

import re
from dataclasses import dataclass

from newsreel.reporting.wording import SAY_EN, SAY_ZH

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹"
    "熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向常汤康易乔赖文施洪庄温季俞章鲁葛柳祁凌骆岑柯蓝卓童褚卫芦丛麻费岳齐祝左涂翁符焦牛樊耿鲍尤倪殷申冉车苗单"
)
_OFFICES = tuple("局部厅委院台司会处队所校社站厂店馆署办县市省区镇乡村团")
_quoted = re.compile(r"“([^“”]{4,260})”|「([^「」]{4,260})」|\"([^\"]{4,400})\"")
_name_zh = re.compile(
    rf"^(.{{2,22}}?)([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,8}}·[\u4e00-\u9fff·]{{1,10}})$"
)
_titled_zh = re.compile(
    r"^(?P<role>.{0,24}?(?:负责人|主任|教授|讲师|博士|院士|[局厅部处科县市镇村乡校院馆站所班队组社行店园]长|经理|总监|总裁|工程师|研究员|设计师|"
    r"董事长|书记|主席|秘书长|发言人|教练|老师|师傅|村民|居民|市民|网友|程序员|摊主|店主|老板|司机|医生|护士|律师|法官|检察官|警官|民警|队员|"
    r"球员|学生|家长|农户|渔民|工人|志愿者|分析师|专家|代表|委员))(?P<name>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,10})$"
)
_before_zh = re.compile(
    rf"(?:^|[，。；])([^，。；“”]{{2,30}}?)(?:(?:向|对|在|接受|于)[^，。；“”]{{0,14}}?)?{SAY_ZH}[，,：:]\s?$"
)
_opens_zh = re.compile(rf"^([^，。；“”]{{2,30}}?)(?:(?:向|对|在|接受|于)[^，。；“”]{{0,14}}?)?{SAY_ZH}[，,：:]")
_after_zh = re.compile(rf"^[，,]?\s?([^，。；“”]{{1,30}}?){SAY_ZH}(?=[，。,：:]|$)")
_whose_zh = re.compile(
    r"^[，,]?这是([^，。“”]{2,12}?)(?:常|曾|生前)?(?:常?[对向][^，。“”]{1,8})?(?:说|讲)过?的(?:一句)?话"
)
_NAME = r"(?:[A-Z][\w.'’-]*|de|da|van|von|al|bin)(?:\s(?:[A-Z][\w.'’-]*|de|da|van|von|al|bin))*"
_WHO = rf"(?P<who>(?:[a-zA-Z][\w'’-]*\s){{0,7}}?{_NAME})"
_before_en = re.compile(
    rf"(?:^|[.;,]\s){_WHO}(?:,\s\d{{1,3}})?(?P<role>,\s[^,“”\"]{{3,70}},)?\s{SAY_EN}(?:\s[\w\s]{{1,24}}?)?[,:]?\s?$"
)
_after_en = re.compile(
    rf"^,?\s?(?:{SAY_EN}\s{_WHO}(?:,\s\d{{1,3}})?(?P<role>,\s[^,“”\".;]{{3,70}})?(?=[,.;]|\s[A-Z“\"]|$)|"
    rf"{_WHO.replace('who', 'first')}(?P<office>,\s[^,“”\"]{{3,70}},)?\s{SAY_EN}\b)"
)
_reports_en = re.compile(rf",\s{SAY_EN}\s{_WHO}(?P<role>,\s[^,“”\".;]{{3,70}})?(?:\s(?:of|from|at)\s[^,.]{{2,50}})?\.$")
_opens_en = re.compile(rf"^{_WHO}(?P<role>,\s[^,“”\"]{{3,70}},)?\s{SAY_EN}\b")
_TITLES = frozenset(
    "mayor president professor governor minister senator judge captain coach councillor superintendent chief inspector "
    "detective sergeant secretary director prime deputy executive officer commissioner chancellor dr".split()
)
_PRONOUNS = re.compile(r"^(?:[他她它]们?|我们?|其|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|[Ww]ho|记者)$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What was said; `speaker` is empty when only a pronoun names him or her."""

    text: str
    speaker: str
    role: str = ""


def quotation(text: str, language: str) -> Quotation | None:
    """The longest attributed quotation of a sentence, if it has one that can stand on its own."""
    found = [(match, next(part for part in match.groups() if part)) for match in _quoted.finditer(text)]
    found = [(match, said) for match, said in found if _stands(said, language)]
    if not found:
        return None
    match, said = max(found, key=lambda one: len(one[1]))
    who = _who(text[: match.start()], text[match.end() :], language) or _who_between(text, match, language)
    if who is None:
        if text.strip() != match.group():
            return None
        who = ("", "")  # nothing but the quotation: whoever was speaking goes on
    return Quotation(text=said.strip().rstrip("，,;；。"), speaker=who[0], role=who[1])


def speaking(text: str, language: str) -> tuple[str, str]:
    """Who says what a sentence reports without quoting: name and role, or two empty texts."""
    if language == "zh":
        match = _opens_zh.search(text)
        return _person_zh(match[1]) if match else ("", "")
    end = _reports_en.search(text)
    if end:
        return _person_en(end["who"], end["role"] or "")
    start = _opens_en.search(text)
    return _person_en(start["who"], start["role"] or "") if start else ("", "")


def _stands(said: str, language: str) -> bool:
    return len(said) >= 10 if language == "zh" else len(said.split()) >= 5


def _who(before: str, after: str, language: str) -> tuple[str, str] | None:
    if language == "zh":
        match = _after_zh.search(after) or _whose_zh.search(after) or _before_zh.search(before)
        return _person_zh(match[1]) if match else None
    match = _after_en.search(after)
    if match:
        return _person_en(match["who"] or match["first"] or "", match["role"] or match["office"] or "")
    match = _before_en.search(before)
    if match:
        return _person_en(match["who"], match["role"] or "")
    if re.match(rf"^,?\s?(?:he|she|they)\s{SAY_EN}|^,?\s?{SAY_EN}\s(?:he|she)\b", after) or re.search(
        rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)\s{SAY_EN}[,:]?\s?$", before
    ):
        return ("", "")
    return None


def _who_between(text: str, match: re.Match[str], language: str) -> tuple[str, str] | None:
    """The speaker named between two halves of what was said: “…” she said, “…”."""
    before = text[: match.start()]
    opened = max(before.rfind("”"), before.rfind('"'))
    return _who("", before[opened + 1 :], language) if opened >= 0 else None


def _person_zh(phrase: str) -> tuple[str, str]:
    said = re.sub(r"^(?:据|对此|随后|当天|日前|昨日|今日|\d{1,2}月\d{1,2}日|\d{1,2}日)[，]?", "", phrase.strip())
    said = re.sub(
        r"(?:在|向|对|接受|日前|近日|当天|\d{1,2}日).*$|(?:还|也|则|曾|均|都|笑着|进一步|赛后|随后|事后|会后|最后)$",
        "",
        said,
    )
    if _PRONOUNS.match(said) or not said:
        return ("", "")
    titled = _titled_zh.match(said)
    if titled and not titled["name"].endswith(_OFFICES):
        return (titled["name"], titled["role"])
    match = _name_zh.match(said)
    if match and not match[2].endswith(_OFFICES):
        return (match[2], match[1])
    return (said, "")


def _person_en(phrase: str, role: str) -> tuple[str, str]:
    """The name is what is capitalised at the end; what stands before it is the role."""
    words = phrase.strip(" .,").split()
    at = len(words)
    while at and (words[at - 1][:1].isupper() or words[at - 1] in ("de", "da", "van", "von", "al", "bin")):
        at -= 1
    while at < len(words) and words[at].lower().removesuffix("'s") in _TITLES:
        at += 1
    before, name = " ".join(words[:at]), " ".join(words[at:])
    if not name or _PRONOUNS.match(name) or re.match(r"(?:But|And|The|In|On|At|That|This)\b", name):
        return ("", "")
    given = re.sub(r"^(?:who is the|who is|who|the|a|an)\s", "", role.strip(" ,"))
    if given and before.lower().strip(".") in _TITLES | {"mr", "mrs", "ms"}:
        return (name, given)
    return (name, re.sub(r"^(?:[Tt]he|[Aa]n?)\s", "", before) or given)
