"""Lock of the log: many processes write to one database, and one after the other appends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sql

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

# PostgreSQL's advisory locks are known by a number that all who use them agree on.
_KEY = 0x636F6E73656E74  # "consent"


def hold(connection: Connection) -> None:
    """Keep all others from writing to the log until the transaction ends; it is the first to be done in it.

    What is read from here on is what others have left, and stays so. SQLite has one writer at a time, and
    would refuse one that has read before somebody else wrote.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_KEY)))


def look(connection: Connection) -> None:
    """Have the whole transaction see the database as it is now, and keep nobody from writing."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
