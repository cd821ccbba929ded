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
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pytest
from starlette.testclient import TestClient

from banner import config
from banner.build import pipeline
from banner.core.consent import Consent
from banner.core.log_entry import LogEntry
from banner.core.record import encode
from banner.serve import live, local
from banner.serve.live import Live
from banner.toolchain import bundle
from tests.build.conftest import GOOD
from tests.matrix import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

# Serves an application that answers once it has read all of a request, and ends with whoever runs the tests.
PROGRAM = """
import os, sys, threading
from pathlib import Path
from types import SimpleNamespace
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from banner.serve import following
async def echo(request):
    content = b""
    async for chunk in request.stream():
        content += chunk
        if chunk == b"half, ":
            print("half", flush=True)
    return PlainTextResponse(content)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(3)), daemon=True).start()
site = SimpleNamespace(server="")
folder = Path(sys.argv[1])
application = Starlette(routes=[Route("/", echo, methods=["POST"])])
work = following.Work(lambda: site, lambda _: (application, None), lambda _: (folder,), folder / "out")
following.serve(work, 0)
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


@examples("end", [signal.SIGTERM, signal.SIGINT], run=[signal.SIGINT])
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


def log_entry(folder: Path, file: Path) -> dict[str, str]:
    """The entry of somebody who accepts all that *file* asks about, in *folder* where it is built."""
    declared = config.read(file).declaration
    asked = tuple(one.id for one in declared.optional())
    now = int(time.time() * 1000)
    consent = Consent("a" + declared.revision, now, "accept-all", "banner", declared.revision, asked, ())
    notices = (folder / "consent/notices").glob("*.json")
    notice_hash = min(one.stem for one in notices if json.loads(one.read_bytes())["language"] == "en")
    return LogEntry(consent.id, "given", encode(consent), "", notice_hash, "en", "device").plain()


def send(port: int, entry: dict[str, str]) -> int:
    """The status of the log's answer to *entry*."""
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
    connection.request("POST", "/api/consent/log", json.dumps({"entries": [entry]}), headers)
    with contextlib.closing(connection):
        return connection.getresponse().status


def test_after_a_rebuild_the_log_takes_decisions_about_what_is_asked_now_and_what_was(tmp_path: Path) -> None:
    shutil.copytree(bundle.ROOT / "site/demo", tmp_path / "site")
    file, out = tmp_path / "site/consent.toml", tmp_path / "dist"
    options = ["--config", str(file), "--out", str(out), "--port", "0", "--runtime", "micropython"]
    options += ["--database", f"sqlite:///{tmp_path / 'shop.sqlite'}"]
    with started("build.py", "serve", *options) as process:
        port = int(told(process, "serving").split(":")[2].split("/")[0])
        first = log_entry(out, file)
        assert send(port, first) == 200

        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('[[services]]\nuse = "soundcloud"\n', ""), encoding="utf-8")
        told(process, "built")
        second = log_entry(out, file)
        assert second["id"] != first["id"]
        # The server learns of the build right after it.
        while (status := send(port, second)) in (425, 429):
            pass
        assert status == 200
        # What was there stays, and is known again.
        assert send(port, first) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def rebuilt(process: subprocess.Popen[str]) -> None:
    """Return when a build has succeeded."""
    assert told(process, "built")


def test_whatever_a_site_is_made_of_is_watched_wherever_it_lies(tmp_path: Path) -> None:
    own, pages = tmp_path / "own/consent.toml", tmp_path / "pages"
    own.parent.mkdir()
    (pages / "deep").mkdir(parents=True)
    (pages / "index.html").write_text("<p>Hello")
    own.write_text('pages = "../pages"\n' + GOOD, encoding="utf-8")
    options = ["--config", str(own), "--out", str(tmp_path / "dist"), "--runtime", "micropython"]
    with started("build.py", "serve", "--port", "0", *options) as process:
        told(process, "serving")
        for name in ("a.jpg", "deep/b.webp", "c.woff2", "d.md", "e.php", "f.avif"):
            (pages / name).write_bytes(b"new")
            rebuilt(process)
            assert (tmp_path / "dist" / name).exists() or name.endswith(".php")

        # Where the pages lie is a matter of the file, too.
        (tmp_path / "other").mkdir()
        own.write_text('pages = "../other"\n' + GOOD, encoding="utf-8")
        rebuilt(process)
        (tmp_path / "other/late.svg").write_text("<svg/>")
        while not (tmp_path / "dist/late.svg").exists():
            rebuilt(process)


# Builds, and empties the declaration right after it, as an editor does that saves by writing anew.
HALF_SAVED = """
import sys
from banner import cli
from banner.build import pipeline
build = pipeline.build
def emptied(path, *options):
    report = build(path, *options)
    path.write_text("")
    return report
pipeline.build = emptied
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_declaration_that_is_half_saved_after_a_build_ends_nothing(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(GOOD, encoding="utf-8")
    options = ["--config", str(file), "--out", str(tmp_path / "dist"), "--runtime", "micropython"]
    with started("-c", HALF_SAVED, "serve", "--port", "0", *options) as process:
        told(process, "serving")
        for _ in range(2):
            file.write_text(GOOD, encoding="utf-8")
            told(process, "built")
            told(process, "this file is empty")
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def status(port: int, path: str) -> int:
    """The status of the answer to *path*; 0 while nobody listens, which is so while servers change."""
    connection = HTTPConnection("127.0.0.1", port)
    with contextlib.closing(connection), contextlib.suppress(OSError, HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status
    return 0


def becomes(process: subprocess.Popen[str], port: int, wanted: int) -> None:
    """Return when the address that only the demo's own server knows is answered as *wanted*."""
    while status(port, "/owner") != wanted:
        assert process.poll() is None


@pytest.mark.thorough
def test_a_declaration_that_gains_or_loses_its_server_is_served_by_the_right_one(tmp_path: Path) -> None:
    file = tmp_path / "site/consent.toml"
    file.parent.mkdir()
    (file.parent / "pages").mkdir()
    (file.parent / "pages/index.html").write_text("<p>Hello", encoding="utf-8")
    without = 'pages = "pages"\n' + GOOD
    own = 'server = "api/consent/"\n' + without
    file.write_text(without, encoding="utf-8")
    options = ["--config", str(file), "--out", str(tmp_path / "dist"), "--runtime", "micropython"]
    options += ["--database", f"sqlite:///{tmp_path / 'shop.sqlite'}"]
    with started("build.py", "serve", "--port", "0", *options) as process:
        port = int(told(process, "serving").split(":")[2].split("/")[0])
        assert status(port, "/owner") == 404
        for _ in range(2):
            # A build that fails changes nothing, whatever server it names.
            file.write_text(own.replace("= 90\n", "= 0\n"), encoding="utf-8")
            told(process, "the last good build is still served")
            assert status(port, "/owner") == 404

            file.write_text(own, encoding="utf-8")
            becomes(process, port, 401)
            file.write_text(without, encoding="utf-8")
            becomes(process, port, 404)

        # The new server follows the site, and open pages find it again at their address.
        (file.parent / "pages/late.html").write_text("<p>Late", encoding="utf-8")
        while status(port, "/late.html") != 200:
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def test_a_build_that_fails_is_told_to_open_pages_and_the_next_one_loads_them_again(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(GOOD, encoding="utf-8")
    options = ["--config", str(file), "--out", str(tmp_path / "dist"), "--runtime", "micropython"]
    with started("build.py", "serve", "--port", "0", *options) as process:
        port = int(told(process, "serving").split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as client, client.makefile("r") as stream:
            client.sendall(b"GET /.consent-live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            first = event(stream)
            assert first["error"] == ""

            file.write_text(GOOD.replace("= 90\n", "= 0\n"), encoding="utf-8")
            failed = event(stream)
            assert "consent.toml:4: lifetime_days = 0: write" in failed["error"]
            assert failed["build"] == first["build"]

            file.write_text(GOOD.replace("= 90\n", "= 91\n"), encoding="utf-8")
            good = event(stream)
            assert good["error"] == ""
            assert good["build"] != first["build"]

            # A stream that is open holds nobody up.
            process.send_signal(signal.SIGTERM)
            assert process.wait() == 0


def event(stream: TextIO) -> dict[str, str]:
    """The next event of a stream."""
    for line in stream:
        if line.startswith("data: "):
            found: dict[str, str] = json.loads(line.removeprefix("data: "))
            return found
    raise AssertionError


def test_nothing_of_what_loads_pages_again_is_in_a_build(tmp_path: Path) -> None:
    pipeline.build(bundle.ROOT / "site/demo/consent.toml", tmp_path / "dist", "micropython")

    assert [file for file in (tmp_path / "dist").rglob("*") if b"consent-live" in _bytes(file)] == []


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


@pytest.mark.parametrize("compressed", [True, False])
def test_a_page_comes_whole_and_with_the_script_at_its_end(tmp_path: Path, compressed: bool) -> None:
    (tmp_path / "index.html").write_text("<p>Hello")
    (tmp_path / "a.css").write_text("p {}")
    if compressed:
        (tmp_path / "index.html.gz").write_bytes(b"no gzip at all")
    client = TestClient(Live(local.static(tmp_path)))
    page = client.get("/", headers={"Accept": "text/html,*/*", "Range": "bytes=0-1", "If-None-Match": "*"})

    assert page.text == f'<p>Hello\n<script src="{live.SCRIPT}"></script>\n'
    assert int(page.headers["content-length"]) == len(page.content)
    assert "etag" not in page.headers
    assert client.get("/a.css", headers={"Accept": "text/html"}).text == "p {}"
    plain = {"Accept": "*/*", "Accept-Encoding": "identity"}
    assert client.get("/index.html", headers=plain).text == "<p>Hello"
    assert client.get("/none", headers={"Accept": "text/html"}).status_code == 404
    assert "EventSource" in client.get(live.SCRIPT).text
