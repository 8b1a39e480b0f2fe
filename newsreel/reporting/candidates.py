"""What of an article could be narrated: its sentences, trimmed, with the shorter forms each may take."""

import re
from dataclasses import dataclass

from newsreel.documents import Article, Block
from newsreel.reporting.ranking import WIDEST
from newsreel.reporting.sequences import points
from newsreel.reporting.terms import overlap
from newsreel.reporting.trimming import boilerplate, shorter, trimmed
from newsreel.reporting.wording import leans, refers_back
from newsreel.speech.pace import estimate

LONGEST_LIST = 24_000  # milliseconds: a longer enumeration is for reading
SLIGHT = 1_900  # milliseconds: "Critics were not always kind."
_ABOUT_ITSELF = re.compile(
    r"^(?:以下|如下|上图|下图|下表|上表|见表|见图)|\b(?:see (?:chart|table|below)|chart below|table below)\b"
)
EMPTY = {"zh": 2_100, "en": 2_700}  # "Not everyone calls it a success."
MOST_CHARACTERS = 4_000  # of one sentence; what has more is no sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One sentence, or a list with the line that leads into it, as it could be told."""

    order: int
    block: int  # which block of the article
    sources: tuple[str, ...]
    whole: str  # as the article has it
    versions: tuple[str, ...]  # as it may be told: in full, then shorter
    needs: bool = False  # makes sense only right after the candidate before it
    items: tuple[str, ...] = ()
    title: str = ""  # of the items
    slight: bool = False  # too little to be told for its own sake
    speaker: str = ""  # where the article marks who is quoted

    @property
    def text(self) -> str:
        """Told in full."""
        return self.versions[0]


def collect(article: Article) -> list[Candidate]:
    """The candidates of an article, in its order, without what only repeats an earlier one."""
    found: list[Candidate] = []
    told: set[str] = set()
    lead_in: tuple[tuple[str, ...], str] | None = None  # id and text of a line that announces a list
    for at, block in enumerate(article.blocks):
        if len(found) >= WIDEST:
            break
        if block.form == "list":
            found.extend(_listed(article, at, block, lead_in, len(found)))
            lead_in = None
            continue
        if block.form == "quote":
            found.extend(_quote(article, at, block, len(found)))
            continue
        if block.form != "para":
            lead_in = None if block.form == "heading" else lead_in
            continue
        lines = _mended(block, article.language)
        for n, (names, whole) in enumerate(lines):
            text = trimmed(whole[:MOST_CHARACTERS], article.language)
            sign = re.sub(r"\W", "", text.lower())
            if boilerplate(text) or sign in told or len(found) >= WIDEST:
                continue
            announces = n == len(lines) - 1 and text.endswith(("：", ":")) and _list_follows(article, at)
            if announces:
                lead_in = (names, text)
                continue
            told.add(sign)
            follows = n > 0 and bool(found) and found[-1].block == at
            topic = follows and found[-1].slight and found[-1].sources == lines[0][0]
            leaning = refers_back(text, article.language) or leans(text, article.language)
            needs = bool(found) and ((follows and _only_quoted(text)) or leaning or topic)
            found.append(_plain(article, at, names, whole, text, len(found), needs))
    return found


def _mended(block: Block, language: str) -> list[tuple[tuple[str, ...], str]]:
    """The sentences of a paragraph with their ids; what goes on in lower case belongs to the one before."""
    found: list[tuple[tuple[str, ...], str]] = []
    for sentence in block.sentences:
        if found and language == "en" and "a" <= sentence.text.strip()[:1] <= "z":
            names, text = found[-1]
            found[-1] = ((*names, sentence.id), f"{text} {sentence.text.strip()}")
        else:
            found.append(((sentence.id,), sentence.text))
    return found


def _plain(
    article: Article, at: int, names: tuple[str, ...], whole: str, text: str, order: int, needs: bool
) -> Candidate:
    steps = points(text, article.language)
    versions = (text,) if steps else (text, *shorter(text, article.language))
    return Candidate(
        order=order,
        block=at,
        sources=names,
        whole=whole,
        versions=versions,
        needs=needs,
        items=steps.items if steps else (),
        title=steps.title if steps else "",
        slight=bool(_ABOUT_ITSELF.search(text)) or (order > 2 and _says_little(text, article.language)),
    )


def _says_little(text: str, language: str) -> bool:
    """Whether a sentence only leads over to the next: very short, or short and without a figure or a name."""
    told = estimate(text, language)
    empty = not re.search(r"\d|(?<=[a-z,] )[A-Z]", text)
    return told < SLIGHT or (empty and told < EMPTY[language])


def _quote(article: Article, at: int, block: Block, order: int) -> list[Candidate]:
    """A quotation set apart, told whole with whoever the article says spoke."""
    lines = [sentence.text.strip() for sentence in block.sentences]
    signed = re.match(r"[—–-]{1,2}\s*(.{2,60})$", lines[-1]) if len(lines) > 1 else None
    speaker = block.speaker or (signed[1].strip(" .。") if signed else "")
    said = lines[:-1] if signed else lines
    zh = article.language == "zh"
    text = ("" if zh else " ").join(said).strip('“”"「」 ')
    if boilerplate(text):
        return []
    if speaker:
        text = f"{speaker}：“{text}”" if zh else f"{speaker}: “{text}”"
    names = tuple(sentence.id for sentence in block.sentences)
    return [Candidate(order=order, block=at, sources=names, whole=" ".join(lines), versions=(text,), speaker=speaker)]


def _only_quoted(text: str) -> bool:
    return bool(re.fullmatch(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」", text.strip()))


def _list_follows(article: Article, at: int) -> bool:
    return at + 1 < len(article.blocks) and article.blocks[at + 1].form == "list"


def _listed(
    article: Article, at: int, block: Block, lead_in: tuple[tuple[str, ...], str] | None, order: int
) -> list[Candidate]:
    """A list as one candidate, or, where nothing announces it and it is long, its items one by one."""
    pairs = [(one.id, trimmed(one.text, article.language), one.text) for one in block.sentences]
    pairs = [pair for pair in pairs if not boilerplate(pair[1])]
    if not pairs:
        return []
    zh = article.language == "zh"
    bare = [text.rstrip("。；;.，, ") for _, text, _ in pairs]
    joined = ("；" if zh else "; ").join(bare) + ("。" if zh else ".")
    title = lead_in[1].rstrip("：: ") if lead_in else _heading_before(article, at)
    text = (lead_in[1] + ("" if zh else " ") + joined) if lead_in else joined
    if estimate(text, article.language) <= (LONGEST_LIST if lead_in else 14_000) and len(pairs) > 1:
        names = (lead_in[0] if lead_in else ()) + tuple(name for name, _, _ in pairs)
        whole = " ".join([lead_in[1] if lead_in else "", *(whole for _, _, whole in pairs)])
        return [
            Candidate(
                order=order, block=at, sources=names, whole=whole, versions=(text,), items=tuple(bare), title=title
            )
        ]
    if lead_in:
        return []
    return [
        Candidate(
            order=order + n, block=at, sources=(name,), whole=whole, versions=(text,), items=tuple(bare), title=title
        )
        for n, (name, text, whole) in enumerate(pairs[:WIDEST])
    ]


def _heading_before(article: Article, at: int) -> str:
    before = article.blocks[at - 1] if at else None
    return before.sentences[0].text if before and before.form == "heading" and before.sentences else ""


def opening(candidates: list[Candidate], start: int) -> tuple[int, ...]:
    """The candidates that make the lead together with the first: the rest of its paragraph, or the one after it."""
    block = candidates[start].block
    blocks = sorted({one.block for one in candidates if one.block >= block})[:2]
    same = [one for one in candidates[start + 1 : start + 4] if one.block == block]
    next_one = [one for one in candidates[start + 1 : start + 4] if one.block in blocks[1:]]
    return tuple(one.order for one in (same + next_one)[:2] if not one.slight)


def leading(candidates: list[Candidate], headline: str) -> int:
    """Which candidate opens the reel: the first, unless one just after it is far nearer to the headline."""
    if not candidates:
        return 0
    near = [overlap(headline, one.text) for one in candidates[:4]]
    asks = candidates[0].text.rstrip('”"').endswith(("?", "？")) or candidates[0].text[:1] in '“"「'
    best = max(range(len(near)), key=lambda at: (near[at], -at))
    if best and not candidates[best].needs and near[best] >= 300 and (near[0] < near[best] // 3 or asks):
        return best
    return 0
