"""The tables as they were first: a log of before these migrations has them, or some of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sql
from alembic import context, op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that are not there, and learn what was asked from the entries that are."""
    there = sql.inspect(op.get_bind()).get_table_names()
    if "entries" not in there:
        _make_entries()
    if "notices" not in there:
        op.create_table(
            "notices",
            sql.Column("hash", sql.String(64), primary_key=True),
            sql.Column("content", sql.Text, nullable=False),
        )
    if "declarations" not in there:
        op.create_table(
            "declarations",
            sql.Column("revision", sql.String(64), primary_key=True),
            sql.Column("services", sql.JSON, nullable=False),
            sql.Column("since", sql.BigInteger, nullable=False),
        )
        _learn()


def _make_entries() -> None:
    account: sql.Column[Any] = context.config.attributes["account"]
    foreign = [sql.ForeignKey(key.target_fullname) for key in account.foreign_keys]
    op.create_table(
        "entries",
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
        sql.Column("account", account.type, *foreign, nullable=True, index=True),
    )


def _learn() -> None:
    """Learn declarations from the log: each entry names all that was asked."""
    record = sql.column("record", sql.Text)
    asked: dict[str, set[str]] = {}
    for text in op.get_bind().execute(sql.select(record).select_from(sql.table("entries"))).scalars():
        plain = json.loads(unquote(text))
        services = plain["granted"] + plain["denied"] + plain.get("exempt", [])
        asked.setdefault(plain["revision"], set()).update(services)
    table = sql.table(
        "declarations",
        sql.column("revision", sql.String),
        sql.column("services", sql.JSON),
        sql.column("since", sql.BigInteger),
    )
    rows = [{"revision": one, "services": sorted(asked[one]), "since": 0} for one in sorted(asked)]
    op.bulk_insert(table, rows)
