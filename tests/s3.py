"""A real S3 server for tests, over HTTP on a free port, which can be told to misbehave."""

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from newsreel.bucket import Wire

Answer = Iterable[bytes]
ODD = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": "us-east-1"}


class Server:
    """Stands before moto's application and does to requests and answers what it is told."""

    def __init__(self) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Quiet(WSGIRequestHandler):
            def log(self, *_: Any) -> None:
                pass

        self._app = DomainDispatcherApplication(create_backend_app)
        self._http = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.port = self._http.port
        self.asked: list[tuple[str, str]] = []
        self._turn = threading.Lock()
        self.behave()

    def behave(self) -> None:
        """Be a good server again."""
        self.forgets_conditions = False
        self.fails: list[int] = []  # the statuses the next requests are answered with
        self.spoils: list[Callable[[bytes], bytes]] = []  # what becomes of the next artifacts read
        self.asked.clear()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.asked.append((method, path))
        if self.forgets_conditions:
            environ.pop("HTTP_IF_NONE_MATCH", None)
        if self.fails and "/blobs/" in path:
            status = self.fails.pop(0)
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            body = b"<Error><Code>ConditionalRequestConflict</Code></Error>" if status == 409 else b""
            start(f"{status} no", [("Content-Length", str(len(body)))])
            return [body]
        # moto keeps its objects without a lock, so that two conditional writes could both win
        with self._turn:
            answer = b"".join(self._app(environ, start))
        if self.spoils and method == "GET" and "/blobs/" in path:
            return [self.spoils.pop(0)(answer)]
        return [answer]

    @contextmanager
    def up(self) -> Iterator["Server"]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            thread.join(5)
            self._http.server_close()

    def wire(self, port: int = 0, *, tries: int = 3, patience: float = 2, bucket: str = "") -> Wire:
        """A line to a bucket of this server: a new one, or one that is there."""
        there = f"http://127.0.0.1:{port or self.port}"
        wire = Wire.to(
            bucket or f"newsreel-{uuid.uuid4().hex[:12]}", "desk", endpoint=there, region="us-east-1", tries=tries,
            patience=patience,
        )  # fmt: skip
        if not bucket:
            assert wire.make()
        return wire
