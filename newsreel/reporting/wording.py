"""The words that carry more than they say: who claims it, how sure, on what condition, and what they refer back to."""

import re

# Words that turn, weaken, limit or attribute what is said. A clause that holds one is never left out of a sentence.
GUARDS_ZH = (
    "不 没 未 无 非 勿 别 否 拒 禁 停 暂 或 可能 预计 拟 计划 疑 涉嫌 据称 据悉 据报 据了解 传 约 左右 将 有望 "
    "一旦 万一 风险 若 如 除非 只要 只有 但 却 而 然而 不过 尽管 虽 仅 只 才 尚 仍 至少 至多 最多 "
    "以上 以下 以内 超过 不足 近 称 说 表示 认为 指出 介绍 透露 强调 告诉 坦言 提醒 回应 承认 否认 声称 获悉 根据 显示"
).split()
GUARDS_EN = (
    "not no never none neither nor without cannot n't deny denies denied refuse refused reject rejected fail failed "
    "may might could would should can will if unless until although though despite but however yet only except "
    "alleged allegedly reported reportedly suspected likely unlikely possible possibly probably perhaps expected "
    "expects plan plans planned propose proposed about around roughly nearly almost approximately least most "
    "said say says told claim claims claimed according believe believes warned warns added estimate estimated "
    "subject pending provided because"
).split()
_guards_zh = re.compile("|".join(sorted(GUARDS_ZH, key=len, reverse=True)))
_guards_en = re.compile(r"\b(?:" + "|".join(word for word in GUARDS_EN if word != "n't") + r")\b|n['’]t\b", re.I)

SAY_ZH = (
    r"(?:表示|介绍|指出|认为|强调|坦言|回忆|透露|提醒|写道|回应|解释|补充|告诉(?:本报|本台)?记者|说|称)(?:说|道|称|到)?"
)
SAY_EN = r"(?:said|says|told|added|adds|warned|warns|wrote|writes|recalled|explained|argued|noted|insisted|replied)"
ATTRIBUTES_ZH = re.compile(  # a clause that says who claims what follows
    r"(?:据[^，]{2,20}|[^，“”]{2,30}(?:表示|称|说|介绍|指出|认为|强调|透露|提醒|否认|显示|预计|预测|获悉|要求|建议|了解|规定|提出|明确|"
    r"辩称|查明|认定|判令|裁定|解释|宣布|公布|披露|质疑|回忆|回应))[，：:]?$"
)

_refers_zh = re.compile(
    r"^(?:他们|她们|它们|他|她|它|其中|其余|其|该|上述|前者|后者|对此|为此|这(?!次|场|一天|几天)|那(?!时)|"
    r"此(?!次|前|外)|因此|所以|于是|由此|结果|两者|二者|三者|双方|两人|二人|与之|相比之下|(?:第[二三四五]|[二三四五]是))|"
    r"^[^，。“”《]{0,16}(?:这一|这种|这些|该(?!死)|上述|此类|此举)"
)
_refers_en = re.compile(
    r"^(?:[“\"]?)(?:He|She|It|They|His|Her|Hers|Its|Their|This|That|These|Those|Both|Such|Another|Others?|Neither|"
    r"Either|Then|There|Therefore|Thus|Hence|So|Instead|Consequently|As a result|Of those|Of these|Of them|"
    r"The former|The latter|The two|The pair|The trio|The same|The other|"
    r"By contrast|One (?:of (?:them|those)|said|told|[a-z]+ed)|"
    r"In response|In reply|Among them|Most of them|"
    r"Some (?:argue|say|believe|think|fear|of)|Some of them|Afterwards|Nor|Or|Elsewhere)\b"
)
_speaks_as_pronoun = re.compile(
    rf"[”」\"][，,]?\s?(?:他|她|他们|她们)[^，。“”]{{0,8}}{SAY_ZH}|[”\"]\s(?:he|she|they)\s{SAY_EN}|"
    rf"[”\"]\s{SAY_EN}\s(?:he|she|they)\b|[,，]\s(?:he|she|they)\s{SAY_EN}[.,]"
)
_adds_zh = re.compile(r"^(?:此外|另外|同时|与此同时|另一方面|值得一提的是|需要指出的是|再者|并且|接下来|总之)[，,]\s*")
_adds_en = re.compile(
    r"^(?:Meanwhile|Moreover|In addition|Additionally|Furthermore|Also|Separately|Besides|Indeed|Of course|Finally),\s+"
)
_turns_zh = re.compile(r"^(?:但是|不过|然而|可是|但|而(?!且|是))[，,]?\s*")
_turns_en = re.compile(r"^(?:However,|Nevertheless,|Nonetheless,|Still,|Yet|But|And)\s+")
_onward_zh = re.compile(r"将(?!军|领|士)|预计|计划|拟|下一步|接下来|明年|下周|下月|未来|今后|届时")
_onward_en = re.compile(
    r"\b(?:will|plans? to|expected to|due (?:to|by|in|on|for)|set to|scheduled|"
    r"next (?:week|month|year|season|step|stage|summer|spring)|is to|are to)\b",
    re.I,
)
_back_zh = re.compile(r"^(?:此前|去年|前年|近年来|多年来|早在|据统计|\d{4}年|自\d{4}年|过去|历史上|据介绍)")
_back_en = re.compile(
    r"^(?:In (?:19|20)\d\d|Last (?:year|month|season)|Since|Previously|Earlier|Historically|For (?:years|decades))\b"
)
_person_zh = re.compile(r"(?<![其吉])[他她](?!人|国|乡|杀|处)")
_somebody_zh = re.compile(
    r"[人者员师工友生手民客爷奶爸妈父母兄弟姐妹女儿妻夫]|[局县市镇村校院馆站所队]长|孩子|"
    r"(?:^|[，。；、长任授员师生人])[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯董萧程曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    r"戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文](?![一二三四五六日末年期内边])[\u4e00-\u9fff]{1,2}"
)
_they_en = re.compile(r"\b(?:they|them|their|theirs)\b(?!\s(?:is|was)\b)")
_several_en = re.compile(
    r"\b(?!is\b|was\b|has\b|does\b|this\b|as\b|its\b|his\b|us\b|says\b|yes\b|plus\b|news\b|across\b|less\b|unless\b)"
    r"[A-Za-z’'-]{3,}s\b|\b(?:people|men|women|children|police|team|company|firm|council|family|staff|crew|who|everyone|anyone|each|whoever|"
    r"government|committee|party|group|fish|deer|pair|couple|and)\b",
    re.I,
)
_one_en = re.compile(r"\b(?:he|she|him|his|her|hers)\b")
_somebody_en = re.compile(
    r"[A-Z][a-z]+\b|\b(?:man|woman|boy|girl|mother|father|son|daughter|owner|mayor|driver|judge|author|doctor|who|one|teacher|farmer|officer|"
    r"player|coach|president|minister|director|chief|accountant|novelist|resident|student|pilot|baker|worker)\b"
)


def guarded(text: str, language: str) -> bool:
    """Whether leaving this clause out could change what the rest means."""
    return bool((_guards_zh if language == "zh" else _guards_en).search(text))


def refers_back(text: str, language: str) -> bool:
    """Whether a sentence opens, or names its speaker, with a word that stands for something said before."""
    opening = (_refers_zh if language == "zh" else _refers_en).search(text)
    return bool(opening or "for that reason" in text or _speaks_as_pronoun.search(text))


def leans(text: str, language: str) -> bool:
    """Whether a pronoun inside a sentence has nothing before it there that it could stand for."""
    if language == "zh":
        match = _person_zh.search(text)
        return bool(match) and not _somebody_zh.search(text[: match.start() if match else 0])
    for pattern, meant in ((_they_en, _several_en), (_one_en, _somebody_en)):
        match = pattern.search(text)
        if match and not meant.search(text[: match.start()]):
            return True
    return False


def without_adding(text: str, language: str) -> str:
    """Without an opening word that only says that more follows."""
    return _without(text, _adds_zh if language == "zh" else _adds_en, language)


def without_turning(text: str, language: str) -> str:
    """Without an opening word of contrast, for when what it contrasts with is not told."""
    return _without(text, _turns_zh if language == "zh" else _turns_en, language)


def looks_ahead(text: str, language: str) -> bool:
    """Whether it says what happens next."""
    return bool((_onward_zh if language == "zh" else _onward_en).search(text))


def looks_back(text: str, language: str) -> bool:
    """Whether it opens with what was before."""
    return bool((_back_zh if language == "zh" else _back_en).search(text))


def _without(text: str, opening: re.Pattern[str], language: str) -> str:
    rest = opening.sub("", text, count=1)
    return rest[:1].upper() + rest[1:] if language == "en" and rest != text else rest
