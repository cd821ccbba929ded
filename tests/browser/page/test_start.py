"""The right moment for Python: started on arrival, and for a finger on its way."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from starlette.datastructures import Headers

from banner.serve import local
from tests.browser.conftest import DEMO, shop
from tests.matrix import examples
from tests.support.engines.patience import PATIENCE
from tests.support.visitor import UP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tests.support.visitor import Visitor

ARRIVED = """new Set(performance.getEntriesByType('resource').map(({ name }) => name.split('#')[0])
  .filter((name) => name.includes('/files/'))).size === %d"""
# How many files come whole while the largest hangs: of us, and of the interpreter.
WHOLE = 4 + 1
# Counts how often Python is told of something: no other page may be at the same then.
COUNT = """{ const { request } = LockManager.prototype;
  LockManager.prototype.request = function (...given) { told++; return request.apply(this, given); };
  window.told = 0 }"""
# What an event puts off until the next frame has been done after two of them.
PAINTED = """() => new Promise((done) =>
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(() => done(told))))))"""
THRIFTY = "Object.defineProperty(navigator, 'connection', { value: { %s } });"


def kinds(visitor: Visitor) -> set[str]:
    """What has been requested of Python, by the ends of the names."""
    return {address.rpartition(".")[2] for address in visitor.python()}


def test_a_pointer_far_from_the_banner_fetches_nothing(visitor: Visitor) -> None:
    page = visitor.visit().page
    page.mouse.move(300, 20)
    page.mouse.move(310, 30)

    assert page.evaluate("Promise.resolve().then(() => document.querySelectorAll('link').length)") == (
        page.locator("link").count()
    )
    assert visitor.python() == []


@pytest.mark.both
def test_a_pointer_that_arrives_starts_python(visitor: Visitor) -> None:
    visitor.visit().page.hover("#consent-banner h2")
    visitor.page.wait_for_function(UP)

    assert visitor.asked()


@pytest.mark.thorough
def test_python_that_runs_is_left_alone_until_there_is_a_decision(visitor: Visitor) -> None:
    page = visitor.visit().page
    page.hover("#consent-banner h2")
    page.wait_for_function(UP)
    page.evaluate(PAINTED.replace("told", "0"))
    page.evaluate(COUNT)
    for button in ("preferences", "deny-all", "accept-all"):
        page.hover(f"#consent-banner [data-consent-action={button}]")

    assert page.evaluate(PAINTED) == 0

    visitor.press("deny-all").settled("denied")
    assert page.evaluate(PAINTED) > 0


@pytest.mark.thorough
@pytest.mark.needs("a pointer at rest")
def test_a_pointer_that_rests_where_the_banner_appears_has_not_moved(visitor: Visitor) -> None:
    page = visitor.page
    page.add_init_script("addEventListener('pointerover', () => { window.rested = true; }, true)")
    page.mouse.move(640, 690)
    visitor.visit().page.wait_for_function("window.rested")
    page.wait_for_load_state("networkidle")

    assert visitor.asked()
    assert visitor.python() == []


@pytest.mark.both
def test_a_finger_that_arrives_has_all_on_its_way_so_that_its_click_need_not_wait(visitor: Visitor) -> None:
    page = visitor.visit().page
    with page.expect_event("requestfinished", lambda request: "/banner." in request.url):
        page.dispatch_event("#consent-banner h2", "pointerdown", {"pointerType": "touch", "bubbles": True})

    assert not page.evaluate(UP)


@examples("connection", ["saveData: true", "effectiveType: 'slow-2g'"], run=["saveData: true"])
def test_who_pays_for_bytes_pays_for_none_before_the_click(visitor: Visitor, connection: str) -> None:
    visitor.page.add_init_script(THRIFTY % connection)
    page = visitor.visit().page
    page.hover("#consent-banner h2")
    page.keyboard.press("Tab")

    assert visitor.python() == []

    visitor.press("deny-all").settled("denied")
    assert visitor.record() is not None


@pytest.mark.thorough
def test_an_idle_start_waits_for_the_click_where_bytes_cost(
    new_visitor: Callable[..., Visitor], idle_address: str
) -> None:
    visitor = new_visitor(idle_address)
    visitor.page.add_init_script(THRIFTY % "saveData: true")
    visitor.visit().page.wait_for_load_state("networkidle")

    assert visitor.python() == []


class Breaking:
    """A line that breaks: half of the file with this *ending* comes, until it is mended."""

    def __init__(self, app: ASGIApp, ending: str) -> None:
        self._app = app
        self._ending = ending
        self.mended = False
        self.halfway = threading.Event()
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if "/files/" in path:
            self.asked.append((path, Headers(scope=scope).get("range", "")))
        breaks = path.endswith(self._ending) and not self.mended
        await self._app(scope, receive, self._half(receive, send) if breaks else send)

    def _half(self, receive: Receive, send: Send) -> Send:
        sent = total = 0

        async def half(message: Message) -> None:
            nonlocal sent, total
            if message["type"] == "http.response.start":
                total = int(Headers(raw=message["headers"])["content-length"])
            else:
                sent += len(message["body"])
            if sent * 2 <= total:
                await send(message)
                return
            self.halfway.set()
            while (await receive())["type"] != "http.disconnect":
                pass

        return half


@pytest.fixture
def breaking(dist: Path) -> Iterator[tuple[Breaking, str]]:
    """The demo site on a line on which the largest file breaks."""
    server = Breaking(shop(DEMO, dist), ".wasm")
    with local.running(server) as base:
        yield server, base


@pytest.mark.needs("the cache")
@pytest.mark.thorough
def test_a_download_that_a_navigation_cut_off_goes_on_from_the_cache(
    browser: Browser, breaking: tuple[Breaking, str]
) -> None:
    server, base = breaking
    # Where requests are watched there is no cache, so this visitor's are not.
    with contextlib.closing(browser.new_context()) as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(base + "privacy-policy.html")
        page.click("#consent-banner [data-consent-action=deny-all]")
        assert server.halfway.wait(PATIENCE)
        page.wait_for_function(ARRIVED % WHOLE)
        server.mended = True
        page.goto(base + "product.html")
        page.wait_for_selector("html[data-consent=denied]", state="attached")

    times = Counter(path for path, _ in server.asked)
    cut = [path for path in times if times[path] > 1]
    assert len(cut) == 1
    assert cut[0].endswith(".wasm")
