"""The line of a sentence that is set large, and the phrase in it that carries the weight; both verbatim."""

import re

from newsreel.phrasing import words
from newsreel.reporting.clauses import clauses
from newsreel.reporting.counting import pull
from newsreel.reporting.figures import figures
from newsreel.reporting.joints import OPENS_ZH
from newsreel.reporting.terms import terms
from newsreel.reporting.wording import ATTRIBUTES_ZH, guarded
from newsreel.sentences import length_of

MOST = {"zh": 28, "en": 16}
_ends = " ，、；：,;:—–-。."


def keyline(says: str, language: str, headline: str) -> str:
    """The clauses, next to each other, that fit on a card and say most; never a claim without who makes it."""
    line = _line(says, language, headline)
    if language == "zh":
        return line
    line = re.sub(r"^(?:and|but)\s", "", line)
    return line[:1].upper() + line[1:]


def _line(says: str, language: str, headline: str) -> str:
    whole = says.strip().rstrip(_ends)
    if length_of(whole, language) <= MOST[language]:
        return whole
    parts = clauses(says, language)
    if language == "en":
        return _english(parts, whole)
    spans = [
        (first, last)
        for first in range(len(parts))
        for last in range(first + 1, len(parts) + 1)
        if _self_sufficient(parts, first, last)
    ]
    fitting = [span for span in spans if 6 <= length_of("".join(parts[slice(*span)]), language) <= MOST[language]]
    if fitting:
        best = max(fitting, key=lambda span: (worth("".join(parts[slice(*span)]), language, headline), -span[0]))
        return "".join(parts[slice(*best)]).strip().rstrip(_ends)
    return min(("".join(parts[slice(*span)]).strip().rstrip(_ends) for span in spans), key=len, default=whole)


def _english(parts: list[str], whole: str) -> str:
    """The opening clauses of an English sentence: what follows a comma there seldom stands by itself."""
    text = parts[0]
    last = 1
    while last < len(parts) and length_of(text + parts[last], "en") <= MOST["en"]:
        text += parts[last]
        last += 1
    dangling = re.match(
        r"\s*(?:After|When|While|As|If|Although|Though|Despite|Because|Since|Before|With|In|On|At)\b", parts[0]
    )
    rest = "".join(parts[last:])
    if (last == 1 and dangling and len(text.split()) < 8) or (rest and guarded(rest, "en") and len(text.split()) < 5):
        return whole
    if re.search(r"\b(?:said|says|told|warned|denied|if|unless|but|while|although|until|allegedly)\b", rest):
        return whole
    return text.strip().rstrip(_ends)


def _self_sufficient(parts: list[str], first: int, last: int) -> bool:
    """Whether clauses can be shown without those before them and after them."""
    before, after = "".join(parts[:first]), "".join(parts[last:])
    if first and any(ATTRIBUTES_ZH.search(part.rstrip("，；")) for part in parts[:first]):
        return False
    if first and re.search(r"如果|若|除非|只要|只有|一旦|尽管|虽然|不是|并非|否认|如", before):
        return False
    if re.match(r"但|不过|然而|除非|尚|仍|否则", after):
        return False
    if first and re.match(
        r"(?:由|被|用|将|把|均|都|还|又|已|即|再|其中|同比|环比|较|比上|并|也|而|且|以|为|使|让|令|则|但|占|从而|包括|分别)",
        parts[first],
    ):
        return False
    if last < len(parts) and ATTRIBUTES_ZH.search(parts[last - 1].rstrip("，；：")):
        return False
    opens = re.match(r"(?:据|为|为了|随着|由于|因|自|从|在|经|对于|针对|截至|当|受)", parts[last - 1])
    if last < len(parts) and OPENS_ZH.search(parts[last - 1].strip("，；：")):
        return False
    return not (opens and last < len(parts)) and not parts[last - 1].endswith(("：", ":"))


def worth(text: str, language: str, headline: str) -> int:
    title = terms(headline)
    shared = 1000 * len(title & terms(text)) // max(1, len(title))
    weighty = 260 if any(figure.weighty for figure in figures(text, language)) else 0
    return shared + weighty + 8 * min(24, length_of(text, language))


def emphasis(text: str, language: str, headline: str) -> str:
    """The figure with its unit, the named title, or the words the headline shares; empty where nothing stands out."""
    weighty = [figure for figure in figures(text, language) if figure.weighty]
    if weighty:
        best = max(weighty, key=lambda figure: (pull(text, figure, headline), -figure.start))
        return text[best.start : best.end].strip()
    plain = [figure for figure in figures(text, language) if figure.unit]
    if 1 <= len(plain) <= 2 and language == "zh":
        best = max(plain, key=lambda figure: (pull(text, figure, headline), -figure.start))
        return text[best.start : best.end].strip()
    named = re.search(r"《[^》]{2,14}》|“[^”]{2,10}”", text)
    if named:
        return named.group()
    return _shared_zh(text, headline) if language == "zh" else _shared_en(text, headline)


def _shared_zh(text: str, headline: str) -> str:
    """The longest run of characters that both have, when it is a phrase and not half the line."""
    best = ""
    for start in range(len(text)):
        for end in range(start + max(3, len(best) + 1), min(len(text), start + 9) + 1):
            piece = text[start:end]
            if piece not in headline or not re.fullmatch(r"[\u4e00-\u9fff0-9A-Za-z.%]+", piece):
                break
            best = piece
    if best and not _whole_words(best, text):
        return ""
    if text[: text.find(best)][-1:].isdigit():
        return ""
    if best[:1] in "的了和是在与及等为对将也" or best[-1:] in "的了和是在与及将对被把为":
        best = best.strip("的了和是在与及等为对将也被把")
    return best if 3 <= len(best) <= max(4, len(text) // 2) and not text.startswith(best) else ""


def _whole_words(phrase: str, text: str) -> bool:
    """Whether a phrase begins and ends where words of the text do."""
    edges = {0}
    for word in words(text):
        edges.add(max(edges) + len(word))
    at = text.find(phrase)
    return at in edges and at + len(phrase) in edges


def _shared_en(text: str, headline: str) -> str:
    title = headline.lower().split()
    said = text.split()
    best: list[str] = []
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + 4) + 1):
            run = [re.sub(r"[^\w'’%$-]", "", word).lower() for word in said[start:end]]
            held = any(title[at : at + len(run)] == run for at in range(len(title)))
            telling = len(run[0]) > 3 and len(run[-1]) > 3
            if held and telling and len(run) > len(best):
                best = said[start:end]
    return " ".join(best).strip(',.;:!?“”"') if len(best) >= 2 and len(best) <= len(said) // 2 else ""
