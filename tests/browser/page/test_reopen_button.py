"""A button in a corner of every page opens the preferences, where the declaration asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import combined
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

BUTTON = ".consent-reopen button"


@pytest.fixture(scope="session")
def with_button(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site with the button."""
    return rebuilt('position = "bottom"', 'position = "bottom"\nreopen = "bottom-left"')


def edges(button: Locator) -> tuple[float, float]:
    """How far the *button* is from the left and from the bottom of its window."""
    left, below = button.evaluate(
        """(one) => {
          const { left, bottom } = one.getBoundingClientRect();
          return [left, innerHeight - bottom];
        }"""
    )
    return left, below


@pytest.mark.thorough
def test_a_site_that_does_not_ask_for_it_has_none(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(f"{looks.LIST} tbody")

    assert not page.locator(BUTTON).count()


@combined(language=["en", "ar"], width=[320, 1280])
def test_it_stands_in_its_corner_on_every_page_and_tells_name_and_state(
    new_visitor: Callable[..., Visitor], with_button: str, language: str, width: int
) -> None:
    visitor = new_visitor(with_button, viewport={"width": width, "height": 664})
    looks.speak(visitor, language).visit("privacy-policy.html").press("deny-all").settled("denied")
    page = visitor.visit("privacy-policy.html").page
    button = page.locator(BUTTON)
    button.wait_for()

    left, below = edges(button)
    assert 0 < left < 40
    assert 0 < below < 40
    assert page.locator(".consent-reopen").get_attribute("lang") == language
    assert button.get_attribute("aria-label")
    page.wait_for_function(
        """(saved) => document.getElementById('consent-reopen-state').textContent.includes(saved)""",
        arg="2026" if language == "en" else "",
    )


def test_it_opens_the_preferences_and_has_the_focus_again_after_them(
    new_visitor: Callable[..., Visitor], with_button: str
) -> None:
    visitor = new_visitor(with_button)
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.press(BUTTON, "Enter")
    page.wait_for_selector(f"{looks.DIALOG}[open]")
    assert page.locator(BUTTON).is_hidden()
    page.keyboard.press("Escape")
    page.locator(BUTTON).wait_for()

    assert page.evaluate("document.activeElement.matches('.consent-reopen button')")


@pytest.mark.thorough
@pytest.mark.needs("other media")
def test_the_banner_and_paper_are_without_it(new_visitor: Callable[..., Visitor], with_button: str) -> None:
    visitor = new_visitor(with_button)
    page = visitor.visit("privacy-policy.html").page
    page.wait_for_selector(BUTTON, state="attached")
    assert page.locator(BUTTON).is_hidden()
    visitor.press("deny-all").settled("denied")
    page.locator(BUTTON).wait_for()
    page.emulate_media(media="print")

    assert page.locator(BUTTON).is_hidden()


@pytest.mark.thorough
def test_it_moves_above_what_the_page_has_fixed_there(
    new_visitor: Callable[..., Visitor], with_button: str
) -> None:
    visitor = new_visitor(with_button, viewport={"width": 390, "height": 664})
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.locator(BUTTON).wait_for()
    page.evaluate(
        """() => document.body.insertAdjacentHTML('beforeend',
          '<div id=bar style="position: fixed; inset: auto 0 0; height: 64px">Basket</div>')"""
    )
    page.wait_for_function(
        f"document.querySelector('{BUTTON}').getBoundingClientRect().bottom <= innerHeight - 64"
    )
    page.evaluate("document.getElementById('bar').remove(); dispatchEvent(new Event('resize'))")
    page.wait_for_function(
        f"document.querySelector('{BUTTON}').getBoundingClientRect().bottom > innerHeight - 40"
    )


@pytest.mark.thorough
def test_what_fills_the_window_does_not_move_it(
    new_visitor: Callable[..., Visitor], with_button: str
) -> None:
    visitor = new_visitor(with_button)
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.evaluate(
        """() => document.body.insertAdjacentHTML('beforeend',
          '<div style="position: fixed; inset: 0"></div>')"""
    )
    page.locator(BUTTON).wait_for()
    page.clock.install()
    page.evaluate("dispatchEvent(new Event('resize'))")
    page.clock.run_for(1000)

    assert edges(page.locator(BUTTON))[1] < 40


@pytest.mark.thorough
def test_another_language_is_spoken_by_it_too(new_visitor: Callable[..., Visitor], with_button: str) -> None:
    visitor = new_visitor(with_button)
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.locator(BUTTON).wait_for()
    page.select_option(f"{looks.SECTION} select", "de")
    page.wait_for_selector(".consent-reopen[lang=de]")

    assert page.locator(BUTTON).count() == 1
