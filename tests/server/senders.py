"""Browsers that decide one after the other while something goes wrong, and what that has cost them."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from shop.store import LOG

from banner.server.export import Export
from banner.server.exported import examine
from banner.server.tables import connect
from tests.server.conftest import consent, entry
from tests.support.waits import until

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSERS = 6
_PAUSE = 0.02  # seconds between two decisions of one browser
_PATIENCE = 10  # seconds that a page waits for an answer


class Senders:
    """Browsers that send each decision to *port* until it is acknowledged, as the banner does."""

    def __init__(self, port: int) -> None:
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()
        self._port = port
        self._at_once = 0
        self._longest = 0.0
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(BROWSERS)
        self._running: list[Future[None]] = []

    def run(self) -> None:
        """Decide in so many threads."""
        self._running = [self._pool.submit(self._decide, browser) for browser in range(BROWSERS)]

    def finish(self) -> None:
        """Have each browser send what it has decided, and decide nothing more."""
        self._stopped.set()
        for one in self._running:
            one.result()

    def _decide(self, browser: int) -> None:
        """Decide again and again as that *browser*."""
        before, number = "", 0
        while not self._stopped.wait(_PAUSE):
            one = consent(f"{browser}x{number}", ("google",))
            body = json.dumps({"entries": [entry(one, "changed" if before else "", before)]}).encode()
            started = time.monotonic()
            if self._sent(body):
                self._at_once += 1
            else:
                until(lambda: self._sent(body))  # noqa: B023 - before the next one
            self._longest = max(self._longest, time.monotonic() - started)
            self.acknowledged.append(one.id)
            before, number = one.id, number + 1

    def cost(self, database: str) -> tuple[str, ...]:
        """What it has cost, by the log in *database*: see the heads in ``tests/faults.py``."""
        engine = connect(database, LOG)
        lines = list(Export(engine, LOG).lines())
        engine.dispose()
        assert examine(lines).fault is None
        kept = Counter(one["id"] for one in map(json.loads, lines) if "id" in one)
        lost = set(self.acknowledged) - kept.keys()
        twice = kept.total() - len(kept)
        share = self._at_once / len(self.acknowledged)
        decisions = f"{len(self.acknowledged):,}"
        return decisions, f"{share:.1%}", f"{self._longest:.1f} s", f"{len(lost)}", f"{twice}"

    def _sent(self, body: bytes) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        headers = {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/json"}
        status = 0  # for no answer at all
        with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
            line.request("POST", "/api/consent/log", body, headers)
            status = line.getresponse().status
        self.statuses[status] += 1
        return status == 200


# Notes for the table of faults what one has cost, and that nothing is lost or twice.
Note = Callable[[str, Senders, str], None]


@contextlib.contextmanager
def deciding(port: int) -> Iterator[Senders]:
    """Have browsers decide all the time; at the end each has what it has sent acknowledged."""
    senders = Senders(port)
    senders.run()
    try:
        yield senders
    finally:
        senders.finish()


def more(senders: Senders, number: int) -> Callable[[], bool]:
    """Whether so many more decisions are acknowledged by then."""
    wanted = len(senders.acknowledged) + number
    return lambda: len(senders.acknowledged) >= wanted
