"""The tables of the shop, beside those of the consent log."""

from __future__ import annotations

import sqlalchemy as sql

from banner.server.tables import log_tables

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
LOG = log_tables(META, accounts.c.id)
# Pooled: no order and no account can be found from it.
totals = sql.Table(
    "totals",
    META,
    sql.Column("day", sql.String(10), primary_key=True),
    sql.Column("campaign", sql.String(40), primary_key=True),
    sql.Column("clicks", sql.Integer, nullable=False),
    sql.Column("orders", sql.Integer, nullable=False),
)
