"""Forms are small, and text that somebody can have typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop.app import application
from shop.forms import LONGEST
from starlette.testclient import TestClient
from starlette.types import Message

from tests.server.conftest import DECLARATION, FORMS, SITE
from tests.support import loops

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.attack("endless-form")
def test_a_form_without_a_length_is_read_no_further_than_it_may_be_long(
    dist: Path, database: str, path: str
) -> None:
    site = application(dist, DECLARATION, database, "")
    headers = {"host": "testserver", "origin": SITE, "content-type": FORM["Content-Type"]}
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/" + path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.1", 1),
        "server": ("testserver", 80),
    }
    read = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal read
        read += 1000
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    loops.run(site(scope, receive, send))

    assert sent[0]["status"] == 413
    assert read == LONGEST + 1000


def test_a_form_may_be_as_long_as_it_may_be(client: TestClient) -> None:
    for length, status in ((LONGEST, 422), (LONGEST + 1, 413)):
        content = b"quantity=" + b"x" * (length - 9)
        assert client.post("/basket", content=content, headers=FORM).status_code == status


@pytest.mark.parametrize("path", ["account/register", "account/login", "basket", "order/address"])
@pytest.mark.parametrize(
    "content",
    [b"email=%00", b"a%00=b", b"email=a%0Ab", b"email=%ff", b"\xff=1", b"&".join([b"a=1"] * 21)],
)
@pytest.mark.attack("nul")
def test_what_is_no_text_is_refused(client: TestClient, path: str, content: bytes) -> None:
    assert client.post("/" + path, content=content, headers=FORM).status_code == 400


def test_another_kind_of_body_is_refused(client: TestClient) -> None:
    assert client.post("/basket", json={"quantity": "2"}).status_code == 415


def test_the_first_of_two_values_counts(client: TestClient) -> None:
    response = client.post("/basket", content=b"quantity=2&quantity=9", headers=FORM)

    assert response.headers["set-cookie"].startswith("basket=2;")


def test_a_length_that_is_none_breaks_nothing(client: TestClient) -> None:
    response = client.post("/basket", content=b"quantity=2", headers={**FORM, "Content-Length": "ten"})

    assert response.status_code == 303
