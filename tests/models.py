"""A real server for tests that speaks the OpenAI protocol, and answers as each test tells it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-5f1c"


@dataclass
class Reply:
    """What goes over the wire."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds before each byte; 0: all at once


Behaviour = Callable[[dict[str, Any], int], Reply]  # the question, and how many came before it


@dataclass
class Model:
    """The server: where it is, what it was asked, and with which keys."""

    url: str
    behaviour: Behaviour
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def said(content: str | dict[str, Any]) -> Reply:
    """A good envelope around whatever the model says."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    table = {
        "choices": [{"message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 200},
    }
    return Reply(json.dumps(table).encode())


def article_in(question: dict[str, Any]) -> dict[str, Any]:
    """The article as the model gets it."""
    return json.loads(question["messages"][1]["content"].split("\n", 1)[1])  # type: ignore[no-any-return]


def retold(question: dict[str, Any], seconds: int, beat: float) -> dict[str, Any]:
    """An honest script: the article's own sentences until the time is up."""
    data = article_in(question)
    lines: list[dict[str, Any]] = []
    room = seconds - 2.5
    for one in data["sentences"]:
        size = len(one["text"]) if data["language"] == "zh" else len(one["text"].split())
        if size > 400 or len(one["text"]) > 390 or size * beat > room:
            continue
        room -= size * beat + 0.5
        lines.append({"says": one["text"], "sources": [one["id"]], "shows": "statement"})
    return {"title": data["headline"], "lines": lines}


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Model]:
    """A server that lives as long as the test."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.keys.append(self.headers.get("Authorization", ""))
            model.paths.append(self.path)
            reply = model.behaviour(question, len(model.asked))
            model.asked.append(question)
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(reply.body), 1 if reply.pause else 65536):
                    time.sleep(reply.pause)
                    self.wfile.write(reply.body[at : at + (1 if reply.pause else 65536)])
                    if ended.is_set():
                        return
            except OSError:
                pass  # whoever asked has hung up

        def log_message(self, *args: Any) -> None:
            """Tests say what went wrong themselves."""

    ended = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model = Model(f"http://127.0.0.1:{server.server_address[1]}/v1", behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
