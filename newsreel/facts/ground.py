"""What a retelling stands on: the lines of the article, and the passages that are told from them."""

from dataclasses import dataclass
from functools import lru_cache

from newsreel.documents import Article, Scene, Script
from newsreel.facts.names import roll
from newsreel.reporting.terms import terms
from newsreel.sentences import split

FEW = 40  # lines a scene may be told from, to be all looked at
MOST, LONGEST = 6_000, 6_000  # lines of an article, characters of a line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the article: its id and its words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The whole article, ready to be asked."""

    article: Article
    lines: tuple[Line, ...]
    names: frozenset[str]
    text: str  # everything the article says
    words: frozenset[str]  # its terms

    @property
    def language(self) -> str:
        """Of the article."""
        return self.article.language

    def of(self, sources: tuple[str, ...]) -> tuple[Line, ...]:
        """The lines of some sources: sentences, whole blocks, or the headline; without sources, all of them."""
        if not sources:
            return self.lines
        wanted = set(sources)
        return tuple(line for line in self.lines if line.id in wanted or line.id.split(".")[0] in wanted)

    def near(self, lines: tuple[Line, ...], before: int = 4) -> str:
        """The lines with the few before each of them, where a pronoun finds its name."""
        wanted = {line.id for line in lines}
        at = [n for n, line in enumerate(self.lines) if line.id in wanted]
        kept = sorted({m for n in at for m in range(max(0, n - before), n + 1)})
        return "\n".join(self.lines[n].text for n in kept)

    def around(self, text: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Some lines, where they are few, and those nearest to a text, in the order of the article."""
        wanted = {
            line.id for line in (*(lines if len(lines) <= FEW else ()), *self.best(text, 6 if len(lines) > FEW else 2))
        }
        return tuple(line for line in self.lines if line.id in wanted)

    def best(self, text: str, few: int = 2) -> tuple[Line, ...]:
        """The lines that share most with a text, in the order of the article."""
        wanted = terms(text)
        scored = [(len(wanted & terms(line.text)), -n) for n, line in enumerate(self.lines)]
        top = sorted(scored, reverse=True)[:few]
        return tuple(self.lines[-n] for n in sorted((n for score, n in top if score), reverse=True))


def vocabulary(lines: tuple[Line, ...]) -> frozenset[str]:
    """The terms of some lines."""
    return frozenset().union(*(terms(line.text) for line in lines))


@lru_cache(maxsize=64)
def ground(article: Article) -> Ground:
    """The article as lines: the headline first, then what its blocks say, tables row by row."""
    lines = [Line("headline", article.headline), Line("dek", article.dek), Line("section", article.section)]
    for block in article.blocks:
        colon = "：" if article.language == "zh" else ": "
        lines += [
            Line(f"{one.id}", (block.speaker + colon if block.speaker else "") + one.text) for one in block.sentences
        ]
        if block.title:
            lines.append(Line(f"{block.id}.title", block.title))
        head = block.rows[0] if block.rows else ()
        for n, row in enumerate(block.rows[1:]):
            cells = [_cell(head, at, cell) for at, cell in enumerate(row)]
            lines.append(
                Line(f"{block.id}.row{n + 1}", "，".join(cells) if article.language == "zh" else ", ".join(cells))
            )
        if block.rows:
            lines.append(Line(f"{block.id}.head", " ".join(head)))
        if block.form == "picture" and (picture := article.picture(block.picture)):
            lines.append(Line(f"{block.id}.caption", f"{picture.caption} {picture.alt}".strip()))
    told = {line.text for line in lines}
    lines += [Line(one.id, one.caption) for one in article.pictures if one.caption and one.caption not in told]
    lines += [Line(one.id, one.caption) for one in article.footage if one.caption]
    kept = tuple(Line(line.id, line.text[:LONGEST]) for line in lines if line.text.strip())[:MOST]
    texts = tuple(line.text for line in kept)
    return Ground(article, kept, roll(texts, article.language), "\n".join(texts), vocabulary(kept))


def _cell(head: tuple[str, ...], at: int, cell: str) -> str:
    """A cell with the unit its column has: 增速（%） 6.2 is 6.2%."""
    title = head[at] if at < len(head) else ""
    unit = title.replace("（", "(").partition("(")[2].strip("()） ")
    return f"{cell.strip()}{unit}" if unit and cell.strip()[-1:].isdigit() else cell.strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """Scenes next to each other that are told from shared sentences, as one text."""

    text: str
    scenes: tuple[tuple[int, int, str], ...]  # from, to, and the id of the scene
    sources: tuple[str, ...]

    def scene(self, at: int) -> str:
        """Which scene says what stands there."""
        return next((name for start, end, name in self.scenes if start <= at <= end), self.scenes[-1][2])

    def sentences(self, language: str) -> list[tuple[int, str]]:
        """The sentences of the passage and where each begins."""
        found, at = [], 0
        for text in split(self.text, language):
            at = max(at, self.text.find(text, at))
            found.append((at, text))
            at += len(text)
        return found


def passages(script: Script) -> tuple[Passage, ...]:
    """The narration, in passages."""
    groups: list[list[Scene]] = []
    for scene in script.scenes:
        if not scene.says.strip():
            continue
        if groups and scene.sources and set(scene.sources) & set(groups[-1][-1].sources):
            groups[-1].append(scene)
        else:
            groups.append([scene])
    made = []
    for group in groups:
        text, spans = "", []
        for scene in group:
            if text and script.language != "zh":
                text += " "
            spans.append((len(text), len(text) + len(scene.says), scene.id))
            text += scene.says
        sources = (
            ()
            if any(not one.sources for one in group)
            else tuple(dict.fromkeys(n for one in group for n in one.sources))
        )
        made.append(Passage(text, tuple(spans), sources))
    return tuple(made)
