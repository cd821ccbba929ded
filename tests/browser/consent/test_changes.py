"""A decision can be changed and taken back as easily as it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.visitor import CONTENT, GOOGLE, IMPACT, SERVICES, UP, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

VENDORS_OWN = {"_fbp", "_ga", "_ga_DEMO123456", "_gcl_au", "IR_gbd", "IR_PI"}
# In each page, what the vendors' queues have been told, and whether the page was left since.
SPY = """
addEventListener('pagehide', () => {
  const calls = [...(window.dataLayer || [])].map((call) => [...call]);
  sessionStorage.told = JSON.stringify({
    fbq: [...(window.fbq?.queue || [])].map((call) => [...call]),
    gtag: calls,
    ire: [...(window.ire?.a || [])].map((call) => [...call]),
  });
});
"""


@pytest.mark.law("B6")
@pytest.mark.thorough
def test_the_footer_link_opens_the_preferences_with_the_present_consent(visitor: Visitor) -> None:
    visitor.visit().press("preferences").choose("google").press("accept-selected", "dialog")
    page = visitor.settled("partial").visit("product.html").page
    visitor.open_preferences()
    dialog = page.get_by_role("dialog", name="Cookie preferences")

    assert dialog.is_visible()
    on = dialog.locator("input[name=service]:checked")
    assert [box.get_attribute("value") for box in on.all()] == ["google"]
    assert "The services you chose are allowed" in dialog.inner_text()


@pytest.mark.thorough
def test_to_leave_the_preferences_keeps_the_present_consent(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    before = visitor.cookies()["consent"]
    page = visitor.visit("product.html").page
    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: visitor.press("dismiss", "dialog"),
    ):
        visitor.open_preferences()
        leave()
        assert not page.locator("#consent-preferences").is_visible()

    assert visitor.state() == "granted"
    assert visitor.cookies()["consent"] == before


def test_more_can_be_allowed_without_loading_the_page_again(visitor: Visitor) -> None:
    visitor.visit().press("preferences").choose("google").press("accept-selected", "dialog")
    page = visitor.settled("partial").page
    page.evaluate("window.same = true")
    visitor.open_preferences()
    visitor.choose("google", "impact").press("accept-selected", "dialog")
    page.wait_for_function("consent.get().granted.length === 2")

    assert visitor.outside() == [GOOGLE, IMPACT]
    assert page.evaluate("window.same") is True


@pytest.mark.law("B8")
def test_withdrawal_tells_the_vendors_erases_their_cookies_and_loads_the_page_again(
    new_visitor: Callable[..., Visitor], address: str
) -> None:
    visitor = new_visitor(address.replace("127.0.0.1", "www.shop.test"))
    visitor.page.add_init_script(SPY)
    visitor.visit().press("accept-all").settled("granted")
    visitor.page.wait_for_function("document.cookie.includes('IR_PI')")
    domains = {cookie["domain"] for cookie in visitor.context.cookies()}
    assert domains == {"www.shop.test", ".shop.test"}

    page = visitor.visit("product.html").page
    visitor.open_preferences()
    visitor.catch_up().requests.clear()
    with page.expect_navigation():
        visitor.press("deny-all", "dialog")
    visitor.settled("denied")
    page.wait_for_function("(localStorage['consent.plan'] || '').includes('ground')")

    assert set(visitor.cookies()) == {"consent"}
    assert visitor.outside() == []
    told = page.evaluate("JSON.parse(sessionStorage.told)")
    assert told["fbq"][-1] == ["consent", "revoke"]
    assert told["gtag"][-1][:2] == ["consent", "update"]
    assert set(told["gtag"][-1][2].values()) == {"denied"}
    assert told["ire"][-1] == ["consent", "update", {"tracking": "denied"}]

    started = len(visitor.python())
    page.clock.install()
    visitor.visit("product.html")
    page.clock.run_for(10_000)
    assert visitor.outside() == []
    assert set(visitor.cookies()) == {"consent"}
    assert len(visitor.python()) == started


@pytest.mark.thorough
@pytest.mark.law("B8")
def test_what_a_vendor_writes_on_its_way_out_is_erased_by_the_next_page(visitor: Visitor) -> None:
    page = visitor.visit().press("accept-all").settled("granted").page
    page.evaluate("addEventListener('pagehide', () => { document.cookie = '_ga=late;Path=/'; })")
    with page.expect_navigation():
        page.evaluate("void consent.deny()")
    visitor.settled("denied")
    page.wait_for_function("(localStorage['consent.plan'] || '').includes('ground')")

    assert set(visitor.cookies()) == {"consent"}


@pytest.mark.thorough
def test_one_service_can_be_withdrawn_from_the_policy_page(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    page = visitor.visit("cookie-policy.html").page
    section = ".consent-section"
    visitor.choose("facebook-pixel", "impact", "links-conversion", *CONTENT, within=section)
    with page.expect_navigation():
        visitor.press("accept-selected", section)
    visitor.settled("partial")
    page.wait_for_function("(localStorage['consent.plan'] || '').includes('ground')")

    record = visitor.record()
    assert record is not None
    assert record.denied == ("google",)
    assert record.source == "page"
    assert {"_ga", "_gcl_au"}.isdisjoint(visitor.cookies())
    assert "_fbp" in visitor.cookies()


@pytest.mark.thorough
@pytest.mark.law("B8")
def test_taking_back_takes_as_many_clicks_as_giving_and_one_to_open(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    visitor.open_preferences()
    visitor.press("deny-all", "dialog").settled("denied")

    record = visitor.record()
    assert record is not None
    assert record.denied == SERVICES


@pytest.mark.smoke("thorough")
def test_a_visitor_who_denied_can_change_to_accept(visitor: Visitor) -> None:
    visitor.visit().press("dismiss").settled("denied")
    visitor.open_preferences()
    visitor.press("accept-all", "dialog").settled("granted")

    assert len(visitor.outside()) == 3
    record = visitor.record()
    assert record is not None
    assert record.granted == SERVICES


@pytest.mark.both
def test_a_selection_that_is_being_made_outlives_the_arrival_of_python(visitor: Visitor) -> None:
    page = visitor.visit().press("preferences").page
    visitor.choose("impact")
    page.wait_for_function(UP)
    visitor.press("accept-selected", "dialog").settled("partial")

    record = visitor.record()
    assert record is not None
    assert record.granted == ("impact",)


@pytest.mark.law("B4")
def test_a_new_service_asks_again_and_a_new_wording_does_not(
    new_visitor: Callable[..., Visitor], rebuilt: Callable[[str, str], str]
) -> None:
    visitor = new_visitor()
    visitor.visit().press("accept-all").settled("granted")
    record = visitor.cookies()["consent"]

    reworded = new_visitor(rebuilt("Counts how our", "Adds up how our")).keep(record).visit()
    reworded.settled("granted")
    assert not reworded.asked()

    more = new_visitor(rebuilt("links-conversion", "links-counter")).keep(record).visit()
    more.settled("undecided")
    assert more.asked()
    assert more.outside() == []
    new = more.press("preferences").page.locator("#consent-preferences input[value=links-counter]")
    assert new.is_checked() is False
