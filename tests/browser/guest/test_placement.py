"""Where a page may have our tag: services open as soon as it runs, all else once the page is read."""

from __future__ import annotations

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage, blocked
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import GOOGLE, Visitor

pytestmark = [ONE_RUNTIME, pytest.mark.needs("pages that still load")]

TAG = '<script src="/consent/consent.js"%s></script>'
# What stands in the head, and in the body before the script that holds the rest up.
PLACES = {
    "head": (TAG % "", ""),
    "async": (TAG % " async", ""),
    "body": ("", TAG % ""),
}
PAGE = """<!doctype html>
<html lang="en"><title>Placed</title><script>var ran = [];</script>%s
<body>%s<script src="/slow.js"></script>
%s<div data-consent-embed="preferences"></div></body></html>"""


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor of a page whose second half takes its time."""
    return BlockedPage(visitor).hold("slow.js")


def place(stage: BlockedPage, where: str) -> None:
    """Go to the page with the tag *where*, without waiting for anything."""
    head, body = PLACES[where]
    text = PAGE % (head, blocked("ran.push('before')") + body, blocked("ran.push('behind')"))
    address = stage.visitor.base + "placed.html"
    stage.visitor.context.route(address, lambda route: route.fulfill(body=text, content_type="text/html"))
    stage.page.evaluate("(address) => { location.href = address; }", address)


@examples("where", PLACES, run=["async", "body"])
def test_on_a_return_visit_services_open_at_once_and_what_is_blocked_once_the_page_is_read(
    stage: BlockedPage, where: str
) -> None:
    stage.visitor.visit().press("accept-all").settled("granted").afresh()
    place(stage, where)
    stage.visitor.sees(GOOGLE)
    stage.page.wait_for_function("document.scripts.length > 3")
    assert stage.page.evaluate("document.readyState") == "loading"
    assert stage.ran() == []

    stage.answer("slow.js", "ran.push('of the page');").saw("behind")
    assert stage.ran() == ["of the page", "before", "behind"]
    stage.page.locator("[data-consent-embed] input[name=service]").first.wait_for(state="attached")
    assert stage.page.evaluate("document.documentElement.dataset.consent") == "granted"


def test_in_the_body_the_banner_does_not_wait_for_the_rest_of_the_page(stage: BlockedPage) -> None:
    place(stage, "body")
    stage.page.locator("#consent-banner").wait_for()
    assert stage.page.evaluate("document.readyState") == "loading"
    assert stage.page.locator("[data-consent-embed] input").count() == 0

    stage.answer("slow.js", "")
    stage.page.locator("[data-consent-embed] input[name=service]").first.wait_for(state="attached")
    assert stage.visitor.asked()


# The page has one with defer already.
@pytest.mark.parametrize("tag", ["", TAG % ""], ids=["defer", "neither"])
def test_it_comes_before_the_pages_own_deferred_scripts(stage: BlockedPage, tag: str) -> None:
    stage.visitor.visit().press("accept-all").settled("granted")
    own = "ran.push([dataLayer.consent, consent.get().state, document.documentElement.dataset.consent]);"
    stage.file("own.js", own).open("", tag + '<script src="/own.js" defer></script>')

    assert stage.ran() == [[True, "granted", "granted"]]
