"""How many decisions the log keeps in a second: `.venv/bin/python -m tests.benchmarks.load [--write]`.

Browsers send one decision after the other to one process and to two, on both databases, and to the log as it
was earlier; they run on the same machine and take their part of its processors.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from banner.core.own_cookies import OwnCookies
from banner.server.built import Built
from tests import tables
from tests.benchmarks.databases import kinds
from tests.benchmarks.earlier import PATH, taken_out
from tests.benchmarks.log import DECLARATION, HASH, REPORT, SHOWN, entry
from tests.server.programs import Running, started

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.benchmarks.earlier import Earlier

BROWSERS = 32
SECONDS = 10
MOST = 30_000  # decisions, which are made before
# What one client may send is no matter here.
OPTIONS = ("--requests-per-second", "10000", "--entries-per-day", "10000000")
COLUMNS = (
    "database",
    "processes",
    "kept, decisions/s",
    "for each second of their own work",
    "p50, ms",
    "p99, ms",
    "memory of all, MB",
)


class Browsers:
    """Browsers that send *bodies* to *path* of the servers at *ports*, in turn, until the time is over."""

    def __init__(self, ports: list[int], path: str, bodies: Iterable[bytes]) -> None:
        self._ports = itertools.cycle(ports)
        self._path = path
        self._bodies = iter(bodies)
        self.taken: list[float] = []

    def send(self) -> float:
        """Send for a while; give the seconds."""
        started = time.perf_counter()
        asyncio.run(self._send_all(started + SECONDS))
        return time.perf_counter() - started

    async def _send_all(self, end: float) -> None:
        await asyncio.gather(*(self._send(next(self._ports), end) for _ in range(BROWSERS)))

    async def _send(self, port: int, end: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in self._bodies:
            head = (
                f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            sent = time.perf_counter()
            writer.write(head.encode() + body)
            answer = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(answer.partition(b"content-length: ")[2].split(b"\r\n")[0]))
            assert answer.startswith(b"http/1.1 200"), answer
            self.taken.append(time.perf_counter() - sent)
            if time.perf_counter() > end:
                break
        writer.close()


def memory(process: int) -> float:
    """The most memory that a *process* has had, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def work(process: int) -> float:
    """The seconds for which a processor has worked for a *process*, whatever else the machine had to do."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def servers(database: str, number: int) -> Iterator[list[Running]]:
    """So many processes, each in a folder of its own."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(_server(database)) for _ in range(number)]


@contextlib.contextmanager
def _server(database: str) -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as name:
        notices = Path(name) / "dist/consent/notices"
        notices.mkdir(parents=True)
        (notices / f"{HASH}.json").write_text(SHOWN, encoding="utf-8", newline="\n")
        told = json.dumps(Built(DECLARATION, OwnCookies(), "api/consent/").plain())
        (notices.parent / "declaration.json").write_text(told, encoding="utf-8", newline="\n")
        with started(Path(name), "--database", database, *OPTIONS) as server:
            yield server


def measure(kind: str, number: int) -> list[str]:
    """Measure so many processes on a fresh database of that *kind*; give the row of the table."""
    bodies = [json.dumps({"entries": [entry(at, "")[1].plain()]}).encode() for at in range(MOST)]
    with kinds()[kind]() as database, servers(database, number) as running:
        ports = [server.port for server in running]
        processes = [server.process.pid for server in running]
        return _row([kind, f"{number}"], Browsers(ports, "/api/consent/log", bodies), processes)


def measure_earlier(earlier: Earlier, kind: str, implementation: str) -> list[str]:
    """Measure one process of the *earlier* log in the same way."""
    with kinds()[kind]() as database, earlier.running(database, implementation) as (port, process):
        browsers = Browsers([port], PATH, earlier.bodies(MOST))
        return _row([f"{kind}, the earlier log, {implementation}", "1"], browsers, [process])


def _row(name: list[str], browsers: Browsers, processes: list[int]) -> list[str]:
    before = sum(map(work, processes))
    seconds = browsers.send()
    own = sum(map(work, processes)) - before
    taken = sorted(browsers.taken)
    rates = [f"{len(taken) / one:,.0f}" for one in (seconds, own)]
    times = [f"{one * 1000:.1f}" for one in (statistics.median(taken), taken[int(len(taken) * 0.99)])]
    return [*name, *rates, *times, f"{sum(map(memory, processes)):.0f}"]


def rows() -> Iterator[list[str]]:
    """All rows, one after the other."""
    with taken_out() as earlier:
        for kind in kinds():
            for number in (1, 2):
                yield measure(kind, number)
            for implementation in ("h11", "httptools") if earlier else ():
                assert earlier
                yield measure_earlier(earlier, kind, implementation)


def main(arguments: list[str]) -> int:
    """Measure, print, and with ``--write`` keep it in the report."""
    text = tables.markdown(COLUMNS, list(rows()))
    sys.stdout.write(text + "\n")
    if "--write" in arguments:
        tables.keep(REPORT, "load", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
