"""A password is changed by who knows it, and then no other login is left."""

from __future__ import annotations

from pathlib import Path

import argon2
import pytest
import sqlalchemy as sql
from shop.accounts import LOGIN
from shop.passwords import Passwords
from shop.store import accounts, logins
from starlette.testclient import TestClient

from tests.server.conftest import log_in
from tests.server.members import FORM, mail, rows, two_browsers


def test_a_changed_password_ends_all_other_logins(dist: Path, some_database: str) -> None:
    with two_browsers(dist, some_database) as (here, there):
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
    dist: Path, some_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = Passwords.matches

    async def changed_meanwhile(self: Passwords, kept: str | None, password: str) -> bool:
        found = await matches(self, kept, password)
        engine = sql.create_engine(some_database)
        with engine.begin() as connection:
            connection.execute(accounts.update().values(password=argon2.PasswordHasher().hash("other")))
            connection.execute(logins.delete())
        engine.dispose()
        return found

    with two_browsers(dist, some_database) as (here, thief):
        log_in(here)
        monkeypatch.setattr(Passwords, "matches", changed_meanwhile)

        assert thief.post("/account/login", data=FORM).status_code == 422
    assert rows(some_database, sql.select(logins)) == []


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
