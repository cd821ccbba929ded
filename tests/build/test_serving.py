"""``build.py serve``: it follows its sources, and ends as it is told to, with every request answered."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.core.consent import Consent
from banner.core.proof import Entry
from banner.core.record import encode
from banner.toolchain import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator

# Serves an application that answers once it has read all of a request, and ends with whoever runs the tests.
PROGRAM = """
import os, sys, threading
from pathlib import Path
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from banner.building import serve
async def echo(request):
    content = b""
    async for chunk in request.stream():
        content += chunk
        if chunk == b"half, ":
            print("half", flush=True)
    return PlainTextResponse(content)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(3)), daemon=True).start()
folder = Path(sys.argv[1])
application = Starlette(routes=[Route("/", echo, methods=["POST"])])
serve.serve(lambda: None, lambda: (application, lambda: None), 0, (folder,), folder / "out")
"""


@contextlib.contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python with *arguments*; it is over in the end."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=bundle.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str], word: str) -> str:
    """What *process* tells about *word*, as soon as it does; fails where it ends without that."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            return line
    raise AssertionError(lines)


def closed(port: int) -> None:
    """Return when nobody listens at *port* any more."""
    while True:
        with contextlib.closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_what_ends_it_lets_requests_be_answered(tmp_path: Path, end: signal.Signals) -> None:
    with started("-c", PROGRAM, str(tmp_path)) as process:
        port = int(told(process, "serving").split(":")[2].split("/")[0])
        idle = HTTPConnection("127.0.0.1", port)
        idle.request("POST", "/", b"all")
        assert idle.getresponse().read() == b"all"
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\n\r\nhalf, ")
            told(process, "half")
            process.send_signal(end)
            closed(port)
            client.sendall(b"and ok")
            with client.makefile("rb") as answer:
                content = answer.read()
        idle.close()

        assert content.startswith(b"HTTP/1.1 200 ")
        assert content.endswith(b"half, and ok")
        assert process.wait() == 0


def proof(folder: Path, file: Path) -> dict[str, str]:
    """The entry of somebody who accepts all that *file* asks about, in *folder* where it is built."""
    declared = config.read(file).declaration
    asked = tuple(one.id for one in declared.optional())
    now = int(time.time() * 1000)
    consent = Consent("a" + declared.revision, now, "accept-all", "banner", declared.revision, asked, ())
    texts = min((folder / "consent/texts").glob("*.json")).stem
    return Entry(consent.id, "given", encode(consent), "", texts, "en", "device").plain()


def send(port: int, entry: dict[str, str]) -> int:
    """The status of the log's answer to *entry*."""
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
    connection.request("POST", "/api/consent/answers", json.dumps({"answers": [entry]}), headers)
    with contextlib.closing(connection):
        return connection.getresponse().status


def test_after_a_rebuild_the_log_takes_answers_about_what_is_asked_now_and_what_was(tmp_path: Path) -> None:
    shutil.copytree(bundle.ROOT / "site/demo", tmp_path / "site")
    file, out = tmp_path / "site/consent.toml", tmp_path / "dist"
    options = ["--config", str(file), "--out", str(out), "--port", "0", "--runtime", "micropython"]
    options += ["--database", f"sqlite:///{tmp_path / 'shop.sqlite'}"]
    with started("build.py", "serve", *options) as process:
        port = int(told(process, "serving").split(":")[2].split("/")[0])
        first = proof(out, file)
        assert send(port, first) == 200

        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('[[services]]\nuse = "soundcloud"\n', ""), encoding="utf-8")
        told(process, "built")
        second = proof(out, file)
        assert second["id"] != first["id"]
        # The server learns of the build right after it.
        while (status := send(port, second)) in (425, 429):
            pass
        assert status == 200
        # What was there stays, and is known again.
        assert send(port, first) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
