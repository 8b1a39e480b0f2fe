"""A short name for an article that is safe in a file name and an address: words, or pinyin, joined by hyphens."""

import hashlib
import re
import unicodedata

from newsreel.sentences import HAN

LONGEST = 60
_RESERVED = frozenset(["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)])
_word = re.compile(f"[{HAN}]+|[a-z0-9]+")
_han = re.compile(f"[{HAN}]")


def slug_of(wanted: str, headline: str, body: str = "") -> str:
    """The slug that was asked for, made safe; else one from the headline; never empty."""
    for text in (wanted, headline):
        if slug := _spell(text[:200]):
            return f"article-{slug}" if slug in _RESERVED else slug
    return "article-" + hashlib.sha256((headline + "\0" + body).encode()).hexdigest()[:10]


def _spell(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).lower()
    plain = plain.replace("'", "").replace("’", "")
    syllables: list[str] = []
    for run in _word.findall(plain):
        syllables.extend(_pinyin(run) if _han.match(run) else [run])
    kept = ""
    limit = 40 if _han.search(plain) else LONGEST
    for syllable in syllables:
        longer = f"{kept}-{syllable}" if kept else syllable[:LONGEST]
        if len(longer) > limit and kept:
            break
        kept = longer
    return kept


def _pinyin(run: str) -> list[str]:
    from pypinyin import lazy_pinyin  # loads a large table: only when there is Chinese to spell

    spelled = (re.sub("[^a-z]", "", syllable.replace("ü", "v").lower()) for syllable in lazy_pinyin(run))
    return [syllable for syllable in spelled if syllable]
