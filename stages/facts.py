"""The truth gate: article and script in, verdict out. Every script passes it, whoever wrote it."""

from newsreel.bench import Bench
from newsreel.documents import Article, Script, Verdict
from newsreel.facts.gate import check

__all__ = ["check", "judge"]


def judge(article: Article, script: Script, bench: Bench) -> Verdict:
    """The piece of the line."""
    return Verdict(findings=check(article, script))
