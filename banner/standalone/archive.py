"""Archive: the database of a log as those open it who look after it, beside the server or without one."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.errors import ConfigError
from banner.server.engine import open_engine
from banner.server.schema import SchemaError, expect_present
from banner.server.tables import log_tables
from banner.standalone import databases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Engine

    from banner.server.tables import LogTables


@contextlib.contextmanager
def opened(address: str) -> Iterator[tuple[Engine, LogTables]]:
    """Give the database at *address* and its tables. Nothing is made where there is none.

    Raises :class:`ConfigError` where it cannot be had, or has no log of this version.
    """
    file = sql.make_url(address).database if address.startswith("sqlite") else None
    if file is not None and not Path(file).is_file():
        raise ConfigError(f"{Path(file).absolute()}: there is no such database; name it with --database")
    engine = open_engine(address)
    try:
        with engine.connect() as connection:
            expect_present(connection)
        yield engine, log_tables(sql.MetaData())
    except SchemaError as error:
        raise ConfigError(str(error)) from error
    except sql.exc.DBAPIError as error:
        why = str(error.orig).strip()
        raise ConfigError(f"{databases.shown(address)}: this database cannot be read: {why}") from error
    finally:
        engine.dispose()
