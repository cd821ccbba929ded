"""Pages that make everything dead for a while, or write their document anew: what is seen can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage, blocked
from tests.support.runtimes import ONE_RUNTIME
from tests.support.strict import SCRIPT, reaches, strict_page

if TYPE_CHECKING:
    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

BANNER = "#consent-banner"
LINK = "<button data-consent-open>Preferences</button>"
# As pages do with the answer to a form that they have sent themselves.
WRITE = "(text) => { document.open(); document.write(text); document.close(); }"
TEXT = "<!doctype html><html lang=en><head>{}</head><body><h1>Thank you</h1>{}"


@examples("tag", ["", SCRIPT], run=[""])
def test_a_document_that_is_written_anew_is_asked_in_and_opens_the_preferences(
    visitor: Visitor, tag: str
) -> None:
    page = strict_page(visitor).page
    page.evaluate(WRITE, TEXT.format(tag, LINK))
    page.get_by_role("heading", name="Thank you").wait_for()
    reaches(visitor.press("accept-all"), "granted")

    page.get_by_role("button", name="Preferences").click()
    visitor.sees_preferences()
    assert page.locator("consent-ui").count() == 1


@pytest.mark.thorough
def test_what_waits_in_a_document_that_is_written_anew_runs_as_the_pages_own_does(visitor: Visitor) -> None:
    stage = BlockedPage(visitor).open(blocked("ran.push('first')")).allow().saw("first")
    again = "<script>ran.push('own')</script>" + blocked("ran.push('first')")
    stage.page.evaluate(WRITE, TEXT.format("", again))

    stage.page.wait_for_function("ran.length === 3")
    assert stage.ran() == ["first", "own", "first"]


@examples("of", ["html", "body"], run=["html"])
def test_where_the_page_is_dead_nothing_asks_until_it_lives(visitor: Visitor, of: str) -> None:
    page = strict_page(visitor).page
    page.locator(BANNER).wait_for()
    page.evaluate(f"document.querySelector('{of}').inert = true")
    # Behind the body, where it stands in the end, a body that is dead says nothing of it.
    if of == "html":
        page.locator(BANNER).wait_for(state="hidden")
        page.keyboard.press("Escape")
        page.evaluate("document.documentElement.inert = false")

    page.locator(BANNER).wait_for()
    reaches(visitor.press("accept-all"), "granted")
