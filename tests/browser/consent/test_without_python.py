"""To deny needs no Python: what runs is told so and ends with the page, the decision is recorded later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.engines.patience import RETRIES
from tests.support.held import Held
from tests.support.visitor import PIXEL, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

# The interpreters, and nothing else of ours.
INTERPRETER = "**/*.wasm"
# Each page keeps, for those that follow, what the pixel's queue held when it went.
KEEP_QUEUE = """
addEventListener('pagehide', () => {
  const calls = (window.fbq?.queue || []).map((call) => [...call]);
  if (calls.length) sessionStorage.calls = JSON.stringify(calls);
});
"""
# Whether the page has looked for a newer script.
ASKED = """performance.getEntriesByType('resource')
  .some(({ name, initiatorType }) => name.endsWith('consent.js') && initiatorType === 'fetch')"""


@pytest.fixture
def granted(visitor: Visitor) -> Visitor:
    """A visitor in a page in which every service runs, and Python does not."""
    visitor.page.add_init_script(KEEP_QUEUE)
    visitor.visit().press("accept-all").settled("granted")
    visitor.visit("product.html").sees(PIXEL).catch_up()
    visitor.page.evaluate("window.same = true")
    return visitor


def withdraw(page: Page) -> None:
    """Take everything back."""
    page.evaluate("void consent.deny()")


def left(visitor: Visitor) -> None:
    """Wait for the page that follows, in which nothing is activated and the decision waits."""
    visitor.page.wait_for_function("!window.same && document.readyState === 'complete'")
    assert visitor.state() == "pending"
    assert visitor.page.evaluate("[!!window.fbq?.queue, consent.get().granted]") == [False, []]
    assert "consent.plan" not in visitor.stored()


def is_recorded(visitor: Visitor) -> None:
    """See that Python records the decision once it can, and that nothing was opened meanwhile."""
    visitor.requests.clear()
    visitor.context.unroute(INTERPRETER)
    visitor.visit("product.html").settled("denied")
    assert visitor.outside() == []
    record = visitor.record()
    assert record is not None
    assert (record.action, record.granted) == ("withdraw", ())
    visitor.forgive()  # that Python was kept away is told in the console


@pytest.mark.thorough
def test_a_withdrawal_where_python_fails_is_told_to_the_vendor_and_ends_with_the_page(
    granted: Visitor,
) -> None:
    granted.context.route(INTERPRETER, lambda route: route.abort())
    withdraw(granted.page)

    left(granted)
    last = granted.page.evaluate("JSON.parse(sessionStorage.calls).at(-1)")
    assert last == ["consent", "revoke"]
    is_recorded(granted)


@pytest.mark.fault("python-missing")
def test_a_withdrawal_does_not_wait_for_a_python_that_never_comes(granted: Visitor) -> None:
    interpreter = Held(granted, INTERPRETER)
    page = granted.page
    page.clock.install()
    page.reload()
    granted.sees(PIXEL).catch_up()
    page.evaluate("window.same = true")
    withdraw(page)
    interpreter.next(page)
    page.clock.run_for(10_000)

    left(granted)
    interpreter.fail()
    is_recorded(granted)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("call", "ends"),
    [
        ("consent.deny('facebook-pixel')", True),
        pytest.param("consent.accept('facebook-pixel')", False, marks=pytest.mark.thorough),
        pytest.param("consent.accept()", False, marks=pytest.mark.thorough),
        ("consent.deny('youtube')", False),
    ],
)
def test_without_python_the_page_is_left_only_where_something_in_it_is_denied(
    visitor: Visitor, call: str, ends: bool
) -> None:
    visitor.visit().press("preferences").choose("google", "facebook-pixel")
    visitor.press("accept-selected", "dialog").settled("partial")
    visitor.visit("product.html").sees(PIXEL).catch_up()
    page = visitor.page
    page.evaluate("window.same = true")
    visitor.context.route(INTERPRETER, lambda route: route.abort())
    with page.expect_event("console", lambda message: message.type == "error"):
        page.evaluate(f"void {call}")
    if ends:
        left(visitor)
    else:
        # Whatever was going to leave the page has had its turn.
        page.evaluate("fetch(location.href).then((answer) => answer.text())")
        assert page.evaluate("window.same") is True
        assert page.evaluate("!!window.fbq")
    visitor.forgive()


@pytest.mark.thorough
def test_what_has_been_typed_is_not_lost_without_python_either(granted: Visitor) -> None:
    page = granted.page
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), { id: 'field' }))")
    page.fill("#field", "a letter")
    granted.context.route(INTERPRETER, lambda route: route.abort())
    withdraw(page)
    page.wait_for_selector(".consent-toast")

    assert page.input_value("#field") == "a letter"
    assert page.evaluate("[...fbq.queue].map((call) => [...call]).at(-1)") == ["consent", "revoke"]
    is_recorded(granted)


class Deploy:
    """A deploy that leaves none of the files that were there before."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self._address = address
        self.tags = 0
        visitor.context.route(re.compile(re.escape(visitor.base) + "consent/(?!.*api)"), self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.partition("/consent/")[2]
        self.tags += path == "consent.js"
        route.fulfill(response=route.fetch(url=f"{self._address}consent/{path}", max_retries=RETRIES))


@pytest.mark.fault("files-gone")
@examples("action", ["withdraw", "preferences"], run=["withdraw"])
def test_a_page_whose_files_went_with_a_deploy_comes_back_with_the_newer_script(
    granted: Visitor, rebuilt: Callable[[str, str], str], action: str
) -> None:
    Deploy(granted, rebuilt('position = "bottom"', 'position = "top"'))
    page = granted.page
    if action == "withdraw":
        withdraw(page)
        page.wait_for_function("!window.same")
        granted.settled("denied")
        assert granted.record()
    else:
        page.evaluate("void consent.preferences()")
        page.wait_for_function("!window.same")
        granted.settled("granted")
        granted.open_preferences()
    granted.forgive()


def test_a_page_that_cannot_get_its_files_is_left_once_at_most(visitor: Visitor) -> None:
    # As a service worker does that answers with what it has.
    def answer(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.fulfill(body="a newer script", content_type="text/javascript")
        else:
            route.fallback()

    page = visitor.page
    opened: list[str] = []
    page.on("request", lambda asked: asked.is_navigation_request() and opened.append(asked.url))
    visitor.context.route("**/consent/consent.js", answer)
    visitor.context.route("**/consent/files/**", lambda route: route.fulfill(status=404, body=""))
    visitor.visit()
    opened.clear()
    page.evaluate("window.same = true; void consent.deny()")
    page.wait_for_function("!window.same && document.readyState === 'complete'")
    # Of its own accord it tries again, and asks again.
    page.wait_for_function(ASKED)
    page.evaluate("fetch(location.href).then((answer) => answer.text())")

    assert len(opened) == 1
    assert visitor.state() == "pending"
    visitor.forgive()
