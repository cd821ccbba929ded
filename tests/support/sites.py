"""Several sites on one server of this machine: every host below ``.test`` leads to it, in every engine."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Answer:
    """What a server says at one address."""

    body: str = ""
    kind: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


@dataclass
class Sites:
    """Answers by ``host/path``, where ``PORT`` in a body or a header stands for the port of all of them.

    The host ``here`` is this machine by its number, where pages have service workers without https.
    """

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __setitem__(self, address: str, answer: Answer | str) -> None:
        self.answers[address] = Answer(answer) if isinstance(answer, str) else answer

    def url(self, address: str) -> str:
        """Return the whole address of ``host/path``."""
        host, _, path = address.partition("/")
        return f"http://{'127.0.0.1' if host == 'here' else host}:{self.port}/{path}"


@contextlib.contextmanager
def running() -> Iterator[Sites]:
    """Serve all of them."""
    sites = Sites(0)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

        def do_GET(self) -> None:
            """Answer for the host that is asked."""
            host = self.headers.get("Host", "").partition(":")[0].replace("127.0.0.1", "here")
            path = host + self.path.partition("?")[0]
            sites.asked.append(path)
            answer = sites.answers.get(path, Answer(status=404))
            body = answer.body.replace("PORT", str(sites.port)).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", f"{answer.kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers:
                self.send_header(name, value.replace("PORT", str(sites.port)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            """Answer beacons as if they asked."""
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sites.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sites
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
