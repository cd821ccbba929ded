"""Every link of the demo leads somewhere, and the menu is the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

import pytest

from tests.browser.accessibility.test_barriers import barriers
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.accessibility.test_barriers import Screens
    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

MENU = ["Gear", "Tasca", "Community", "Stage", "Basket", "Account"]
OWNER = {"Authorization": "Basic b3duZXI6b3duZXI="}
# What markup names, without a script that has changed it.
FOUND = """(text) => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  return {
    links: [...page.querySelectorAll('a[href], link[href], script[src], img[src], form[action]')]
      .map((one) => one.getAttribute('href') || one.getAttribute('src') || one.getAttribute('action')),
    ids: [...page.querySelectorAll('[id]')].map((one) => one.id),
    menu: [...page.querySelectorAll('header nav a')].map((one) => one.firstChild.textContent.trim()),
  };
}"""


class Site:
    """All pages that can be reached from the home page, each read once."""

    def __init__(self, visitor: Visitor) -> None:
        self.request = visitor.context.request
        self.page: Page = visitor.visit("empty.html").page
        self.base = visitor.base
        self.read: dict[str, dict[str, Any]] = {}
        self.broken: list[str] = []

    def look(self, address: str, source: str) -> dict[str, Any]:
        """Read what is at *address*, to which *source* leads."""
        response = self.request.get(address, headers=OWNER)
        is_page = "html" in response.headers.get("content-type", "")
        if not response.ok:
            self.broken.append(f"{source} leads to {address}, which answers {response.status}")
        return dict(self.page.evaluate(FOUND, response.text() if is_page else ""))

    def follow(self, address: str, source: str) -> dict[str, Any]:
        """Read what is at *address*, and all that it leads to."""
        if address not in self.read:
            self.read[address] = self.look(address, source)
            for link in self.read[address]["links"]:
                whole, fragment = urldefrag(urljoin(address, link))
                if not whole.startswith(self.base) or "/order/complete" in whole or "/account/" in whole:
                    continue  # elsewhere, or a form that is sent and not followed
                there = self.follow(whole, address)
                if fragment and fragment not in there["ids"]:
                    self.broken.append(f"{address} leads to {link}, which has no such place")
        return self.read[address]


@pytest.mark.thorough
def test_every_link_leads_to_a_page_and_to_a_place_on_it(visitor: Visitor) -> None:
    site = Site(visitor)
    site.follow(visitor.base + "index.html", "the visitor")

    assert site.broken == []
    assert len([one for one in site.read.values() if one["links"]]) >= 8


@pytest.mark.thorough
def test_the_menu_is_the_same_on_every_page_and_community_is_where_it_says(visitor: Visitor) -> None:
    site = Site(visitor)
    for path in (
        "index.html",
        "product.html",
        "stage.html",
        "cookie-policy.html",
        "account",
        "basket",
        "owner",
    ):
        assert site.look(visitor.base + path, "the visitor")["menu"] == MENU, path
    page = visitor.visit("account").press("deny-all").settled("denied").page
    page.click("header >> text=Community")
    page.wait_for_url("**/index.html#community")

    assert page.evaluate("document.querySelector(':target').matches('#community')")
    page.wait_for_function("Math.abs(document.querySelector('#community').getBoundingClientRect().top) < 200")


@pytest.mark.needs("other media")
@pytest.mark.thorough
def test_the_link_past_the_menu_can_be_read_once_the_keyboard_is_there(visitor: Visitor) -> None:
    page = visitor.without_python().visit().press("deny-all").page
    page.focus(".skip")

    screens: Screens = ((320, "light"), (1280, "dark"))
    assert barriers(page, screens, ".skip", judged=frozenset({"color-contrast"})) == []
