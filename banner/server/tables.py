"""Tables of the consent log, on SQLite or PostgreSQL alike."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.server.engine import open_engine
from banner.server.locks import hold
from banner.server.schema import VERSIONS, upgrade

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_PATIENCE = 5  # seconds in which another process is done
_AGAIN = 0.01  # seconds


@dataclass(frozen=True)
class LogTables:
    """Tables of a log.

    Its *entries*, the *notices* that were shown, by hash, the *declarations* of each revision, and which
    notices were *shown* under which; the *head* of the chain of hashes, its daily *checkpoints*, and what
    entries have left that were *erased* for their age. *versions* says which schema all of them have.
    """

    entries: sql.Table
    notices: sql.Table
    declarations: sql.Table
    shown: sql.Table
    head: sql.Table
    checkpoints: sql.Table
    erased: sql.Table
    versions: sql.Table

    def all(self) -> tuple[sql.Table, ...]:
        """Return every table of the log."""
        return (
            self.entries,
            self.notices,
            self.declarations,
            self.shown,
            self.head,
            self.checkpoints,
            self.erased,
            self.versions,
        )


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
        sql.Column("account", *account, nullable=True),
        # The hash of all entries before this one.
        sql.Column("before", sql.String(64), nullable=False, server_default=""),
        sql.Index("ix_entries_account_number", "account", "number"),
    )
    return LogTables(entries, *_archive(meta), *_chain(meta))


def _archive(meta: sql.MetaData) -> tuple[sql.Table, sql.Table, sql.Table]:
    """Return the tables of what was shown, of what was asked under each revision, and of both together."""
    notices = sql.Table(
        "notices",
        meta,
        sql.Column("hash", sql.String(64), primary_key=True),
        sql.Column("content", sql.Text, nullable=False),
        sql.Column("language", sql.String(35), nullable=False, server_default=""),
    )
    declarations = sql.Table(
        "declarations",
        meta,
        sql.Column("revision", sql.String(64), primary_key=True),
        sql.Column("services", sql.JSON, nullable=False),
        sql.Column("since", sql.BigInteger, nullable=False),
        # All that was declared; of a revision that an earlier version has kept it is not known.
        sql.Column("content", sql.JSON, nullable=True),
    )
    shown = sql.Table(
        "shown",
        meta,
        sql.Column("hash", sql.String(64), primary_key=True),
        sql.Column("revision", sql.String(64), primary_key=True),
    )
    return notices, declarations, shown


def _chain(meta: sql.MetaData) -> tuple[sql.Table, sql.Table, sql.Table, sql.Table]:
    """Return the tables of the chain of hashes, and of the version of all tables."""
    head = sql.Table(
        "log_head",
        meta,
        sql.Column("id", sql.Integer, primary_key=True, autoincrement=False),
        *_checkpoint(),
    )
    checkpoints = sql.Table("log_checkpoints", meta, *_checkpoint(primary_key=True))
    erased = sql.Table(
        "erased_entries",
        meta,
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("before", sql.String(64), nullable=False),
        sql.Column("digest", sql.String(64), nullable=False),
    )
    versions = sql.Table(VERSIONS, meta, sql.Column("version_num", sql.String(32), primary_key=True))
    return head, checkpoints, erased, versions


def _checkpoint(*, primary_key: bool = False) -> tuple[sql.Column[Any], ...]:
    return (
        sql.Column("number", sql.Integer, primary_key=primary_key, autoincrement=False, nullable=False),
        sql.Column("hash", sql.String(64), nullable=False),
        sql.Column("at", sql.BigInteger, nullable=False),
    )


def connect(url: str, tables: LogTables) -> Engine:
    """Return the database at *url*, with *tables* and all that is declared beside them.

    One of an earlier version is brought to the present schema, with all that it has. Raises
    :class:`banner.server.schema.SchemaError` where that is a later one.
    """
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        sql.event.listen(engine, "connect", _prepare)
    meta = tables.entries.metadata
    try:
        with engine.begin() as connection:
            hold(connection)
            # The site's own tables first: entries may name its accounts.
            meta.create_all(connection, [one for one in meta.sorted_tables if one not in tables.all()])
            upgrade(connection, tables.entries)
    except Exception:
        engine.dispose()
        raise
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Have what is acknowledged survive a killed process, and readers not wait for the writer."""
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_PATIENCE * 1000}", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute("PRAGMA " + pragma)
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turn the write-ahead log on, which the file keeps; SQLite lets nobody wait for another in this."""
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(_AGAIN)
        else:
            return
