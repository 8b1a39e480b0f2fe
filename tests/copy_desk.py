"""Reads the test articles: a few lines of front matter, then plain Markdown."""

import re
from pathlib import Path

from newsreel.documents import Article, Asset, Block, Credit, Picture, Sentence
from newsreel.sentences import language_of, split

HERE = Path(__file__).parent / "articles"
NAMES = sorted(path.stem for path in HERE.glob("*.md"))


def article(name: str) -> Article:
    """One of the test articles."""
    return read((HERE / f"{name}.md").read_text(encoding="utf-8"), name)


def read(text: str, slug: str = "a") -> Article:
    """An article from text."""
    meta: dict[str, str] = {}
    if text.startswith("---\n"):
        front, text = text[4:].split("\n---\n", 1)
        meta = dict(line.split(": ", 1) for line in front.splitlines())
    language = language_of(text)
    headline, blocks, pictures = "", [], []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = part.strip().splitlines()
        groups = [lines]
        lead = next((at for at, line in enumerate(lines) if line.startswith("- ")), 0)
        if lead:
            groups = [lines[:lead], lines[lead:]]
        for group in groups:
            if group[0].startswith("# "):
                headline = group[0][2:]
                continue
            block, picture = _block(f"p{len(blocks) + 1}", group, language)
            blocks.append(block)
            pictures.extend(picture)
    return Article(
        slug=slug, headline=headline, language=language, blocks=tuple(blocks), pictures=tuple(pictures), **meta
    )


def _block(name: str, lines: list[str], language: str) -> tuple[Block, list[Picture]]:
    def sentences(texts: list[str]) -> tuple[Sentence, ...]:
        return tuple(Sentence(id=f"{name}.{n + 1}", text=text) for n, text in enumerate(texts))

    image = re.fullmatch(r"!\[(.*)\]\((.*)\)", lines[0])
    if image:
        credit = Credit(creator="测试" if language == "zh" else "Test")
        asset = Asset(digest="0" * 64, kind="image/png", width=1600, height=1000, credit=credit)
        picture = Picture(id=image[2], asset=asset, caption=image[1])
        return Block(id=name, form="picture", picture=image[2]), [picture]
    if lines[0].startswith("## "):
        return Block(id=name, form="heading", level=2, sentences=sentences([lines[0][3:]])), []
    if lines[0].startswith("- "):
        return Block(id=name, form="list", sentences=sentences([line[2:] for line in lines])), []
    if lines[0].startswith("|"):
        rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
        return Block(id=name, form="table", rows=tuple(row for n, row in enumerate(rows) if n != 1)), []
    if lines[0].startswith("> "):
        text, _, speaker = " ".join(line[2:] for line in lines).partition(" — ")
        return Block(id=name, form="quote", sentences=sentences(split(text, language)), speaker=speaker), []
    return Block(id=name, form="para", sentences=sentences(split("".join(lines), language))), []
