"""The words that turn, weaken or attribute what is said, by what they do to it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from newsreel.reporting.wording import SAY_ZH

_ZH = {
    "not": (
        r"不(?!过(?!去)|仅|但|断|同|少|久|错|妨|禁|料|管|论|约|会?超过|多于|高于|低于|足|到(?=\d)|等)|"
        r"未(?!来|必)|没(?!收)|无(?!人机|人驾|论|线|锡|疑|缘|数|障碍|花果)|"
        r"非(?=但|必|法)|并非|否认|否定|拒绝|驳回|反对|禁止|叫停|难以|尚缺|谣言|虚假"
    ),
    "may": (
        r"可能|也许|或许|未必|恐(?!怖|龙|惧|慌)|或(?=将|可|能|会|达|超|是|为|因|有|致|成|受|于)|大概率|"
        r"有望|不排除|料将?|似乎?"
    ),
    "plan": (
        r"拟(?!态|音|合)|计划(?!生育)|预计|预期|预测|打算|考虑|力争|准备(?=[于在将对向把])|待|争取|有意|"
        r"建议|目标是|要求|应当"
    ),
    "will": r"将(?!军|领|士|来|近|比分|.{1,8}(?:换成|改为|降到|扳|运到|送往|推迟))|即将|届时",
    "claim": r"据称|涉嫌|疑似|嫌疑|疑(?=为|因)|网传|传言|据传|被指|所谓|自称|声称|宣称",
    "about": r"大约|约(?![束定会谈])|左右(?!手)|至少|最多|至多|几乎|将近",
    "if": r"如果|除非|只要|只有|一旦|若(?!干)|倘|如(?=非|未|需|有|无|在|经)|前提|须经|需经",
    "say": (
        rf"据(?!此|以|点)[^，。]{{1,20}}|(?!说[明法服]|称[号为]|介绍信){SAY_ZH}|显示|预测|质疑|辩称|查明|"
        rf"获悉|担心|报道|警告"
    ),
}
_EN = {
    "not": r"not|n['’]t|cannot|never|no(?!\.\s?\d)|none|neither|nor|without|nobody|nothing|den(?:y|ies|ied|ying)|"
    r"refus(?:e|es|ed)|reject(?:s|ed)?|declin(?:e|es|ed)(?=\s(?:to|a|an|the)\b)|fail(?:s|ed)? to|unlikely|"
    r"false|untrue",
    "may": (
        r"may|might|could|can(?!not)|possibl[ey]|perhaps|likely|probably|appears? to|appeared to|"
        r"seems? to|suggests?|should|hopes?|hoped"
    ),
    "plan": (
        r"plans?(?= to)|planned|expect(?:s|ed)?|propos(?:e|es|ed|al)|aims? to|intends?|due to(?=\s\w+\b)|"
        r"forecast|estimated|"
        r"scheduled|consider(?:s|ing)?|due (?:by|in)|hope(?:s|d)?|would|subject to|seek(?:s|ing)?"
    ),
    "will": r"will|shall|is to|are to|set to",
    "claim": (
        r"alleged(?:ly)?ly|suspected|accused|purported(?:ly)?|claim(?:s|ed)?|apparently|"
        r"supposedly|rumou?red|contrary to"
    ),
    "about": r"nearly|almost|roughly|approximately|at least|at most|partly",
    "if": r"if|unless|provided|as long as|until|on condition",
    "say": (
        r"said|says|told|added|adds|warn(?:s|ed)?|(?<=they )wrote|(?<=he )wrote|wrote (?=that)|according|"
        r"argu(?:es|ed)|believes?|believed|reported|"
        r"insist(?:s|ed)|claim(?:s|ed)?|recalled|explained|noted|heard|question(?:s|ed)|think|thinks|showed|"
        r"shows?|predicted|called|praised|takes as"
    ),
}


def _pattern(words: dict[str, str], language: str) -> re.Pattern[str]:
    """All kinds in one pattern; what is claimed comes first, since some of its words also say who speaks."""
    order = sorted(words, key=lambda kind: kind != "claim")
    if language == "zh":
        return re.compile("|".join(f"(?P<{kind}>{words[kind]})" for kind in order))
    short = {"not": r"|n['’]t\b"}
    return re.compile("|".join(rf"(?P<{kind}>\b(?:{words[kind]})(?!\w){short.get(kind, '')})" for kind in order), re.I)


_guards = {"zh": _pattern(_ZH, "zh"), "en": _pattern(_EN, "en")}


@dataclass(frozen=True, slots=True)
class Guard:
    """A word that turns, weakens or attributes what is said."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def guards(text: str, language: str) -> tuple[Guard, ...]:
    """The guards of a text in order."""
    return tuple(
        Guard(match.lastgroup or "", match.group(), match.start(), match.end())
        for match in _guards[language].finditer(text)
    )
