"""Names that are told, and the titles and deeds that go with them, held against the article (S3)."""

import re

from newsreel.facts.alignment import Alignment
from newsreel.facts.doubts import Doubt
from newsreel.facts.ground import Ground, Line
from newsreel.facts.names import OFFICES, Name, agree, names, role_en, role_zh

FIRM = 3
_STANDS_IN = re.compile(
    r"[他她它其该这此那]|公司|球队|机构|部门|对方|双方|后者|前者|当地|全[市县省国]|本[市县省]|[^\u4e00-\u9fff]"
)
_ANYBODY = tuple("专家 记者 市民 居民 女士 先生 老人 老师 代表 队员 球员 选手 负责人 工作人员".split())
_pronoun = re.compile(r"[他她它其]|\b(?:he|she|they|it|his|her|their|him|them|who)\b", re.I)


def check_names(text: str, language: str, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """Every name of the text is one the article has, and stands in the lines or is what their pronouns mean."""
    if language != ground.language:
        return _abroad(text, language, ground)
    here = "\n".join(line.text for line in lines)
    near = ground.near(lines) if _pronoun.search(here) else here
    whole = ground.text
    found = []
    for name in names(text, language, ground.names):
        if _stands(name, near, language):
            continue
        if _stands(name, whole, language):
            if name.person or name.sure:
                where = next((line.text for line in ground.lines if name.text in line.text), "")
                message = f"The sentences this scene is told from do not name {name.text}."
                found.append(
                    Doubt(rule="S3", message=message, said=name.text, source=here[:160] or where, at=name.start)
                )
        elif name.sure or (name.person and _speaks(text, name)) or _strange(name, whole, language):
            message = f"The article does not have the name {name.text}."
            found.append(Doubt(rule="S3", message=message, said=name.text, source=here[:160], at=name.start))
    return found


def _stands(name: Name, text: str, language: str) -> bool:
    if language == "zh":
        return name.text in text
    if re.search(rf"\b{re.escape(name.text)}\b", text):
        return True
    words = [word for word in name.text.split() if word.lower().rstrip(".") not in OFFICES]
    if not words:
        return True
    held = " ".join(words)
    if re.search(rf"\b{re.escape(held)}\b", text, re.I if len(words) > 1 or not name.sure else 0):
        return True
    return not name.sure and bool(re.search(rf"\b{re.escape(name.text.lower())}\b", text.lower()))


def _speaks(text: str, name: Name) -> bool:
    return bool(re.match(r"[^，。]{0,4}(?:说|表示|称|介绍|认为|指出)", text[name.end :]))


def _strange(name: Name, whole: str, language: str) -> bool:
    """A body whose kind and the word before it stand nowhere in the article."""
    return (
        language == "zh"
        and not name.person
        and name.text[-4:] not in whole
        and name.text[-3:] not in whole
        and len(name.text) >= 3
    )


def _abroad(text: str, language: str, ground: Ground) -> list[Doubt]:
    """Names in a translation: Chinese ones told in English must sound like the article's; else nobody can tell."""
    found = []
    sounds = _sounds(ground.text) if language == "en" else ""
    for name in names(text, language):
        if language == "zh":
            if name.person and "·" in name.text:
                message = f"Nobody can tell by rule whether {name.text} is a name of the article; compare it."
                found.append(Doubt(rule="S3", message=message, said=name.text, at=name.start, blocks=False))
            continue
        if not name.sure or name.text in ground.text:
            continue
        words = [word for word in re.findall(r"[A-Za-z]+", name.text) if word.lower() not in OFFICES]
        held = [word for word in words if word.lower() in sounds]
        if len(words) in (2, 3) and len(held) < len(words):
            message = f"The article does not seem to have the name {name.text}; compare it."
            found.append(Doubt(rule="S3", message=message, said=name.text, at=name.start, blocks=bool(held)))
    return found


def _sounds(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(re.sub(r"[^\u4e00-\u9fff]", " ", text)))


def check_bearers(laid: Alignment, text: str, source: str, language: str) -> list[Doubt]:
    """Names that stand where the article has another one: somebody else's words or deeds."""
    found = []
    for at, held_at in laid.told.items():
        mine, other = laid.said[at].held, laid.source[held_at].held
        if not isinstance(mine, Name) or not isinstance(other, Name) or laid.firm(at) < FIRM:
            continue
        if not agree(mine.text, other.text, language):
            found.append(_another(mine.text, other, mine.start, source))
    return found + (_in_place(laid, text, source) if language == "zh" else [])


def _another(said: str, other: Name, at: int, source: str) -> Doubt:
    message = f"The article names {other.text} here, not {said}."
    return Doubt(rule="S3", message=message, said=said, source=source[max(0, other.start - 40) : other.end + 40], at=at)


def _in_place(laid: Alignment, text: str, source: str) -> list[Doubt]:
    """A few characters that are no name of the article, between the same words as one of its names."""
    found = []
    edges = [(0, 0), *((a + size, b + size) for a, b, size in laid.blocks)]
    for (held_at, at), (held_to, to, size) in zip(edges, laid.blocks, strict=False):
        names_ = [one.held for one in laid.source[held_at:held_to] if isinstance(one.held, Name)]
        if not (1 <= to - at <= 4 and size >= FIRM and names_ and (at > 0 or held_to - held_at <= 2)):
            continue
        said = text[laid.said[at].start : laid.said[to - 1].end]
        last = names_[-1]
        beside = laid.source[held_to - 1].held is last
        if beside and len(said) >= 2 and said not in source and not _STANDS_IN.search(said):
            found.append(_another(said, last, laid.said[at].start, source))
    return found


def check_roles(text: str, language: str, ground: Ground) -> list[Doubt]:
    """What a person is called is what the article calls that person."""
    if language != ground.language:
        return []
    found = []
    for name in names(text, language, ground.names):
        role = role_zh(text, name.start) if language == "zh" else role_en(text, name.start, name.end)
        if not role or role in name.text:
            continue
        mine = [line.text for line in ground.lines if any(word in line.text for word in _words(name, language))]
        if not mine or _called(role, " ".join(mine), language):
            continue
        others = [line.text for line in ground.lines if role.lower() in line.text.lower()]
        message = f"The article does not call {name.text} '{role}'."
        blocks = bool(others) or _titled(role, name, mine, language)
        source = (mine or others)[0]
        found.append(
            Doubt(rule="S3", message=message, said=f"{role} {name.text}", source=source, at=name.start, blocks=blocks)
        )
    return found


def _titled(role: str, name: Name, mine: list[str], language: str) -> bool:
    """Whether it is a title, of somebody to whom the article gives another."""
    if language == "en":
        return role.split()[-1].lower() in OFFICES
    given = any(role_zh(text, text.find(name.text)) for text in mine if name.text in text)
    return given and not role.endswith(_ANYBODY)


def _words(name: Name, language: str) -> list[str]:
    return [name.text] if language == "zh" else [name.text, name.text.split()[-1]]


def _called(role: str, text: str, language: str) -> bool:
    if language == "zh":
        if role[-3:] in text:
            return True
        lead = role[-3:-2]
        return any(match[1] not in "副前原代" or match[1] == lead for match in re.finditer(rf"(.){role[-2:]}", text))
    wanted = [word for word in re.findall(r"[a-z]{3,}", role.lower()) if word not in ("the", "and", "for", "who")]
    return all(word in text.lower() for word in wanted)
