"""Databases as the version before all migrations has left them, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sql

from tests.server.conftest import NOTICE_HASH, SHOWN, entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banner.core.consent import Consent

_TABLES = (Path(__file__).parent / "before_migrations.sql").read_text(encoding="utf-8")
_NOTICE = "INSERT INTO notices VALUES (:hash, :shown)"
_ROW = """
INSERT INTO entries (id, previous, at, event, record, granted, denied, source, notice_hash, revision,
                     language, scope, account)
VALUES (:id, :previous, :at, :event, :record, :granted, :denied, :source, :notice_hash, :revision,
        :language, :scope, NULL)
"""
_BACK = """
DROP TABLE declarations; DROP TABLE shown; DROP TABLE log_head; DROP TABLE log_checkpoints;
DROP TABLE erased_entries; DROP TABLE consent_log_version;
ALTER TABLE entries DROP COLUMN before; ALTER TABLE notices DROP COLUMN language;
DROP INDEX ix_entries_account_number; CREATE INDEX ix_entries_account ON entries (account)
"""


def make(url: str, consents: Iterable[Consent] = (), without: Iterable[str] = ()) -> None:
    """Make such a database at *url*, with the entries of *consents* in order, *without* those tables."""
    engine = sql.create_engine(url)
    script = _TABLES
    if engine.dialect.name == "postgresql":
        script = script.replace("number INTEGER", "number SERIAL").replace("id INTEGER", "id SERIAL")
    with engine.begin() as connection:
        for statement in script.strip().split(";\n"):
            connection.execute(sql.text(statement.removesuffix(";")))
        connection.execute(sql.text(_NOTICE), {"hash": NOTICE_HASH, "shown": SHOWN})
    engine.dispose()
    append(url, *consents)
    with engine.begin() as connection:
        for table in without:
            connection.execute(sql.text(f"DROP TABLE {table}"))
    engine.dispose()


def append(url: str, *consents: Consent) -> None:
    """Append the entries of *consents* as that version does."""
    engine = sql.create_engine(url)
    with engine.begin() as connection:
        for one in consents:
            row = {**entry(one), "at": one.at, "source": one.source, "revision": one.revision}
            row |= {"granted": json.dumps(one.granted), "denied": json.dumps(one.denied)}
            connection.execute(sql.text(_ROW), row)
    engine.dispose()


def turn_back(url: str) -> None:
    """Leave of the database at *url* what the version had that did not keep declarations yet."""
    engine = sql.create_engine(url)
    with engine.begin() as connection:
        for statement in _BACK.split(";"):
            connection.execute(sql.text(statement))
    engine.dispose()
