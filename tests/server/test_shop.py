"""Accounts, orders and links: what the shop keeps, for how long, and for whom."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest
import sqlalchemy as sql
from shop import links
from shop.store import LOG, accounts, logins, totals
from starlette.testclient import TestClient

from banner.core.merge import merge
from banner.core.record import decode, encode
from tests.server.conftest import (
    ASKED,
    DECLARATION,
    FORMS,
    SITE,
    consent,
    entry,
    log_in,
    now,
    open_client,
    send,
)

OWNER = ("owner", "secret-of-the-owner")
ADDRESS = {"name": "Anna", "street": "Via Emilia 1", "postcode": "41121", "city": "Modena"}


def cookies(response: object) -> dict[str, str]:
    """The cookies that a response sets, with their attributes, by name."""
    lines = response.headers.get_list("set-cookie")  # type: ignore[attr-defined]
    return {line.partition("=")[0]: line for line in lines}


def test_a_mere_visit_sets_no_cookie(client: TestClient) -> None:
    for path in ("/", "/account", "/basket"):
        assert "set-cookie" not in client.get(path).headers


def test_a_login_lasts_thirty_days_out_of_reach_of_scripts(client: TestClient) -> None:
    form = {"email": "anna@example.com", "password": "correct horse"}
    client.post("/account/register", data=form)
    line = cookies(client.post("/account/login", data=form))["account"].lower()

    assert "max-age=2592000" in line
    assert "path=/" in line
    assert "samesite=lax" in line
    assert "httponly" in line
    assert "anna@example.com" in client.get("/account").text


def test_the_session_cookie_ends_with_the_browser(client: TestClient) -> None:
    line = cookies(client.post("/account/register", data={"email": "a@b.example", "password": "x" * 10}))

    assert "max-age" not in line["session"].lower()


def test_over_https_cookies_travel_encrypted_only(client: TestClient) -> None:
    secure = {"Origin": "https://testserver"}
    response = client.post("https://testserver/basket", data={"quantity": "2"}, headers=secure)

    assert "secure" in cookies(response)["__Host-basket"].lower()


def test_after_a_logout_the_token_opens_nothing(client: TestClient) -> None:
    log_in(client)
    token = client.cookies["account"]
    client.post("/account/logout")
    client.cookies.set("account", token)

    assert client.get("/api/consent/account").json() == {"account": "", "record": ""}


def test_a_stolen_table_holds_neither_passwords_nor_tokens(client: TestClient, database: str) -> None:
    log_in(client)
    engine = sql.create_engine(database)
    with engine.connect() as connection:
        account = connection.execute(sql.select(accounts)).one()
        login = connection.execute(sql.select(logins)).one()
    engine.dispose()

    assert account.password.startswith("$argon2id$")
    assert client.cookies["account"] not in login.token


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("anna", "correct horse", "Write an e-mail address"),
        ("anna@example.com", "short", "10 characters or more"),
        ("", "", "Write an e-mail address"),
    ],
)
def test_a_form_tells_what_is_wrong_and_keeps_the_address(
    client: TestClient, email: str, password: str, told: str
) -> None:
    page = client.post("/account/register", data={"email": email, "password": password})

    assert page.status_code == 422
    assert told in page.text
    assert f'value="{email}"' in page.text
    assert password not in page.text or not password


def test_markup_in_an_address_stays_text(client: TestClient) -> None:
    page = client.post("/account/login", data={"email": '"><script>x</script>', "password": "x" * 10})

    assert "<script>x" not in page.text


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.attack("pages-of-others")
def test_another_site_cannot_send_our_forms(client: TestClient, path: str) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}):
        assert client.post("/" + path, data={"quantity": "1"}, headers=headers).status_code == 403


def test_the_page_tells_the_banner_who_is_logged_in_by_an_opaque_name(client: TestClient) -> None:
    assert "data-consent-account" not in client.get("/").text
    log_in(client)
    key = client.get("/api/consent/account").json()["account"]
    page = client.get("/")

    assert f'<html data-consent-account="{key}" lang="en">' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "anna" not in page.text
    send(client, entry(consent("a1"), scope="account"))
    assert f'data-consent-account="{key}.a1"' in client.get("/").text


def test_a_decision_made_with_the_account_is_the_accounts(client: TestClient) -> None:
    log_in(client)
    early, late = consent("a1", ("google",), age=5000), consent("a2", ("impact",))
    send(client, entry(late, scope="account"))
    send(client, entry(early, scope="account"))

    assert client.get("/api/consent/account").json()["record"] == encode(late)
    assert [one["id"] for one in client.get("/api/consent/history").json()["entries"]] == ["a1", "a2"]


@pytest.mark.parametrize(
    ("device", "account"),
    [
        (consent("d", ("google",)), None),
        (None, consent("a", ("google",))),
        (consent("d", ("google", "impact")), consent("a", ("google",), age=5000)),
        (consent("d", ()), consent("a", ("google",), age=5000)),
        (consent("d", ("impact",)), consent("a", ("google",), age=5000)),
        (consent("d", ("impact",), age=5000), consent("a", ("google",))),
    ],
    ids=["device", "account", "contested", "denial here", "both ways", "account later"],
)
def test_a_login_merges_as_the_rules_say_and_tells_what_was_before(
    client: TestClient, device: object, account: object
) -> None:
    log_in(client)
    if account:
        send(client, entry(account, scope="account"))  # type: ignore[arg-type]
    own = encode(device) if device else ""  # type: ignore[arg-type]
    before = client.post("/api/consent/account", json={"record": own}).json()["record"]
    after = client.get("/api/consent/account").json()["record"]

    assert before == (encode(account) if account else "")  # type: ignore[arg-type]
    merged = merge(DECLARATION, device, account, now()).consent  # type: ignore[arg-type]
    assert decode(after) == merged


@pytest.mark.parametrize("body", [{}, {"record": 1}, {"record": "x" * 5000}, []])
def test_a_bad_login_of_a_device_changes_nothing(client: TestClient, body: object) -> None:
    log_in(client)

    assert 400 <= client.post("/api/consent/account", json=body).status_code < 500
    assert client.get("/api/consent/account").json()["record"] == ""


def order(client: TestClient) -> object:
    client.post("/basket", data={"quantity": "2"})
    client.post("/order/address", data=ADDRESS)
    return client.post("/order/complete")


def test_basket_and_order_last_an_hour_and_go_with_the_order(client: TestClient) -> None:
    basket = client.post("/basket", data={"quantity": "2"})
    assert "max-age=3600" in cookies(basket)["basket"].lower()
    address = client.post("/order/address", data=ADDRESS)
    assert "max-age=3600" in cookies(address)["order"].lower()
    assert "298" in client.get("/order").text

    done = cookies(client.post("/order/complete"))
    assert set(done) == {"basket", "order"}
    assert all("max-age=0" in line.lower() for line in done.values())


@pytest.mark.parametrize("quantity", ["", "0", "10", "-1", "two", "٣"])
def test_an_impossible_quantity_is_told(client: TestClient, quantity: str) -> None:
    page = client.post("/basket", data={"quantity": quantity})

    assert page.status_code == 422
    assert "Write a number from 1 to 9" in page.text


def test_an_order_needs_a_basket_and_an_address(client: TestClient) -> None:
    assert client.post("/order/complete").headers["Location"] == "/basket"
    assert client.get("/order/address").headers["Location"] == "/basket"
    assert client.post("/order/address", data=ADDRESS).headers["Location"] == "/basket"
    client.post("/basket", data={"quantity": "1"})
    for missing in ADDRESS:
        page = client.post("/order/address", data={**ADDRESS, missing: " "})
        assert page.status_code == 422
        assert f'id="{missing}-error"' in page.text
        assert page.text.count('aria-invalid="true"') == 1
    assert client.post("/order/address", data={}).text.count("autofocus") == 1
    assert client.get("/order").headers["Location"] == "/basket"


def test_the_basket_can_be_changed_and_emptied(client: TestClient) -> None:
    client.post("/basket", data={"quantity": "2"})
    client.post("/order/address", data=ADDRESS)
    more = client.post("/basket", data={"more": "3"})
    assert more.headers["Location"] == "/basket#more"
    assert "max-age=3600" in cookies(more)["basket"].lower()
    assert "€447" in client.get("/basket").text

    gone = cookies(client.post("/basket/remove"))
    assert set(gone) == {"basket", "order"}
    assert all("max-age=0" in line.lower() for line in gone.values())
    assert "Nothing is in it yet" in client.get("/basket").text
    assert client.get("/order").headers["Location"] == "/basket"


def report(client: TestClient) -> str:
    return client.get("/owner", auth=OWNER).text


def row(page: str, name: str) -> list[str]:
    """The figures in the row of the owner's tables that *name* heads."""
    (found,) = re.findall(f'<th scope="row">{name}.*?</th>(.*?)</tr>', page, re.DOTALL)
    cells = [re.sub("<.*?>", "", cell) for cell in re.findall("<td>(.*?)</td>", found)]
    return [html.unescape(cell).replace("\xa0", " ") for cell in cells]


def test_a_completed_order_reports_the_clicks_once_and_drops_the_cookie(client: TestClient) -> None:
    client.cookies.set("consent", encode(consent("a1", ("links-conversion",))))
    client.cookies.set(links.COOKIE, "duo-offer:3.summer-sale:1", domain="testserver.local")
    assert "max-age=0" in cookies(order(client))[links.COOKIE].lower()
    order(client)

    page = report(client)
    assert row(page, "duo-offer") == ["3 75 %", "1 50 %"]
    assert row(page, "summer-sale") == ["1 25 %", "1 50 %"]
    assert row(page, "All") == ["4 100 %", "2 100 %"]


@pytest.mark.parametrize("record", [encode(consent("a1")), encode(consent("a1", ("google",))), "", "garbled"])
def test_without_consent_nothing_is_counted_and_the_cookie_goes(client: TestClient, record: str) -> None:
    client.cookies.set("consent", record)
    client.cookies.set(links.COOKIE, "duo-offer:3")
    assert "max-age=0" in cookies(order(client))[links.COOKIE].lower()

    assert "Nobody has ordered" in report(client)


@pytest.mark.parametrize("text", ["", "x", "a:0", "a:1000", "A:1", "a:1.", "<b>:1", ".".join(["a:1"] * 21)])
def test_a_garbled_count_is_none(text: str) -> None:
    assert links.read(text) == {}


def test_the_owner_reads_a_period_of_their_choice(client: TestClient, database: str) -> None:
    engine = sql.create_engine(database)
    today = dt.datetime.now(dt.UTC).date()
    ages = {"today": 0, "week": 6, "month": 29, "year": 364, "earlier": 365}
    days = {name: (today - dt.timedelta(days=age)).isoformat() for name, age in ages.items()}
    with engine.begin() as connection:
        rows = [{"day": day, "campaign": name, "clicks": 1, "orders": 1} for name, day in days.items()]
        connection.execute(totals.insert(), rows)
    engine.dispose()

    def told(query: str) -> set[str]:
        page = client.get("/owner" + query, auth=OWNER).text
        assert page.count('aria-current="page"') == 1
        assert f'datetime="{today}"' in page
        return {name for name in ages if f'<th scope="row">{name}' in page}

    assert told("?days=7") == {"today", "week"}
    assert told("?days=365") == {"today", "week", "month", "year"}
    for usual in ("", "?days=30", "?days=x", "?days=-1"):
        assert told(usual) == {"today", "week", "month"}


def test_the_owner_reads_how_many_allowed_all_some_and_nothing(client: TestClient, database: str) -> None:
    granted = {"a1": ASKED, "a2": ASKED, "b1": ("google",), "c1": ()}
    send(client, *(entry(consent(name, services)) for name, services in granted.items()))
    send(client, entry(consent("old", ASKED)))
    engine = sql.create_engine(database)
    with engine.begin() as connection:
        old = LOG.entries.update().where(LOG.entries.c.id == "old")
        connection.execute(old.values(at=now() - 40 * 86_400_000))
    engine.dispose()
    expired = entry(consent("a1", ASKED), "expired", "a1")
    send(client, {**expired, "id": "a1-expired"})

    page = report(client)
    assert row(page, "Everything allowed") == ["2 50 %"]
    assert row(page, "Some services allowed") == ["1 25 %"]
    assert row(page, "Everything refused") == ["1 25 %"]


def test_the_owners_page_is_the_owners(client: TestClient) -> None:
    assert client.get("/owner").status_code == 401
    assert client.get("/owner", auth=("owner", "guess")).status_code == 401
    assert client.get("/owner", headers={"Authorization": "Basic garbled"}).status_code == 401
    assert client.get("/owner", auth=OWNER).status_code == 200


def test_two_people_on_one_device_have_two_consents(dist: Path, database: str) -> None:
    with open_client(dist, database) as client:
        log_in(client, "anna@example.com")
        send(client, entry(consent("a1", ("google",)), scope="account"))
        client.post("/account/logout")
        log_in(client, "bert@example.com")

        assert client.get("/api/consent/account").json()["record"] == ""
        assert client.get("/api/consent/history").json()["entries"] == []
        assert SITE.startswith("http")
