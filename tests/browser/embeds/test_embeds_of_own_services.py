"""Outside content of a service of the owner's own, with the owner's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import small_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.visitor import Visitor

SERVICES = """
[[services]]
id = "our-tours"
name = "Our tours"
text = "Shows our shops in three dimensions."
purpose = "content"
vendor = "them"

[services.embed]
kind = "content"
pattern = '[a-z0-9-]{3,40}'
frame = "tour.html?of={id}"
play = "&walk=1"
link = "tours.html#{id}"

[[services]]
id = "guestbook"
name = "Guest book"
text = "Shows what guests write."
purpose = "content"
vendor = "them"

[services.embed]
kind = "content"
pattern = '[a-z]+'
link = "guests.html"
markup = '<p class="guests" title="{id}">Guests of {id}</p>'
show = "item.dataset.shown = item.dataset.embed;"
"""
PAGE = """<!DOCTYPE html><html lang="en"><title>Page</title><script src="consent/consent.js"></script>
<div data-service="our-tours" data-embed="main-hall" data-title="The main hall" data-picture="hall.svg"
  data-text="Tours learns that you are here." data-button="Walk in" style="height: 300px"></div>
<iframe data-service="our-tours" data-src="tour.html?of=cellar" width="400" height="300" title="The cellar"
  data-button="Go down"></iframe>
<div data-service="guestbook" data-embed="hall"></div>
"""
HALL = "[data-embed=main-hall]"


@pytest.fixture(scope="module")
def tours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where such a site is served."""
    pages = {
        "index.html": PAGE,
        "tour.html": "<!DOCTYPE html><title>Tour</title>",
        "hall.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    with small_site.served(tmp_path_factory.mktemp("tours"), ("content",), SERVICES, pages) as base:
        yield base


def has_placeholders(visitor: Visitor, count: int) -> None:
    """Wait until there are so many."""
    visitor.page.wait_for_function(
        "(count) => document.querySelectorAll('.consent-placeholder').length === count", arg=count
    )


@pytest.fixture
def guest(new_visitor: Callable[..., Visitor], tours: str) -> Visitor:
    """A visitor of that site."""
    visitor = new_visitor(tours).visit()
    has_placeholders(visitor, 3)
    return visitor


def test_the_placeholder_has_the_owners_words_and_picture(guest: Visitor) -> None:
    box = guest.page.locator(f"{HALL} .consent-placeholder")

    assert box.locator(".consent-title").text_content() == "The main hall"
    assert box.locator("p").first.text_content() == "Tours learns that you are here."
    assert box.get_by_role("button").text_content() == "Walk in"
    assert str(box.locator("img").get_attribute("src")).endswith("hall.svg")
    assert str(box.locator(".consent-link").get_attribute("href")).endswith("tours.html#main-hall")
    assert guest.page.evaluate("(css) => document.querySelector(css).offsetHeight", HALL) == 300
    assert not [one for one in guest.requests if "tour.html" in one]


def test_one_item_opens_with_a_click_and_the_others_stay_closed(guest: Visitor) -> None:
    guest.page.evaluate("document.querySelector('#consent-banner').hidden = true")
    guest.page.click(f"{HALL} button")

    guest.sees(f"{guest.base}tour.html?of=main-hall&walk=1")
    has_placeholders(guest, 2)


def test_a_frame_of_an_own_service_has_the_owners_words_too(guest: Visitor) -> None:
    guest.page.get_by_role("button", name="Go down").wait_for()


def test_markup_is_brought_to_life_by_the_owners_code(guest: Visitor) -> None:
    guest.page.evaluate("consent.accept('guestbook').then(() => {})")

    guest.page.wait_for_selector("[data-shown=hall] .guests:text-is('Guests of hall')")
    assert guest.page.get_attribute(".guests", "title") == "hall"


def test_all_of_a_service_opens_once_it_is_granted(guest: Visitor) -> None:
    guest.page.evaluate("consent.accept('our-tours').then(() => {})")

    guest.sees(f"{guest.base}tour.html?of=main-hall", f"{guest.base}tour.html?of=cellar")
    has_placeholders(guest, 1)
