"""An account: one for each address, known to its owner alone, changed and deleted by them."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import argon2
import pytest
import sqlalchemy as sql
from shop import emails
from shop.accounts import LOGIN
from shop.app import application
from shop.pages import Tries
from shop.passwords import Passwords
from shop.store import LOG, accounts, logins
from starlette.testclient import TestClient

from banner.server.accounts import forget
from banner.server.tables import log_tables
from tests.server.conftest import DECLARATION, SITE, consent, entry, log_in, open_client, send
from tests.server.statements import noted

FORM = {"email": "anna@example.com", "password": "correct horse"}
SECURE = "https://testserver"


def rows(database: str, query: sql.Select[tuple[object, ...]]) -> list[sql.Row[tuple[object, ...]]]:
    """What the database answers."""
    engine = sql.create_engine(database)
    try:
        with engine.connect() as connection:
            return list(connection.execute(query))
    finally:
        engine.dispose()


@contextlib.contextmanager
def two_browsers(dist: Path, database: str) -> Iterator[tuple[TestClient, TestClient]]:
    """Two browsers at one shop that has patience."""
    site = application(dist, DECLARATION, database, "", tries=Tries(1000, 1000, 1000))
    here, there = (
        TestClient(site, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False) for _ in range(2)
    )
    with here:
        yield here, there


def mail(client: TestClient) -> str:
    """The account's address, as the page says it; empty where nobody is logged in."""
    return client.get("/account").text.partition('<b id="who">')[2].partition("<")[0]


# One account for each address ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Anna@Example.COM ", "anna@example.com"),
        ("anna@BÜCHER.example", "anna@bücher.example"),
        ("anna@bu\u0308cher.example", "anna@bücher.example"),
        ("\u212aarl@example.com", "karl@example.com"),  # Unicode says that the sign of kelvin is a K
        ("STRASSE@example.com", "strasse@example.com"),
        ("straße@example.com", "straße@example.com"),
        ("İ@example.com", "İ@example.com"),  # in small letters it would be two
        ("anna@ΣΑΣ.example", "anna@σασ.example"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_each_address_is_written_in_one_way(text: str, address: str) -> None:
    assert emails.normal(text) == address
    assert emails.normal(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "anna@example",
        "@example.com",
        "anna@b@example.com",
        "an na@example.com",
        "anna@example.com\x00",
        "an\u200bna@example.com",
        "anna\u202e@example.com",
        "a" * 65 + "@example.com",
        "é" * 33 + "@example.com",
        "anna@" + "a" * 246 + ".com",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert emails.normal(text) is None


def test_an_address_is_taken_once_and_its_password_stays(dist: Path, any_database: str) -> None:
    with open_client(dist, any_database) as client:
        client.post("/account/register", data=FORM)
        other = {"email": "ANNA@Example.com", "password": "another horse"}
        client.post("/account/register", data=other)

        assert client.post("/account/login", data=other).status_code == 422
        assert client.post("/account/login", data=FORM).status_code == 303


# Nobody learns who has one ---------------------------------------------------


class Counted(Passwords):
    """Passwords that are counted by what is done with them."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        hasher = self._hasher

        class Counting:
            def hash(_, password: str) -> str:  # noqa: N805 - self is the one around it
                self.done.append("hash")
                return hasher.hash(password)

            def verify(_, kept: str, password: str) -> bool:  # noqa: N805
                self.done.append("verify")
                return hasher.verify(kept, password)

            def check_needs_rehash(_, kept: str) -> bool:  # noqa: N805
                return hasher.check_needs_rehash(kept)

        self._hasher = Counting()  # type: ignore[assignment]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    passwords = Counted()
    monkeypatch.setattr("shop.app.Passwords", lambda: passwords)
    return passwords


@pytest.mark.parametrize("path", ["register", "login"])
def test_a_known_address_and_an_unknown_one_get_the_same_answer_at_the_same_cost(
    counted: Counted, dist: Path, any_database: str, path: str
) -> None:
    with open_client(dist, any_database) as client:
        client.post("/account/register", data=FORM)
        answers = []
        for name in ("anna", "eve", "bert"):
            counted.done.clear()
            with noted() as statements:
                form = {"email": f"{name}@example.com", "password": "wrong password"}
                response = client.post(f"/account/{path}", data=form)
            text = response.text.replace(name, "somebody")
            cookies = response.headers.get("set-cookie")
            done = list(counted.done)
            answers.append((response.status_code, text, cookies, done, list(statements)))
        page = client.get("/account").text

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][3] == (["hash"] if path == "register" else ["verify"])
    assert "If this address had an account before" in page or path == "login"


def test_what_is_no_address_costs_a_login_as_much(counted: Counted, client: TestClient) -> None:
    response = client.post("/account/login", data={"email": "anna", "password": "wrong password"})

    assert response.status_code == 422
    assert counted.done == ["verify"]


# The password is changed -----------------------------------------------------


def test_a_changed_password_ends_all_other_logins(dist: Path, any_database: str) -> None:
    with two_browsers(dist, any_database) as (here, there):
        log_in(here)
        log_in(there, register=False)
        before = here.cookies["account"]
        new = {**FORM, "password": "another horse"}
        changed = here.post("/account/password", data={"password": FORM["password"], "new": new["password"]})

        assert changed.status_code == 303
        assert "Everywhere else you are logged out" in here.get("/account").text
        assert mail(here) == "anna@example.com"
        assert mail(there) == ""
        assert here.cookies["account"] != before
        assert there.post("/account/login", data=FORM).status_code == 422
        assert there.post("/account/login", data=new).status_code == 303


def test_a_login_that_was_under_way_does_not_outlive_a_changed_password(
    dist: Path, any_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = Passwords.matches

    async def changed_meanwhile(self: Passwords, kept: str | None, password: str) -> bool:
        found = await matches(self, kept, password)
        engine = sql.create_engine(any_database)
        with engine.begin() as connection:
            connection.execute(accounts.update().values(password=argon2.PasswordHasher().hash("other")))
            connection.execute(logins.delete())
        engine.dispose()
        return found

    with two_browsers(dist, any_database) as (here, thief):
        log_in(here)
        monkeypatch.setattr(Passwords, "matches", changed_meanwhile)

        assert thief.post("/account/login", data=FORM).status_code == 422
    assert rows(any_database, sql.select(logins)) == []


@pytest.mark.parametrize(
    ("form", "field", "told"),
    [
        ({"password": "wrong password", "new": "another horse"}, "password", "not your password"),
        ({"password": "correct horse", "new": "short"}, "new", "10 characters or more"),
        ({"password": "correct horse", "new": "x" * 1001}, "new", "10 characters or more"),
        ({}, "new", "10 characters or more"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(
    client: TestClient, form: dict[str, str], field: str, told: str
) -> None:
    log_in(client)
    page = client.post("/account/password", data=form)

    assert page.status_code == 422
    assert f'id="password-{field}-error">' in page.text
    assert told in page.text
    assert client.post("/account/login", data=FORM).status_code == 303


@pytest.mark.parametrize("path", ["account/password", "account/delete"])
def test_who_is_not_logged_in_changes_nothing(client: TestClient, path: str) -> None:
    client.post("/account/register", data=FORM)
    response = client.post("/" + path, data={"password": "correct horse", "new": "another horse"})

    assert response.headers["Location"] == "/account"
    assert client.post("/account/login", data=FORM).status_code == 303


def test_a_hash_of_another_cost_is_made_anew_with_the_next_login(client: TestClient, database: str) -> None:
    log_in(client)
    cost = {"time_cost": 2, "memory_cost": 16, "parallelism": 1, "hash_len": 32, "type": argon2.Type.ID}
    old = argon2.low_level.hash_secret(b"correct horse", b"salt of a user", **cost).decode()  # type: ignore[arg-type]
    engine = sql.create_engine(database)
    with engine.begin() as connection:
        connection.execute(accounts.update().values(password=old))
    engine.dispose()
    before = client.cookies["account"]

    assert client.post("/account/login", data=FORM).status_code == 303
    ((new,),) = rows(database, sql.select(accounts.c.password))
    assert "m=8,t=1,p=1" in str(new)
    assert mail(client) == "anna@example.com"
    assert client.cookies["account"] != before


def test_another_login_in_the_same_browser_ends_the_one_before(client: TestClient, database: str) -> None:
    log_in(client)
    client.post("/account/login", data=FORM)

    assert len(rows(database, sql.select(logins))) == 1


def test_an_account_has_so_many_logins_and_the_oldest_end(
    client: TestClient, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client)
    first = client.cookies["account"]
    monkeypatch.setattr("shop.accounts.LOGIN", LOGIN + 60)  # as if it were later
    for _ in range(60):
        client.cookies.clear()
        client.post("/account/login", data=FORM)

    assert len(rows(database, sql.select(logins))) == 50
    assert mail(client) == "anna@example.com"
    client.cookies.clear()
    client.cookies.set("account", first)
    assert mail(client) == ""


# The account is deleted ------------------------------------------------------


def test_of_a_deleted_account_only_the_proofs_stay_without_it(dist: Path, any_database: str) -> None:
    with open_client(dist, any_database) as client:
        log_in(client)
        kept = entry(consent("a1", ("google",)), scope="account")
        send(client, kept)
        answer = client.post("/account/delete", data={"password": "correct horse"})

        assert answer.status_code == 303
        assert "Your account is deleted." in client.get("/account").text
        assert "account" not in client.cookies
        assert client.post("/account/login", data=FORM).status_code == 422
        assert client.get("/api/consent/history").json() == {"entries": []}
    assert rows(any_database, sql.select(accounts)) == []
    assert rows(any_database, sql.select(logins)) == []
    ((record, account),) = rows(any_database, sql.select(LOG.entries.c.record, LOG.entries.c.account))
    assert (record, account) == (kept["record"], None)


def test_the_deletion_leaves_everybody_else_as_they_were(dist: Path, any_database: str) -> None:
    with two_browsers(dist, any_database) as (anna, bert):
        for client, name in ((anna, "anna"), (bert, "bert")):
            log_in(client, f"{name}@example.com")
            send(client, entry(consent(name, ("google",)), scope="account"))
        anna.post("/account/delete", data={"password": "correct horse"})

        assert mail(bert) == "bert@example.com"
        assert [one["id"] for one in bert.get("/api/consent/history").json()["entries"]] == ["bert"]


def test_a_site_forgets_accounts_that_it_keeps_elsewhere(any_database: str) -> None:
    tables = log_tables(sql.MetaData())
    address = any_database.replace("shop.sqlite", "own.sqlite")
    engine = sql.create_engine(address)
    for table in reversed(tables.entries.metadata.sorted_tables):
        table.drop(engine, checkfirst=True)
    tables.entries.metadata.create_all(engine)
    made = consent("a1")
    row = {**entry(made), "at": 1, "granted": [], "denied": [], "source": "banner", "revision": "r"}
    with engine.begin() as connection:
        for name in ("anna", "bert"):
            connection.execute(tables.entries.insert().values(**{**row, "id": name, "account": name}))
        forget(connection, tables, "anna")
        found = list(connection.execute(sql.select(tables.entries.c.id, tables.entries.c.account)))
    for table in reversed(tables.entries.metadata.sorted_tables):
        table.drop(engine)
    engine.dispose()

    assert sorted(found, key=str) == [("anna", None), ("bert", "bert")]


def test_the_policies_say_that_proofs_outlive_the_account() -> None:
    folder = Path(__file__).parents[2] / "site/demo"
    rows = [
        [line for line in file.read_text(encoding="utf-8").splitlines() if "826" in line]
        for file in [folder / "privacy-policy.html", *folder.glob("*/privacy-policy.html")]
    ]

    assert len(rows) == 6
    # The cell ends with the sentence about it, behind the one that says when proofs are deleted.
    assert all(len(row) == 1 and ". " in row[0].rpartition("<td")[2] for row in rows)


def test_the_page_says_what_stays_and_why_before_anything_is_deleted(client: TestClient) -> None:
    log_in(client)
    page = client.get("/account").text

    assert "What proves your choices about cookies stays, without your account" in page
    assert "deleted five years after" in page


def test_a_wrong_password_deletes_nothing(client: TestClient) -> None:
    log_in(client)
    page = client.post("/account/delete", data={"password": "wrong password"})

    assert page.status_code == 422
    assert 'id="delete-password-error">' in page.text
    assert mail(client) == "anna@example.com"


# Cookies ---------------------------------------------------------------------


def test_on_https_no_other_host_can_set_a_cookie_of_the_shop(dist: Path, database: str) -> None:
    with open_client(dist, database) as client:
        client.base_url = SECURE  # type: ignore[assignment]
        client.headers["Origin"] = SECURE
        log_in(client)
        client.post("/basket", data={"quantity": "2"})
        names = {cookie.name for cookie in client.cookies.jar}
        token = client.cookies["__Host-account"]

        assert names == {"__Host-account", "__Host-session", "__Host-basket"}
        assert mail(client) == "anna@example.com"
        client.cookies.clear()
        client.cookies.set("account", token)
        assert mail(client) == ""


def test_a_host_cookie_is_one_as_browsers_want_it(dist: Path, database: str) -> None:
    with open_client(dist, database) as client:
        client.headers["Origin"] = SECURE
        client.post(SECURE + "/account/register", data=FORM)
        lines = client.post(SECURE + "/account/login", data=FORM).headers.get_list("set-cookie")

    for line in lines:
        attributes = {one.strip().lower() for one in line.split(";")[1:]}
        assert {"path=/", "secure", "httponly", "samesite=lax"} <= attributes
        assert not any(one.startswith("domain") for one in attributes)


# Nothing personal is told to a log -------------------------------------------


def test_a_database_that_fails_tells_no_log_who_it_was(
    dist: Path, any_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_client(dist, any_database) as client:
        log_in(client)
        engine = sql.create_engine(any_database)
        with engine.begin() as connection:
            connection.execute(sql.text("ALTER TABLE accounts RENAME TO gone"))
        engine.dispose()
        with caplog.at_level(logging.DEBUG):
            for path in ("register", "login"):
                with pytest.raises(sql.exc.DBAPIError) as failure:
                    client.post(f"/account/{path}", data=FORM)
                told = f"{failure.value} {failure.value.orig} {caplog.text}"
                assert "anna" not in told
                assert "argon2" not in told
                assert "correct horse" not in told


def test_tries_without_end_tell_the_log_no_address_and_only_once(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "shop"):
        for _ in range(7):
            client.post("/account/login", data=FORM)

    assert caplog.messages == ["too many tries of one client to login; the next one in 60 seconds"]
