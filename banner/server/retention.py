"""Retention: the log deletes what is older than the time for which proofs are kept (GDPR art. 5(1)(e)).

A proof is wanted while its consent holds, and after that for as long as a law or a claim may ask for it (EDPB
guidelines 05/2020, paragraph 107).
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.core.consent import RESTING
from banner.core.ids import derived
from banner.core.record import decode
from banner.server import clock
from banner.server.background import Background
from banner.server.chain import Chain
from banner.server.locks import hold

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.engine import Connection, Engine

    from banner.server.declarations import Declarations
    from banner.server.tables import LogTables

# Three years. California wants records of opt-outs for two (11 CCR 7101(a)); in Germany an authority may come
# back to an infringement for three (OWiG § 31(2)), in Italy for five (legge 689/1981, art. 28).
KEEP_DAYS = 1_095

_DAY = 86_400  # seconds
_AT_REST = 60  # seconds after the start, when a server has other things to do
_BATCH = 400  # entries, so that nobody waits for the deletion of many
_BETWEEN = 0.2  # seconds in which others write


class Retention:
    """Deletion of entries of *tables* that are older than a consent to *declarations* lasts and *keep_days*.

    The time counts from when an entry has come. An entry stays for longer where the consent of another one
    rests on it: to allow one more service leaves the others as an earlier decision has granted them.
    """

    def __init__(self, engine: Engine, tables: LogTables, declarations: Declarations, keep_days: int) -> None:
        if keep_days < 0:
            raise ValueError(f"keep_days = {keep_days}: write 0 or more days")
        self._engine = engine
        self._table = tables.entries
        self._chain = Chain(tables)
        self._declarations = declarations
        self._keep_days = keep_days
        self._background = Background(self.run)

    def start(self) -> None:
        """Delete from now on, a minute after the start and then once a day; again and again is once.

        It takes part in the loop that runs, and ends with it.
        """
        self._background.start()

    async def run(self, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Delete what is too old, in small batches with a *pause* (in seconds) between them, day by day."""
        await pause(_AT_REST)
        while True:
            below: int | None = None
            try:
                while below := await asyncio.to_thread(self.delete_some, below):
                    await pause(_BETWEEN)
            except sql.exc.SQLAlchemyError:
                logging.getLogger(__name__).exception("old entries of the consent log are not deleted yet")
            await pause(_DAY)

    def delete_some(self, below: int | None = None) -> int | None:
        """Delete what is too old among the next entries *below* that number, the latest ones first.

        Return the number below which to go on, or ``None`` where nothing is left.
        """
        lifetime = self._declarations.present.lifetime_days
        columns = self._table.c
        old = columns.at < clock.now() - (lifetime + self._keep_days) * _DAY * 1000
        wanted = sql.select(columns.number, columns.id).where(old).order_by(columns.number.desc())
        if below is not None:
            wanted = wanted.where(columns.number < below)
        with self._engine.begin() as connection:
            hold(connection)
            self._chain.close_day(connection, clock.now())
            found = connection.execute(wanted.limit(_BATCH)).all()
            resting = self._resting(connection, [row.id for row in found])
            gone: dict[str, int] = {}
            for row in found:
                # A chain goes as a whole: what followed has been looked at before.
                if all(one in gone for one in resting.get(row.id, ())):
                    gone[row.id] = row.number
            self._chain.erase(connection, list(gone.values()))
            last = len(found) < _BATCH
            if last:
                self._chain.forget_erased(connection)
        return None if last else found[-1].number

    def _resting(self, connection: Connection, ids: list[str]) -> dict[str, list[str]]:
        """Return the ids of the entries whose consents rest on one of *ids*, by that."""
        columns = self._table.c
        names = {name: one for one in ids for name in (one, derived(one, "merged"))}
        after = sql.select(columns.id, columns.previous, columns.record).where(
            columns.previous.in_(names), columns.event != "expired"
        )
        found: dict[str, list[str]] = {}
        for row in connection.execute(after):
            if _rests(row.record):
                found.setdefault(names[row.previous], []).append(row.id)
        return found


def _rests(record: str) -> bool:
    consent = decode(record)
    return consent is not None and consent.action in RESTING
