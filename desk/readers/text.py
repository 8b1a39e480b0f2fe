"""Plain text: a headline, paragraphs by blank lines or by lines, quoted lines, list lines, byline and source lines."""

import re
from itertools import pairwise

from desk.readers.decoding import flow
from desk.readers.draft import Draft, Part
from desk.readers.masthead import LONGEST_LINE, credits_in
from newsreel.sentences import language_of, length_of

_final = re.compile("[。！？!?；;，,：:…]$|(?<![A-Z])\\.$")
_item = re.compile(
    r"(?:[-*•·●○▪]|\d{1,2}[.、)）](?!\d)|[(（]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、)\s*(?P<text>\S.*)"
)
_attribution = re.compile(r"(?:——|—|–|--)\s*(?P<who>[^\s—–-].{0,80})")


def draft_of(text: str) -> Draft:
    """A text file as a draft."""
    draft = Draft()
    lines = [line.rstrip() for line in text.split("\n")]
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    lines = lines[start:]
    if _is_headline(lines):
        draft.headline = flow(lines.pop(0))
    for paragraph in _gathered(_paragraphs(lines)):
        part = _part(paragraph)
        last = draft.parts[-1] if draft.parts else None
        if last and last.form == "quote" and not last.speaker and (who := attribution(part.texts[0])):
            last.speaker = who
        else:
            draft.parts.append(part)
    return draft


def attribution(line: str) -> str:
    """Who is named by a line such as `—— 张三，站长`; empty for any other line."""
    match = _attribution.fullmatch(flow(line))
    return match["who"].strip() if match else ""


def _is_headline(lines: list[str]) -> bool:
    """A short first line without a stop at its end, with something after it."""
    if not lines or not any(line.strip() for line in lines[1:]):
        return False
    first = flow(lines[0])
    if _final.search(first) or lines[0].startswith((">", "- ", "* ")) or credits_in(first):
        return False
    return len(first) <= 60 if language_of(first) == "zh" else length_of(first, "en") <= 20 and len(first) <= 160


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Paragraphs as their lines: by blank lines where there are any between them, else each line is one."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    for at in {*written[:4], *written[-2:]}:
        if len(lines[at]) <= LONGEST_LINE and credits_in(lines[at]):
            lines[at] = f"\n{lines[at]}\n"  # a line of its own, whatever stands around it
    lines = "\n".join(lines).strip("\n").split("\n")
    if not _wrapped(lines):
        return [[line] for line in lines if line.strip()]
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            found.append([])
        elif line.startswith(("\u3000\u3000", "    ")) and found[-1]:
            found.append([line])
        else:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def _wrapped(lines: list[str]) -> bool:
    """Whether lines belong together until a blank one: most lines that another line follows stop in mid-sentence."""
    followed = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    inner = [line for line in followed if not _item.match(line.strip()) and not line.lstrip().startswith(">")]
    open_ended = sum(1 for line in inner if not re.search("[。！？!?.”」…：:)）]$", line.rstrip()))
    return not inner or open_ended * 2 > len(inner)


def _gathered(paragraphs: list[list[str]]) -> list[list[str]]:
    """Neighbouring paragraphs that are list lines, or quoted lines, as one."""
    found: list[list[str]] = []
    last = ""
    for paragraph in paragraphs:
        sort = _sort(paragraph)
        if sort and sort == last:
            found[-1].extend(paragraph)
        else:
            found.append(list(paragraph))
        last = sort
    return found


def _sort(lines: list[str]) -> str:
    """`>` for quoted lines, `-` for list lines, nothing for running text."""
    if lines[0].lstrip().startswith(">"):
        return ">"
    return "-" if all(_item.match(line.strip()) for line in lines) and not attribution(lines[0]) else ""


def _part(lines: list[str]) -> Part:
    stripped = [line.strip() for line in lines]
    sort = _sort(stripped)
    if sort == ">":
        return _quotation([line.lstrip("> ") for line in stripped])
    if sort == "-" and (len(lines) > 1 or stripped[0][0] in "-*•·●○▪"):
        return Part(form="list", texts=[item["text"] for line in stripped if (item := _item.match(line))])
    return Part(form="para", texts=["\n".join(stripped)])


def _quotation(lines: list[str]) -> Part:
    speaker = attribution(lines[-1]) if len(lines) > 1 else ""
    return Part(form="quote", texts=["\n".join(lines[:-1] if speaker else lines)], speaker=speaker)
