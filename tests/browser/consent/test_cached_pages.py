"""Pages that the cache has from before a login, or from before a logout: the account holds at once."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING

import pytest

from banner.core.record import decode
from banner.serve import local
from tests.browser.conftest import DEMO, shop
from tests.matrix import examples
from tests.support.visitor import SENT, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

pytestmark = pytest.mark.needs("the cache")

CACHED = ("index.html", "cookie-policy.html", "")


class Noting:
    """The shop, which notes the path and the status of each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.answers: list[tuple[str, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answers.append((scope["path"].lstrip("/"), message["status"]))
            await send(message)

        await self._app(scope, receive, noting)


class Cached:
    """A visitor whose requests nobody holds: where a driver may answer them, Chromium has no cache."""

    def __init__(self, page: Page, base: str, server: Noting) -> None:
        self.page = page
        self.base = base
        self.server = server
        self.outside: list[str] = []
        # The hosts of the vendors are not to be reached; that does not go past the cache.
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setBlockedURLs", {"urls": ["https://*"]})
        page.on("request", self._note)

    def _note(self, request: object) -> None:
        url = str(request.url)  # type: ignore[attr-defined]
        if url.startswith("http") and not url.startswith(self.base):
            self.outside.append(url)

    def visit(self, path: str) -> None:
        self.page.goto(self.base + path)

    def settled(self, state: str) -> None:
        self.page.wait_for_selector(f"html[data-consent={state}]", state="attached")
        self.page.wait_for_function(SENT)

    def post(self, path: str, **form: str) -> None:
        headers = {"Origin": self.base.rstrip("/")}
        assert self.page.context.request.post(self.base + path, form=form, headers=headers).ok

    def log_in(self, email: str, *, register: bool = False) -> None:
        form = {"email": email, "password": "correct horse"}
        if register:
            self.post("account/register", **form)
        self.post("account/login", **form)

    def account(self) -> str | None:
        return self.page.get_attribute("html", "data-consent-account")

    def granted(self) -> tuple[str, ...]:
        text = {one["name"]: one["value"] for one in self.page.context.cookies(self.base)}["consent"]
        consent = decode(text)
        return consent.granted if consent else ()


@pytest.fixture
def noting(dist: Path) -> Iterator[tuple[Noting, str]]:
    server = Noting(shop(DEMO, dist))
    with local.running(server) as base:  # type: ignore[arg-type]
        yield server, base


@pytest.fixture
def denying(browser: Browser, noting: tuple[Noting, str]) -> str:
    """The address of an account that has denied everything, on another device."""
    server, base = noting
    email = f"{time.time_ns()}@example.com"
    with contextlib.closing(browser.new_context()) as context:
        there = Cached(context.new_page(), base, server)
        there.log_in(email, register=True)
        there.visit("privacy-policy.html")
        there.page.click("#consent-banner [data-consent-action=deny-all]")
        there.settled("denied")
    return email


@pytest.fixture
def here(browser: Browser, noting: tuple[Noting, str]) -> Iterator[Cached]:
    """Somebody who has allowed everything, and whose browser has all pages."""
    server, base = noting
    with contextlib.closing(browser.new_context()) as context:
        visitor = Cached(context.new_page(), base, server)
        visitor.visit("index.html")
        visitor.page.click("#consent-banner [data-consent-action=accept-all]")
        visitor.settled("granted")
        for path in (*CACHED, *CACHED):
            visitor.visit(path)
            visitor.settled("granted")
        # It is the cache that has been read.
        assert {(path, 304) for path in CACHED} <= set(server.answers)
        assert visitor.outside
        yield visitor


@examples("first", CACHED, run=CACHED[:1])
@pytest.mark.thorough
def test_after_a_login_the_accounts_denial_holds_on_pages_that_were_cached_before(
    here: Cached, denying: str, first: str
) -> None:
    here.log_in(denying)
    here.outside.clear()
    here.server.answers.clear()
    for path in (first, *CACHED):
        here.visit(path)
        here.settled("denied")
        assert here.account()

    assert here.granted() == ()
    assert here.outside == []
    assert {status for path, status in here.server.answers if path in CACHED} == {200}


@pytest.mark.thorough
def test_the_way_back_after_a_login_leads_to_no_page_from_before(here: Cached, denying: str) -> None:
    here.visit("account")
    here.log_in(denying)
    here.outside.clear()
    for _ in CACHED:
        here.page.go_back()
        here.settled("denied")
        assert here.account()

    assert here.outside == []


@pytest.mark.thorough
def test_after_the_logout_no_cached_page_has_the_mark(here: Cached, denying: str) -> None:
    here.log_in(denying)
    for path in CACHED:
        here.visit(path)
        here.settled("denied")
    here.visit("account")
    here.post("account/logout")
    here.page.go_back()
    assert here.account() is None
    # The device's own consent is back, as if nobody had ever been logged in.
    here.settled("granted")
    assert here.granted() == SERVICES
    for path in CACHED:
        here.visit(path)
        here.settled("granted")
        assert here.account() is None


@pytest.mark.thorough
def test_the_next_to_log_in_gets_no_page_of_the_one_before(here: Cached, denying: str) -> None:
    here.log_in(denying)
    here.visit("index.html")
    here.settled("denied")
    first = here.account()
    here.post("account/logout")
    here.log_in("b" + denying, register=True)
    here.visit("index.html")
    here.settled("granted")

    assert here.account() not in (None, first)
    state = json.loads(here.page.evaluate("JSON.stringify(consent.get())"))
    assert state["state"] == "granted"
