"""The shop counts where it is told to, and its owner sees it and takes it home."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sql
from shop.app import application
from starlette.testclient import TestClient

from banner.core.declaration import ON_UNLESS_DENIED
from banner.core.record import encode
from tests.server.conftest import ASKED, DECLARATION, SITE, consent, entry, log_in, send
from tests.server.test_counts import LANGUAGES, day
from tests.server.test_shop import OWNER

NAVIGATION = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}

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
