"""The writer that asks a model, takes nothing on trust, and leaves the work to `extract` where that does not help."""

import time
from dataclasses import dataclass, field, replace

from newsreel.bench import Bench
from newsreel.crew.writers import answers, prompting, staging
from newsreel.crew.writers.exchange import Answer, Trouble, ask
from newsreel.crew.writers.extract import CLOSING, LONGEST, SHORTEST, Extract
from newsreel.documents import Article, Brief, Finding, Script, Sentence
from newsreel.errors import BadSettings, CrewFailed, Refused
from newsreel.facts.gate import check
from newsreel.reporting.telling import PAUSE, spoken

ATTEMPTS = 3
LONGEST_WAIT = 10_000  # milliseconds a server may ask us to wait
OFF = 250  # thousandths a script may miss the asked length by before the model hears of it
MOST_FAULTS = 12  # told the model at once


@dataclass(slots=True)
class Talk:
    """What has passed between us and the model."""

    form: int = 0  # which of the forms the server takes
    asked: int = 0
    tokens: tuple[int, int] = (0, 0)
    wrong: tuple[Finding | str, ...] = ()
    reason: str = ""
    best: Script | None = field(default=None)  # sound, if not of the right length


class Llm:
    """Any model behind an OpenAI-compatible address; what it is told to write is checked before anyone sees it."""

    version = "1"

    def __init__(self, model: str = "") -> None:
        self._model = model

    def write(self, article: Article, brief: Brief, bench: Bench) -> Script:
        """The article retold by the model, or by `extract` with the reason why."""
        if not self._model:
            raise BadSettings("The writer llm needs the name of a model; add --model NAME.")
        if not bench.provider.url:
            raise BadSettings("The writer llm needs a server; set NEWSREEL_LLM_URL, such as http://127.0.0.1:11434/v1.")
        if not SHORTEST <= brief.length <= LONGEST:
            raise Refused(
                f"A reel lasts from 15 to 180 seconds, not {brief.length / 1000:g}; ask for a length between."
            )
        plain, left = prompting.readable(article)
        talk = Talk()
        script = self._asked(plain, brief, bench, talk) if plain.sentences() else None
        script = script or talk.best or self._instead(plain, brief, bench, talk)
        return replace(script, findings=(*script.findings, *_notes(self._model, talk, left)))

    def _asked(self, article: Article, brief: Brief, bench: Bench, talk: Talk) -> Script | None:
        """A script of the model that stands before the truth gate and has about the asked length."""
        for attempt in range(ATTEMPTS):
            bench.progress(attempt, ATTEMPTS)
            try:
                answer = self._question(article, brief, bench, talk)
                script = staging.stage(article, brief, answers.read(answer.text, article, brief.language))
            except answers.Unfit as error:
                talk.wrong, talk.reason = (str(error),), "its answers were no script that could be used"
                continue
            except Trouble as error:
                talk.reason = str(error)
                if not error.again or error.wait > LONGEST_WAIT:
                    return None
                if attempt + 1 < ATTEMPTS:
                    time.sleep(error.wait / 1000)
                continue
            faults = tuple(one for one in check(article, script) if one.blocks)
            if faults:
                talk.wrong, talk.reason = faults[:MOST_FAULTS], "its scripts said otherwise than the article"
                continue
            off = _off(script, brief)
            if talk.best is not None or not off:
                return script if not off else talk.best
            talk.best, talk.wrong = script, (off,)
        return None

    def _question(self, article: Article, brief: Brief, bench: Bench, talk: Talk) -> Answer:
        """One answer; a server that does not know how to keep to a form is asked without."""
        while True:
            wanted = prompting.question(self._model, article, brief, prompting.FORMS[talk.form], talk.wrong)
            talk.asked += 1
            try:
                answer = ask(bench.provider, wanted)
            except Trouble as error:
                if not error.form or talk.form + 1 == len(prompting.FORMS):
                    raise
                talk.form += 1
                continue
            talk.tokens = (talk.tokens[0] + answer.asked, talk.tokens[1] + answer.answered)
            return answer

    def _instead(self, article: Article, brief: Brief, bench: Bench, talk: Talk) -> Script:
        reason = talk.reason or "there was no sentence to give it"
        if brief.language != article.language:
            raise CrewFailed(
                f"The model {self._model[:60]} wrote no script ({reason}), and nobody else here translates; try again, "
                "or leave --narration out."
            )
        script = Extract().write(article, brief, bench)
        message = f"The writer extract took over, because the model {self._model[:60]} wrote no script: {reason}."
        return replace(script, findings=(*script.findings, Finding(rule="writer", message=message)))


def _off(script: Script, brief: Brief) -> str:
    """What to tell the model about the length, if anything."""
    total = CLOSING + sum(spoken(one.says, script.language) + PAUSE for one in script.scenes if one.says.strip())
    if abs(total - brief.length) * 1000 <= brief.length * OFF:
        return ""
    wanted = "shorter" if total > brief.length else "longer, if the article has more to tell"
    return f"It takes about {total // 1000} seconds where {brief.length // 1000} were asked for; make it {wanted}."


def _notes(model: str, talk: Talk, left: tuple[Sentence, ...]) -> list[Finding]:
    """What it took, and what the model was not shown."""
    times = "once" if talk.asked == 1 else f"{talk.asked} times"
    spent = f"{talk.tokens[0]} tokens in, {talk.tokens[1]} out"
    found = [Finding(rule="llm", message=f"The model {model[:60]} was asked {times}: {spent}.")] if talk.asked else []
    for one in left[:20]:
        message = f"Sentence {one.id} speaks to machines and not to readers; it was left out."
        found.append(Finding(rule="llm", message=message, source=one.text[:200]))
    return found
