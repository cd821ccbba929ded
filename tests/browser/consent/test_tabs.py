"""One consent for all tabs and all pages of the history: each follows the latest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.core.record import decode
from tests.browser.resilience.test_faults import NO_STORAGE
from tests.matrix import examples
from tests.support.held import Held
from tests.support.visitor import GOOGLE, SERVICES, UP, Visitor
from tests.support.waits import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

STATE = "html[data-consent={}]"
RAN = "window.dataLayer?.consent ? 'yes' : 'no'"


def is_in(page: Page, state: str) -> None:
    """Wait until *page* says that it is in *state*."""
    page.wait_for_selector(STATE.format(state), state="attached")


@pytest.fixture
def other(visitor: Visitor) -> Page:
    """Another tab of the same visitor, opened before there is a decision."""
    page = visitor.visit().page
    visitor.page = visitor.context.new_page()
    visitor.visit("product.html")
    return page


def test_one_decision_closes_the_banner_and_opens_services_in_every_tab(
    visitor: Visitor, other: Page
) -> None:
    other.evaluate(
        "document.addEventListener('consent:change', ({ detail }) => { window.told = detail.granted; })"
    )
    visitor.press("preferences").choose("google").press("accept-selected", "dialog").settled("partial")
    is_in(other, "partial")

    assert not other.locator("#consent-banner").is_visible()
    assert other.evaluate(RAN) == "yes"
    assert other.evaluate("told") == ["google"]
    assert [one for one in visitor.outside() if one == GOOGLE] == [GOOGLE] * 2


@pytest.mark.thorough
def test_a_decision_that_is_made_while_another_tab_waits_for_its_language_stays(
    visitor: Visitor, other: Page
) -> None:
    visitor.press("preferences").choose("google").press("accept-selected", "dialog").settled("partial")
    visitor.context.add_cookies([{"name": "consent-language", "value": "it", "url": visitor.base}])
    italian = Held(visitor, "**/it.*.json")
    other.goto(visitor.base + "cookie-policy.html")
    asked = italian.next(other)
    visitor.page.evaluate("consent.accept()")
    is_in(other, "granted")

    asked.continue_()
    other.wait_for_selector(".consent-section[lang=it]", state="attached")
    is_in(other, "granted")
    assert other.evaluate("consent.get().granted") == list(SERVICES)


@pytest.mark.thorough
def test_a_tab_that_hears_of_the_decision_before_the_plan_asks_python_and_tells_its_scripts_once(
    visitor: Visitor, other: Page
) -> None:
    other.evaluate(
        """() => {
          window.told = [];
          document.addEventListener('consent:change', ({ detail }) => told.push(detail.granted));
          const { getItem } = Storage.prototype;
          Storage.prototype.getItem = function (key) {
            return key === 'consent.plan' ? null : getItem.call(this, key);
          };
        }"""
    )
    visitor.press("preferences").choose("google").press("accept-selected", "dialog").settled("partial")
    is_in(other, "partial")

    assert other.evaluate("told") == [["google"]]
    assert other.evaluate(UP)


def grants(visitor: Visitor, services: set[str]) -> None:
    """Wait until the record in the jar grants just *services*: another tab may know of it sooner."""
    wait_until(
        visitor.page,
        lambda: (record := visitor.record()) is not None and set(record.granted) == services,
        lambda: f"the jar has {visitor.record()}",
    )


def test_a_withdrawal_ends_services_in_every_tab(visitor: Visitor, other: Page) -> None:
    visitor.press("accept-all").settled("granted")
    is_in(other, "granted")
    other.evaluate("window.old = true")
    visitor.page.evaluate("void consent.deny()")
    visitor.settled("denied")
    is_in(other, "denied")
    other.wait_for_function("!window.old && document.readyState === 'complete'")

    assert other.evaluate(RAN) == "no"
    assert not other.locator("#consent-banner").is_visible()


@pytest.mark.thorough
def test_a_tab_in_which_python_runs_follows_too_and_builds_on_what_it_finds(
    visitor: Visitor, other: Page
) -> None:
    other.evaluate("void consent.accept(['youtube'])")
    is_in(other, "partial")
    is_in(visitor.page, "partial")
    visitor.page.evaluate("void consent.accept(['google'])")
    visitor.page.wait_for_function("consent.get().granted.length === 2")
    other.wait_for_function("consent.get().granted.length === 2")
    other.evaluate("void consent.accept(['impact'])")
    visitor.page.wait_for_function("consent.get().granted.length === 3")

    grants(visitor, {"google", "impact", "youtube"})


@examples("first", ["visitor", "other"], run=["other"])
@pytest.mark.thorough
def test_two_tabs_that_decide_at_once_end_in_the_later_decision(
    visitor: Visitor, other: Page, first: str
) -> None:
    tabs = [visitor.page, other] if first == "visitor" else [other, visitor.page]
    times = [
        tab.evaluate(
            f"document.querySelector('#consent-banner [data-consent-action={action}]').click(), Date.now()"
        )
        for tab, action in zip(tabs, ["accept-all", "deny-all"], strict=True)
    ]
    for tab in tabs:
        is_in(tab, "denied")

    record = visitor.record()
    assert record is not None
    assert record.action == "deny-all"
    assert times[0] <= record.at <= times[1]


# What another page writes comes in pieces, and between two of them the cookie and the plan do not fit.
BETWEEN = """() => {
  const [record] = document.cookie.match(/consent=[^;]*/);
  const plan = localStorage['consent.plan'];
  document.cookie = 'consent=%7B%22v%22%3Abetween;Path=/';
  localStorage.removeItem('consent.plan');
  new MutationObserver((_, observer) => {
    observer.disconnect();
    window.doubted = document.documentElement.dataset.consent;
    document.cookie = record + ';Path=/';
    localStorage['consent.plan'] = plan;
  }).observe(document.documentElement, { attributes: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.mark.thorough
def test_a_page_that_looks_between_two_writes_of_another_is_back_at_its_consent(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.wait_for_function("!!localStorage['consent.plan']")
    page.evaluate(BETWEEN)
    page.wait_for_function("window.doubted === 'pending'")
    is_in(page, "denied")

    assert not visitor.asked()


@pytest.mark.thorough
@pytest.mark.parametrize("storage", ["", NO_STORAGE], ids=["with storage", "storage denied"])
def test_a_server_that_sets_an_older_consent_again_does_not_bring_it_back(
    visitor: Visitor, storage: str
) -> None:
    visitor.context.add_init_script(storage)
    answers = Held(visitor, "**/api/consent/log")
    page = visitor.visit("privacy-policy.html").page
    page.evaluate("void consent.accept(['links-conversion'])")
    is_in(page, "partial")
    older = visitor.cookies()["consent"]
    page.evaluate("void consent.accept(['links-conversion', 'youtube'])")
    page.wait_for_function("consent.get().granted.length === 2")
    newer = visitor.cookies()["consent"]
    headers = {"Set-Cookie": f"consent={older}; Path=/; Max-Age=999"}
    first = decode(older)
    assert first is not None
    answers.next().fulfill(json={"stored": [first.id]}, headers=headers)
    second = answers.next()
    page.wait_for_function("(text) => document.cookie.includes(text)", arg=newer)

    assert page.evaluate("consent.get().granted") == ["links-conversion", "youtube"]
    second.abort()
    answers.fail()


@pytest.mark.thorough
def test_cookies_deleted_in_one_tab_are_asked_for_in_the_other_once_it_is_looked_at(
    visitor: Visitor, other: Page
) -> None:
    visitor.press("deny-all").settled("denied")
    is_in(other, "denied")
    visitor.context.clear_cookies()
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_in(other, "undecided")

    assert other.locator("#consent-banner").is_visible()


@pytest.mark.thorough
def test_without_storage_a_tab_follows_once_it_is_looked_at(visitor: Visitor) -> None:
    visitor.context.add_init_script(NO_STORAGE)
    other = visitor.visit().page
    visitor.page = visitor.context.new_page()
    visitor.visit("product.html").press("deny-all")
    is_in(visitor.page, "denied")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_in(other, "denied")

    assert not other.locator("#consent-banner").is_visible()


FROZEN = "addEventListener('storage', (event) => event.stopImmediatePropagation());"
COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


@examples(
    ("before", "after"),
    [("", "deny"), ("accept", "deny"), ("deny", "accept")],
    run=[("accept", "deny"), ("deny", "accept")],
)
def test_a_page_that_comes_back_from_the_history_follows_the_latest_consent(
    visitor: Visitor, before: str, after: str
) -> None:
    # A browser that is driven keeps no pages of the history alive. One that does freezes them: they hear
    # nothing of what is stored meanwhile, and then that they are shown again.
    states = {"accept": "granted", "deny": "denied"}
    page = visitor.page
    page.add_init_script(FROZEN)
    visitor.visit("privacy-policy.html")
    if before:
        page.evaluate(f"void consent.{before}()")
        is_in(page, states[before])
    page.evaluate("window.old = true")
    visitor.page = visitor.context.new_page()
    visitor.visit("product.html").page.evaluate(f"void consent.{after}()")
    visitor.settled(states[after])
    page.evaluate(COME_BACK)
    is_in(page, states[after])

    assert not page.locator("#consent-banner").is_visible()
    page.wait_for_function("window.consent")
    assert page.evaluate("consent.get().granted") == (list(SERVICES) if after == "accept" else [])
    # What ran and was denied since cannot be stopped in a page that lives on: it is loaded again.
    assert page.evaluate("!!window.old") == ((before, after) != ("accept", "deny"))


@pytest.mark.needs("pages that the history keeps")
def test_a_page_that_the_browser_has_kept_follows_when_the_visitor_goes_back_to_it(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate("window.old = true")
    visitor.visit("product.html").press("deny-all").settled("denied")
    page.evaluate("history.back()")
    # Of such a navigation no driver says that it has ended.
    page.wait_for_function("window.old && document.documentElement.dataset.consent === 'denied'")

    assert page.evaluate("document.querySelector('#consent-banner').hidden")
