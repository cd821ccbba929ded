"""The consent log on sites that are not the demo's shop: other accounts or none, other names and places."""

from __future__ import annotations

import contextlib
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sql
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.testclient import TestClient

from banner.core.own_cookies import OwnCookies
from banner.core.record import encode
from banner.serve import local
from banner.server.accounts import Account
from banner.server.app import ConsentServer
from banner.server.tables import connect, log_tables
from tests.server.conftest import DECLARATION, consent, entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection
    from starlette.types import ASGIApp, Scope

SITE = "https://www.shop.example"


@dataclass
class Members:
    """The accounts of a site that keeps them outside of the log's database, and knows them by a header."""

    records: dict[int | str, str] = field(default_factory=dict)

    async def logged_in(self, scope: Scope) -> Account | None:
        name = dict(scope["headers"]).get(b"x-member", b"").decode()
        return Account(name, f"key-of-{name}", self.records.get(name, "")) if name else None

    def record(self, _: Connection, id: int | str) -> str:
        return self.records.get(id, "")

    def keep(self, _: Connection, id: int | str, record: str) -> None:
        self.records[id] = record


@pytest.fixture
def consents(dist: Path, some_database: str) -> Iterator[Callable[..., ConsentServer]]:
    """Makes what a site mounts, over a database that has the log's tables alone."""
    with contextlib.ExitStack() as stack:

        def make(**options: Any) -> ConsentServer:
            tables = log_tables(sql.MetaData())
            engine = connect(some_database, tables)
            stack.callback(engine.dispose)
            return ConsentServer(engine, tables, DECLARATION, dist / "consent/notices", **options)

        yield make


def visitor(app: ASGIApp, **headers: str) -> TestClient:
    """Somebody whose requests come from the site's own pages."""
    return TestClient(app, base_url=SITE, headers={"Origin": SITE, **headers})


@pytest.mark.parametrize("place", ["", "/api/consent", "/deep/er/log"])
def test_a_site_without_accounts_keeps_a_log_wherever_it_is_mounted(
    consents: Callable[..., ConsentServer], place: str
) -> None:
    server = consents()
    client = visitor(Starlette(routes=[Mount(place, server)]) if place else server)
    sent = entry(consent("a1", ("google",)))
    client.cookies.set("consent", sent["record"])

    assert client.post(f"{place}/log", json={"entries": [sent]}).json() == {"stored": ["a1"]}
    assert client.get(f"{place}/history").json()["entries"] == [sent]
    assert client.get(f"{place}/account").json() == {"account": "", "record": ""}
    assert "Do you agree" in client.get(f"{place}/notices/{sent['notice_hash']}").text
    assert client.delete(f"{place}/log").status_code == 405
    assert client.get(f"{place}/nothing").status_code == 404


def test_a_site_with_accounts_of_its_own_keeps_their_consents_where_it_will(
    consents: Callable[..., ConsentServer],
) -> None:
    members = Members()
    server = consents(accounts=members)
    anna, bert = visitor(server, **{"X-Member": "anna"}), visitor(server, **{"X-Member": "bert"})
    sent = entry(consent("a1", ("google",)), scope="account")
    anna.post("/log", json={"entries": [sent]})

    assert members.records == {"anna": sent["record"]}
    assert anna.get("/account").json() == {"account": "key-of-anna", "record": sent["record"]}
    assert anna.get("/history").json()["entries"] == [sent]
    assert bert.get("/history").json()["entries"] == []
    assert bert.post("/account", json={"record": sent["record"]}).json()["record"] == ""
    assert members.records["bert"] == sent["record"]


@pytest.mark.parametrize(
    ("names", "host", "sent", "kept"),
    [
        (OwnCookies(consent="choice"), SITE, "choice", ""),
        (OwnCookies(consent="choice"), SITE, "__Host-choice", ""),
        (OwnCookies(domain="shop.example"), SITE, "consent", "shop.example"),
        (OwnCookies(domain="shop.example"), "https://shop.example", "consent", "shop.example"),
        (OwnCookies(domain="shop.example"), "https://behind.proxy", "consent", ""),
        (OwnCookies(domain="shop.example"), "https://myshop.example", "consent", ""),
    ],
)
def test_the_cookie_comes_back_under_the_name_and_the_domain_of_the_site(
    consents: Callable[..., ConsentServer], names: OwnCookies, host: str, sent: str, kept: str
) -> None:
    client = visitor(consents(cookies=names))
    text = encode(consent("a1"))
    response = client.post(
        f"{host}/log",
        json={"entries": [entry(consent("a2"))]},
        headers={"Origin": host, "Cookie": f"{sent}={text}"},
    )
    name, *attributes = response.headers["Set-Cookie"].split("; ")

    assert name == f"{sent}={text}"
    assert [one for one in attributes if one.startswith("Domain")] == ([f"Domain={kept}"] if kept else [])
    assert "Secure" in attributes


def test_a_cookie_of_another_name_is_nobodys(consents: Callable[..., ConsentServer]) -> None:
    client = visitor(consents(cookies=OwnCookies(consent="choice")))
    cookie = {"Cookie": f"consent={encode(consent('a1'))}"}
    response = client.post("/log", json={"entries": [entry(consent("a1"))]}, headers=cookie)

    assert "Set-Cookie" not in response.headers
    assert client.get("/history", headers=cookie).json()["entries"] == []


def test_on_an_owners_machine_nobody_is_somebody_else_by_a_header() -> None:
    async def application(scope: Any, _: Any, send: Any) -> None:
        await PlainTextResponse(scope["client"][0])(scope, _, send)

    with local.running(Starlette(routes=[Mount("/", application)])) as address:
        request = urllib.request.Request(address, headers={"X-Forwarded-For": "203.0.113.5"})  # noqa: S310 - ours
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            assert answer.read() == b"127.0.0.1"
