"""The way of an order: the basket can be changed, and what it needed is gone once it is complete."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

HOUR = 60 * 60
FOCUSED = "(id) => document.activeElement?.id === id && document.readyState === 'complete'"


def filled(visitor: Visitor, quantity: int = 1) -> Page:
    """The basket, with so many Tascas in it that were put there on their page."""
    page = visitor.visit("product.html").press("deny-all").settled("denied").page
    page.fill("#quantity", str(quantity))
    page.click("form button")
    page.wait_for_selector("h1:has-text('Basket')")
    return page


def deliver(page: Page, **address: str) -> None:
    """Go on to the delivery, and say where."""
    page.click("text=Continue to delivery")
    for field in ("name", "street", "postcode", "city"):
        page.fill(f"#{field}", address.get(field, "Modena"))
    page.click("main form button")


def ages(visitor: Visitor) -> dict[str, float]:
    """How many seconds the cookies of the order have left, by name."""
    jar = {one["name"]: one["expires"] - time.time() for one in visitor.context.cookies()}
    return {name: jar[name] for name in ("basket", "order") if name in jar}


@pytest.mark.thorough
def test_an_order_can_be_changed_and_completed_and_its_cookies_go_with_it(visitor: Visitor) -> None:
    page = filled(visitor, 2)
    page.click("#more")
    page.wait_for_function(FOCUSED, arg="more")
    assert page.locator("output").inner_text() == "3"
    assert page.locator(".grand dd").inner_text() == "€447"
    page.click("#less")
    page.wait_for_function(FOCUSED, arg="less")
    assert page.locator(".grand dd").inner_text() == "€298"
    assert page.locator(".top .count").text_content() == "2 in it"
    deliver(page)
    page.wait_for_selector("h1:has-text('Your order')")
    assert {name: abs(age - HOUR) < 30 for name, age in ages(visitor).items()} == {
        "basket": True,
        "order": True,
    }
    page.click("main form button")

    page.wait_for_selector("h1:has-text('Thank you')")
    assert "2 × Tasca" in page.locator("main").inner_text()
    assert ages(visitor) == {}
    page.click("nav >> text=Basket")
    page.get_by_text("Nothing is in it yet.").wait_for()


@pytest.mark.thorough
def test_what_is_removed_is_gone_with_its_cookies(visitor: Visitor) -> None:
    page = filled(visitor)
    deliver(page)
    page.click("nav >> text=Basket")
    page.click("text=Remove")

    page.get_by_text("Nothing is in it yet.").wait_for()
    assert ages(visitor) == {}


@pytest.mark.thorough
def test_one_cannot_take_less_than_one_or_more_than_nine(visitor: Visitor) -> None:
    page = filled(visitor)
    assert page.locator("#less").is_disabled()
    for number in range(2, 10):
        page.click("#more")
        page.locator(f"output:text-is('{number}')").wait_for()

    page.wait_for_selector("#more:disabled")


@pytest.mark.thorough
def test_an_impossible_amount_is_told_beside_its_field(visitor: Visitor) -> None:
    page = visitor.visit("product.html").press("deny-all").settled("denied").page
    page.evaluate("document.querySelector('form[action=basket]').noValidate = true")
    page.fill("#quantity", "12")
    page.click("form button")

    page.wait_for_function(FOCUSED, arg="quantity")
    assert page.locator("#quantity-error").inner_text() == "Write a number from 1 to 9."
    assert page.input_value("#quantity") == "12"


@pytest.mark.thorough
def test_an_incomplete_address_keeps_what_was_written(visitor: Visitor) -> None:
    page = filled(visitor)
    deliver(page, street="", city="")

    page.wait_for_function(FOCUSED, arg="street")
    wrong = page.locator("main [aria-invalid=true]")
    assert wrong.evaluate_all("(all) => all.map((field) => field.id)") == ["street", "city"]
    assert page.locator("#street-error").inner_text() == "Write the street and the number."
    assert page.input_value("#name") == "Modena"


def test_the_shop_needs_no_javascript(visitor: Visitor) -> None:
    # Its forms are what a browser has by itself: what scripts add to them is nothing.
    page = filled(visitor)

    assert page.locator("script").evaluate_all("(all) => all.map((one) => one.src.split('/').pop())") == [
        "consent.js"
    ]
