"""After a decision a word says that it is saved, with the way back, and goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

WORD = ".consent-word"


@examples("language", looks.LANGUAGES, run=["ar"])
def test_it_says_what_is_saved_in_the_words_that_a_screen_reader_hears(
    new_visitor: Callable[..., Visitor], language: str
) -> None:
    visitor = looks.speak(new_visitor(viewport={"width": 320, "height": 568}), language)
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(WORD)
    box = page.locator(WORD).bounding_box()
    assert box

    assert page.locator(f"{WORD} [role=status]").is_visible()
    assert page.locator(f"{WORD} button").is_visible()
    assert box["height"] <= 110
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.locator(WORD).get_attribute("lang") == language


@pytest.mark.thorough
def test_it_leads_back_to_the_preferences(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").press("accept-all").settled("granted").page
    page.get_by_role("button", name="Change at any time").click()
    page.wait_for_selector(f"{looks.DIALOG}[open]")

    assert not page.locator(WORD).count()


def test_it_goes_by_itself_but_not_from_under_a_focus(visitor: Visitor) -> None:
    page = visitor.page
    page.clock.install()
    visitor.visit("privacy-policy.html").press("deny-all").settled("denied")
    page.wait_for_selector(WORD)
    page.focus(f"{WORD} button")
    page.clock.run_for(8_000)
    assert page.locator(WORD).is_visible()

    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(8_000)
    page.wait_for_selector(WORD, state="detached")


@pytest.mark.thorough
def test_what_stands_below_it_can_be_used(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(WORD)

    assert page.locator(f"{WORD} p").evaluate(
        """(line) => {
          const { x, y } = line.getBoundingClientRect();
          return !document.elementFromPoint(x + 1, y + 1)?.closest('consent-ui');
        }"""
    )


@pytest.mark.thorough
def test_a_later_page_does_not_say_it_again(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(WORD)
    visitor.visit("product.html")
    page.evaluate("consent.accept(['links-conversion'])")
    visitor.settled("partial")

    assert not page.locator(WORD).count()


@pytest.mark.thorough
def test_where_the_preferences_stand_in_the_page_their_line_says_it(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(f"{looks.SECTION} .consent-note:has-text('Saved: ')")

    assert not page.locator(WORD).count()


@pytest.mark.thorough
@pytest.mark.parametrize("what", ["more", "preferences"])
def test_without_its_look_or_its_words_it_stays_away(visitor: Visitor, what: str) -> None:
    visitor.context.route(f"**/consent/files/{what}.*.json", lambda route: route.fulfill(status=404))
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.wait_for_function("(localStorage['consent.plan'] || '').includes('ground')")

    assert not page.locator(WORD).count()
    visitor.errors.clear()
