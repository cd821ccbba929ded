"""``consent-banner server`` as owners start it: it listens, tells what is wrong, and ends well."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from banner import cli
from tests.matrix import examples
from tests.server.conftest import consent, entry
from tests.server.programs import ENVIRONMENT, SERVER, Running, started
from tests.server.standalone import deploy
from tests.server.test_trouble import backends
from tests.support.waits import until


@pytest.fixture
def folder(dist: Path) -> Path:
    """Where the server is started, with ``dist`` in it."""
    deploy(dist)
    return dist.parent


def begun(server: Running, size: int) -> socket.socket:
    """A connection with a request of *size* bytes under way, of which nothing but the head has come."""
    one = socket.create_connection(("127.0.0.1", server.port))
    host = f"127.0.0.1:{server.port}"
    one.sendall(
        f"POST /api/consent/log HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nExpect: 100-continue\r\n"
        f"Content-Type: application/json\r\nContent-Length: {size}\r\n\r\n".encode()
    )
    assert one.recv(100).startswith(b"HTTP/1.1 100")  # it reads the body
    return one


@examples("end", [signal.SIGTERM, signal.SIGINT], run=[signal.SIGTERM])
@pytest.mark.attack("cut-off-at-the-end")
def test_told_to_end_it_finishes_what_it_has_begun_and_ends_with_0(folder: Path, end: signal.Signals) -> None:
    body = json.dumps({"entries": [entry(consent("a1"))]}).encode()
    with started(folder) as server, begun(server, len(body)) as one:
        server.process.send_signal(end)
        until(lambda: server.status("healthz") == 0)  # it takes no new one
        one.sendall(body)
        found = one.recv(65_536)
        assert found.startswith(b"HTTP/1.1 200")
        assert server.process.wait() == 0
        log = server.log()

    assert [one["event"] for one in log] == ["listening", "the database is open", "request", "the end"]
    assert log[2]["stored"] == 1
    assert log[0]["database"] == "sqlite:///consents.sqlite"


@pytest.mark.thorough
def test_what_does_not_finish_in_time_is_cut_off_and_it_ends_with_0(folder: Path) -> None:
    with started(folder, "--shutdown-seconds", "0") as server, begun(server, 10):
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait() == 0


@pytest.mark.thorough
@pytest.mark.fault("server-out")
@pytest.mark.attack("few-files")
def test_out_of_files_it_answers_who_is_in_and_goes_on_with_few_words(folder: Path) -> None:
    few = ("sh", "-c", 'ulimit -n 60 && exec "$@"', "sh")
    with started(folder, before=few) as server:
        with contextlib.ExitStack() as stack:
            for _ in range(100):
                one = stack.enter_context(socket.socket())
                one.connect(("127.0.0.1", server.port))
            until(lambda: server.status("healthz") == 200)  # those who say nothing make room
        until(lambda: server.status("healthz") == 200)
        assert server.status("readyz") == 200
        assert len(server.log()) < 50


def test_all_that_is_wrong_is_told_before_it_starts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONSENT_SERVER_HOST", "a b")

    assert cli.main(["server", str(folder / "dist"), "--port", "x"]) == 2
    assert [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        'CONSENT_SERVER_HOST = "a b"',
        '--port = "x"',
    ]


def test_a_port_that_is_taken_and_a_folder_without_a_build_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ["--database", f"sqlite:///{folder}/c.sqlite"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert cli.main(["server", str(folder / "dist"), "--port", port, *database]) == 2
    assert "is taken; choose another with --port" in capsys.readouterr().err

    (folder / "empty").mkdir()
    assert cli.main(["server", str(folder / "empty"), *database]) == 2
    remedy = "name the folder consent/ that consent-banner build has written, or build anew"
    assert capsys.readouterr().err == f"{folder / 'empty'}: there is no declaration.json in it; {remedy}\n"


@pytest.mark.thorough
def test_a_database_that_refuses_is_told_without_the_password_and_tried_again(folder: Path) -> None:
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    address = f"postgresql://shop:s3cret%40word@127.0.0.1:{port}/shop"
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*SERVER, "dist", "--port", "0"],
            cwd=folder,
            stdout=output,
            stderr=output,
            env={**ENVIRONMENT, "CONSENT_SERVER_DATABASE": address},
        )
    try:
        until(lambda: "cannot be opened; trying again" in log.read_text(encoding="utf-8"))
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    finally:
        process.kill()
        process.wait()
    text = log.read_text(encoding="utf-8")

    assert f'"database": "postgresql+psycopg://shop:***@127.0.0.1:{port}/shop"' in text
    assert "refused" in text
    assert "s3cret" not in text


@pytest.mark.thorough
def test_told_to_end_it_ends_with_0_although_its_database_hangs(folder: Path, postgres: str) -> None:
    with started(folder, "--shutdown-seconds", "0", "--database", postgres) as server:
        master = int((Path(postgres.partition("host=")[2]) / "data/postmaster.pid").read_text().split()[0])
        hung = [master, *backends(postgres)]
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        try:
            until(lambda: server.status("readyz") == 503)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait() == 0
        finally:
            for pid in hung:
                os.kill(pid, signal.SIGCONT)
