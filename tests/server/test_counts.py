"""Decisions are counted without persons, each once, and only where a site wants it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sql
from shop.app import application
from shop.store import LOG
from starlette.testclient import TestClient

from banner.core.declaration import ON_UNLESS_DENIED
from banner.core.record import encode
from banner.server import clock, counts
from banner.server.counts import Count, Counts
from banner.server.tables import connect
from tests.server.conftest import ASKED, DECLARATION, SITE, consent, entry, log_in, now, send
from tests.server.test_shop import OWNER
from tests.support import loops

DAY = 86_400_000
LANGUAGES = ("en", "it")
NAVIGATION = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def engine(any_database: str) -> Iterator[sql.Engine]:
    """A database of either kind with the tables of the log, and without counts."""
    one = connect(any_database, LOG)
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


def test_two_that_count_the_same_day_at_the_same_time_count_it_once(engine: sql.Engine) -> None:
    put(engine, "a", ASKED, 1)
    slow = Counts(engine, LOG, LANGUAGES)
    counted = slow._counted

    def meanwhile(connection: sql.Connection, of: dt.date) -> list[Count]:
        found = counted(connection, of)
        slow._counted = counted  # type: ignore[method-assign]
        Counts(engine, LOG, LANGUAGES).catch_up()
        return found

    slow._counted = meanwhile  # type: ignore[method-assign]
    slow.catch_up()

    assert of_all(slow.report(day(1), day())) == [("en", 1, 0, 0)]


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


# The shop with counts, and without ---------------------------------------------


Shop = Callable[[tuple[str, ...]], TestClient]


@pytest.fixture
def shop(dist: Path, database: str) -> Iterator[Shop]:
    opened: list[TestClient] = []

    def open_shop(counted: tuple[str, ...]) -> TestClient:
        site = application(dist, DECLARATION, database, OWNER[1], 1000, counted=counted)
        client = TestClient(site, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False)
        opened.append(client.__enter__())
        return client

    yield open_shop
    for client in opened:
        client.__exit__()


def asked(client: TestClient) -> int:
    """How many pages have asked, as the file says."""
    text = client.get("/owner/counts.csv", auth=OWNER).text
    return sum(int(row["shown"]) for row in csv.DictReader(text.splitlines()))


def test_by_default_nothing_is_counted(shop: Shop, database: str) -> None:
    client = shop(())
    client.get("/", headers=NAVIGATION)
    send(client, entry(consent("a", ASKED)))

    assert client.get("/owner/counts.csv", auth=OWNER).status_code == 404
    assert "counts.csv" not in client.get("/owner", auth=OWNER).text
    engine = sql.create_engine(database)
    assert not sql.inspect(engine).has_table("counts")
    engine.dispose()


@pytest.mark.parametrize(
    ("path", "headers", "counted"),
    [
        ("/", NAVIGATION, 1),
        ("/account", NAVIGATION, 1),
        ("/", {}, 0),  # no browser, or an old one
        ("/", {"Sec-Fetch-Dest": "iframe"}, 0),
        ("/", {**NAVIGATION, "Sec-Purpose": "prefetch"}, 0),
        ("/nothing", NAVIGATION, 0),
        ("/consent/notices", NAVIGATION, 0),
        ("/api/consent/account", NAVIGATION, 0),
    ],
)
def test_a_page_that_asks_is_counted_and_nothing_else(
    shop: Shop, path: str, headers: dict[str, str], counted: int
) -> None:
    client = shop(LANGUAGES)
    client.get(path, headers=headers)

    assert asked(client) == counted


def test_a_page_that_has_not_changed_asks_as_well(shop: Shop) -> None:
    client = shop(LANGUAGES)
    etag = client.get("/").headers["etag"]
    response = client.get("/", headers={**NAVIGATION, "If-None-Match": etag})

    assert response.status_code == 304
    assert asked(client) == 1


def test_who_has_decided_is_not_asked(shop: Shop) -> None:
    client = shop(LANGUAGES)
    client.cookies.set("consent", encode(consent("a")))
    client.get("/", headers=NAVIGATION)
    assert asked(client) == 0
    on = replace(consent("a"), denied=(), exempt=ASKED, mode=ON_UNLESS_DENIED)
    client.cookies.set("consent", encode(on))  # in a region where all is on until it is denied
    client.get("/", headers=NAVIGATION)
    assert asked(client) == 0
    client.cookies.set("consent", encode(replace(consent("a"), revision="another")))
    client.get("/", headers=NAVIGATION)

    assert asked(client) == 1


def test_what_was_shown_outlives_the_server(shop: Shop, dist: Path, database: str) -> None:
    for _ in range(2):
        site = application(dist, DECLARATION, database, OWNER[1], counted=LANGUAGES)
        with TestClient(site, base_url=SITE) as client:
            client.get("/", headers=NAVIGATION)

    assert asked(shop(LANGUAGES)) == 2


def test_the_file_has_every_count_of_the_period(shop: Shop) -> None:
    client = shop(LANGUAGES)
    log_in(client)
    send(client, entry(consent("a", ("google",))))
    client.get("/", headers=NAVIGATION)
    response = client.get("/owner/counts.csv?days=7", auth=OWNER)
    rows = list(csv.DictReader(response.text.splitlines()))

    assert response.headers["content-type"].startswith("text/csv")
    assert f"consents-{day(6)}-{day()}.csv" in response.headers["content-disposition"]
    assert {row["day"] for row in rows} == {day().isoformat()}
    found = {(row["language"], row["service"]): [*row.values()][3:] for row in rows}
    assert found["", ""] == ["1", "0", "0", "0"]
    assert found["en", ""] == ["0", "0", "1", "0"]
    assert found["en", "google"] == ["0", "1", "0", "0"]
    assert found["en", "impact"] == ["0", "0", "0", "1"]
    assert "anna" not in response.text


def test_the_file_is_the_owners(shop: Shop) -> None:
    assert shop(LANGUAGES).get("/owner/counts.csv").status_code == 401


def test_the_page_draws_without_a_script_and_says_in_words_what_it_draws(shop: Shop) -> None:
    client = shop(LANGUAGES)
    send(client, entry(consent("a", ASKED)), entry(consent("b", ("google",))), entry(consent("c")))
    page = client.get("/owner", auth=OWNER).text

    assert page.count("<script") == 1  # the banner itself
    assert 'aria-label="Decisions by day. In all: 1 accepted all, 1 a part, 1 nothing."' in page
    assert "33&nbsp;% accepted all, and 67&nbsp;% all or a part." in page
    assert f"<title>{day()}: 1 accepted all, 1 a part, 1 nothing</title>" in page
    assert 'href="/owner/counts.csv?days=30"' in page
    for period in ("7", "365"):
        assert client.get(f"/owner?days={period}", auth=OWNER).status_code == 200


def test_without_a_decision_the_page_says_so(shop: Shop) -> None:
    page = shop(LANGUAGES).get("/owner", auth=OWNER).text

    assert "Nobody has decided anything in this period." in page
