"""Addresses of databases: which can be used, and what in them is nobody's business."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.standalone.wrong import WrongError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

_DRIVER = "postgresql+psycopg"
# Those that mean PostgreSQL, whatever library they were written for.
_POSTGRESQL = ("postgres", "postgresql", _DRIVER)
_SECRET = ("password", "sslpassword")
_EXAMPLE = "sqlite:///consents.sqlite or postgresql://USER:PASSWORD@HOST/NAME"
HIDDEN = "***"


def read(value: Any) -> str:
    """Return the address of the database as SQLAlchemy takes it.

    Raises :class:`WrongError`, which has no word of the address in it.
    """
    url = _url(value)
    if url is None:
        raise WrongError(f"write an address such as {_EXAMPLE}; a password has %40 for @ and %2F for /")
    if url.drivername in _POSTGRESQL:
        if importlib.util.find_spec("psycopg") is None:
            raise WrongError('PostgreSQL needs a driver: run pip install "psycopg[binary]"')
        if not url.database and "dbname" not in url.query:
            raise WrongError("name the database: postgresql://USER@HOST/NAME")
        url = url.set(drivername=_DRIVER)
    elif url.drivername in ("sqlite", "sqlite+pysqlite"):
        _check_file(url)
    else:
        raise WrongError(f"there are SQLite and PostgreSQL; write {_EXAMPLE}")
    return url.render_as_string(hide_password=False)


def shown(value: Any) -> str:
    """Return an address without what is secret in it; of one that cannot be read, nothing."""
    url = _url(value)
    if url is None:
        return HIDDEN
    secret = {name: HIDDEN for name in _SECRET if name in url.query}
    return url.update_query_dict(secret).render_as_string()


def secrets(value: str) -> tuple[str, ...]:
    """Return what must not be told of an address, in each way in which it may be written."""
    url = sql.make_url(value)
    found = [url.password, *(url.query.get(name) for name in _SECRET)]
    plain = {one for one in found if isinstance(one, str) and one}
    written = set(re.findall(r"://[^/@]*?:([^@]*)@", value))
    return tuple(sorted(plain | written, key=len, reverse=True))


def _url(value: Any) -> URL | None:
    try:
        return sql.make_url(value) if isinstance(value, str) else None
    except (sql.exc.ArgumentError, ValueError):
        return None


def _check_file(url: URL) -> None:
    if url.database in (None, "", ":memory:") or (url.database or "").startswith("file:"):
        raise WrongError("name a file: proofs in memory are gone with the process; sqlite:///consents.sqlite")
    file = Path(url.database or "")
    if file.is_dir():
        raise WrongError("this is a folder; name a file in it")
    if not file.absolute().parent.is_dir():
        raise WrongError(f"there is no folder {file.absolute().parent}; make it, or name a file elsewhere")
    if not os.access(file if file.exists() else file.absolute().parent, os.W_OK):
        raise WrongError("this cannot be written; see whom the file and its folder belong to")
    if not os.access(file.absolute().parent, os.W_OK):
        raise WrongError("SQLite writes files beside this one; see whom its folder belongs to")
