"""Counts without persons: how often was asked, accepted and denied, by day, language and service.

An option that a site switches on. Decisions are counted from the log, a day at a time once it is over. So
neither a browser nor the log has anything more to do, and a day that is counted twice stays what it is. How
often was asked, a server that sends the pages counts itself (:mod:`banner.server.asked`). All that is kept is
sums: no id, no address, no time.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.core.record import quote
from banner.server import clock
from banner.server.background import Background

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from sqlalchemy.engine import Connection, Engine

    from banner.server.tables import LogTables

_DAY = 86_400_000  # milliseconds
_LATE = 600_000  # milliseconds after which every entry of a day that is over has been written
_AT_REST = 60  # seconds after the start, when a server has other things to do
_HOUR = 3600  # seconds
# In a record that leaves something on without having been asked.
_SOMETHING_EXEMPT = quote('"exempt":["')
_NUMBERS = ("shown", "accepted", "partly", "denied")

table = sql.Table(
    "counts",
    sql.MetaData(),  # of its own: a site that counts nothing has no such table
    sql.Column("day", sql.String(10), primary_key=True),
    sql.Column("language", sql.String(35), primary_key=True),
    sql.Column("service", sql.String(200), primary_key=True),
    *(sql.Column(name, sql.Integer, nullable=False) for name in _NUMBERS),
)


@dataclass(frozen=True)
class Count:
    """Sums of one *day* in one *language*, of all decisions or, where it is named, about one *service*.

    *shown* is how often was asked, by day alone; *accepted* means all that was asked, *denied* nothing of it.
    A language that the site does not have is empty.
    """

    day: dt.date
    language: str
    service: str
    shown: int = 0
    accepted: int = 0
    partly: int = 0
    denied: int = 0


class Counts:
    """Counts of the log in *tables* of one database, of a site that speaks *languages*."""

    def __init__(self, engine: Engine, tables: LogTables, languages: Iterable[str]) -> None:
        self._engine = engine
        self._entries = tables.entries
        self._languages = frozenset(languages)
        self._background = Background(self.run)
        self._shown: dict[str, int] = {}  # by day, since it was last written
        self._lock = threading.Lock()
        table.create(engine, checkfirst=True)

    def start(self) -> None:
        """Count what is over from now on, every hour; it is part of the loop that runs, and ends with it."""
        self._background.start()

    async def run(self, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Count what is over, with a *pause* (in seconds) before the next time."""
        await pause(_AT_REST)
        while True:
            try:
                await asyncio.to_thread(self.catch_up)
            except sql.exc.SQLAlchemyError:
                logging.getLogger(__name__).exception("decisions are not counted yet")
            await pause(_HOUR)

    def show(self) -> None:
        """Count that somebody is asked now; written later, and lost where the process is killed before."""
        day = _day(clock.now()).isoformat()
        with self._lock:
            self._shown[day] = self._shown.get(day, 0) + 1

    def catch_up(self) -> None:
        """Write what has been shown, and count all days that are over and not counted yet."""
        with self._lock:
            shown, self._shown = self._shown, {}
        for day, number in shown.items():
            self._add_shown(day, number)
        today = _day(clock.now() - _LATE)
        over = self._first() or today
        while over < today:
            self._write(over)
            over += dt.timedelta(days=1)

    def report(self, since: dt.date, until: dt.date) -> list[Count]:
        """Return all counts from the day *since* to the day *until*, with what today has brought so far."""
        self.catch_up()
        here = table.c.day.between(since.isoformat(), until.isoformat())
        with self._engine.connect() as connection:
            rows = connection.execute(sql.select(table).where(here).order_by(*table.primary_key)).all()
            open_days = {_day(clock.now() - _LATE), _day(clock.now())}
            fresh = [
                one
                for day in sorted(open_days)
                if since <= day <= until
                for one in self._counted(connection, day)
            ]
        kept = [Count(dt.date.fromisoformat(day), *others) for day, *others in rows]
        return kept + fresh

    def _first(self) -> dt.date | None:
        """Return the first day that is not counted, or ``None`` where the log is empty."""
        decided = table.c.accepted + table.c.partly + table.c.denied > 0
        with self._engine.connect() as connection:
            last = connection.execute(sql.select(sql.func.max(table.c.day)).where(decided)).scalar()
            if last:
                return dt.date.fromisoformat(last) + dt.timedelta(days=1)
            at = connection.execute(sql.select(sql.func.min(self._entries.c.at))).scalar()
        return None if at is None else _day(at)

    def _write(self, day: dt.date) -> None:
        # Where another process counts the same day at the same time, one of the two has done it.
        with contextlib.suppress(sql.exc.IntegrityError), self._engine.begin() as connection:
            for one in self._counted(connection, day):
                numbers = {"accepted": one.accepted, "partly": one.partly, "denied": one.denied}
                _put(connection, one, numbers, {"shown": 0, **numbers})

    def _add_shown(self, day: str, number: int) -> None:
        one = Count(dt.date.fromisoformat(day), "", "")
        change = {"shown": table.c.shown + number}
        first = dict.fromkeys(_NUMBERS, 0) | {"shown": number}
        try:
            with self._engine.begin() as connection:
                _put(connection, one, change, first)
        except sql.exc.IntegrityError:  # another process has made that row in between
            with self._engine.begin() as connection:
                _put(connection, one, change, first)

    def _counted(self, connection: Connection, day: dt.date) -> list[Count]:
        """Return the counts of all decisions of that *day*; that a consent has expired is none."""
        columns = self._entries.c
        start = int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp() * 1000)
        of = (
            columns.language,
            sql.cast(columns.granted, sql.Text),
            sql.cast(columns.denied, sql.Text),
            columns.record.contains(_SOMETHING_EXEMPT, autoescape=True).label("exempt"),
        )
        alike = (
            sql.select(*of, sql.func.count())
            .where(columns.at >= start, columns.at < start + _DAY, columns.event != "expired")
            .group_by(*of)
        )
        sums: dict[tuple[str, str], list[int]] = {}
        for language, granted, denied, exempt, number in connection.execute(alike):
            known = language if language in self._languages else ""
            for service, place in _places(json.loads(granted), json.loads(denied), bool(exempt)):
                sums.setdefault((known, service), [0, 0, 0])[place] += number
        return [Count(day, *names, 0, *numbers) for names, numbers in sorted(sums.items())]


def _places(granted: list[str], denied: list[str], exempt: bool) -> list[tuple[str, int]]:
    """Return what a decision counts for: 0 is accepted, 1 partly, 2 denied, of all and of each service.

    One that grants and denies nothing, such as a notice that was closed, is none. Where it leaves something
    *exempt* on, not everything is denied.
    """
    if not granted and not denied:
        return []
    whole = 0 if not denied else 1 if granted or exempt else 2
    return [("", whole), *((service, 0) for service in granted), *((service, 2) for service in denied)]


def _put(connection: Connection, one: Count, change: Mapping[str, object], first: dict[str, int]) -> None:
    names = {"day": one.day.isoformat(), "language": one.language, "service": one.service}
    here = sql.and_(*(table.c[name] == value for name, value in names.items()))
    if not connection.execute(table.update().where(here).values(**change)).rowcount:
        connection.execute(table.insert().values(**names, **first))


def _day(at: int) -> dt.date:
    """Return the day of *at*, in milliseconds since 1970, by UTC."""
    return dt.datetime.fromtimestamp(at / 1000, dt.UTC).date()
