"""How much of the news each sentence carries: what it shares with the others, where it stands, and what is in it."""

import re

import numpy as np

from newsreel.reporting.figures import dates, figures
from newsreel.reporting.sequences import dated
from newsreel.reporting.terms import counted, terms
from newsreel.reporting.wording import leans, looks_ahead, refers_back

WIDEST = 320  # sentences compared with one another; the news is at the top of an article, not behind these
_names_en = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_names_zh = re.compile(
    r"《[^》]{1,20}》|[\u4e00-\u9fff]{2,8}(?:公司|大学|医院|法院|委员会|政府|集团|研究院|学院|局|厅|部)"
)


def similarities(texts: list[str]) -> np.ndarray:
    """How alike each two sentences are, from 0 to 1: the cosine of their terms, rare ones weighing more."""
    bags = [counted(text) for text in texts]
    vocabulary = {term: at for at, term in enumerate(sorted({term for bag in bags for term in bag}))}
    spread = np.zeros(len(vocabulary))
    for bag in bags:
        for term in bag:
            spread[vocabulary[term]] += 1
    weight = np.log(1 + len(texts) / np.maximum(spread, 1))
    table = np.zeros((len(texts), max(1, len(vocabulary))))
    for row, bag in enumerate(bags):
        for term, times in bag.items():
            table[row, vocabulary[term]] = (1 + np.log(times)) * weight[vocabulary[term]]
    length = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.where(length == 0, 1, length)
    return np.clip(table @ table.T, 0, 1)


def centrality(alike: np.ndarray) -> np.ndarray:
    """How much the sentences lean on each one, by a walk from sentence to sentence; 1 is the most."""
    links = np.where(alike > 0.04, alike, 0)
    np.fill_diagonal(links, 0)
    total = links.sum(axis=1, keepdims=True)
    count = len(links)
    steps = np.divide(links, total, out=np.full_like(links, 1 / max(1, count)), where=total > 0)
    rank = np.full(count, 1 / max(1, count))
    for _ in range(40):
        rank = 0.15 / count + 0.85 * (rank @ steps)
    return rank / rank.max() if count else rank


def scores(texts: list[str], headline: str, language: str, alike: np.ndarray, dek: str = "") -> list[int]:
    """The worth of each sentence in thousandths; whole numbers, so that equal articles give equal choices."""
    if not texts:
        return []
    central = centrality(alike)
    title, below = terms(headline), terms(dek)
    ahead = best_ahead(texts, language)
    steps = [bool(dated(text, language)) for text in texts]
    worth: list[int] = []
    for at, text in enumerate(texts):
        shared = len(title & terms(text)) / max(1, len(title))
        promised = len(below & terms(text)) / max(1, len(below))
        place = 1 / (1 + 0.3 * at) + (0.12 if at >= len(texts) - 2 else 0)
        facts = min(4, len(figures(text, language))) / 4
        names = min(3, len((_names_zh if language == "zh" else _names_en).findall(text))) / 3
        said = 1 if re.search(r"[“\"][^”\"]{12,}[”\"]", text) else 0
        value = 0.28 * central[at] + 0.30 * place + 0.18 * min(1, 1.6 * shared) + 0.17 * facts + 0.07 * names
        value += (
            0.16 * min(1, 1.6 * promised)
            + 0.08 * said
            + (0.14 if at == ahead else 0)
            - (0.05 if refers_back(text, language) or leans(text, language) else 0)
        )
        value += 0.1 if steps[at] and sum(steps[max(0, at - 3) : at + 4]) >= 3 else 0
        value -= 0.12 if text.rstrip('”"').endswith(("?", "？")) else 0
        worth.append(round(1000 * float(value)))
    return worth


def best_ahead(texts: list[str], language: str) -> int:
    """The sentence that best says what happens next: the last one, in the second half, that looks ahead."""
    found = [at for at in range(len(texts) // 2, len(texts)) if at and looks_ahead(texts[at], language)]
    return max(found, key=lambda at: (_next_step(texts[at], language), at), default=-1)


def _next_step(text: str, language: str) -> int:
    """How well a sentence ends a story: with a date still to come, and without leaning on what is not told."""
    told = 2 if dates(text, language) else 0
    return told - 3 * refers_back(text, language) - 3 * leans(text, language) - text.rstrip('”"').endswith(("?", "？"))
