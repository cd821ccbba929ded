"""Hashes that chain the entries, daily checkpoints, all of each declaration, and what was shown under it."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

from banner.server.notices import language_of
from banner.server.verification import NOTHING, hash_after

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ENTRIES = sql.table(
    "entries",
    sql.column("number", sql.Integer),
    *(sql.column(name, sql.Text) for name in ("id", "previous", "event", "record", "source")),
    *(sql.column(name, sql.Text) for name in ("notice_hash", "revision", "language", "scope", "before")),
    sql.column("at", sql.BigInteger),
    sql.column("granted", sql.JSON),
    sql.column("denied", sql.JSON),
)
_NOTICES = sql.table("notices", *(sql.column(name, sql.Text) for name in ("hash", "content", "language")))
_SHOWN = sql.table("shown", sql.column("hash", sql.Text), sql.column("revision", sql.Text))
_HEAD = sql.table(
    "log_head",
    sql.column("id", sql.Integer),
    sql.column("number", sql.Integer),
    sql.column("hash", sql.Text),
    sql.column("at", sql.BigInteger),
)
_BATCH = 1000


def upgrade() -> None:
    """Make what is new, and chain the entries that are there in the order in which they came."""
    _make_tables()
    op.add_column("entries", sql.Column("before", sql.String(64), nullable=False, server_default=""))
    op.add_column("notices", sql.Column("language", sql.String(35), nullable=False, server_default=""))
    op.add_column("declarations", sql.Column("content", sql.JSON, nullable=True))
    op.drop_index("ix_entries_account", "entries")
    op.create_index("ix_entries_account_number", "entries", ["account", "number"])
    _chain()
    _archive()


def _make_tables() -> None:
    op.create_table(
        "shown",
        sql.Column("hash", sql.String(64), primary_key=True),
        sql.Column("revision", sql.String(64), primary_key=True),
    )
    op.create_table(
        "log_head",
        sql.Column("id", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("number", sql.Integer, nullable=False),
        sql.Column("hash", sql.String(64), nullable=False),
        sql.Column("at", sql.BigInteger, nullable=False),
    )
    op.create_table(
        "log_checkpoints",
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("hash", sql.String(64), nullable=False),
        sql.Column("at", sql.BigInteger, nullable=False),
    )
    op.create_table(
        "erased_entries",
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("before", sql.String(64), nullable=False),
        sql.Column("digest", sql.String(64), nullable=False),
    )


def _chain() -> None:
    connection = op.get_bind()
    columns = _ENTRIES.c
    set_hash = _ENTRIES.update().where(columns.number == sql.bindparam("nth"))
    set_hash = set_hash.values(before=sql.bindparam("hash"))
    number, at, found = 0, 0, NOTHING
    while (
        rows := connection.execute(
            sql.select(_ENTRIES).where(columns.number > number).order_by(columns.number).limit(_BATCH)
        )
        .mappings()
        .all()
    ):
        carried = []
        for row in rows:
            carried.append({"nth": row["number"], "hash": found})
            number, at, found = row["number"], row["at"], hash_after(found, dict(row))
        connection.execute(set_hash, carried)
    connection.execute(_HEAD.insert().values(id=1, number=number, hash=found, at=at))


def _archive() -> None:
    """Note the language of each notice; under which revisions it was shown nobody has noted, so under any."""
    connection = op.get_bind()
    columns = _NOTICES.c
    for digest, content in connection.execute(sql.select(columns.hash, columns.content)).all():
        named = _NOTICES.update().where(columns.hash == digest).values(language=language_of(content))
        connection.execute(named)
        connection.execute(_SHOWN.insert().values(hash=digest, revision=""))
