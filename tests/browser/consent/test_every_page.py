"""Every page of the site, the shop's own too: it can be used, and it leads back to the preferences."""

from __future__ import annotations

import pytest

from tests.support.reader import role_and_name
from tests.support.visitor import Visitor

PAGES = ("", "product.html", "stage.html", "cookie-policy.html", "privacy-policy.html", "account", "basket")
OPENERS = "footer nav :is([data-consent-open], [data-consent-action])"
SALE = "Do Not Sell or Share My Personal Information"
OPT_OUT = "Do not sell or share my personal information"
# The spoken name of the sign, as the browser's own accessibility tree has it.
SAID = {
    "undecided": "Modify cookie preferences (not answered yet)",
    "denied": "Modify cookie preferences (now all refused)",
    "partial": "Modify cookie preferences (now some allowed)",
    "granted": "Modify cookie preferences (now all allowed)",
}


@pytest.mark.thorough
@pytest.mark.law("B6", "C6", "D12")
def test_the_same_two_links_at_its_foot_lead_to_the_preferences_and_the_opt_out(visitor: Visitor) -> None:
    page = visitor.visit().press("deny-all").settled("denied").page
    for path in PAGES:
        links = visitor.visit(path).page.locator(OPENERS)

        assert links.all_inner_texts() == ["Modify cookie preferences", SALE]
        order = page.locator("footer nav a").all_inner_texts()
        assert order == ["Modify cookie preferences", SALE, "Cookie Policy", "Privacy Policy"]
        for link, name in zip(links.all(), ("Cookie preferences", OPT_OUT), strict=True):
            link.click()
            dialog = page.get_by_role("dialog", name=name)
            dialog.wait_for()
            assert dialog.locator("input:not([type=checkbox]), textarea").count() == 0
            page.keyboard.press("Escape")
            dialog.wait_for(state="hidden")


@pytest.mark.thorough
@pytest.mark.law("B7")
@pytest.mark.needs("the accessibility tree")
def test_a_sign_shows_the_state_in_words_too_and_follows_it_without_loading_the_page(
    visitor: Visitor,
) -> None:
    page = visitor.visit().page

    def said() -> str:
        role, name = role_and_name(page.locator(".sign"))
        assert role == "link"
        return name

    def full() -> str:
        style = "getComputedStyle(document.querySelector('.sign'), '::after').getPropertyValue('--full')"
        return str(page.evaluate(style))

    page.evaluate("window.same = true")
    assert (said(), full()) == (SAID["undecided"], "0%")
    visitor.press("deny-all").settled("denied")
    assert (said(), full()) == (SAID["denied"], "0%")
    for services, state, share in ((["google"], "partial", "50%"), (None, "granted", "100%")):
        page.evaluate("(services) => consent.accept(services || undefined)", services)
        visitor.settled(state)
        assert (said(), full()) == (SAID[state], share)
    assert page.evaluate("window.same") is True


@pytest.mark.thorough
@pytest.mark.law("A10")
@pytest.mark.parametrize("action", ["", "dismiss"])
def test_it_can_be_used_before_a_decision_and_after_a_denial(visitor: Visitor, action: str) -> None:
    page = visitor.visit("product.html").page
    if action:
        visitor.press(action).settled("denied")
    assert page.locator("[inert]").count() == 0
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"
    page.click("form button")
    page.click("text=Continue to delivery")
    for field in ("name", "street", "postcode", "city"):
        page.fill(f"#{field}", "Modena")
    page.click("main form button")
    page.click("main form button")
    page.wait_for_selector("h1:has-text('Thank you')")

    page.wait_for_selector(f"html[data-consent={'denied' if action else 'undecided'}]", state="attached")
    assert visitor.asked() == (not action)
    for path in PAGES:
        response = page.goto(visitor.base + path)
        assert response
        assert response.ok
        assert page.locator("h1").is_visible()
