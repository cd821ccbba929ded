"""Decisions in the log: how many allowed all, some or nothing, as totals that identify nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql

from shop.store import LOG

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_NONE = "[]"  # as the database writes an empty list


@dataclass(frozen=True)
class Decisions:
    """How many decisions allowed everything that was asked, some of it, and nothing of it."""

    all: int
    some: int
    nothing: int

    @property
    def total(self) -> int:
        """Return how many decisions there were."""
        return self.all + self.some + self.nothing


def report(engine: Engine, since: dt.date) -> Decisions:
    """Count the decisions from the day *since* on; that a consent has expired is none."""
    entries = LOG.entries.c
    start = dt.datetime.combine(since, dt.time(), dt.UTC).timestamp() * 1000
    granted, denied = (sql.cast(column, sql.Text) for column in (entries.granted, entries.denied))
    kinds = (granted != _NONE) & (denied == _NONE), (granted != _NONE) & (denied != _NONE), granted == _NONE
    counts = [sql.func.count().filter(kind) for kind in kinds]
    query = sql.select(*counts).where(entries.at >= int(start), entries.event != "expired")
    with engine.connect() as connection:
        return Decisions(*(int(number) for number in connection.execute(query).one()))
