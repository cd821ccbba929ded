"""Tables of the consent log, on SQLite or PostgreSQL alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine


@dataclass(frozen=True)
class LogTables:
    """Tables of a log: its *entries*, the *notices* that were shown, by hash, and *declarations*."""

    entries: sql.Table
    notices: sql.Table
    declarations: sql.Table


def log_tables(meta: sql.MetaData, accounts: sql.Column[Any] | None = None) -> LogTables:
    """Return the tables of a log, declared in *meta*.

    Entries name an account by its number in the column *accounts* of the same database. Where that is
    ``None``, the site keeps its accounts elsewhere or has none, and the id of one is text.
    """
    account: tuple[Any, ...] = (sql.String(200),) if accounts is None else (sql.ForeignKey(accounts),)
    # It only grows. No address of the visitor, no name of the browser.
    entries = sql.Table(
        "entries",
        meta,
        sql.Column("number", sql.Integer, primary_key=True),
        sql.Column("id", sql.String(200), unique=True, nullable=False),
        sql.Column("previous", sql.String(200), nullable=False, index=True),
        sql.Column("at", sql.BigInteger, nullable=False, index=True),
        sql.Column("event", sql.String(10), nullable=False),
        sql.Column("record", sql.Text, nullable=False),
        sql.Column("granted", sql.JSON, nullable=False),
        sql.Column("denied", sql.JSON, nullable=False),
        sql.Column("source", sql.String(40), nullable=False),
        sql.Column("notice_hash", sql.String(64), nullable=False),
        sql.Column("revision", sql.String(64), nullable=False),
        sql.Column("language", sql.String(35), nullable=False),
        sql.Column("scope", sql.String(7), nullable=False),
        sql.Column("account", *account, nullable=True, index=True),
    )
    notices = sql.Table(
        "notices",
        meta,
        sql.Column("hash", sql.String(64), primary_key=True),
        sql.Column("content", sql.Text, nullable=False),
    )
    # What was asked under each revision that the site ever had.
    declarations = sql.Table(
        "declarations",
        meta,
        sql.Column("revision", sql.String(64), primary_key=True),
        sql.Column("services", sql.JSON, nullable=False),
        sql.Column("since", sql.BigInteger, nullable=False),
    )
    return LogTables(entries, notices, declarations)


def connect(url: str, tables: LogTables) -> Engine:
    """Return the database at *url*, with *tables* and all that is declared beside them.

    One of an earlier version gets those that it lacks.
    """
    engine = sql.create_engine(url, hide_parameters=True)  # an error tells no value of anybody's
    if engine.dialect.name == "sqlite":
        sql.event.listen(engine, "connect", _prepare)
    with engine.begin() as connection:
        old = not sql.inspect(connection).has_table(tables.declarations.name)
        tables.entries.metadata.create_all(connection)
        if old:
            _learn(connection, tables)
    return engine


def _learn(connection: Connection, tables: LogTables) -> None:
    """Learn declarations from the log of an earlier version: each entry names all that was asked."""
    columns = tables.entries.c
    decided = sql.select(
        columns.revision, sql.cast(columns.granted, sql.Text), sql.cast(columns.denied, sql.Text)
    )
    asked: dict[str, set[str]] = {}
    for revision, granted, denied in connection.execute(decided.distinct()):
        asked.setdefault(revision, set()).update(json.loads(granted), json.loads(denied))
    rows = [{"revision": revision, "services": sorted(asked[revision]), "since": 0} for revision in asked]
    if rows:
        connection.execute(tables.declarations.insert(), rows)


def _prepare(connection: Any, _: Any) -> None:
    """Have what is acknowledged survive a killed process, and readers not wait for the writer."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute("PRAGMA " + pragma)
    cursor.close()
