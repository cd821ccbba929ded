"""An account: one for each address, and nobody learns who has one."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop import emails
from shop.passwords import Passwords
from starlette.testclient import TestClient

from tests.server.conftest import open_client
from tests.server.members import FORM
from tests.server.statements import noted


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
@pytest.mark.attack("look-alike-address")
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
@pytest.mark.attack("look-alike-address")
def test_what_is_no_address_is_none(text: str) -> None:
    assert emails.normal(text) is None


def test_an_address_is_taken_once_and_its_password_stays(dist: Path, some_database: str) -> None:
    with open_client(dist, some_database) as client:
        client.post("/account/register", data=FORM)
        other = {"email": "ANNA@Example.com", "password": "another horse"}
        client.post("/account/register", data=other)

        assert client.post("/account/login", data=other).status_code == 422
        assert client.post("/account/login", data=FORM).status_code == 303


VERIFY = "verify $argon2id$v=19$m=8,t=1,p=1"


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
                self.done.append(f"verify {kept.rpartition('$')[0].rpartition('$')[0]}")  # and its cost
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
@pytest.mark.attack("who-is-registered")
def test_a_known_address_and_an_unknown_one_get_the_same_answer_at_the_same_cost(
    counted: Counted, dist: Path, some_database: str, path: str
) -> None:
    with open_client(dist, some_database) as client:
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
    assert answers[0][3] == (["hash"] if path == "register" else [VERIFY])
    assert "If this address had an account before" in page or path == "login"


def test_what_is_no_address_costs_a_login_as_much(counted: Counted, client: TestClient) -> None:
    response = client.post("/account/login", data={"email": "anna", "password": "wrong password"})

    assert response.status_code == 422
    assert counted.done == [VERIFY]
