"""Before a decision: the banner is there at once, and nothing else happens."""

from __future__ import annotations

import pytest

from tests.matrix import examples
from tests.support.visitor import UP, Visitor

PAGES = ("", "product.html", "cookie-policy.html", "privacy-policy.html", "stage.html")
# Links by which a browser goes to another host unasked; no list of requests shows that.
AHEAD = """['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload'].flatMap((kind) =>
  [...document.querySelectorAll(`link[rel~=${kind}]`)].map((link) => link.href))"""


@pytest.mark.law("A1", "A7")
@examples("path", PAGES, run=PAGES[::4])
def test_looking_around_requests_nothing_and_leaves_nothing(visitor: Visitor, path: str) -> None:
    page = visitor.visit(path).page
    page.clock.install()
    page.reload()
    page.mouse.wheel(0, 10_000)
    for _ in range(5):
        page.keyboard.press("PageDown")
    page.clock.run_for(10_000)

    assert visitor.outside() == []
    assert [one for one in page.evaluate(AHEAD) if not one.startswith(visitor.base)] == []
    assert visitor.python() == []
    assert visitor.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases()") == []
    assert visitor.asked()


@pytest.mark.law("A1")
@pytest.mark.thorough
def test_tabbing_into_the_banner_starts_python_and_still_leaves_nothing(visitor: Visitor) -> None:
    page = visitor.visit().page
    for _ in range(40):
        page.keyboard.press("Tab")
    page.wait_for_function(UP)

    assert visitor.python()
    assert visitor.outside() == []
    assert visitor.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    assert visitor.state() == "undecided"
    assert visitor.asked()


@pytest.mark.smoke("thorough")
def test_a_page_says_that_nothing_is_decided(visitor: Visitor) -> None:
    page = visitor.visit().page

    assert visitor.state() == "undecided"
    assert page.evaluate("consent.get()") == {"state": "undecided", "granted": [], "denied": []}
    assert page.evaluate("consent.ready.then((consent) => consent.state)") == "undecided"


@pytest.mark.law("A7")
def test_links_clicked_and_pages_turned_are_no_decision(visitor: Visitor) -> None:
    page = visitor.visit().page
    page.evaluate("document.querySelector('#consent-banner').style.pointerEvents = 'none'")
    page.click("footer a[href='privacy-policy.html']", force=True)
    page.wait_for_url("**/privacy-policy.html")
    page.evaluate("history.back()")
    # The driver of Firefox is not told of a page that comes back from the history.
    page.wait_for_function("(base) => location.href === base", arg=visitor.base)

    assert visitor.asked()
    assert visitor.context.cookies() == []


@pytest.mark.law("A2", "A5", "A13", "A14", "C8")
def test_the_banner_has_all_that_it_must_say(visitor: Visitor) -> None:
    page = visitor.visit().page
    banner = page.get_by_role("region", name="Your cookie choices")

    assert "keeps only technical cookies" in banner.inner_text()
    told = banner.locator("p").first.inner_text()
    assert told.startswith(
        "With your consent, we and partners (Meta, Google, impact.com, +2; partly USA) use cookies"
    )
    for aim in ("analyse visits and their origin", "personalise content and ads", "improve your experience"):
        assert aim in told
    assert "Withdraw at the foot of any page." in told
    assert len(told.replace(" · ", " ").split()) <= 45
    actions = banner.locator(".consent-actions > button")
    assert actions.all_inner_texts()[:2] == ["Accept All", "Deny All"]
    assert [one.strip() for one in banner.get_by_role("button").all_inner_texts()] == [
        "Close and use only technical cookies",
        "Accept All",
        "Deny All",
        "Modify preferences",
    ]
    assert banner.get_by_role("button", name="Close and use only technical cookies").is_visible()
    assert [link.get_attribute("href") for link in banner.get_by_role("link").all()] == [
        visitor.base + "cookie-policy.html",
        visitor.base + "privacy-policy.html",
    ]


@pytest.mark.law("A4")
def test_accept_and_deny_look_alike(visitor: Visitor) -> None:
    look = """(button) => {
      const style = getComputedStyle(button);
      const names = ['width', 'height', 'fontSize', 'fontWeight', 'fontFamily', 'padding', 'border',
        'borderRadius', 'background', 'color', 'boxShadow', 'opacity', 'textDecoration', 'textTransform'];
      const pixels = (text) => text.replace(/[\\d.]+px/, (size) => Math.round(parseFloat(size)) + 'px');
      return names.map((name) => pixels(style[name]));
    }"""
    page = visitor.visit().page
    first = [page.eval_on_selector(f"#consent-banner [data-consent-action={one}]", look) for one in BOTH]
    page.evaluate("void consent.preferences()")  # so that the pointer is over none of them
    page.wait_for_selector("#consent-preferences[open]")
    second = [
        page.eval_on_selector(f"#consent-preferences [data-consent-action={one}]", look)
        for one in (*BOTH, "accept-selected")
    ]

    assert first[0] == first[1]
    assert second[0] == second[1] == second[2]


BOTH = ("accept-all", "deny-all")


@pytest.mark.law("A3", "A4")
def test_the_x_stands_in_the_upper_corner_and_is_large_enough(visitor: Visitor) -> None:
    page = visitor.visit().page
    banner = page.locator("#consent-banner").bounding_box()
    close = page.locator("#consent-banner .consent-close").bounding_box()

    assert banner
    assert close
    assert banner["x"] + banner["width"] - close["x"] - close["width"] <= 16
    assert close["y"] - banner["y"] <= 16
    assert min(close["width"], close["height"]) >= 44
    assert page.locator("#consent-banner > .consent-head > button.consent-close").count() == 1
    visitor.press("dismiss")
    assert page.url == visitor.base


@pytest.mark.law("A8")
def test_nothing_is_on_when_the_preferences_open_first(visitor: Visitor) -> None:
    page = visitor.visit().press("preferences").page

    assert page.locator("#consent-preferences input").count() == 13
    assert page.locator("#consent-preferences input:checked").count() == 0
    technical = page.locator("#consent-preferences .consent-purpose:not(:has(input))")
    assert technical.locator(".consent-name").inner_text().split() == ["Technical", "cookies", "Always", "on"]


def test_the_preferences_stand_in_the_policy_page(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").page
    page.wait_for_selector(".consent-section")
    place = page.locator("[data-consent-embed=preferences]")

    assert place.locator("input[name=service]").count() == 10
    assert "No choice saved yet" in place.inner_text()
