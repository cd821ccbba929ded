"""Several processes behind nginx keep one log: what one of them has acknowledged is there, once."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from shop.store import LOG

from banner.server.export import Export
from banner.server.exported import examine
from banner.server.tables import connect
from tests.server.behind import proxy
from tests.server.conftest import consent, entry
from tests.server.programs import started
from tests.server.standalone import deploy
from tests.support.waits import until

if TYPE_CHECKING:
    from pathlib import Path

BROWSERS, DECISIONS = 6, 20
OPTIONS = ("--trusted-proxies", "127.0.0.1", "--requests-per-second", "1000")


class Browser:
    """Sends one decision after the other, each until it is acknowledged, as the banner does."""

    def __init__(self, port: int, name: str) -> None:
        self._port = port
        self._name = name

    def decide(self, acknowledged: list[str]) -> None:
        before = ""
        for number in range(DECISIONS):
            one = consent(f"{self._name}x{number}", ("google",))
            body = json.dumps({"entries": [entry(one, "changed" if before else "", before)]}).encode()
            until(lambda: self._sent(body))  # noqa: B023 - before the next one
            acknowledged.append(one.id)
            before = one.id

    def _sent(self, body: bytes) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self._port)
        headers = {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/json"}
        with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
            line.request("POST", "/api/consent/log", body, headers)
            return line.getresponse().status == 200
        return False


@pytest.mark.fault("server-killed")
def test_of_two_processes_one_is_killed_and_nothing_acknowledged_is_lost_or_twice(
    dist: Path, postgres: str, tmp_path: Path
) -> None:
    deploy(dist)
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        (folder / "dist").symlink_to(dist)
    acknowledged: list[str] = []
    with contextlib.ExitStack() as stack:
        one, two = (stack.enter_context(started(at, "--database", postgres, *OPTIONS)) for at in folders)
        port = stack.enter_context(proxy("nginx", (one.port, two.port), dist, tmp_path))
        pool = stack.enter_context(ThreadPoolExecutor(BROWSERS))
        half = threading.Thread(
            target=lambda: (until(lambda: len(acknowledged) > BROWSERS * 5), one.process.kill())
        )
        half.start()
        browsers = [Browser(port, f"{number}") for number in range(BROWSERS)]
        list(pool.map(lambda browser: browser.decide(acknowledged), browsers))
        half.join()
        assert one.process.wait() != 0
    engine = connect(postgres, LOG)
    lines = list(Export(engine, LOG).lines())
    engine.dispose()

    assert sorted(one["id"] for one in map(json.loads, lines) if "id" in one) == sorted(acknowledged)
    assert len(acknowledged) == BROWSERS * DECISIONS
    assert examine(lines).fault is None
