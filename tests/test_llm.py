"""The writer llm against a real server: one that is honest, one that lies, one that is ill, and one that obeys."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk.cli import main
from newsreel.bench import Bench
from newsreel.crew.writers.extract import Extract
from newsreel.documents import Article, Brief, Script
from newsreel.errors import BadSettings, CrewFailed
from newsreel.facts.gate import check
from newsreel.forms import to_json
from newsreel.hiring import hire
from newsreel.settings import Provider, read
from newsreel.store import Folder
from stages import script as stage
from tests.copy_desk import article as article_called
from tests.copy_desk import read as article_read
from tests.models import KEY, Model, Reply, article_in, retold, said, serving

BRIDGE = """# Harbour bridge reopens after repairs

The Harbour bridge in Weston reopened on Monday after repairs that cost $4.2 million. The city closed it in March, \
because inspectors had found cracks in two cables.

About 18,000 vehicles cross the bridge every day. Mayor Ana Ruiz said the work was finished nine days early. \
The city plans to inspect the cables every six months.

"We will not take risks with this bridge," Ruiz said. Engineers replaced 36 cables and repainted the western tower.
"""
LENGTH = 30_000
BEATS = {"zh": 0.222, "en": 0.38}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(Folder(tmp_path))


def bridge() -> Article:
    return article_read(BRIDGE, "bridge")


def honest(question: dict[str, Any], before: int) -> Reply:
    return said(retold(question, LENGTH // 1000, BEATS["en"]))


def write(
    model: Model, bench: Bench, article: Article | None = None, patience: int = 5_000, language: str = ""
) -> Script:
    article = article or bridge()
    held = replace(bench, provider=Provider(url=model.url, key=KEY, patience=patience))
    brief = Brief(language=language or article.language, length=LENGTH)
    return stage.write(article, hire("writer", "llm:test:7b"), brief, held)


def rules(script: Script) -> list[str]:
    return [one.rule for one in script.findings]


def took_over(script: Script) -> str:
    """Why extract took over; empty where it did not."""
    return next((one.message for one in script.findings if one.rule == "writer"), "")


def test_an_honest_model_writes_the_script_and_its_cost_is_told(bench: Bench) -> None:
    with serving(honest) as model:
        script = write(model, bench)
    assert not took_over(script) and not [one for one in script.findings if one.blocks]
    spoken = [one for one in script.scenes if one.says]
    assert spoken[0].says.startswith("The Harbour bridge in Weston reopened") and all(one.sources for one in spoken)
    tokens = next(one.message for one in script.findings if one.rule == "llm")
    assert f"{900 * len(model.asked)} tokens in, {200 * len(model.asked)} out" in tokens
    assert model.paths == ["/v1/chat/completions"] * len(model.asked)
    assert {one["model"] for one in model.asked} == {"test:7b"}
    assert model.asked[0]["response_format"]["json_schema"]["strict"] is True


def test_the_key_goes_to_the_server_and_nowhere_else(bench: Bench) -> None:
    with serving(honest) as model:
        script = write(model, bench)
    assert set(model.keys) == {f"Bearer {KEY}"}
    assert KEY not in json.dumps(model.asked) and KEY.encode() not in to_json(script)
    assert KEY not in repr(Provider(key=KEY))


def test_an_invented_figure_is_fed_back_and_corrected(bench: Bench) -> None:
    def liar(question: dict[str, Any], before: int) -> Reply:
        good = retold(question, LENGTH // 1000, BEATS["en"])
        if before == 0:
            good["lines"][0]["says"] = good["lines"][0]["says"].replace("$4.2 million", "$9.7 million")
        return said(good)

    with serving(liar) as model:
        script = write(model, bench)
    assert "$9.7 million" in model.asked[1]["messages"][2]["content"]
    assert not took_over(script) and "9.7" not in to_json(script).decode()


def test_a_model_that_will_not_stop_inventing_is_replaced_aloud(bench: Bench) -> None:
    def liar(question: dict[str, Any], before: int) -> Reply:
        good = retold(question, LENGTH // 1000, BEATS["en"])
        good["lines"][0]["says"] = good["lines"][0]["says"].replace("$4.2 million", "$9.7 million")
        return said(good)

    with serving(liar) as model:
        script = write(model, bench)
    assert len(model.asked) == 3
    assert "otherwise than the article" in took_over(script) and b"9.7" not in to_json(script)


ILL: dict[str, tuple[Callable[[dict[str, Any], int], Reply], str, int]] = {
    "the key is refused": (lambda *_: Reply(status=401), "refused the key", 1),
    "no such model": (lambda *_: Reply(status=404), "no such model", 1),
    "always busy": (lambda *_: Reply(status=429, headers={"Retry-After": "0"}), "too much to do", 3),
    "busy for an hour": (lambda *_: Reply(status=429, headers={"Retry-After": "3600"}), "too much to do", 1),
    "ill": (lambda *_: Reply(b"oops", status=500), "answered 500", 3),
    "led elsewhere": (lambda *_: Reply(status=302, headers={"Location": "http://127.0.0.1:9/"}), "answered 302", 1),
    "a page": (lambda *_: Reply(b"<html><body>Welcome</body></html>"), "not what the protocol says", 3),
    "half of it": (lambda q, n: Reply(honest(q, n).body[:-40]), "not what the protocol says", 3),
    "half a script": (lambda q, _: said(json.dumps(retold(q, 30, 0.4))[:-30]), "no script", 3),
    "too much": (lambda *_: Reply(b" " * 5_000_000), "larger than", 3),
    "nested": (lambda *_: said("[" * 50_000 + "{}" + "]" * 50_000), "no script", 3),
    "no text": (lambda *_: said(""), "empty", 3),
    "unknown ids": (
        lambda *_: said({"title": "Bridge", "lines": [{"says": "The bridge.", "sources": ["p9.9"], "shows": "x"}]}),
        "no script",
        3,
    ),
    "asks for everything": (
        lambda *_: said({"title": "T", "lines": [{"says": "A", "sources": {"a": 1}}] * 5000}),
        "no script",
        3,
    ),
}


@pytest.mark.parametrize("name", ILL)
def test_a_server_that_is_ill_costs_nothing_but_the_model(name: str, bench: Bench) -> None:
    behaviour, reason, times = ILL[name]
    with serving(behaviour) as model:
        script = write(model, bench)
    assert reason in took_over(script) and len(model.asked) == times
    own = Extract().write(bridge(), Brief(language="en", length=LENGTH), bench)
    assert script.scenes == own.scenes and script.title == own.title


def test_a_server_that_says_when_to_come_back_is_asked_again_then(bench: Bench) -> None:
    def busy(question: dict[str, Any], before: int) -> Reply:
        return honest(question, before) if before else Reply(status=429, headers={"Retry-After": "1"})

    with serving(busy) as model:
        began = time.monotonic()
        script = write(model, bench)
    assert time.monotonic() - began >= 1 and not took_over(script)


@pytest.mark.parametrize("pause", [0.05, 5.0])
def test_an_answer_that_trickles_or_never_comes_is_given_up(pause: float, bench: Bench) -> None:
    with serving(lambda q, n: Reply(honest(q, n).body, pause=pause)) as model:
        began = time.monotonic()
        script = write(model, bench, patience=250)
    assert time.monotonic() - began < 3 and "in time" in took_over(script)


def test_a_server_that_is_not_there_is_said_aloud(bench: Bench) -> None:
    with serving(honest) as model:
        pass
    assert "could not be talked to" in took_over(write(model, bench))


def test_a_server_without_schemas_is_asked_in_plainer_forms(bench: Bench) -> None:
    def simple(question: dict[str, Any], before: int) -> Reply:
        if "response_format" in question:
            return Reply(status=400)
        return said("Here you are:\n```json\n" + json.dumps(retold(question, 30, BEATS["en"])) + "\n```")

    with serving(simple) as model:
        script = write(model, bench)
    assert not took_over(script)
    forms = [one.get("response_format", {}).get("type") for one in model.asked[:3]]
    assert forms == ["json_schema", "json_object", None]


ENGLISH = [
    ("The Xinhe bridge opened on May 3 and cost 150 million yuan.", 0),
    ("It is 1,280 metres long.", 1),
    ("About 3.2% of the city's traffic will use it.", 2),
]
XINHE = """# 新河大桥通车

新河大桥5月3日通车，总投资1.5亿元。大桥全长1280米。预计约百分之三点二的城市车流将使用这座桥。
"""


def translator(change: tuple[str, str] = ("", "")) -> Callable[[dict[str, Any], int], Reply]:
    def answer(question: dict[str, Any], before: int) -> Reply:
        ids = [one["id"] for one in article_in(question)["sentences"]]
        lines = [
            {"says": says.replace(*change) if change[0] else says, "sources": [ids[at]], "shows": "number"}
            for says, at in ENGLISH
        ]
        return said({"title": "Xinhe bridge opens", "lines": lines})

    return answer


def test_a_chinese_article_is_told_in_english_with_equal_figures(bench: Bench) -> None:
    with serving(translator()) as model:
        script = write(model, bench, article_read(XINHE, "xinhe"), language="en")
    assert script.language == "en" and "in English" in model.asked[0]["messages"][0]["content"]
    assert [one.says for one in script.scenes[:3]] == [says for says, _ in ENGLISH]
    assert not [one for one in script.findings if one.blocks]


def test_a_translation_with_another_figure_is_not_let_out(bench: Bench) -> None:
    with serving(translator(("150 million", "15 million"))) as model, pytest.raises(CrewFailed, match="translates"):
        write(model, bench, article_read(XINHE, "xinhe"), language="en")


def test_the_provider_comes_from_the_environment_and_is_checked(tmp_path: Path) -> None:
    home = {"NEWSREEL_HOME": str(tmp_path)}
    found = read({**home, "NEWSREEL_LLM_URL": "http://127.0.0.1:11434/v1/", "NEWSREEL_LLM_KEY": KEY}).provider
    assert (found.url, found.key) == ("http://127.0.0.1:11434/v1", KEY)
    for bad in ("file:///etc/passwd", "http://user:pw@host/v1", "http://host/v1?x=1", "http://host/\r\nX: y"):
        with pytest.raises(BadSettings):
            read({**home, "NEWSREEL_LLM_URL": bad})
    with pytest.raises(BadSettings):
        read({**home, "NEWSREEL_LLM_KEY": "a\r\nHost: b"})


def test_the_command_line_hands_the_model_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(BRIDGE, "utf-8")
    monkeypatch.setenv("NEWSREEL_HOME", str(tmp_path / "home"))
    command = ["storyboard", str(tmp_path / "a.md"), "--writer", "llm", "--length", "30", "--quiet"]
    assert main([*command, "-o", str(tmp_path / "x.yaml")]) == 2
    assert "--model" in capsys.readouterr().err
    with serving(honest) as model:
        monkeypatch.setenv("NEWSREEL_LLM_URL", model.url)
        assert main([*command, "--model", "test:7b", "-o", str(tmp_path / "b.yaml")]) == 0
    assert model.asked[0]["model"] == "test:7b"
    assert "Harbour bridge" in (tmp_path / "b.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["en_flood", "en_economy", "zh_weather", "zh_economy"])
def test_every_script_that_comes_out_stands_before_the_gate(name: str, bench: Bench) -> None:
    article = article_called(name)

    def faithful(question: dict[str, Any], before: int) -> Reply:
        good = retold(question, LENGTH // 1000, BEATS[article.language])
        for at, line in enumerate(good["lines"]):
            line["shows"] = ("number", "bars", "quote", "list", "timeline", "photo")[at % 6]
        return said(good)

    with serving(faithful) as model:
        script = write(model, bench, article)
    assert not took_over(script) and not [one for one in check(article, script) if one.blocks]
