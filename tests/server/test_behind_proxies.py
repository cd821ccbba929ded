"""The server behind nginx and Caddy, with the lines that the guide gives for each."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import pytest
import uvicorn

from banner.standalone.connections import Connections
from banner.standalone.process import configured
from banner.standalone.program import application
from banner.standalone.settings import Settings
from banner.toolchain import environment
from tests.browser.software.servers import program
from tests.server.conftest import consent, entry
from tests.server.standalone import BUILT, deploy, until

GUIDE = (environment.ROOT / "site/docs/guide/operations.md").read_text(encoding="utf-8")
NGINX = """
daemon off;
pid {work}/nginx.pid;
error_log stderr;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {work}/pages;
{lines}
  }}
}}
"""
CADDY = """
{{
	admin off
	auto_https off
}}
http://127.0.0.1:{port} {{
{lines}
}}
"""
BY_NAME = {"nginx": (NGINX, "nginx.conf"), "caddy": (CADDY, "Caddyfile")}


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
        answer.content = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer

    def status(self, path: str, body: bytes | None = None, **headers: str) -> int:
        return self.ask(path, body, **headers).status


@contextlib.contextmanager
def log(dist: Path, database: str) -> Iterator[int]:
    """Run the server for whom a proxy on this machine is trusted; give its port."""
    settings = Settings(
        database=database,
        requests_per_second=1,
        trusted_proxies=(ip_network("127.0.0.1"),),
        shutdown_seconds=1,
    )
    connections = Connections(settings.trusted_proxies)
    site = application(settings, deploy(dist), BUILT)
    server = uvicorn.Server(configured(site, connections, settings))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        try:
            until(lambda: Visitor(port).status("/readyz") == 200)
            yield port
        finally:
            server.should_exit = True
            thread.join()


@contextlib.contextmanager
def proxy(name: str, upstream: int, work: Path) -> Iterator[int]:
    """Run the proxy called *name* before *upstream*, as the guide says; give its port."""
    path = program(name)
    if path is None:
        pytest.skip(f"there is no {name} on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    template, file = BY_NAME[name]
    (lines,) = re.findall(rf"^```{name}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    lines = lines.replace("127.0.0.1:8080", f"127.0.0.1:{upstream}")
    (work / file).write_text(template.format(work=work, port=port, lines=lines), encoding="utf-8")
    (work / "pages").mkdir(exist_ok=True)
    command = {
        "nginx": [path, "-e", "stderr", "-p", str(work), "-c", str(work / file)],
        "caddy": [path, "run", "--config", str(work / file), "--adapter", "caddyfile"],
    }[name]
    told = work / "told"
    with told.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:

            def there() -> bool:
                assert process.poll() is None, told.read_text(encoding="utf-8")
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    return True
                return False

            until(there)
            yield port
        finally:
            process.terminate()


@pytest.mark.parametrize("name", BY_NAME)
def test_behind_a_proxy_as_the_guide_sets_it_up_each_visitor_is_a_client(
    dist: Path, database: str, tmp_path: Path, name: str
) -> None:
    with log(dist, database) as upstream, proxy(name, upstream, tmp_path) as port:
        anna, bert = Visitor(port, "127.0.0.2"), Visitor(port, "127.0.0.3")
        body = json.dumps({"entries": [entry(consent("a1"))]}).encode()
        answer = anna.ask("/api/consent/log", body)
        assert (answer.status, json.loads(answer.content)) == (200, {"stored": ["a1"]})  # type: ignore[attr-defined]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

        # Whatever a visitor writes into the headers, he stays one client, and nobody else is held up.
        forged = [
            {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"} for n in range(12)
        ]
        assert 429 in [anna.status("/api/consent/history", **one) for one in forged]
        assert bert.status("/api/consent/history") == 200

        # What is for operators is not handed on, and a body that is too long comes no further than here.
        operators = [bert.ask(f"/{one}").content for one in ("healthz", "readyz", "metrics")]  # type: ignore[attr-defined]
        assert not [one for one in operators if b'"status"' in one or b"nothing here" in one]
        # Caddy said 502 before it learnt to say 413.
        assert bert.status("/api/consent/log", b" " * 70_000) in (413, 502)
        other = {"Origin": "http://elsewhere.example"}
        assert bert.status("/api/consent/log", body, **other) == 403
