"""The server behind nginx and Caddy, with the lines that the guide gives for each."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest

from banner.standalone import connections
from tests.server.behind import BY_NAME, log, proxy
from tests.server.conftest import consent, entry
from tests.server.standalone import deploy


@dataclass(frozen=True)
class Visitor:
    """Somebody who comes to a proxy from an *address* of this machine."""

    port: int
    address: str = "127.0.0.1"

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, source_address=(self.address, 0))
        origin = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        line.request("POST" if body else "GET", path, body, origin | headers)
        answer = line.getresponse()
        try:
            answer.content = answer.read()  # type: ignore[attr-defined]
        except http.client.IncompleteRead as cut:  # by a proxy whose own request broke off
            answer.content = cut.partial  # type: ignore[attr-defined]
        line.close()
        return answer

    def status(self, path: str, body: bytes | None = None, **headers: str) -> int:
        return self.ask(path, body, **headers).status


@pytest.mark.attack("endless-body")
def test_a_body_that_never_ends_is_cut_off_where_it_is_too_long(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_LINGER", 0.05)
    with log(deploy(dist), database) as port, socket.create_connection(("127.0.0.1", port)) as one:
        host = f"127.0.0.1:{port}"
        one.sendall(
            f"POST /api/consent/log HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 512 * 1024 * 1024:
                one.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
                sent += 65_536

    assert sent < 64 * 1024 * 1024  # what the system itself holds on the way


@pytest.mark.attack("endless-body")
def test_a_body_that_says_that_it_is_too_long_is_answered_and_not_waited_for(
    dist: Path, database: str
) -> None:
    with log(deploy(dist), database) as port, socket.create_connection(("127.0.0.1", port)) as one:
        host = f"127.0.0.1:{port}"
        one.sendall(
            f"POST /api/consent/log HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {10**12}\r\n\r\n".encode()
        )
        found = b""
        while not found.endswith(b"}"):
            found += one.recv(65_536)

    assert found.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.attack("forged-address")
def test_behind_a_proxy_as_the_guide_sets_it_up_each_visitor_is_a_client(
    dist: Path, database: str, tmp_path: Path, name: str
) -> None:
    with log(deploy(dist), database) as upstream, proxy(name, (upstream,), dist, tmp_path) as port:
        anna, bert = Visitor(port, "127.0.0.2"), Visitor(port, "127.0.0.3")
        body = json.dumps({"entries": [entry(consent("a1"))]}).encode()
        answer = anna.ask("/api/consent/log", body)
        assert (answer.status, json.loads(answer.content)) == (200, {"stored": ["a1"]})  # type: ignore[attr-defined]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

        # Whatever a visitor writes into the headers, he stays one client, and holds up nobody else.
        # The longer requests take, the more of them are let through.
        forged = (
            {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"} for n in range(200)
        )
        assert any(anna.status("/api/consent/history", **one) == 429 for one in forged)
        assert bert.status("/api/consent/history") == 200

        # What is for operators is not handed on, and a body that is too long comes no further than here.
        operators = [bert.ask(f"/{one}").content for one in ("healthz", "readyz", "metrics")]  # type: ignore[attr-defined]
        assert not [one for one in operators if b'"status"' in one or b"nothing here" in one]
        # Caddy said 502 before it learnt to say 413.
        assert bert.status("/api/consent/log", b" " * 70_000) in (413, 502)
        other = {"Origin": "http://elsewhere.example"}
        assert bert.status("/api/consent/log", body, **other) == 403
