"""The log of consents: appended to in order, many at a time, and acknowledged only once it is kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.core.merge import merge
from banner.core.record import decode, encode
from shop.store import accounts, entries, texts

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from banner.core.declaration import Declaration
    from banner.core.proof import Entry

_COLUMNS = ("id", "event", "record", "previous", "texts", "language", "scope")


class ConflictError(Exception):
    """Another entry has this id already."""


class UnknownTextsError(Exception):
    """Nobody has ever been shown texts of this hash here."""


@dataclass(frozen=True)
class _Waiting:
    batch: tuple[Entry, ...]
    account: int | None
    done: asyncio.Future[None]


class Log:
    """One log in one database; *shown* is the folder in which builds leave what they show, by hash."""

    def __init__(self, engine: Engine, declaration: Declaration, shown: Path) -> None:
        self._engine = engine
        self._declaration = declaration
        self._shown = shown
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        with engine.begin() as connection:
            for file in shown.glob("*.json"):
                self._take_texts(connection, file.stem)

    async def append(self, batch: tuple[Entry, ...], account: int | None) -> None:
        """Keep *batch*, of the account with that number if one is logged in; an entry that is there stays.

        Raises :class:`ConflictError` and :class:`UnknownTextsError`; of the batch nothing is kept then.
        """
        waiting = _Waiting(batch, account, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        await waiting.done

    async def _write_all(self) -> None:
        """What came in while the last transaction was written goes into the next, all at once."""
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
                return [self._write_one(connection, waiting) for waiting in all_waiting]
        except sql.exc.SQLAlchemyError as error:
            return [error] * len(all_waiting)

    def _write_one(self, connection: Connection, waiting: _Waiting) -> Exception | None:
        savepoint = connection.begin_nested()
        try:
            for entry in waiting.batch:
                self._insert(connection, entry, waiting.account)
        except (ConflictError, UnknownTextsError) as error:
            savepoint.rollback()
            return error
        savepoint.commit()
        return None

    def _insert(self, connection: Connection, entry: Entry, account: int | None) -> None:
        there = connection.execute(
            sql.select(*(entries.c[name] for name in _COLUMNS)).where(entries.c.id == entry.id)
        ).first()
        if there:
            if tuple(there) != tuple(entry.plain()[name] for name in _COLUMNS):
                raise ConflictError(entry.id)
            return
        if not self._take_texts(connection, entry.texts):
            raise UnknownTextsError(entry.texts)
        consent = decode(entry.record)
        if consent is None:
            raise ConflictError(entry.id)
        connection.execute(
            entries.insert().values(
                **entry.plain(),
                at=int(time.time() * 1000),
                granted=list(consent.granted),
                refused=list(consent.refused),
                place=consent.where,
                revision=consent.revision,
                account=account,
            )
        )
        if account is not None and entry.event != "expired" and entry.scope == "account":
            self._newest(connection, account, entry.record)

    def _newest(self, connection: Connection, account: int, record: str) -> None:
        """An answer that was given while logged in is the account's, unless it has a later one."""
        given, kept = decode(record), decode(self._record(connection, account))
        if given and (kept is None or given.at >= kept.at):
            self._keep(connection, account, record)

    def join(self, account: int, record: str) -> str:
        """A device with *record* of its own logs in: gives the account's record as it was before that."""
        with self._engine.begin() as connection:
            before = self._record(connection, account)
            now = int(time.time() * 1000)
            merged = merge(self._declaration, decode(record), decode(before), now)
            if merged.save and merged.consent:
                self._keep(connection, account, encode(merged.consent))
        return before

    def of_account(self, account: int) -> list[dict[str, str]]:
        """The entries of an account, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sql.select(*(entries.c[name] for name in _COLUMNS))
                .where(entries.c.account == account)
                .order_by(entries.c.number.desc())
                .limit(500)
            )
            return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it

    def chain(self, last: str) -> list[dict[str, str]]:
        """The entry called *last* and those before it, newest first: whoever knows the id gave the answer."""
        found: list[dict[str, str]] = []
        with self._engine.connect() as connection:
            while last and len(found) < 500 and last not in [one["id"] for one in found]:  # noqa: PLR2004 - more than anybody answers
                row = connection.execute(
                    sql.select(*(entries.c[name] for name in _COLUMNS)).where(entries.c.id == last)
                ).first()
                if row is None:
                    break
                found.append(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name for it
                last = found[-1]["previous"]
        return found

    def shown(self, digest: str) -> str | None:
        """What was shown under that hash, as the build wrote it."""
        with self._engine.connect() as connection:
            return connection.execute(sql.select(texts.c.content).where(texts.c.hash == digest)).scalar()

    def _record(self, connection: Connection, account: int) -> str:
        found = connection.execute(sql.select(accounts.c.record).where(accounts.c.id == account)).scalar()
        return str(found or "")

    def _keep(self, connection: Connection, account: int, record: str) -> None:
        connection.execute(accounts.update().where(accounts.c.id == account).values(record=record))

    def _take_texts(self, connection: Connection, digest: str) -> bool:
        """Whether the texts of that hash are kept, taking them from the build's folder where they are new."""
        if connection.execute(sql.select(texts.c.hash).where(texts.c.hash == digest)).first():
            return True
        file = self._shown / f"{digest}.json"
        if not file.is_file():
            return False
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            return False
        json.loads(content)
        connection.execute(texts.insert().values(hash=digest, content=content.decode()))
        return True
