"""An account is deleted by who knows its password; what proves decisions stays without it."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sql
from shop.store import LOG, accounts, logins
from starlette.testclient import TestClient

from banner.server.accounts import forget
from banner.server.tables import log_tables
from tests.server.conftest import consent, entry, log_in, open_client, send
from tests.server.members import FORM, mail, rows, two_browsers


@pytest.mark.attack("kept-for-ever")
def test_of_a_deleted_account_only_the_proofs_stay_without_it(dist: Path, some_database: str) -> None:
    with open_client(dist, some_database) as client:
        log_in(client)
        kept = entry(consent("a1", ("google",)), scope="account")
        send(client, kept)
        answer = client.post("/account/delete", data={"password": "correct horse"})

        assert answer.status_code == 303
        assert "Your account is deleted." in client.get("/account").text
        assert "account" not in client.cookies
        assert client.post("/account/login", data=FORM).status_code == 422
        assert client.get("/api/consent/history").json()["entries"] == []
    assert rows(some_database, sql.select(accounts)) == []
    assert rows(some_database, sql.select(logins)) == []
    ((record, account),) = rows(some_database, sql.select(LOG.entries.c.record, LOG.entries.c.account))
    assert (record, account) == (kept["record"], None)


def test_the_deletion_leaves_everybody_else_as_they_were(dist: Path, some_database: str) -> None:
    with two_browsers(dist, some_database) as (anna, bert):
        for client, name in ((anna, "anna"), (bert, "bert")):
            log_in(client, f"{name}@example.com")
            send(client, entry(consent(name, ("google",)), scope="account"))
        anna.post("/account/delete", data={"password": "correct horse"})

        assert mail(bert) == "bert@example.com"
        assert [one["id"] for one in bert.get("/api/consent/history").json()["entries"]] == ["bert"]


def test_a_site_forgets_accounts_that_it_keeps_elsewhere(some_database: str) -> None:
    tables = log_tables(sql.MetaData())
    address = some_database.replace("shop.sqlite", "own.sqlite")
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
