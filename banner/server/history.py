"""Histories: the decisions of an account, or of a browser, newest first and a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Engine

COLUMNS = ("id", "event", "record", "previous", "notice_hash", "language", "scope")
MOST = 500  # entries in a page: more than anybody decides


@dataclass(frozen=True)
class Page:
    """Part of a history: so many entries at most, those *before* the one with that id, or the newest ones."""

    limit: int = MOST
    before: str = ""


@dataclass(frozen=True)
class Told:
    """Entries as JSON carries them, and when the server has *received* each, in milliseconds since 1970."""

    entries: list[dict[str, str]]
    received: list[int]


class History:
    """Histories in the *table* of entries; each page is one query, and costs the same however far back."""

    def __init__(self, engine: Engine, table: sql.Table) -> None:
        self._engine = engine
        self._table = table
        self._entry = sql.select(*(table.c[name] for name in (*COLUMNS, "at")))

    def of_account(self, account: int | str, page: Page = Page()) -> Told:
        """Return that *page* of the entries of an account."""
        columns = self._table.c
        wanted = self._entry.where(columns.account == account)
        if page.before:
            last = sql.select(columns.number).where(columns.id == page.before)
            wanted = wanted.where(columns.number < last.scalar_subquery())
        wanted = wanted.order_by(columns.number.desc()).limit(page.limit)
        with self._engine.connect() as connection:
            return _told(connection.execute(wanted).mappings())

    def chain(self, last: str, page: Page = Page()) -> Told:
        """Return that *page* of the entry *last* and those before it; only who decided knows such an id."""
        columns = self._table.c
        first: Any = last
        if page.before:
            first = sql.select(columns.previous).where(columns.id == page.before).scalar_subquery()
        nth = sql.literal(1).label("nth")
        here = self._entry.add_columns(nth).where(columns.id == first).cte(recursive=True)
        before = self._entry.add_columns(here.c.nth + 1).join(here, columns.id == here.c.previous)
        chain = here.union_all(before.where(here.c.nth < page.limit, here.c.previous != ""))
        with self._engine.connect() as connection:
            return _told(connection.execute(sql.select(chain).order_by(chain.c.nth)).mappings())

    def followed(self, id: str) -> bool:
        """Return whether another consent came after the one called *id*."""
        wanted = sql.select(self._table.c.id).where(self._table.c.previous == id).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(wanted).first() is not None


def _told(rows: Iterable[sql.RowMapping]) -> Told:
    # Entries that name each other in a circle come again and again; each is told once.
    found = {row["id"]: row for row in rows}
    entries = [{name: row[name] for name in COLUMNS} for row in found.values()]
    return Told(entries, [row["at"] for row in found.values()])
