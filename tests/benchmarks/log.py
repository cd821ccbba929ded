"""What the consent log costs as it grows: `.venv/bin/python -m tests.benchmarks.log [N] [--write]`.

Fills logs of both databases, with a thousand accounts, and measures each time they are ten times as long.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner import config
from banner.core.consent import Consent
from banner.core.log_entry import LogEntry
from banner.core.record import encode
from banner.server.accounts import NoAccounts
from banner.server.chain import Chain
from banner.server.declarations import Declarations
from banner.server.export import Export
from banner.server.exported import examine
from banner.server.history import Page
from banner.server.locks import hold
from banner.server.log import Log
from banner.server.notices import Notices
from banner.server.tables import connect, log_tables
from banner.toolchain import bundle
from tests import tables
from tests.benchmarks.databases import kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Engine

REPORT = tables.REPORTS / "benchmarks.md"
DECLARATION = config.read(bundle.ROOT / "site/demo/consent.toml").declaration
SHOWN = json.dumps({"language": "en", "direction": "ltr", "texts": ["<p>Do you agree?</p>"]})
HASH = hashlib.sha256(SHOWN.encode()).hexdigest()
ASKED = tuple(service.id for service in DECLARATION.optional())
ACCOUNTS = 1_000
BATCH = 500  # entries that are filled in at once
TIMES = 30  # that each of the short jobs is done
COLUMNS = {
    "filled": "filled in, entries/s",
    "one": "one entry kept, ms",
    "many": "50 entries in one request, ms",
    "account": "50 entries of an account, ms",
    "browser": "50 entries of a browser, ms",
    "export": "export, entries/s",
    "verify": "verify, entries/s",
    "bytes": "bytes an entry",
}


def entry(number: int, previous: str) -> tuple[Consent, LogEntry]:
    """A decision and the entry about it, the one with that number; *previous* is empty, or the id before."""
    granted = ASKED[: number % len(ASKED)]
    at = int(time.time() * 1000)
    event = "changed" if previous else "given" if granted else "denied"
    one = Consent(
        f"{number}x", at, "accept-selected", "banner", DECLARATION.revision, granted, ASKED[len(granted) :]
    )
    return one, LogEntry(one.id, event, encode(one), previous, HASH, "en", "device")


@dataclass
class Filled:
    """A log that is being filled."""

    engine: Engine
    number: int = 0

    def __post_init__(self) -> None:
        self.tables = log_tables(sql.MetaData())
        self.shown = Path(tempfile.mkdtemp())
        (self.shown / f"{HASH}.json").write_text(SHOWN, encoding="utf-8", newline="\n")

    def fill(self, most: int) -> float:
        """Fill it up to *most* entries; give how many that were in a second."""
        started, before = time.perf_counter(), self.number
        chain = Chain(self.tables)
        while self.number < most:
            rows = []
            for number in range(self.number, min(most, self.number + BATCH)):
                # A browser decides fifty times, and an account is that of many browsers.
                one, made = entry(number, f"{number - 1}x" if number % 50 else "")
                told = {"at": one.at, "granted": list(one.granted), "denied": list(one.denied)}
                own = {
                    "source": one.source,
                    "revision": one.revision,
                    "account": f"{number // 50 % ACCOUNTS}",
                }
                rows.append({**made.plain(), **told, **own})
            with self.engine.begin() as connection:
                hold(connection)
                assert not chain.append(connection, rows)
            self.number += len(rows)
        taken = time.perf_counter() - started
        with self.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")  # as PostgreSQL does by itself, within a minute
        return (self.number - before) / taken

    def measure(self) -> dict[str, float]:
        """What the log takes now, by the names of the columns."""
        declared = Declarations(self.engine, self.tables.declarations, DECLARATION)
        notices = Notices(self.engine, self.tables, self.shown, declared)
        log = Log(self.engine, self.tables, declared, notices, NoAccounts())
        page = Page(50)
        found = {
            "one": asyncio.run(self._kept(log, 1)),
            "many": asyncio.run(self._kept(log, 50)),
            "account": _milliseconds(lambda at: log.history.of_account(f"{at}", page)),
            "browser": _milliseconds(lambda at: log.history.chain(f"{50 * at + 49}x", page)),
        }
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            started = time.perf_counter()
            file.writelines(f"{line}\n" for line in Export(self.engine, self.tables).lines())
            found["export"] = self.number / (time.perf_counter() - started)
            file.seek(0)
            started = time.perf_counter()
            assert examine(file).fault is None
            found["verify"] = self.number / (time.perf_counter() - started)
        return {**found, "bytes": self._size() / self.number}

    def _size(self) -> int:
        """Return the bytes of the database."""
        if self.engine.dialect.name == "sqlite":
            return Path(str(self.engine.url.database)).stat().st_size
        with self.engine.connect() as connection:
            return int(connection.execute(sql.text("SELECT pg_database_size('postgres')")).scalar_one())

    async def _kept(self, log: Log, many: int) -> float:
        taken = []
        for _ in range(TIMES):
            batch = tuple(entry(self.number + at, "")[1] for at in range(many))
            self.number += many
            started = time.perf_counter()
            await log.append(batch, None)
            taken.append(time.perf_counter() - started)
        return statistics.median(taken) * 1000


def _milliseconds(do: Callable[[int], object]) -> float:
    taken = []
    for at in range(TIMES):
        started = time.perf_counter()
        do(at)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


@contextlib.contextmanager
def filled(address: str) -> Iterator[Filled]:
    """An empty log in the database at *address*."""
    engine = connect(address, log_tables(sql.MetaData()))
    try:
        yield Filled(engine)
    finally:
        engine.dispose()


def measured(most: int) -> str:
    """The table, once everything in it has been measured."""
    rows = []
    for name, fresh in kinds().items():
        with fresh() as address, filled(address) as log:
            length = 1_000
            while length <= most:
                told = {"filled": log.fill(length)} | log.measure()
                cells = [f"{told[one]:,.0f}" if told[one] >= 100 else f"{told[one]:.1f}" for one in COLUMNS]
                rows.append([name, f"{length:,}", *cells])
                sys.stderr.write(f"{' | '.join(rows[-1])}\n")
                length *= 10
    return tables.markdown(["database", "entries", *COLUMNS.values()], rows)


def main(arguments: list[str]) -> int:
    """Measure, print, and with ``--write`` keep it in the report."""
    line = argparse.ArgumentParser(prog="tests.benchmarks.log", description=__doc__)
    line.add_argument(
        "most", nargs="?", type=int, default=1_000_000, metavar="N", help="entries of the longest log"
    )
    line.add_argument("--write", action="store_true", help="keep it in the report")
    options = line.parse_args(arguments)
    text = measured(options.most)
    sys.stdout.write(text + "\n")
    if options.write:
        tables.keep(REPORT, "log", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
