"""A service that needs no consent is on with notice; to object is to switch it off, which holds at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.consent.test_without_python import INTERPRETER
from tests.support.visitor import SERVICES, Visitor

ID = "links-conversion"
NAME = 'name = "IK Multimedia links conversion"'
RUNS = "html[data-links-conversion=on]"
TOLD = "On without consent: IK Multimedia links conversion. You can object in the preferences."
ON = f"consent.get().exempt?.includes('{ID}')"


@pytest.fixture(scope="session")
def exempt_address(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site, which measures its own links without asking."""
    return rebuilt(NAME, NAME + '\nexempt = "audience-measurement"')


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor], exempt_address: str) -> Visitor:
    """Somebody who has never been at that site."""
    return new_visitor(exempt_address)


@pytest.fixture
def measured(visitor: Visitor) -> Visitor:
    """The same, once the service runs; nothing is decided."""
    page = visitor.visit().page
    page.wait_for_selector(RUNS, state="attached")
    page.wait_for_function(ON)
    return visitor


@pytest.mark.law("A20")
def test_it_is_on_with_notice_and_nothing_else_is(measured: Visitor) -> None:
    page = measured.page

    assert (measured.state(), measured.asked(), measured.record()) == ("undecided", True, None)
    assert TOLD in page.locator("#consent-banner").inner_text()
    assert measured.outside() == []
    assert "consent" not in measured.cookies()
    on = measured.press("preferences").page.locator("#consent-preferences input[name=service]:checked")
    assert [box.get_attribute("value") for box in on.all()] == [ID]


@pytest.mark.thorough
def test_later_pages_activate_it_without_python_and_go_on_asking(measured: Visitor) -> None:
    measured.context.route(INTERPRETER, lambda route: route.abort())
    measured.afresh().visit("product.html")
    measured.page.wait_for_selector(RUNS, state="attached")

    assert (measured.state(), measured.asked()) == ("undecided", True)
    assert measured.outside() == []
    measured.forgive()  # that Python was kept away is told in the console


@pytest.mark.law("A20")
def test_an_objection_holds_at_once_and_on_every_page(measured: Visitor) -> None:
    page = measured.press("preferences").page
    measured.choose()
    with page.expect_navigation():
        measured.press("accept-selected", "dialog")
    measured.settled("denied").visit("product.html").settled("denied")

    record = measured.record()
    assert record is not None
    assert (record.denied, record.exempt) == (SERVICES, ())
    assert page.locator(RUNS).count() == 0


@pytest.mark.thorough
@pytest.mark.law("A20")
def test_the_record_of_other_decisions_says_that_it_was_not_asked(measured: Visitor) -> None:
    measured.press("accept-all").settled("granted")
    others = tuple(one for one in SERVICES if one != ID)

    plain = measured.record_as_servers_see_it()
    assert (plain["v"], plain["exempt"], plain["granted"]) == (2, [ID], [*others])
    measured.page.evaluate("window.same = true")
    measured.page.evaluate(f"void consent.deny('{ID}')")
    measured.page.wait_for_function("!window.same && window.consent?.get().state === 'partial'")
    measured.settled("partial")
    assert measured.record_as_servers_see_it()["v"] == 1
    assert measured.page.locator(RUNS).count() == 0


@pytest.mark.thorough
def test_who_closes_the_banner_has_not_objected(measured: Visitor) -> None:
    measured.press("dismiss").settled("denied").afresh().visit("product.html").settled("denied")
    measured.page.wait_for_selector(RUNS, state="attached")

    record = measured.record()
    assert record is not None
    assert (record.action, record.exempt) == ("dismiss", (ID,))
