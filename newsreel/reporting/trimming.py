"""What may be left out of a sentence without changing what it says: datelines, bylines, asides, opening connectives.

Everything kept is a slice of the sentence, in its order. Negations, hedges, attributions, conditions, names and figures
stay: an aside with a figure or a guard in it is kept, and so is a clause with one.
"""

import re

from newsreel.reporting.clauses import clauses
from newsreel.reporting.wording import guarded, without_adding

_dateline_zh = re.compile(
    r"^(?:【[^】]{1,20}】)?\s*(?:本报讯|本台消息|(?:本报|本台|新华社|中新社|中新网|[\u4e00-\u9fff]{1,5}(?:社|网|日报|晚报))?"
    r"[\u4e00-\u9fff、]{0,8}\d{1,2}月\d{1,2}日(?:电|讯|消息))[\s　，,：:]*(?:[（(][^）)]{0,60}[）)])?[\s　，,：:]*"
)
_byline_zh = re.compile(
    r"[（(](?:本报|本台)?(?:见习|首席)?(?:记者|通讯员|编辑|完|责任编辑|作者|图)[^）)]{0,60}[）)]|[（(]完[）)]"
)
_dateline_en = re.compile(
    r"^(?:[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][A-Za-z .]{1,24}?)?"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))?"
    r"(?:,? \([A-Za-z ]{2,20}\))?)\s*[-—–]+\s+"
)
_aside = re.compile(r"\s?[（(]([^（）()]{1,80})[）)](?![^《]*》)")
_STATUS = re.compile(r"草案|试行|暂行|暂定|征求意见|修订|节选|译|draft|interim|provisional", re.I)
_BOILERPLATE = re.compile(
    r"^(?:[表图][一二三四五\d]{0,2}|责任编辑|责编|编辑|审核|校对|监制|来源|图片来源|图源|原标题|作者|记者|通讯员|扫码|关注|点击|更多|"
    r"延伸阅读|相关阅读|版权|本文|声明|免责)[：:|｜]|^(?:扫描|长按|点击)[^。]{0,12}(?:二维码|关注|阅读原文|查看)|^[（(]?完[）)]?$|"
    r"^\(?(?:Reporting|Additional reporting|Writing|Editing|Edited|Photo|Photograph|Image|Source|Read more|See also|"
    r"Follow us|Sign up|Subscribe|Click here|Copyright|Advertisement|Related)(?: by\b|:|\.?$)|"
    r"^©|^By [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}\.?$|^(?:Table|Chart|Figure)(?: \d+)?[:.]|"
    r"^(?:Follow us on|Sign up (?:to|for)|Click here|Subscribe to|All rights reserved)\b"
)
_alive = re.compile(r"[\u3400-\u9fff]|[^\W\d_]{2}")


def boilerplate(text: str) -> bool:
    """Whether a line is about the page and not the news: credits, calls to follow, copyright, or no words at all."""
    return bool(_BOILERPLATE.search(text.strip())) or not _alive.search(text)


def trimmed(text: str, language: str) -> str:
    """The sentence as it may be spoken."""
    told = " ".join(text.split()) if language == "en" else re.sub(r"\s*\n\s*", "", text.strip())
    told = (_dateline_zh if language == "zh" else _dateline_en).sub("", told, count=1)
    told = _byline_zh.sub("", told)
    told = _aside.sub(lambda aside: aside[0] if _matters(aside[1], language) else "", told)
    told = re.sub(r"\s+([,.;:!?])", r"\1", told).strip()
    return without_adding(told, language) or told


def _matters(aside: str, language: str) -> bool:
    return any(mark.isdigit() for mark in aside) or guarded(aside, language) or bool(_STATUS.search(aside))


def shorter(text: str, language: str) -> list[str]:
    """The sentence without its last clause, its last two ...: only while what is left out holds nothing that guards.

    In English only a relative or participial clause after a comma may go, for nothing else leaves a sentence behind.
    """
    parts = clauses(text, language)
    found: list[str] = []
    twice = (
        re.match(r"(“[^“”]+[。！？，]”[^“”，]{2,30}(?:说|表示|介绍))，“([^“”]+)”$", text) if language == "zh" else None
    )
    if twice and not guarded(twice[2], language):
        return [twice[1] + "。"]
    while len(parts) > 1:
        last = parts.pop()
        names = r"[“”\"「」《\d]" if language == "zh" else r"[“”\"\d]|(?<!^)\b[A-Z]"
        if guarded(last, language) or re.search(names, last) or not _complete(parts, last, language):
            break
        kept = "".join(parts).rstrip(" ，、；：,;:—-")
        found.append(kept + ("。" if language == "zh" else "."))
    return found


def _complete(parts: list[str], last: str, language: str) -> bool:
    before = "".join(parts)
    if language == "en":
        return bool(re.match(r"\s*(?:which|who|whose|where|\w+ing)\b", last)) and len(before.split()) >= 8
    if re.match(r"[\u4e00-\u9fff]{0,2}(?:同比|环比|比上年|较上年|其中)", last) or parts[-1].endswith(("：", ":")):
        return False
    opens = re.match(r"(?:据|为|随着|由于|因|自|从|在|经|对于|针对|截至|当|受|\d)[^，]*，$", parts[-1])
    if re.match(r"(?:不过，|但，?)?(?:一旦|如果|若|只要|除非|假如|万一|尽管|虽然|既然)", parts[-1]):
        return False
    return len(before) >= 12 and not (opens and len(parts) == 1) and not re.search(r"\d日，$|\d年，$", parts[-1])
