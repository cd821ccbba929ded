"""Consent log: appended to in order, many at a time, and acknowledged only once it is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.core.merge import merge
from banner.core.record import decode, encode
from banner.server import clock

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from banner.core.consent import Consent
    from banner.core.log_entry import LogEntry
    from banner.server.accounts import Accounts
    from banner.server.declarations import Declarations
    from banner.server.notices import Notices

_COLUMNS = ("id", "event", "record", "previous", "notice_hash", "language", "scope")
_MOST = 500  # entries that a history shows: more than anybody decides


class ConflictError(Exception):
    """Entry whose id another one has already."""


class NotYetError(Exception):
    """Entry of a build that this server has not heard of, or not yet: another day it may have."""


class UndeclaredError(Exception):
    """Entry about a service that was not asked about under its revision."""


@dataclass(frozen=True)
class _Waiting:
    batch: tuple[LogEntry, ...]
    account: int | str | None
    done: asyncio.Future[None]


class Log:
    """Log in the *table* of one database, of decisions about *declarations* after *notices*."""

    def __init__(
        self,
        engine: Engine,
        table: sql.Table,
        declarations: Declarations,
        notices: Notices,
        accounts: Accounts,
    ) -> None:
        self._engine = engine
        self._table = table
        self._entry = sql.select(*(table.c[name] for name in _COLUMNS))
        self._declarations = declarations
        self._notices = notices
        self._accounts = accounts
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def append(self, batch: tuple[LogEntry, ...], account: int | str | None) -> None:
        """Keep *batch*, of that account if somebody is logged in; an entry that is there stays.

        Raises :class:`ConflictError`, :class:`NotYetError` or :class:`UndeclaredError`; of the batch nothing
        is kept then.
        """
        waiting = _Waiting(batch, account, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        await waiting.done

    async def _write_all(self) -> None:
        """Write what came in while the last transaction was written, all at once, until nothing waits."""
        while self._waiting:
            now, self._waiting = self._waiting, []
            results = await asyncio.to_thread(self._write, now)
            for waiting, error in zip(now, results, strict=True):
                if waiting.done.cancelled():
                    continue
                if error:
                    waiting.done.set_exception(error)
                else:
                    waiting.done.set_result(None)

    def _write(self, all_waiting: list[_Waiting]) -> list[Exception | None]:
        try:
            with self._engine.begin() as connection:
                return self._write_in(connection, all_waiting)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits is told
            self._notices.forget()  # those that this transaction brought are not kept either
            return [error] * len(all_waiting)

    def _write_in(self, connection: Connection, all_waiting: list[_Waiting]) -> list[Exception | None]:
        """Look up once what is there, and insert all that is new at once, however many entries they are."""
        entries = [entry for waiting in all_waiting for entry in waiting.batch]
        self._declarations.learn(connection, [_consent(entry).revision for entry in entries])
        self._notices.take(connection, [entry.notice_hash for entry in entries])
        wanted = self._entry.where(self._table.c.id.in_({entry.id for entry in entries}))
        there = {row.id: tuple(row) for row in connection.execute(wanted)}
        fresh: list[tuple[LogEntry, int | str | None]] = []
        results = []
        for waiting in all_waiting:
            error = self._fault(waiting, there)
            results.append(error)
            if error:
                continue
            new = [entry for entry in waiting.batch if entry.id not in there]
            there.update({entry.id: _content(entry) for entry in new})
            fresh += [(entry, waiting.account) for entry in new]
        if fresh:
            connection.execute(self._table.insert(), [_row(entry, account) for entry, account in fresh])
            self._keep_latest(connection, fresh)
        return results

    def _fault(self, waiting: _Waiting, there: dict[str, tuple[Any, ...]]) -> Exception | None:
        """Return why nothing of a batch can be kept, if so."""
        known = dict(there)
        for entry in waiting.batch:
            if known.setdefault(entry.id, _content(entry)) != _content(entry):
                return ConflictError(entry.id)
            error = self._strange(entry)
            if error:
                return error
        return None

    def _strange(self, entry: LogEntry) -> Exception | None:
        """Return why *entry* is about nothing that was ever asked and shown here, if so."""
        consent = _consent(entry)
        asked = self._declarations.asked(consent.revision)
        if asked is None:
            return NotYetError(f"nobody was asked under the revision {consent.revision}")
        strange = [service for service in consent.on + consent.denied if service not in asked]
        if strange:
            return UndeclaredError(strange[0])
        if not self._notices.kept(entry.notice_hash):
            return NotYetError(f"nobody was shown a notice with the hash {entry.notice_hash}")
        return None

    def _keep_latest(self, connection: Connection, fresh: list[tuple[LogEntry, int | str | None]]) -> None:
        """Give what was decided while logged in to the account, unless it has a later consent."""
        latest: dict[int | str, tuple[int, str]] = {}
        for entry, account in fresh:
            if account is None or entry.scope != "account" or entry.event == "expired":
                continue
            at = _consent(entry).at
            if account not in latest or at >= latest[account][0]:
                latest[account] = at, entry.record
        for account, (at, record) in latest.items():
            kept = decode(self._accounts.record(connection, account))
            if kept is None or at >= kept.at:
                self._accounts.keep(connection, account, record)

    def join(self, account: int | str, record: str) -> str:
        """Merge the *record* of a device that logs in; return the account's record as it was before."""
        with self._engine.begin() as connection:
            before = self._accounts.record(connection, account)
            merged = merge(self._declarations.present, decode(record), decode(before), clock.now())
            if merged.save and merged.consent:
                self._accounts.keep(connection, account, encode(merged.consent))
        return before

    def of_account(self, account: int | str) -> list[dict[str, str]]:
        """Return the entries of an account, newest first."""
        columns = self._table.c
        wanted = self._entry.where(columns.account == account).order_by(columns.number.desc()).limit(_MOST)
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def chain(self, last: str) -> list[dict[str, str]]:
        """Return the entry *last* and those before it, newest first; only who decided knows its id.

        However long the chain is, it is one query.
        """
        columns = self._table.c
        first = self._entry.add_columns(sql.literal(1).label("nth")).where(columns.id == last)
        here = first.cte(recursive=True)
        before = self._entry.add_columns(here.c.nth + 1).join(here, columns.id == here.c.previous)
        chain = here.union_all(before.where(here.c.nth < _MOST, here.c.previous != ""))
        with self._engine.connect() as connection:
            rows = connection.execute(sql.select(chain).order_by(chain.c.nth)).mappings()
            found = {row["id"]: {name: row[name] for name in _COLUMNS} for row in rows}
        # Entries that name each other in a circle come again and again; each is told once.
        return list(found.values())

    def followed(self, id: str) -> bool:
        """Return whether another consent came after the one called *id*."""
        wanted = sql.select(self._table.c.id).where(self._table.c.previous == id).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(wanted).first() is not None


def _content(entry: LogEntry) -> tuple[str, ...]:
    plain = entry.plain()
    return tuple(plain[name] for name in _COLUMNS)


def _row(entry: LogEntry, account: int | str | None) -> dict[str, Any]:
    consent = _consent(entry)
    return {
        **entry.plain(),
        "at": clock.now(),
        "granted": list(consent.granted),
        "denied": list(consent.denied),
        "source": consent.source,
        "revision": consent.revision,
        "account": account,
    }


def _consent(entry: LogEntry) -> Consent:
    consent = decode(entry.record)
    if consent is None:
        raise ValueError(entry.record)  # only what has been read as an entry comes this far
    return consent
