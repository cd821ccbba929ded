"""Whatever breaks: nothing opens that was not approved, no decision is lost, and the page works."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.visitor import SERVICES, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
}
"""
NO_COOKIES = "Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} });"
FIRST_FRAME = """
new MutationObserver((_, observer) => {
  const button = document.querySelector('#consent-banner [data-consent-action=%s]');
  if (button) { observer.disconnect(); button.click(); }
}).observe(document, { childList: true, subtree: true });
"""
KEEP_AWAY = "**/*.wasm"


@pytest.fixture(params=["", NO_STORAGE], ids=["with storage", "storage denied"])
def storage(request: pytest.FixtureRequest, visitor: Visitor) -> Visitor:
    """A visitor whose browser lets pages store things, and one whose browser does not."""
    if request.param:
        visitor.context.add_init_script(request.param)
    return visitor


@pytest.mark.fault("storage-denied")
def test_a_click_in_the_very_first_frame_counts(storage: Visitor) -> None:
    storage.page.add_init_script(FIRST_FRAME % "accept-all")
    storage.visit().settled("granted")

    assert not storage.asked()
    assert len(storage.outside()) == 3


@pytest.mark.law("B9")
@pytest.mark.fault("closed", "storage-denied")
@examples("action", ["accept-all", "deny-all"], run=["accept-all"])
def test_a_page_closed_right_after_the_click_loses_nothing(storage: Visitor, action: str) -> None:
    storage.visit()
    clicked = storage.page.evaluate(
        f"document.querySelector('#consent-banner [data-consent-action={action}]').click(), Date.now()"
    )
    storage.leave().visit("product.html")
    assert not storage.asked()
    storage.settled("granted" if action == "accept-all" else "denied")

    record = storage.record()
    assert record is not None
    assert record.action == action
    assert clicked - 1000 < record.at <= clicked
    assert set(storage.cookies()) - VENDOR_COOKIES == {"consent"}


VENDOR_COOKIES = {"_fbp", "_ga", "_ga_DEMO123456", "_gcl_au", "IR_gbd", "IR_PI"}


@pytest.mark.thorough
def test_a_denial_that_no_page_has_recorded_yet_keeps_everything_closed(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    visitor.visit("product.html").page.evaluate("void consent.deny()")
    visitor.leave()
    visitor.context.route(KEEP_AWAY, lambda route: route.abort())
    visitor.afresh().visit("product.html")

    assert visitor.state() == "pending"
    assert visitor.outside() == []

    visitor.context.unroute(KEEP_AWAY)
    visitor.visit("product.html").settled("denied")
    assert visitor.outside() == []
    visitor.forgive()  # that Python was kept away is told in the console


@pytest.mark.fault("files-missing")
def test_without_python_the_banner_goes_nothing_opens_and_the_decision_waits(visitor: Visitor) -> None:
    visitor.context.route(KEEP_AWAY, lambda route: route.abort())
    page = visitor.visit().press("accept-all").page
    page.wait_for_event("console", lambda message: message.type == "error")

    assert not visitor.asked()
    assert visitor.state() == "pending"
    assert visitor.outside() == []
    assert page.get_by_role("heading", level=1).is_visible()
    (waiting,) = json.loads(visitor.stored()["consent.pending"])
    assert waiting["action"] == "accept-all"

    visitor.context.unroute(KEEP_AWAY)
    visitor.visit("product.html").settled("granted")
    record = visitor.record()
    assert record is not None
    assert record.id == waiting["id"]
    assert "consent.pending" not in visitor.stored()
    visitor.forgive()


@pytest.mark.fault("storage-denied")
def test_with_cookies_denied_too_the_decision_holds_for_the_page(visitor: Visitor) -> None:
    visitor.context.add_init_script(NO_STORAGE + NO_COOKIES)
    visitor.visit().press("accept-all").settled("granted")

    assert not visitor.asked()
    assert visitor.page.evaluate("consent.get().granted") == list(SERVICES)
    assert visitor.page.locator("h1").is_visible()


@pytest.mark.fault("garbled-click")
@examples(
    "text",
    ["{", "[1, null, {}]", '[{"action": "accept-all", "services": ["google"]}]'],
    run=['[{"action": "accept-all", "services": ["google"]}]'],
)
def test_a_garbled_pending_decision_is_no_decision(visitor: Visitor, text: str) -> None:
    visitor.visit().page.evaluate("(text) => localStorage.setItem('consent.pending', text)", text)
    visitor.visit().settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []
    assert visitor.record() is None


@pytest.mark.thorough
@pytest.mark.fault("garbled-click")
def test_a_garbled_fallback_cookie_is_no_decision(visitor: Visitor) -> None:
    visitor.context.add_init_script(NO_STORAGE)
    visitor.context.add_cookies([{"name": "consent-pending", "value": "%E0%A4%A", "url": visitor.base}])
    visitor.visit()

    assert visitor.asked()
    assert visitor.press("deny-all").settled("denied").record() is not None


@pytest.mark.needs("pages without scripts")
@pytest.mark.fault("no-javascript")
def test_without_javascript_the_page_works_and_nothing_third_party_loads(
    new_visitor: Callable[..., Visitor],
) -> None:
    visitor = new_visitor(java_script_enabled=False).visit("cookie-policy.html")

    assert visitor.outside() == []
    assert visitor.page.locator("h1").is_visible()
    assert visitor.page.locator("[data-consent-embed=preferences]").inner_text().strip()
