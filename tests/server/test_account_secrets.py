"""What keeps a login is out of reach of other hosts, and nothing personal is told to a log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import sqlalchemy as sql
from starlette.testclient import TestClient

from tests.server.conftest import log_in, open_client
from tests.server.members import FORM, mail

SECURE = "https://testserver"


@pytest.mark.attack("account-cookie")
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


@pytest.mark.attack("telling-log")
def test_a_database_that_fails_tells_no_log_who_it_was(
    dist: Path, some_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_client(dist, some_database) as client:
        log_in(client)
        engine = sql.create_engine(some_database)
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
