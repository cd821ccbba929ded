"""The tables are those that sites run already: a new version takes their databases as they are."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sql
from shop.store import META
from sqlalchemy.dialects import sqlite

from banner.server.tables import log_tables


def statements(meta: sql.MetaData) -> str:
    """The statements that make the tables of *meta*."""
    made: list[sql.schema.ExecutableDDLElement] = []
    for table in meta.sorted_tables:
        made += [
            sql.schema.CreateTable(table),
            *map(sql.schema.CreateIndex, sorted(table.indexes, key=lambda index: str(index.name))),
        ]
    texts = [str(one.compile(dialect=sqlite.dialect())).strip() for one in made]
    return "".join(f"{text};\n" for text in texts).replace("\t", "    ").replace(" \n", "\n")


def test_the_shop_has_the_tables_that_it_always_had() -> None:
    assert statements(META) == (Path(__file__).parent / "tables.sql").read_text(encoding="utf-8")


def test_a_site_without_accounts_in_its_database_has_no_table_of_them() -> None:
    meta = sql.MetaData()
    log_tables(meta)

    assert set(meta.tables) == {"entries", "notices", "declarations"}
    assert "account VARCHAR(200)" in statements(meta)
