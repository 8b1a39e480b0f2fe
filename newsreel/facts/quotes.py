"""Somebody's words: what stands in quotation marks is what the article quotes, from the same mouth (S4)."""

import re
from functools import lru_cache

from newsreel.documents import Quote
from newsreel.facts.doubts import Doubt
from newsreel.facts.ground import Ground, Line
from newsreel.facts.names import agree, names
from newsreel.reporting.quotations import quotation, speaking

_quoted = re.compile(r"“([^“”]{2,600})”|「([^「」]{2,600})」|\"([^\"]{2,600})\"")
_TURNED = re.compile(r"(?:[不没未别非无]|not|n'?t|never)$")
LONG = {"zh": 8, "en": 4}  # from here on it is somebody's words and not a term


def bare(text: str) -> str:
    """The words and figures alone, for comparing."""
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.%$€£¥]|_", "", text).lower()


def check_quotes(text: str, language: str, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    """Every quotation of a text is verbatim, and whoever is named as speaking said it."""
    found = []
    for match in _quoted.finditer(text):
        said = next(part for part in match.groups() if part)
        if language != ground.language:
            if bare(said) not in bare(ground.text) and _long(said, language):
                message = "A translation is no quotation; take the quotation marks away and say it in other words."
                found.append(Doubt(rule="S4", message=message, said=said, at=match.start()))
            continue
        found += _verbatim(said, match.start(), lines, ground)
    told = quotation(text, language)
    if told and told.speaker and language == ground.language:
        found += check_speaker(told.text, told.speaker, ground, max(0, text.find(told.text[:12])))
    return found


def _verbatim(said: str, at: int, lines: tuple[Line, ...], ground: Ground) -> list[Doubt]:
    for quoted, _ in quoted_parts(ground):
        whole, part = bare(quoted), bare(said)
        if part in whole:
            if not _TURNED.search(whole[: whole.find(part)]):
                return []
            message = "The quotation begins after the word that turns it."
            return [Doubt(rule="S4", message=message, said=said, source=quoted, at=at)]
    alike = next((line.text for line in lines if _quoted.search(line.text)), lines[0].text if lines else "")
    if bare(said) in bare(ground.text):
        message = "These words stand in the article, but not as a quotation; take the quotation marks away."
        return [Doubt(rule="S4", message=message, said=said, source=alike, at=at, blocks=_long(said, ground.language))]
    message = "The words in quotation marks are not what the article quotes."
    return [Doubt(rule="S4", message=message, said=said, source=alike, at=at)]


def _long(said: str, language: str) -> bool:
    return len(said) >= LONG["zh"] if language == "zh" else len(said.split()) >= LONG["en"]


@lru_cache(maxsize=64)
def quoted_parts(ground: Ground) -> tuple[tuple[str, int], ...]:
    """Everything the article quotes, and the line it stands in; quotations may run over several lines."""
    found = []
    blocks = {block.id for block in ground.article.blocks if block.form == "quote"}
    for n, line in enumerate(ground.lines):
        if line.id.split(".")[0] in blocks:
            found.append((line.text.strip('“”"「」> '), n))
        found += [(next(part for part in match.groups() if part), n) for match in _quoted.finditer(line.text)]
    for block in ground.article.blocks:
        together = ("" if ground.language == "zh" else " ").join(one.text for one in block.sentences)
        at = next((n for n, line in enumerate(ground.lines) if line.id.split(".")[0] == block.id), 0)
        if block.form == "quote":
            found.append((together, at))
        found += [(next(part for part in match.groups() if part), at) for match in _quoted.finditer(together)]
    return tuple(found)


def check_speaker(said: str, speaker: str, ground: Ground, at: int = 0) -> list[Doubt]:
    """The named speaker is the one the article names at these words, or the last one named before a pronoun."""
    places = [n for quoted, n in quoted_parts(ground) if bare(said)[:200] in bare(quoted)]
    if not places:
        return []
    for place in places:
        block = ground.lines[place].id.split(".")[0]
        texts = [line.text for line in ground.lines if line.id.split(".")[0] == block]
        here = ground.lines[place].text
        outside = _quoted.sub(" ", here)
        who = _speaker(here, ground) or next((who for text in texts if (who := _speaker(text, ground))), "")
        if who and (agree(who, speaker, ground.language) or bare(speaker) in bare(who)):
            return []
        if bare(speaker) in bare(outside) and not (who and _known(who, ground)):
            return []
        before = " ".join(_quoted.sub(" ", line.text) for line in ground.lines[max(0, place - 3) : place])
        if not (who and _known(who, ground)) and bare(speaker) in bare(before + " ".join(texts)):
            return []
    message = f"The article does not say that these are the words of {speaker}."
    return [
        Doubt(rule="S4", message=message, said=f"{speaker}: {said}"[:200], source=ground.lines[places[0]].text, at=at)
    ]


def _speaker(text: str, ground: Ground) -> str:
    found = quotation(text, ground.language)
    return (
        found.speaker
        if found and found.speaker
        else speaking(text, ground.language)[0]
        if not _quoted.search(text)
        else ""
    )


def _known(who: str, ground: Ground) -> bool:
    return bool(names(who, ground.language, ground.names))


def check_card(card: Quote, language: str, ground: Ground) -> list[Doubt]:
    """A quotation set on a card."""
    if language != ground.language:
        message = "A translation is no quotation; show it as a statement."
        return [] if bare(card.text) in bare(ground.text) else [Doubt(rule="S4", message=message, said=card.text)]
    found = _verbatim(card.text, 0, ground.best(card.text), ground)
    found += check_speaker(card.text, card.speaker, ground) if card.speaker and not found else []
    if card.role and card.speaker:
        held = " ".join(line.text for line in ground.lines if card.speaker.split()[-1] in line.text)
        short = bare(card.role) in bare(held) or all(word in held.lower() for word in card.role.lower().split())
        if not short:
            message = f"The article does not call {card.speaker} '{card.role}'."
            found.append(Doubt(rule="S3", message=message, said=f"{card.speaker}, {card.role}", source=held[:160]))
    return found
