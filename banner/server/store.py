"""The tables, on SQLite or PostgreSQL alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

META = sql.MetaData()

accounts = sql.Table(
    "accounts",
    META,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("key", sql.String(12), unique=True, nullable=False),
    sql.Column("email", sql.String(254), unique=True, nullable=False),
    sql.Column("password", sql.Text, nullable=False),
    sql.Column("record", sql.Text, nullable=False, default=""),
)
# Of a token only its hash is kept: who reads the table cannot log in with what it holds.
logins = sql.Table(
    "logins",
    META,
    sql.Column("token", sql.String(64), primary_key=True),
    sql.Column("account", sql.ForeignKey("accounts.id"), nullable=False),
    sql.Column("until", sql.BigInteger, nullable=False),
)
# It only grows. No address of the visitor, no name of the browser.
entries = sql.Table(
    "entries",
    META,
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("id", sql.String(200), unique=True, nullable=False),
    sql.Column("previous", sql.String(200), nullable=False, index=True),
    sql.Column("at", sql.BigInteger, nullable=False, index=True),
    sql.Column("event", sql.String(10), nullable=False),
    sql.Column("record", sql.Text, nullable=False),
    sql.Column("granted", sql.JSON, nullable=False),
    sql.Column("refused", sql.JSON, nullable=False),
    sql.Column("place", sql.String(40), nullable=False),
    sql.Column("texts", sql.String(64), nullable=False),
    sql.Column("revision", sql.String(64), nullable=False),
    sql.Column("language", sql.String(35), nullable=False),
    sql.Column("scope", sql.String(7), nullable=False),
    sql.Column("account", sql.ForeignKey("accounts.id"), nullable=True, index=True),
)
texts = sql.Table(
    "texts",
    META,
    sql.Column("hash", sql.String(64), primary_key=True),
    sql.Column("content", sql.Text, nullable=False),
)
# What was asked under each revision that the site ever had.
declarations = sql.Table(
    "declarations",
    META,
    sql.Column("revision", sql.String(64), primary_key=True),
    sql.Column("services", sql.JSON, nullable=False),
    sql.Column("since", sql.BigInteger, nullable=False),
)
# Pooled: no order and no account can be found from it.
totals = sql.Table(
    "totals",
    META,
    sql.Column("day", sql.String(10), primary_key=True),
    sql.Column("campaign", sql.String(40), primary_key=True),
    sql.Column("clicks", sql.Integer, nullable=False),
    sql.Column("orders", sql.Integer, nullable=False),
)


def connect(url: str) -> Engine:
    """The database at *url*, with its tables; one of an earlier version gets those that it lacks."""
    engine = sql.create_engine(url)
    if engine.dialect.name == "sqlite":
        sql.event.listen(engine, "connect", _prepare)
    with engine.begin() as connection:
        old = not sql.inspect(connection).has_table(declarations.name)
        META.create_all(connection)
        if old:
            _learn(connection)
    return engine


def _learn(connection: Connection) -> None:
    """An earlier version kept no declarations, but answers to them: each names all that was asked."""
    answered = sql.select(
        entries.c.revision, sql.cast(entries.c.granted, sql.Text), sql.cast(entries.c.refused, sql.Text)
    )
    asked: dict[str, set[str]] = {}
    for revision, granted, refused in connection.execute(answered.distinct()):
        asked.setdefault(revision, set()).update(json.loads(granted), json.loads(refused))
    rows = [{"revision": one, "services": sorted(asked[one]), "since": 0} for one in asked]
    if rows:
        connection.execute(declarations.insert(), rows)


def _prepare(connection: Any, _: Any) -> None:
    """What is acknowledged survives a killed process, and readers do not wait for the writer."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute("PRAGMA " + pragma)
    cursor.close()
