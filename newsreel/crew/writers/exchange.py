"""One question to a server that speaks the OpenAI protocol: bounded in time and size, and never led elsewhere."""

import http.client
import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsreel.settings import Provider

LARGEST = 2_000_000  # bytes of an answer; a script has some ten thousand
MOST_TOKENS = 100_000_000  # more than that is no count


class Trouble(Exception):
    """No answer that could be used; whether asking again may help, after how long, and whether it is the form asked."""

    def __init__(self, message: str, *, again: bool = False, wait: int = 0, form: bool = False) -> None:
        super().__init__(message)
        self.again, self.wait, self.form = again, wait, form


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, and what it took."""

    text: str
    asked: int = 0  # tokens
    answered: int = 0


def ask(provider: Provider, question: dict[str, Any]) -> Answer:
    """Put one question; redirects are not followed, and the whole exchange ends when its time is up."""
    parts = urlsplit(provider.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        line = kind(parts.hostname or "", parts.port, timeout=provider.connect / 1000)
    except (ValueError, http.client.InvalidURL):
        raise Trouble("the address in NEWSREEL_LLM_URL is not one") from None
    late = threading.Event()
    try:
        status, wait, body = _converse(line, provider, f"{parts.path}/chat/completions", question, late)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise Trouble("the server did not answer in time", again=True) from None
        raise Trouble(f"the server could not be talked to ({type(error).__name__})", again=True) from None
    finally:
        line.close()
    if late.is_set():
        raise Trouble("the server did not answer in time", again=True)
    _accept(status, wait)
    return _read(body)


def _converse(
    line: http.client.HTTPConnection, provider: Provider, path: str, question: dict[str, Any], late: threading.Event
) -> tuple[int, str, bytes]:
    """Status, how long to wait, and body."""
    line.connect()
    held = line.sock
    held.settimeout(provider.patience / 1000)

    def hang_up() -> None:
        """One byte a second never runs into a time limit of its own: end the whole exchange."""
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(held, socket.SHUT_RDWR)

    clock = threading.Timer(provider.patience / 1000, hang_up)
    clock.daemon = True
    clock.start()
    try:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if provider.key:
            headers["Authorization"] = f"Bearer {provider.key}"
        line.request("POST", path, json.dumps(question, ensure_ascii=True).encode(), headers)
        got = line.getresponse()
        body = got.read(LARGEST + 1)
        return got.status, got.getheader("Retry-After") or "", body
    finally:
        clock.cancel()


def _accept(status: int, wait: str) -> None:
    if status == 200:
        return
    if status in (401, 403):
        raise Trouble(f"the server refused the key ({status}); correct NEWSREEL_LLM_KEY")
    if status == 404:
        raise Trouble("the server knows no such model or address (404); correct --model or NEWSREEL_LLM_URL")
    if status == 429:
        pause = int(wait) * 1000 if wait.isascii() and wait.isdigit() and len(wait) < 6 else 1_000
        raise Trouble("the server has too much to do (429)", again=True, wait=pause)
    if status in (400, 415, 422):
        raise Trouble(f"the server did not take the question ({status})", form=True)
    raise Trouble(f"the server answered {status}", again=status >= 500)


def _read(body: bytes) -> Answer:
    if len(body) > LARGEST:
        raise Trouble(f"the answer is larger than {LARGEST // 1_000_000} MB", again=True)
    try:
        table = json.loads(body)
        text = table["choices"][0]["message"]["content"]
        used = table.get("usage") or {}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise Trouble("the answer is not what the protocol says", again=True) from None
    if not isinstance(text, str) or not text.strip():
        raise Trouble("the answer is empty", again=True)
    return Answer(text, _count(used, "prompt_tokens"), _count(used, "completion_tokens"))


def _count(used: Any, name: str) -> int:
    count = used.get(name) if isinstance(used, dict) else None
    return count if type(count) is int and 0 <= count <= MOST_TOKENS else 0
