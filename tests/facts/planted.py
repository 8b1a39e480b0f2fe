"""Errors planted one at a time into clean scripts, to see how many of them the truth gate finds; run it for the table.

The names, swaps and removals stand here and not in the gate: what it must find is not written with what finds it.
"""
# ruff: noqa: E501  (tables of words read better unbroken)

import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from copy_desk import NAMES, article

from desk import readers
from newsreel.crew.writers.extract import Extract
from newsreel.documents import Article, Bars, Brief, Finding, Number, Quote, Scene, Script, Statement
from newsreel.store import Folder
from stages.facts import check

SAMPLES = Path(__file__).parent.parent.parent / "assets" / "samples"
LENGTHS = (30, 60, 90)
KINDS = ("number", "unit", "name", "negation", "hedge", "quote", "speaker", "title")
EXTRA = ("attribution", "date", "card", "role", "invented")
TOTAL = 300
SEED = 20261103

PEOPLE = {  # who is named in each article
    "en_company": ["Maren Stoltz"],
    "en_council": ["Ada Fenwick", "Brian Oakes"],
    "en_court": ["Gerald Voss", "Miriam Castell", "Anil Sethi", "Laura Quill"],
    "en_economy": ["Ines Calloway", "Lars Brandvold", "Petra Lund"],
    "en_flood": ["Marion Teale", "Owen Pratt"],
    "en_obituary": ["Clara Venn", "Simon Tait", "Ruth"],
    "en_science": ["Kamala Reid", "Peter Lowell"],
    "en_sport": ["Abeba Lindqvist", "Tomas Eklund", "Dana Krol", "Mira Oduya"],
    "zh_company": ["丁亦凡"],
    "zh_council": ["江峰", "蓝月梅", "钟立"],
    "zh_court": ["韩云", "许某"],
    "zh_economy": ["冯启明"],
    "zh_obituary": ["万德顺", "易小满"],
    "zh_science": ["孟庆河", "宋以宁"],
    "zh_sport": ["沈佳宁", "杜明", "陈大勇"],
    "zh_weather": ["李文海"],
    "lanxi-dark-sky": ["周岚", "陈一舟"],
    "port-ellery-bins": ["Maya Ferreira", "Arthur Pell", "Luis Amaro", "Helen Osei"],
}
PLACES = {  # places and bodies, each list of one kind, so that one can stand for another
    "en_company": ["Brightwell", "Corda"],
    "en_council": ["Eastfield", "Marrow Lane", "Dock Road"],
    "en_court": ["Lorne", "Spain"],
    "en_economy": ["Norland", "Tarn"],
    "en_flood": ["Ashby", "Castle Hill", "River Wren", "Mill Street"],
    "en_obituary": ["Port Elster"],
    "en_science": ["Dunmoor", "Tarn", "Carrick"],
    "en_sport": ["Port Elster", "Ghent"],
    "zh_company": ["远澜科技"],
    "zh_council": ["云浦市"],
    "zh_court": ["石门市"],
    "zh_economy": ["江州", "石门", "海陵", "云浦"],
    "zh_obituary": ["江州"],
    "zh_science": ["江州大学", "海陵理工学院"],
    "zh_sport": ["海陵", "江州"],
    "zh_weather": ["云山区", "城东区", "南湖区"],
    "lanxi-dark-sky": ["岚溪县", "北山观测站"],
    "port-ellery-bins": ["Port Ellery", "Lakeview", "Quay Street", "Sill River"],
}
STRANGERS = {"zh": ["郑子安", "罗慧", "谢长青"], "en": ["Harold Finch", "Jane Whitlow", "Omar Diaz"]}
ELSEWHERE = {"zh": ["青峰市", "河源县"], "en": ["Westbrook", "Kelmoor"]}
UNITS = {
    "zh": [
        ("%", "个百分点"), ("个百分点", "%"), ("毫米", "厘米"), ("亿元", "万元"), ("万元", "亿元"), ("万亿元", "亿元"),
        ("元", "美元"), ("小时", "天"), ("米", "公里"), ("天", "个月"), ("千瓦时", "千瓦"), ("万人", "亿人"), ("瓦时", "千瓦时"),
        ("万辆", "亿辆"), ("岁", "个月"), ("年来", "天来"), ("个月", "年"),
    ],
    "en": [
        ("million", "billion"), ("billion", "million"), ("%", " percentage points"), (" percent", " percentage points"),
        ("$", "€"), ("mm", "cm"), ("metres", "miles"), ("tonnes", "kilograms"), ("hours", "days"), ("weeks", "months"),
        ("minutes", "hours"), ("seconds", "minutes"), ("hectares", "acres"), ("miles", "feet"), ("years", "months"),
    ],
}  # fmt: skip
NEGATIONS = {
    "zh": [
        ("没有", "有"), ("未发生", "发生"), ("不属实", "属实"), ("不反对", "反对"), ("不能", "能"), ("不会", "会"), ("不受", "受"),
        ("不构成", "构成"), ("不等于", "等于"), ("尚未", "已经"), ("未采纳", "采纳"), ("未取消", "取消"), ("未说明", "说明"),
        ("未披露", "披露"), ("并非", ""), ("不服", "服"), ("不排除", "排除"), ("不举行", "举行"), ("不凝固", "凝固"), ("未在", "在"),
        ("不是", "是"), ("不得", "得"), ("不离", "离"), ("未参与", "参与"), ("不再", ""), ("不用", "要"), ("不够", "够"),
    ],
    "en": [
        (" not ", " "), ("No deaths", "Deaths"), ("no ", ""), ("No ", "Some "), ("never ", ""), ("denies that", "says that"),
        ("cannot", "can"), ("n't", ""), ("declined to", "chose to"), ("denied", "admitted"), ("Not everyone", "Everyone"),
        ("rejected by", "accepted by"), ("unlawful", "lawful"),
    ],
}  # fmt: skip
HEDGES = {
    "zh": [
        ("约为", "为"), ("约", ""), ("预计", ""), ("拟", ""), ("可能的", ""), ("有望", ""), ("计划", ""), ("至少", ""), ("不超过", ""),
        ("超过", ""), ("左右", ""), ("余人", "人"), ("将超过", "超过"), ("不排除", ""), ("要求", ""), ("将于", "于"), ("还将", ""), ("网传", ""),
    ],
    "en": [
        ("about ", ""), ("more than ", ""), ("More than ", ""), ("almost ", ""), ("may account", "accounts"),
        ("may have been", "was"), ("an estimated ", ""), ("nearly ", ""), ("plans to plant", "will plant"),
        ("is expected to be", "will be"), ("expected savings", "has savings"), ("would have", "has"), ("should ", ""),
        ("may ", ""), ("up to ", ""), ("less than ", ""), ("fewer than ", ""), ("Forecasters expect", "There will be"),
        ("expects to earn", "will earn"), ("hope to complete", "will complete"), ("estimated", ""), ("would ", ""),
        ("Models had suggested", "It was"), ("is not expected to", "will not"), ("had expected", "had seen"),
    ],
}  # fmt: skip
BOASTS = {
    "zh": ["震惊！{}", "{}，创史上最高纪录", "{}，全国第一", "{}，全部完成", "史无前例：{}", "{}，彻底解决", "{}，损失惨重", "{}，增长90%"],
    "en": [
        "You won't believe it: {}", "{}, the worst ever", "{}, a historic first", "Chaos as {}", "{}, experts guarantee",
        "{} in unprecedented collapse", "{} within 48 hours", "Shocking: {}",
    ],
}  # fmt: skip
STRONGER = {
    "zh": [("下滑", "暴跌"), ("增长", "暴涨"), ("拟", ""), ("称将", "已"), ("险胜", "横扫"), ("不超过", ""), ("可在", "已在"), ("一半", "八成"), ("四成", "六成"), ("发布", "解除"), ("判退还", "判不退还")],
    "en": [("falls", "plunges"), ("slows", "collapses"), ("to buy", "buys"), ("three", "all"), ("faster than expected", "ten times faster"), ("Two thousand", "Ten thousand"), ("breaks", "obliterates"), ("cut raccoon raids by 63", "end raccoon raids by 93"), ("votes to", "will never"), ("$4.2", "$42"), ("19-year", "90-year")],
}  # fmt: skip
INVENTED = {
    "zh": [
        "有关部门已对多名责任人作出严肃处理并移送司法机关。",
        "专家指出这一做法将带动周边产业链整体升级。",
        "网友纷纷点赞，认为这是近年来最成功的改革。",
    ],
    "en": [
        "Several senior managers were dismissed after the scandal became public.",
        "The decision triggered a wave of celebrations across neighbouring towns.",
        "Insurance companies have quietly begun raising premiums for affected families.",
    ],
}


@dataclass(frozen=True)
class Plant:
    """One script with one error in it."""

    kind: str
    article: Article
    script: Script
    scene: str  # empty: the title
    was: str
    now: str


@cache
def articles() -> tuple[Article, ...]:
    """The test articles and the samples."""
    store = Folder(Path(tempfile.mkdtemp(prefix="planted-")))
    kept = [readers.read(path, store, language="auto") for path in sorted(SAMPLES.iterdir()) if path.is_dir()]
    return (*(article(name) for name in NAMES), *(one for one in kept if one.slug in PEOPLE))


@cache
def script(one: Article, seconds: int) -> Script:
    """What the writer makes of it."""
    return Extract().write(one, Brief(language=one.language, length=seconds * 1000), None)  # type: ignore[arg-type]


def clean() -> Iterator[tuple[Article, Script]]:
    """Every script before anything is planted."""
    for one in articles():
        for seconds in LENGTHS:
            yield one, script(one, seconds)


def blocking(one: Article, told: Script) -> list[Finding]:
    """The findings that stop a reel."""
    return [found for found in check(one, told) if found.blocks]


def caught(plant: Plant) -> bool:
    """Whether the gate blocks at the scene of the error, or right beside it where a sentence runs on."""
    ids = [scene.id for scene in plant.script.scenes]
    at = ids.index(plant.scene) if plant.scene else -9
    near = {ids[n] for n in (at - 1, at, at + 1) if 0 <= n < len(ids)} if plant.scene else {"", ids[0]}
    return any(found.scene in near for found in blocking(plant.article, plant.script))


def said(told: Script, scene: Scene, text: str) -> Script:
    """The script with one scene saying something else."""
    return replace(told, scenes=tuple(replace(one, says=text) if one.id == scene.id else one for one in told.scenes))


def shown(told: Script, scene: Scene, visual: object) -> Script:
    """The script with one scene showing something else."""
    return replace(told, scenes=tuple(replace(one, shows=visual) if one.id == scene.id else one for one in told.scenes))  # type: ignore[arg-type]


def swaps(text: str, pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Every single replacement: what it makes of the text, what was there, what is there now."""
    for was, now in pairs:
        for match in re.finditer(re.escape(was), text):
            if was in ("about ", "up to ") and not re.match(r"\$?\d|six|ten|half", text[match.end() :]):
                continue  # not about how much
            made = re.sub(r"\s{2,}", " ", text[: match.start()] + now + text[match.end() :])
            yield made, was, now


def _number(one: Article, scene: Scene, draw: random.Random) -> Iterator[tuple[str, str, str]]:
    held = re.findall(r"\d[\d,]*(?:\.\d+)?", " ".join(sentence.text for sentence in one.sentences()))
    for match in re.finditer(r"\d[\d,]*(?:\.\d+)?", scene.says):
        was = match.group()
        others = sorted({other for other in held if other.strip(",") != was and other not in scene.says})
        digit = draw.randrange(len(was))
        while not was[digit].isdigit():
            digit = draw.randrange(len(was))
        bumped = was[:digit] + str((int(was[digit]) + draw.randrange(1, 9)) % 9 + 1) + was[digit + 1 :]
        now = draw.choice(others) if others and draw.random() < 0.4 else bumped
        if now != was:
            yield scene.says[: match.start()] + now + scene.says[match.end() :], was, now


def _name(one: Article, scene: Scene, draw: random.Random) -> Iterator[tuple[str, str, str]]:
    for held, fresh in ((PEOPLE[one.slug], STRANGERS), (PLACES[one.slug], ELSEWHERE)):
        for was in held:
            others = [name for name in held if name != was] or fresh[one.language]
            now = draw.choice(fresh[one.language] if draw.random() < 0.34 else others)
            yield from swaps(scene.says, [(was, now)])
            last = was.split()[-1]
            if last != was and was not in scene.says:
                yield from swaps(scene.says, [(last, now.split()[-1])])


def _quote(one: Article, scene: Scene, draw: random.Random) -> Iterator[tuple[str, str, str]]:
    for match in re.finditer(r"“([^“”]{8,})”|\"([^\"]{12,})\"", scene.says):
        inside = match[1] or match[2]
        words = list(inside) if one.language == "zh" else inside.split()
        places = [n for n in range(1, len(words) - 2) if words[n].isalnum() or one.language == "en"]
        if not places:
            continue
        at = draw.choice(places)
        now = (
            [*words[:at], *words[at + 1 :]]
            if draw.random() < 0.5
            else [*words[:at], "从来" if one.language == "zh" else "really", *words[at:]]
        )
        altered = ("" if one.language == "zh" else " ").join(now)
        yield scene.says.replace(inside, altered), inside, altered


def plants(kind: str, language: str, draw: random.Random) -> list[Plant]:
    """Every error of a kind that can be planted, in a fixed order, each text once."""
    found: dict[tuple[str, str], Plant] = {}
    for one, told in clean():
        if one.language != language:
            continue
        for made, scene, was, now in _made(kind, one, told, draw):
            text = made.title if not scene else str(next(part for part in made.scenes if part.id == scene))
            found.setdefault((one.slug, re.sub(r"id='s\d+'", "", text)), Plant(kind, one, made, scene, was, now))
    return list(found.values())


def _made(kind: str, one: Article, told: Script, draw: random.Random) -> Iterator[tuple[Script, str, str, str]]:
    language = one.language
    if kind == "title":
        for made, was, now in swaps(told.title, STRONGER[language]):
            yield replace(told, title=made), "", was, now
        for boast in BOASTS[language]:
            yield replace(told, title=boast.format(told.title)), "", "", boast
        return
    edits: dict[str, Callable[[Scene], Iterator[tuple[str, str, str]]]] = {
        "number": lambda scene: _number(one, scene, draw),
        "unit": lambda scene: (edit for edit in swaps(scene.says, UNITS[language]) if _measures(scene.says, edit)),
        "name": lambda scene: _name(one, scene, draw),
        "negation": lambda scene: (
            edit for edit in swaps(scene.says, NEGATIONS[language]) if not _bounds(scene.says, edit)
        ),
        "hedge": lambda scene: swaps(scene.says, HEDGES[language]),
        "quote": lambda scene: _quote(one, scene, draw),
        "attribution": lambda scene: _unattributed(scene.says, language),
        "date": lambda scene: _redated(scene.says, language, draw),
        "role": lambda scene: _renamed_role(scene.says, language),
        "invented": lambda scene: iter(
            [
                (scene.says + ("" if language == "zh" else " ") + extra, "", extra)
                for extra in [draw.choice(INVENTED[language])]
            ]
        ),
    }
    for scene in told.scenes[:-1]:
        if kind in edits:
            for text, was, now in edits[kind](scene):
                if text != scene.says:
                    yield said(told, scene, text), scene.id, was, now
        if kind in ("quote", "speaker", "card"):
            for visual, was, now in _cards(kind, one, scene, draw):
                yield shown(told, scene, visual), scene.id, was, now
        if kind == "speaker":
            for was, now in [
                (a, b)
                for a in PEOPLE[one.slug]
                for b in (PEOPLE[one.slug] if len(PEOPLE[one.slug]) > 1 else STRANGERS[language])
                if a != b
            ]:
                if re.search(
                    rf"(?:said|told|says)[^.]{{0,40}}{was}|{was}[^.]{{0,30}}(?:said|told)|"
                    rf"{was}.{{0,8}}(?:说|表示|介绍|认为|回忆)",
                    scene.says,
                ):
                    for text, _, _ in swaps(scene.says, [(was, now)]):
                        yield said(told, scene, text), scene.id, was, now


def _cards(kind: str, one: Article, scene: Scene, draw: random.Random) -> Iterator[tuple[object, str, str]]:
    card = scene.shows
    if isinstance(card, Quote) and kind == "speaker":
        others = [name for name in PEOPLE[one.slug] if name != card.speaker and card.speaker not in name] or STRANGERS[
            one.language
        ]
        now = draw.choice(others)
        yield replace(card, speaker=now), card.speaker, now
    if isinstance(card, Quote) and kind == "quote":
        words = list(card.text) if one.language == "zh" else card.text.split()
        at = draw.choice([n for n in range(1, len(words) - 2) if words[n].isalnum() or one.language == "en"])
        now = ("" if one.language == "zh" else " ").join([*words[:at], *words[at + 1 :]])
        yield replace(card, text=now), card.text, now
    if kind == "card" and isinstance(card, Number):
        now = _other_digits(card.value)
        yield replace(card, value=now), card.value, now
    if kind == "card" and isinstance(card, Bars):
        bars = card.bars
        turned = (replace(bars[0], value=bars[1].value, text=""), replace(bars[1], value=bars[0].value, text=""))
        yield replace(card, bars=(*turned, *bars[2:])), bars[0].value, bars[1].value
    if kind == "card" and isinstance(card, Statement) and re.search(r"\d", card.text):
        now = re.sub(r"\d", lambda match: str((int(match.group()) + 4) % 9 + 1), card.text, count=1)
        yield replace(card, text=now, emphasis=""), card.text, now


def _other_digits(text: str) -> str:
    return re.sub(r"\d", lambda match: str((int(match.group()) + 3) % 9 + 1), text, count=1)


def _measures(text: str, edit: tuple[str, str, str]) -> bool:
    """Whether the unit stands right after a figure (or the sign before one)."""
    was = re.escape(edit[1].strip())
    found = re.search(
        r"\$\d"
        if edit[1] == "$"
        else (
            rf"(?:\d|hundred|three|six|five|two|nine)[\s-]?(?:万亿|万|亿)?(?:million|"
            rf"billion)?\s?{was}(?![\w]*[平方])"
        ),
        text,
    )
    gone = re.search(r"\$\d" if edit[1] == "$" else rf"\d[\s-]?(?:万亿|万|亿)?\s?{re.escape(edit[1].strip())}", edit[0])
    return bool(found) and (
        gone is None or len(re.findall(was, edit[0])) < len(re.findall(was, text)) or edit[1] in edit[2]
    )


def _bounds(text: str, edit: tuple[str, str, str]) -> bool:
    return edit[1] in ("no ",) and bool(re.search(r"\w" + edit[1], text))


def _unattributed(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    if language == "zh":
        for match in re.finditer(
            r"(?:^|。)([^，。“”]{2,20}(?:表示|称|介绍|认为|预计|预测|显示|说)[，：])(?=[^“])", text
        ):
            yield text.replace(match[1], ""), match[1], ""
        return
    for match in re.finditer(
        r", (?:officials|the statistics office|her family|the [a-z ]+department) said(?: on \w+)?(?=\.)|"
        r"(?:^|\. )((?:[A-Z][\w’']+ ){1,3}said (?:that )?)(?=[a-z])|, according to the study",
        text,
    ):
        was = match[1] or match.group()
        yield text.replace(was, ""), was, ""


def _redated(text: str, language: str, draw: random.Random) -> Iterator[tuple[str, str, str]]:
    days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    months = "January March April June September November May".split()
    if language == "en":
        for held in (days, months):
            for was in held:
                yield from (
                    swaps(text, [(was, draw.choice([other for other in held if other != was]))])
                    if re.search(rf"\b{was}\b", text)
                    else iter(())
                )
        return
    for match in re.finditer(r"(\d{1,2})(?=月|日)|(?<!\d)((?:19|20)\d\d)(?=年)", text):
        was = match.group()
        now = str(int(was) % 12 + 1) if len(was) < 3 else str(int(was) + 3)
        yield text[: match.start()] + now + text[match.end() :], was, now


def _renamed_role(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    pairs = {
        "zh": [("副局长江峰", "局长江峰"), ("首席预报员李文海", "台长李文海"), ("审判长韩云", "被告人韩云"), ("董事长丁亦凡", "财务总监丁亦凡"), ("人大代表蓝月梅", "副局长蓝月梅"), ("团长易小满", "传承人易小满"), ("副局长冯启明", "省长冯启明"), ("所长周岚", "站长周岚"), ("教授孟庆河", "研究员孟庆河"), ("后卫沈佳宁", "主教练沈佳宁")],
        "en": [("councillor Ada Fenwick", "council leader Ada Fenwick"), ("Judge Miriam Castell", "lawyer Miriam Castell"), ("lawyer Anil Sethi", "judge Anil Sethi"), ("minister Petra Lund", "governor Petra Lund"), ("Pell, a retired lock-keeper", "Pell, the director of public works"), ("Osei, an ecologist at Ellery College", "Osei, a retired lock-keeper")],
    }  # fmt: skip
    yield from swaps(text, pairs[language])


def chosen(kind: str, language: str, count: int) -> list[Plant]:
    """So many errors of a kind, drawn by a fixed seed and spread over the articles."""
    draw = random.Random(f"{SEED} {kind} {language}")
    pool = plants(kind, language, draw)
    draw.shuffle(pool)
    by_article: dict[str, list[Plant]] = {}
    for plant in pool:
        by_article.setdefault(plant.article.slug, []).append(plant)
    spread = [plant for row in zip_longest(*by_article.values()) for plant in row if plant]
    return spread[:count]


def drawn() -> dict[tuple[str, str], list[Plant]]:
    """The errors: half of them in each language, the kinds as even as the articles allow."""
    half = TOTAL // 2
    found: dict[tuple[str, str], list[Plant]] = {}
    for language in ("zh", "en"):
        pools = {kind: chosen(kind, language, half) for kind in KINDS}
        taken = dict.fromkeys(KINDS, 0)
        while sum(taken.values()) < half:
            open_ = [kind for kind in KINDS if taken[kind] < len(pools[kind])]
            taken[min(open_, key=lambda kind: (taken[kind], KINDS.index(kind)))] += 1
        found |= {(kind, language): pools[kind][: taken[kind]] for kind in KINDS}
    return found


def table(counts: dict[tuple[str, str], tuple[int, int]]) -> str:
    """The counts, kind by kind."""
    rows = ["| planted | zh | en |", "|---|---|---|"]
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = [f"{counts[kind, language][0]} of {counts[kind, language][1]}" for language in ("zh", "en")]
        rows.append(f"| {kind} | {cells[0]} | {cells[1]} |")
    return "\n".join(rows)


def main() -> None:
    alarms = [(one.slug, found) for one, told in clean() for found in blocking(one, told)]
    print("clean scripts:", len(list(clean())), "false alarms:", len(alarms), alarms[:5])
    sets = drawn() | {(kind, language): chosen(kind, language, 20) for kind in EXTRA for language in ("zh", "en")}
    counts = {}
    for (kind, language), few in sets.items():
        missed = [plant for plant in few if not caught(plant)]
        counts[kind, language] = (len(few) - len(missed), len(few))
        for plant in missed:
            scene = next((one for one in plant.script.scenes if one.id == plant.scene), None)
            text = scene.says if scene else plant.script.title
            print(
                f"MISSED {kind} {plant.article.slug} {plant.scene}: {plant.was!r} -> {plant.now!r} | {text} | {scene.shows if scene and plant.now not in text else ''}"
            )
    print(table(counts))
    main_ = [counts[kind, language] for kind in KINDS for language in ("zh", "en")]
    print(sum(hit for hit, _ in main_), "of", sum(all_ for _, all_ in main_))


if __name__ == "__main__":
    main()
