"""Consent log: appended to in order, many at a time, and acknowledged only once it is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.core.merge import merge
from banner.core.record import decode, encode
from banner.server import clock
from banner.server.chain import Chain
from banner.server.history import History
from banner.server.judge import Judge
from banner.server.latest import keep_latest
from banner.server.locks import hold

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from banner.core.log_entry import LogEntry
    from banner.server.accounts import Accounts
    from banner.server.declarations import Declarations
    from banner.server.judge import Batch, Fresh
    from banner.server.notices import Notices
    from banner.server.tables import LogTables

_AT_ONCE = 1000  # entries in one transaction
# What a database says when it cannot be had, whoever asks.
_OF_ALL = (sql.exc.OperationalError, sql.exc.InterfaceError, sql.exc.TimeoutError)


@dataclass(frozen=True)
class _Waiting:
    batch: tuple[LogEntry, ...]
    account: int | str | None
    done: asyncio.Future[None]


class Log:
    """Log in the *tables* of one database, of decisions about *declarations* after *notices*."""

    def __init__(
        self,
        engine: Engine,
        tables: LogTables,
        declarations: Declarations,
        notices: Notices,
        accounts: Accounts,
    ) -> None:
        self.history = History(engine, tables.entries)
        self._engine = engine
        self._chain = Chain(tables)
        self._judge = Judge(tables.entries, declarations, notices)
        self._declarations = declarations
        self._notices = notices
        self._accounts = accounts
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def append(self, batch: tuple[LogEntry, ...], account: int | str | None) -> None:
        """Keep *batch*, of that account if somebody is logged in; an entry that is there stays.

        Raises why the first one that cannot be kept is not (:mod:`banner.server.judge`); all others are.
        """
        waiting = _Waiting(batch, account, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        await waiting.done

    async def _write_all(self) -> None:
        """Write what came in while the last transaction was written, all at once, until nothing waits."""
        while self._waiting:
            now = self._next()
            results = await asyncio.to_thread(self._write, now)
            for waiting, error in zip(now, results, strict=True):
                if waiting.done.cancelled():
                    continue
                if error:
                    waiting.done.set_exception(error)
                else:
                    waiting.done.set_result(None)

    def _next(self) -> list[_Waiting]:
        """Take what has waited longest, as much as fits into one transaction."""
        count, entries = 0, 0
        for waiting in self._waiting:
            entries += len(waiting.batch)
            if count and entries > _AT_ONCE:
                break
            count += 1
        now, self._waiting = self._waiting[:count], self._waiting[count:]
        return now

    def _write(self, all_waiting: list[_Waiting]) -> list[Exception | None]:
        """Write all at once, or where that fails each by itself, and return why those failed that have."""
        try:
            with self._engine.begin() as connection:
                hold(connection)
                return self._write_in(connection, all_waiting)
        except Exception as error:  # noqa: BLE001 - accounts are a site's own, and all who wait are to be told
            self._notices.forget()  # those that this transaction brought are not kept either
            if len(all_waiting) == 1 or isinstance(error, _OF_ALL):
                return [error] * len(all_waiting)
            return [found for waiting in all_waiting for found in self._write([waiting])]

    def _write_in(self, connection: Connection, all_waiting: list[_Waiting]) -> list[Exception | None]:
        """Look up once what is there, and insert all that is new at once, however many entries they are."""
        entries = [entry for waiting in all_waiting for entry in waiting.batch]
        batch = self._judge.look_up(connection, entries)
        results = [self._judged(batch, waiting) for waiting in all_waiting]
        refused = self._chain.append(connection, [fresh.row(clock.now()) for fresh in batch.fresh])
        self._keep_latest(connection, [fresh for fresh in batch.fresh if fresh.entry.id not in refused])
        return [
            error or next((refused[entry.id] for entry in waiting.batch if entry.id in refused), None)
            for waiting, error in zip(all_waiting, results, strict=True)
        ]

    def _judged(self, batch: Batch, waiting: _Waiting) -> Exception | None:
        """Return why the first of what waits cannot be kept, if so; all others are *fresh* in *batch*."""
        now = clock.now()
        found = [self._judge.judge(batch, entry, waiting.account, now) for entry in waiting.batch]
        return next((error for error in found if error), None)

    def _keep_latest(self, connection: Connection, decided: list[Fresh]) -> None:
        """Give what was decided while logged in to the account, unless it has a later consent."""
        by_account: dict[int | str, list[Fresh]] = {}
        for fresh in decided:
            if (
                fresh.session is not None
                and fresh.entry.scope == "account"
                and fresh.entry.event != "expired"
            ):
                by_account.setdefault(fresh.session, []).append(fresh)
        for account, its in by_account.items():
            keep_latest(connection, self._accounts, account, its)

    def join(self, account: int | str, record: str) -> str:
        """Merge the *record* of a device that logs in; return the account's record as it was before."""
        with self._engine.begin() as connection:
            hold(connection)
            before = self._accounts.record(connection, account)
            merged = merge(self._declarations.present, decode(record), decode(before), clock.now())
            if merged.save and merged.consent:
                self._accounts.keep(connection, account, encode(merged.consent))
        return before
