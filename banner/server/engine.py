"""Engine of a database that may hang, go away and come back, and whose errors tell nothing that was kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

_PATIENCE = 5  # seconds for a connection
# A line that is dead is given up within half a minute, and nobody waits longer for a lock than a page does.
_POSTGRESQL: dict[str, Any] = {
    "connect_timeout": _PATIENCE,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "options": "-c lock_timeout=10000",
}
_FILE = "consent.file"


def open_engine(address: str | URL) -> Engine:
    """Return the engine for the database at *address*, which need not answer yet.

    A connection is tried before it is used, so that a database that has come back is used at once. Errors
    have no values of rows in them.
    """
    url = sql.make_url(address)
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True, "pool_timeout": _PATIENCE}
    if url.get_backend_name() == "postgresql":
        # What the owner has put into the address counts.
        options["connect_args"] = {key: _POSTGRESQL[key] for key in _POSTGRESQL if key not in url.query}
    if _in_memory(url):
        del options["pool_timeout"]
    engine = sql.create_engine(url, **options)
    if url.get_backend_name() == "sqlite" and not _in_memory(url):
        file = _File()
        sql.event.listen(engine, "do_connect", file.before)
        sql.event.listen(engine, "connect", file.opened)
        sql.event.listen(engine, "checkout", file.used)
    return engine


def _in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


class _File:
    """File of a database: nobody writes into one that was deleted or replaced, where it would be gone.

    One that was there and is missing is not made anew by itself: it may come back.
    """

    def __init__(self) -> None:
        self._seen = False

    def before(self, _: Any, __: Any, arguments: Any, ___: Any) -> None:
        """Refuse to connect where the file has gone."""
        if self._seen and not os.path.exists(arguments[0]):  # noqa: PTH110 - the driver takes text
            raise sql.exc.OperationalError("", None, FileNotFoundError("the file of the database is gone"))

    def opened(self, connection: Any, entry: ConnectionPoolEntry) -> None:
        """Note which file a *connection* has opened."""
        self._seen = True
        entry.info[_FILE] = _identity(connection)

    def used(self, connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
        """Have a *connection* to another file than the one under that name be made anew."""
        if entry.info.get(_FILE) != _identity(connection):
            raise sql.exc.DisconnectionError("another file stands under the name of the database")


def _identity(connection: Any) -> tuple[int, int] | None:
    """Return which file stands under the name of the database, or ``None`` for none."""
    name = connection.execute("PRAGMA database_list").fetchone()[2]
    try:
        found = os.stat(name)  # noqa: PTH116 - for each use of a connection
    except OSError:
        return None
    return found.st_dev, found.st_ino
