"""Servers of Debian, each with the lines that the guide gives for it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.support.engines.patience import START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GUIDE = environment.ROOT / "site/docs/guide/deploy.md"
# Whoever starts nginx as root has it serve as somebody else, who may not read what the tests write.
NGINX = """
daemon off;
{user}
pid {work}/nginx.pid;
error_log stderr;
events {{ }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {work};
  proxy_temp_path {work};
  fastcgi_temp_path {work};
  uwsgi_temp_path {work};
  scgi_temp_path {work};
{lines[0]}
  server {{
    listen 127.0.0.1:{port};
    root {root};
    add_header X-Content-Type-Options nosniff;
{lines[1]}
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
	header X-Content-Type-Options nosniff
{lines[0]}
}}
"""
NAMES = ("nginx", "caddy")


def program(name: str) -> str | None:
    """Return where the server called *name* is installed, if it is."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def lines(name: str) -> list[str]:
    """Return the blocks for the server called *name* in the guide, as they stand there."""
    return re.findall(rf"^```{name}\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@contextlib.contextmanager
def running(name: str, root: Path, work: Path) -> Iterator[str]:
    """Serve the files in *root* by the server called *name*, which writes into *work*; give the address."""
    path = program(name)
    assert path
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    template, file = {"nginx": (NGINX, "nginx.conf"), "caddy": (CADDY, "Caddyfile")}[name]
    settings = work / file
    user = "user root;" if os.geteuid() == 0 else ""
    text = template.format(work=work, root=root, port=port, lines=lines(name), user=user)
    settings.write_text(text, encoding="utf-8")
    command = {
        "nginx": [path, "-e", "stderr", "-p", str(work), "-c", str(settings)],
        "caddy": [path, "run", "--config", str(settings), "--adapter", "caddyfile"],
    }[name]
    told = work / "told"
    with told.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        try:
            _wait(server, port, told)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int, told: Path) -> None:
    """Wait until the *server* answers; what it has *told* is the reason where it does not."""
    end = time.monotonic() + START
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert server.poll() is None, told.read_text(encoding="utf-8")
        assert time.monotonic() < end, told.read_text(encoding="utf-8")
        time.sleep(0.02)


def headers(address: str, encoding: str) -> dict[str, str]:
    """Return the headers of the answer at *address* to somebody who takes an *encoding*."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})  # noqa: S310 - ours
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
        return {name.lower(): value for name, value in answer.headers.items()}
