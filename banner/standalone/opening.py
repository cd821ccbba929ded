"""Opens the database, however long it takes until it answers, and follows what is deployed."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.server import built
from banner.server.answers import unavailable
from banner.server.app import ConsentServer
from banner.server.gate import BusyError
from banner.server.tables import connect, log_tables
from banner.standalone.logs import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Engine
    from starlette.types import Receive, Scope, Send

    from banner.server.built import Built
    from banner.server.tables import LogTables
    from banner.standalone.settings import Settings

_SOON, _LONGEST = 1, 30  # seconds between two attempts
_LOOK = 5  # seconds between two looks at what is deployed
_FRESH = 0.25  # seconds for which it counts whether it did
_READY = 2.0  # seconds in which a database that is well answers
_log = logging.getLogger(__name__)


class Opening:
    """Application that answers as a :class:`ConsentServer` once its database has answered, and 503 before.

    *consent* is the folder of a build, and *present* what that tells.
    """

    def __init__(self, settings: Settings, consent: Path, present: Built) -> None:
        self._settings = settings
        self._consent = consent
        self._present = present
        self._seen = _state(consent)
        self._tables = log_tables(sql.MetaData())
        self._open: tuple[Engine, ConsentServer] | None = None
        self._asking = asyncio.Lock()
        self._well, self._known_until = False, 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        application = self._open[1] if self._open else unavailable()
        await application(scope, receive, send)

    @property
    def unfinished(self) -> int:
        """Return how many jobs for the database are not done."""
        return self._open[1].gate.unfinished if self._open else 0

    async def ready(self) -> bool:
        """Return whether the database answers, and has what the log needs; however many ask at once."""
        async with self._asking:
            if time.monotonic() >= self._known_until:
                self._well = await self._answers()
                self._known_until = time.monotonic() + _FRESH
            return self._well

    async def _answers(self) -> bool:
        if not self._open:
            return False
        engine, server = self._open
        try:
            await server.gate.call(_ask, engine, self._tables, patience=_READY)
        except (sql.exc.SQLAlchemyError, BusyError, OSError, MemoryError):
            return False
        return True

    async def run(self) -> None:
        """Open the database, and from then on look whether another build is deployed; for ever."""
        wait = _SOON
        while self._open is None:
            try:
                self._open = await asyncio.to_thread(self._opened)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next attempt may succeed
                _log.warning("the database cannot be opened; trying again", extra={FIELDS: _reason(error)})
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST)
        self._open[1].start()
        _log.info("the database is open")
        await self._follow(self._open[1])

    def close(self) -> None:
        """Let go of the database."""
        if self._open:
            self._open[0].dispose()

    def _opened(self) -> tuple[Engine, ConsentServer]:
        settings, present = self._settings, self._present
        engine = connect(settings.database, self._tables)
        try:
            return engine, ConsentServer(
                engine,
                self._tables,
                present.declaration,
                self._consent / built.NOTICES,
                cookies=present.cookies,
                requests_per_second=settings.requests_per_second,
                entries_per_day=settings.entries_per_day,
                keep_days=settings.keep_days,
            )
        except BaseException:
            engine.dispose()
            raise

    async def _follow(self, server: ConsentServer) -> None:
        while True:
            now = _state(self._consent)
            if now == self._seen:
                await asyncio.sleep(_LOOK)
                continue
            try:
                found = await asyncio.to_thread(built.read, self._consent)
                await asyncio.to_thread(server.declare, found.declaration)
            except Exception as error:  # noqa: BLE001 - what is deployed file by file is whole a little later
                _log.warning("what was deployed cannot be read yet", extra={FIELDS: _reason(error)})
                await asyncio.sleep(_LOOK)
                continue
            self._seen = now
            _log.info("another build is deployed", extra={FIELDS: {"revision": found.declaration.revision}})
            if found.cookies != self._present.cookies:
                _log.warning("the banner's cookies are called otherwise now; restart")


def _ask(engine: Engine, tables: LogTables) -> None:
    with engine.connect() as connection:
        connection.execute(sql.select(tables.declarations.c.revision).limit(1)).first()


def _state(folder: Path) -> tuple[int, int, int] | None:
    try:
        found = (folder / built.NAME).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _reason(error: Exception) -> dict[str, str]:
    """Return what the driver says; before anything is kept, that has nothing of visitors in it."""
    told = getattr(error, "orig", None) or error
    return {"error": type(told).__qualname__, "reason": str(told).strip()}
