"""The server behind a proxy of Debian's, set up with the lines that the guide gives for it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import uvicorn

from banner.server import built
from banner.standalone.connections import Connections
from banner.standalone.process import configured
from banner.standalone.program import application
from banner.standalone.settings import Settings
from banner.toolchain import environment
from tests.browser.software.servers import program
from tests.support.waits import until

GUIDE = (environment.ROOT / "site/docs/guide/operations.md").read_text(encoding="utf-8")
NGINX = """
daemon off;
{user}
pid {work}/nginx.pid;
error_log stderr;
events {{ }}
http {{
{upstream}
  access_log off;
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  server {{
    listen 127.0.0.1:{port};
    include /etc/nginx/mime.types;
    root {root};
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
	root * {root}
	file_server
{lines}
}}
"""
BY_NAME = {"nginx": (NGINX, "nginx.conf"), "caddy": (CADDY, "Caddyfile")}


def _is_ready(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.request("GET", "/readyz")
    with contextlib.closing(line):
        return line.getresponse().status == 200


@contextlib.contextmanager
def log(consent: Path, database: str, requests_per_second: int = 1) -> Iterator[int]:
    """Run the server of the build in *consent*, which trusts proxies on this machine; give its port."""
    settings = Settings(
        database=database,
        requests_per_second=requests_per_second,
        trusted_proxies=(ip_network("127.0.0.1"),),
        shutdown_seconds=1,
    )
    connections = Connections(settings.trusted_proxies)
    site = application(settings, consent, built.read(consent), lambda: len(connections))
    server = uvicorn.Server(configured(site, connections, settings))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        try:
            until(lambda: _is_ready(port))
            yield port
        finally:
            server.should_exit = True
            thread.join()


@contextlib.contextmanager
def proxy(name: str, upstreams: tuple[int, ...], root: Path, work: Path) -> Iterator[int]:
    """Run the proxy called *name*, as the guide has it, before the *upstreams* and *root*; give its port."""
    path = program(name)
    if path is None:
        pytest.skip(f"there is no {name} on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    template, file = BY_NAME[name]
    lines, *more = re.findall(rf"^```{name}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    upstream = ""
    if len(upstreams) > 1:
        upstream, passed = more
        lines = re.sub(r" *proxy_pass .*\n", passed, lines)
    for standard, ours in zip((8080, 8081), upstreams, strict=False):
        lines, upstream = (
            one.replace(f"127.0.0.1:{standard}", f"127.0.0.1:{ours}") for one in (lines, upstream)
        )
    # Whoever starts nginx as root has it serve as somebody else, who may not read what the tests write.
    user = "user root;" if os.geteuid() == 0 else ""
    text = template.format(work=work, root=root, port=port, lines=lines, user=user, upstream=upstream)
    (work / file).write_text(text, encoding="utf-8")
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
