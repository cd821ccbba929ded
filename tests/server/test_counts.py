"""Decisions are counted without persons, each once, and only where a site wants it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sql
from shop.store import LOG

from banner.core.declaration import ON_UNLESS_DENIED
from banner.core.record import encode
from banner.server import clock, counts
from banner.server.counts import Count, Counts
from banner.server.tables import connect
from tests.server.conftest import ASKED, consent, entry, now
from tests.support import loops

DAY = 86_400_000
LANGUAGES = ("en", "it")


@pytest.fixture
def engine(some_database: str) -> Iterator[sql.Engine]:
    """A database of either kind with the tables of the log, and without counts."""
    one = connect(some_database, LOG)
    counts.table.drop(one, checkfirst=True)
    yield one
    counts.table.drop(one, checkfirst=True)
    one.dispose()


def put(engine: sql.Engine, name: str, granted: tuple[str, ...], days: float, **others: object) -> None:
    """Have the log hold a decision that granted *granted*, so many *days* ago."""
    made = consent(name, granted)
    row = {
        **entry(made),
        "at": now() - int(days * DAY),
        "granted": list(made.granted),
        "denied": list(made.denied),
        "source": made.source,
        "revision": made.revision,
    }
    with engine.begin() as connection:
        connection.execute(LOG.entries.insert().values(**{**row, **others}))


def day(back: int = 0) -> dt.date:
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=back)


def of_all(found: list[Count]) -> list[tuple[str, int, int, int]]:
    """Language, and how many have accepted all, a part, nothing."""
    return [(one.language, one.accepted, one.partly, one.denied) for one in found if not one.service]


def test_decisions_are_counted_by_day_language_and_service(engine: sql.Engine) -> None:
    put(engine, "a", ASKED, 1)
    put(engine, "b", ("google",), 1)
    put(engine, "c", (), 1, language="it")
    put(engine, "d", ("google",), 2)
    found = Counts(engine, LOG, LANGUAGES).report(day(2), day())

    by_day = {back: [one for one in found if one.day == day(back)] for back in (2, 1)}
    assert of_all(by_day[2]) == [("en", 0, 1, 0)]
    assert of_all(by_day[1]) == [("en", 1, 1, 0), ("it", 0, 0, 1)]
    services = {(one.language, one.service): (one.accepted, one.denied) for one in by_day[1]}
    assert services["en", "google"] == (2, 0)
    assert services["en", "youtube"] == (1, 1)
    assert services["it", "google"] == (0, 1)
    assert {one.service for one in found} == {"", *ASKED}


def test_what_has_expired_or_decides_nothing_is_not_counted(engine: sql.Engine) -> None:
    put(engine, "a", ASKED, 1, event="expired")
    put(engine, "b", (), 1, event="dismissed", denied=[])

    assert Counts(engine, LOG, LANGUAGES).report(day(1), day()) == []


def test_who_objects_to_one_of_what_is_on_has_denied_a_part(engine: sql.Engine) -> None:
    first, *others = ASKED
    made = replace(consent("a"), denied=(first,), exempt=tuple(others), mode=ON_UNLESS_DENIED)
    put(engine, "a", (), 1, denied=[first], record=encode(made))
    put(engine, "b", (), 1)

    assert of_all(Counts(engine, LOG, LANGUAGES).report(day(1), day())) == [("en", 0, 1, 1)]


def test_a_language_that_the_site_does_not_have_makes_no_row_of_its_own(engine: sql.Engine) -> None:
    for number in range(20):
        put(engine, str(number), (), 1, language=f"x{number}")

    assert of_all(Counts(engine, LOG, LANGUAGES).report(day(1), day())) == [("", 0, 0, 20)]


def test_a_day_is_counted_once_however_often_and_by_however_many(engine: sql.Engine) -> None:
    for back in (40, 3, 1):
        put(engine, f"a{back}", ASKED, back)
    first, second = Counts(engine, LOG, LANGUAGES), Counts(engine, LOG, LANGUAGES)
    for one in (first, second, first):
        one.catch_up()
    found = first.report(day(60), day())

    assert [(one.day, one.accepted) for one in found if not one.service] == [
        (day(40), 1),
        (day(3), 1),
        (day(1), 1),
    ]


@contextlib.contextmanager
def before_the_first_row(work: Callable[[], object]) -> Iterator[None]:
    """Do *work* when a row of counts is about to be made, once."""
    done: list[bool] = []

    def note(*told: Any) -> None:
        if told[2].startswith("INSERT INTO counts") and not done:
            done.append(True)
            work()

    sql.event.listen(sql.Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        sql.event.remove(sql.Engine, "before_cursor_execute", note)
    assert done


@pytest.fixture
def many_writers(postgres: str) -> Iterator[sql.Engine]:
    """A database that several write to at the same time; SQLite has one writer."""
    one = connect(postgres, LOG)
    counts.table.drop(one, checkfirst=True)
    yield one
    counts.table.drop(one, checkfirst=True)
    one.dispose()


def test_two_that_count_the_same_day_at_the_same_time_count_it_once(many_writers: sql.Engine) -> None:
    put(many_writers, "a", ASKED, 1)
    one, other = Counts(many_writers, LOG, LANGUAGES), Counts(many_writers, LOG, LANGUAGES)
    with before_the_first_row(other.catch_up):
        one.catch_up()

    assert of_all(one.report(day(1), day())) == [("en", 1, 0, 0)]


def test_two_that_have_shown_something_at_the_same_time_have_both_shown_it(many_writers: sql.Engine) -> None:
    one, other = Counts(many_writers, LOG, LANGUAGES), Counts(many_writers, LOG, LANGUAGES)
    for shop in (one, other):
        shop.show()
    with before_the_first_row(other.catch_up):
        one.catch_up()

    assert [count.shown for count in one.report(day(1), day())] == [2]


def test_today_is_told_as_it_is_so_far(engine: sql.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = int(dt.datetime.combine(day(), dt.time(12), dt.UTC).timestamp() * 1000)
    monkeypatch.setattr(clock, "now", lambda: noon)
    one = Counts(engine, LOG, LANGUAGES)
    put(engine, "a", ASKED, 0, at=noon - 1000)
    assert of_all(one.report(day(1), day())) == [("en", 1, 0, 0)]
    put(engine, "b", ASKED, 0, at=noon - 500)

    assert of_all(one.report(day(1), day())) == [("en", 2, 0, 0)]
    with engine.connect() as connection:
        assert list(connection.execute(sql.select(counts.table))) == []


def test_an_entry_that_is_written_a_moment_after_midnight_is_counted(
    engine: sql.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = int(dt.datetime.combine(day(), dt.time(), dt.UTC).timestamp() * 1000)
    one = Counts(engine, LOG, LANGUAGES)
    put(engine, "a", ASKED, 0, at=midnight - 2000)
    monkeypatch.setattr(clock, "now", lambda: midnight + 1000)
    assert of_all(one.report(day(1), day())) == [("en", 1, 0, 0)]
    put(engine, "b", ASKED, 0, at=midnight - 1000)
    monkeypatch.setattr(clock, "now", lambda: midnight + 3_600_000)

    assert of_all(one.report(day(1), day())) == [("en", 2, 0, 0)]


def test_counts_stay_when_the_proofs_are_deleted(engine: sql.Engine) -> None:
    put(engine, "a", ASKED, 1)
    one = Counts(engine, LOG, LANGUAGES)
    one.catch_up()
    with engine.begin() as connection:
        connection.execute(LOG.entries.delete())

    assert of_all(one.report(day(1), day())) == [("en", 1, 0, 0)]


def test_a_row_has_nothing_but_a_day_a_language_a_service_and_sums() -> None:
    assert [column.name for column in counts.table.columns] == [
        *("day", "language", "service"),
        *("shown", "accepted", "partly", "denied"),
    ]


def test_it_is_counted_every_hour_and_again_after_a_failure(
    engine: sql.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    put(engine, "a", ASKED, 1)
    one = Counts(engine, LOG, LANGUAGES)
    counts.table.drop(engine)
    pauses: list[float] = []

    class Enough(Exception):  # noqa: N818 - it ends the test
        pass

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            counts.table.create(engine)
        if len(pauses) == 3:
            raise Enough

    with pytest.raises(Enough):
        loops.run(one.run(pause))
    assert pauses == [60, 3600, 3600]
    assert "not counted yet" in caplog.text
    assert of_all(one.report(day(1), day())) == [("en", 1, 0, 0)]
