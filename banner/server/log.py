"""The log of consents: appended to in order, many at a time, and acknowledged only once it is kept."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.core.merge import merge
from banner.core.record import decode, encode
from banner.server.store import accounts, entries, texts

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from banner.core.consent import Consent
    from banner.core.proof import Entry
    from banner.server.declarations import Declarations

_COLUMNS = ("id", "event", "record", "previous", "texts", "language", "scope")
_ENTRY = sql.select(*(entries.c[name] for name in _COLUMNS))
_MOST = 500  # entries that a history shows: more than anybody answers


class ConflictError(Exception):
    """Another entry has this id already."""


class NotYetError(Exception):
    """The entry is of a build that this server has not heard of, or not yet: another day it may have."""


class UndeclaredError(Exception):
    """The entry is about a service that was not asked about under its revision."""


@dataclass(frozen=True)
class _Waiting:
    batch: tuple[Entry, ...]
    account: int | None
    done: asyncio.Future[None]


class Log:
    """One log in one database; *shown* is the folder in which builds leave what they show, by hash."""

    def __init__(self, engine: Engine, declarations: Declarations, shown: Path) -> None:
        self._engine = engine
        self._declarations = declarations
        self._shown = shown
        self._known: set[str] = set()
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        self.take_all_texts()

    def take_all_texts(self) -> None:
        """Keep all that the present build shows: the next one takes its place in the folder."""
        for file in self._shown.glob("*.json"):
            # Another process of the same site may be faster; what it keeps is the same.
            with contextlib.suppress(sql.exc.IntegrityError), self._engine.begin() as connection:
                self._take_texts(connection, file.stem)

    async def append(self, batch: tuple[Entry, ...], account: int | None) -> None:
        """Keep *batch*, of the account with that number if one is logged in; an entry that is there stays.

        Raises :class:`ConflictError`, :class:`NotYetError` or :class:`UndeclaredError`; of the batch nothing
        is kept then.
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
                return self._write_in(connection, all_waiting)
        except sql.exc.SQLAlchemyError as error:
            self._known.clear()  # the texts that this transaction brought are not kept either
            return [error] * len(all_waiting)

    def _write_in(self, connection: Connection, all_waiting: list[_Waiting]) -> list[Exception | None]:
        """One look for what is there, one insertion of all that is new."""
        wanted = [entry.id for waiting in all_waiting for entry in waiting.batch]
        there = {row.id: tuple(row) for row in connection.execute(_ENTRY.where(entries.c.id.in_(wanted)))}
        fresh: list[dict[str, Any]] = []
        results = []
        for waiting in all_waiting:
            error = self._fault(connection, waiting, there)
            results.append(error)
            if error:
                continue
            new = [entry for entry in waiting.batch if entry.id not in there]
            there.update({entry.id: _content(entry) for entry in new})
            fresh += [_row(entry, waiting.account) for entry in new]
            for entry in new:
                if waiting.account is not None and entry.scope == "account" and entry.event != "expired":
                    self._newest(connection, waiting.account, entry.record)
        if fresh:
            connection.execute(entries.insert(), fresh)
        return results

    def _fault(
        self, connection: Connection, waiting: _Waiting, there: dict[str, tuple[Any, ...]]
    ) -> Exception | None:
        """Why nothing of a batch can be kept, if so."""
        known = dict(there)
        for entry in waiting.batch:
            if known.setdefault(entry.id, _content(entry)) != _content(entry):
                return ConflictError(entry.id)
            error = self._strange(connection, entry)
            if error:
                return error
        return None

    def _strange(self, connection: Connection, entry: Entry) -> Exception | None:
        """Why *entry* is no answer to anything that was ever asked and shown here, if so."""
        consent = _consent(entry)
        asked = self._declarations.asked(connection, consent.revision)
        if asked is None:
            return NotYetError(f"nobody was asked under the revision {consent.revision}")
        strange = [one for one in consent.granted + consent.refused if one not in asked]
        if strange:
            return UndeclaredError(strange[0])
        if not self._take_texts(connection, entry.texts):
            return NotYetError(f"nobody was shown the texts {entry.texts}")
        return None

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
            merged = merge(self._declarations.present, decode(record), decode(before), now)
            if merged.save and merged.consent:
                self._keep(connection, account, encode(merged.consent))
        return before

    def of_account(self, account: int) -> list[dict[str, str]]:
        """The entries of an account, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                _ENTRY.where(entries.c.account == account).order_by(entries.c.number.desc()).limit(_MOST)
            )
            return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it

    def chain(self, last: str) -> list[dict[str, str]]:
        """The entry called *last* and those before it, newest first: whoever knows the id gave the answer."""
        first = _ENTRY.add_columns(sql.literal(1).label("nth")).where(entries.c.id == last)
        here = first.cte(recursive=True)
        before = _ENTRY.add_columns(here.c.nth + 1).join(here, entries.c.id == here.c.previous)
        chain = here.union_all(before.where(here.c.nth < _MOST, here.c.previous != ""))
        with self._engine.connect() as connection:
            rows = connection.execute(sql.select(chain).order_by(chain.c.nth))
            found = {row.id: {name: row._mapping[name] for name in _COLUMNS} for row in rows}  # noqa: SLF001 - SQLAlchemy's public name for it
        # Entries that name each other in a circle come again and again; each is told once.
        return list(found.values())

    def followed(self, id: str) -> bool:
        """Whether another answer came after the one called *id*."""
        with self._engine.connect() as connection:
            return connection.execute(_ENTRY.where(entries.c.previous == id)).first() is not None

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
        if digest in self._known:
            return True
        if connection.execute(sql.select(texts.c.hash).where(texts.c.hash == digest)).first():
            self._known.add(digest)
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


def _content(entry: Entry) -> tuple[str, ...]:
    plain = entry.plain()
    return tuple(plain[name] for name in _COLUMNS)


def _row(entry: Entry, account: int | None) -> dict[str, Any]:
    consent = _consent(entry)
    return {
        **entry.plain(),
        "at": int(time.time() * 1000),
        "granted": list(consent.granted),
        "refused": list(consent.refused),
        "place": consent.where,
        "revision": consent.revision,
        "account": account,
    }


def _consent(entry: Entry) -> Consent:
    consent = decode(entry.record)
    if consent is None:
        raise ValueError(entry.record)  # only what has been read as an entry comes this far
    return consent
