"""How good the scripts of the writer `extract` are: what they cover, repeat, get wrong, and how long they are.

Reads the articles of tests/articles, tests/eval and the samples, with the key facts of tests/eval/facts.toml; prints
a table and writes it into docs/script-quality.md. Beside it stand two plain ways to shorten an article, given as much
time: its first sentences (lead), and the sentences most like all others (TextRank).
"""

import re
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from desk.readers import read
from newsreel import forms
from newsreel.crew.writers.extract import CLOSING, Extract
from newsreel.documents import Article, Brief, Script
from newsreel.reporting import ranking
from newsreel.reporting.telling import PAUSE
from newsreel.reporting.wording import refers_back
from newsreel.sentences import length_of, split
from newsreel.speech.pace import estimate
from newsreel.store import Folder
from stages.facts import check

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("tests/eval/{}.md", "tests/articles/{}.md", "assets/samples/{}")
PAGE = ROOT / "docs" / "script-quality.md"
OPEN, CLOSE = "<!-- what `make eval` measured -->", "<!-- end of what `make eval` measured -->"
LENGTH = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    """One retelling: its sentences in order, what stands on its cards, and how long it takes."""

    sentences: tuple[str, ...]
    shown: str
    length: int  # milliseconds


@dataclass(frozen=True, slots=True)
class Marks:
    """What one retelling is worth, in thousandths or counts."""

    lead: int
    every: int
    seen: int  # of all facts, told or shown
    redundancy: int
    long: int  # how far the length is off
    sentence: int  # tenths of a word or character
    dangling: int


def article(name: str, store: Folder) -> Article:
    """An article of the corpus."""
    for place in PLACES:
        if (path := ROOT / place.format(name)).exists():
            return read(path, store)
    raise SystemExit(f"There is no article {name}; add it to tests/eval or drop its facts.")


def spoken(texts: list[str], language: str) -> int:
    return sum(estimate(text, language) + PAUSE for text in texts) + CLOSING


def of_script(script: Script) -> Told:
    """A script as it is heard and read."""
    says = [scene.says for scene in script.scenes if scene.says]
    shown = " ".join(str(forms.to_plain(scene.shows)) for scene in script.scenes)
    whole = ("" if script.language == "zh" else " ").join(says)
    return Told(tuple(split(whole, script.language)), shown, spoken(says, script.language))


def lead(one: Article, most: int) -> Told:
    """The first sentences, as many as fit."""
    return _first([sentence.text for sentence in one.sentences()], one.language, most)


def lead_three(one: Article, most: int) -> Told:
    """The first three sentences."""
    return _first([sentence.text for sentence in one.sentences()][:3], one.language, most)


def textrank(one: Article, most: int) -> Told:
    """The sentences the others lean on most, as many as fit, in the order of the article."""
    texts = [sentence.text for sentence in one.sentences()]
    central = ranking.centrality(ranking.similarities(texts))
    chosen: list[int] = []
    for at in sorted(range(len(texts)), key=lambda at: (-round(float(central[at]), 9), at)):
        if spoken([texts[n] for n in [*chosen, at]], one.language) <= most:
            chosen.append(at)
    return _first([texts[at] for at in sorted(chosen)], one.language, most)


def _first(texts: list[str], language: str, most: int) -> Told:
    kept: list[str] = []
    for text in texts:
        if spoken([*kept, text], language) > most:
            break
        kept.append(text)
    return Told(tuple(kept), "", spoken(kept, language))


def bare(text: str) -> str:
    return re.sub(r"[\s,“”\"‘’']", "", text).lower()


def covered(facts: list[str], text: str) -> int:
    """How many facts a text holds, in thousandths."""
    held = bare(text)
    return 1000 * sum(any(bare(way) in held for way in fact.split("|")) for fact in facts) // max(1, len(facts))


def marks(one: Article, told: Told, facts: dict[str, list[str]]) -> Marks:
    """All marks of one retelling."""
    said = " ".join(told.sentences)
    every = [*facts["lead"], *facts["more"]]
    alike = ranking.similarities(list(told.sentences)) if len(told.sentences) > 1 else None
    double = 0 if alike is None else mean(float(max(row[:at], default=0)) for at, row in enumerate(alike) if at)
    return Marks(
        lead=covered(facts["lead"], said),
        every=covered(every, said),
        seen=covered(every, f"{said} {told.shown}"),
        redundancy=round(1000 * double),
        long=1000 * abs(told.length - LENGTH) // LENGTH,
        sentence=round(10 * mean(length_of(text, one.language) for text in told.sentences)),
        dangling=_dangling(one, told),
    )


def _dangling(one: Article, told: Told) -> int:
    """Sentences that open with a word for something the sentence before them in the article says, which is not told."""
    whole = [bare(sentence.text) for sentence in one.sentences()]
    told_bare = bare("".join(told.sentences))
    found = 0
    for text in told.sentences:
        at = next((n for n, sentence in enumerate(whole) if bare(text)[:12] in sentence), 0)
        if at and refers_back(text, one.language) and whole[at - 1][-24:-2] not in told_bare:
            found += whole[at - 1][:24] not in told_bare
    return found


def table(rows: list[tuple[str, list[Marks]]], enough: list[bool]) -> list[str]:
    """The marks of each way, on average."""
    lines = [
        "| writer | lead facts | all facts | told or shown | redundancy | length off | words a sentence | dangling |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, found in rows:
        long = [one.long for one, full in zip(found, enough, strict=True) if full]
        cells = [
            f"{mean(one.lead for one in found) / 1000:.2f}",
            f"{mean(one.every for one in found) / 1000:.2f}",
            f"{mean(one.seen for one in found) / 1000:.2f}",
            f"{mean(one.redundancy for one in found) / 1000:.2f}",
            f"{mean(long) / 10:.1f} % (worst {max(long) / 10:.1f} %)",
            f"{mean(one.sentence for one in found) / 10:.1f}",
            str(sum(one.dangling for one in found)),
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def measure(facts: dict[str, dict[str, list[str]]]) -> tuple[list[str], list[str]]:
    """The page's lines, and for each article what was left out of its lead."""
    ways: dict[str, Callable[[Article, int], Told]] = {
        "lead-3": lead_three,
        "lead, as long": lead,
        "TextRank, as long": textrank,
    }
    found: dict[str, list[Marks]] = {"extract": [], **{name: [] for name in ways}}
    enough, left, wrong, blocking = [], [], [], 0
    scenes: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        store = Folder(Path(folder))
        for name, known in facts.items():
            one = article(name, store)
            script = Extract().write(one, Brief(language=one.language, length=LENGTH), None)  # type: ignore[arg-type]
            told = of_script(script)
            texts = [sentence.text for sentence in one.sentences()]
            enough.append(spoken(texts, one.language) > LENGTH * 115 // 100)
            found["extract"].append(marks(one, told, known))
            for way, shorten in ways.items():
                found[way].append(marks(one, shorten(one, told.length), known))
            scenes += [estimate(scene.says, one.language) + PAUSE for scene in script.scenes if scene.says]
            doubts = check(one, script)
            blocking += sum(doubt.blocks for doubt in doubts)
            wrong += [f"{name} {doubt.rule}: {doubt.message} [{doubt.said}]" for doubt in doubts]
            said = " ".join(told.sentences)
            left += [f"{name}: {fact}" for fact in [*known["lead"]] if not covered([fact], said)]
            left += [f"{name}: ({fact})" for fact in known["more"] if not covered([fact], said)]
    lines = [
        f"{len(facts)} articles, {sum(len(one['lead']) + len(one['more']) for one in facts.values())} key facts, "
        f"{LENGTH // 1000} seconds asked for. Length is judged on the {sum(enough)} articles that have enough to tell.",
        "",
        *table(list(found.items()), enough),
        "",
        f"A scene of `extract` lasts {mean(scenes) / 1000:.1f} seconds on average, {max(scenes) / 1000:.1f} at most.",
        f"The truth gate raised {blocking} blocking findings and {len(wrong) - blocking} notes on these scripts.",
    ]
    return lines, [*left, *wrong]


def write_page(lines: list[str]) -> None:
    """The lines set into the page, between their marks."""
    body = "\n".join([OPEN, *lines, CLOSE])
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# How good the scripts are\n"
    if OPEN in page and CLOSE in page:
        before, rest = page.split(OPEN, 1)
        page = before + body + rest.split(CLOSE, 1)[1]
    else:
        page = page.rstrip() + "\n\n## The writer `extract` at sixty seconds\n\n" + body + "\n"
    PAGE.write_text(page, encoding="utf-8")


def main() -> None:
    facts = tomllib.loads((ROOT / "tests/eval/facts.toml").read_text(encoding="utf-8"))
    lines, notes = measure(facts)
    print("\n".join(lines))
    if "-v" in sys.argv:
        print("\n".join(notes))
    write_page(lines)


if __name__ == "__main__":
    main()
