"""A declared theme in the page: light or dark as it says, every property open, both answers alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.support.visitor import Visitor

pytestmark = [ONE_RUNTIME, pytest.mark.needs("other media")]

THEME = """[theme]
scheme = "light"
ready = "ocean"
title-size = "2em"
card = "rgb(1 2 3)"
veil = "rgb(4 5 6)"

[theme.dark]
button = "rgb(7 8 9)"

[links]"""
# In what order light-dark() chooses is seen by a colour that the page does not set.
SHOWN = """(roots) => Object.fromEntries(roots.map((root) =>
  [root, getComputedStyle(document.querySelector(root)).colorScheme]))"""
BUTTON = f"{looks.BANNER} [data-consent-action=accept-all]"
EVERYWHERE = [looks.BANNER, looks.SECTION, looks.LIST]


@pytest.fixture(scope="module")
def themed(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site with a theme."""
    return rebuilt("[links]", THEME)


def style(page: Page, selector: str, name: str) -> str:
    """A computed value of what *selector* finds."""
    return str(page.eval_on_selector(selector, "(node, name) => getComputedStyle(node)[name]", name))


def opened(new_visitor: Callable[..., Visitor], themed: str) -> Page:
    """The cookie policy on a dark system, with the banner, the section and the list."""
    page = new_visitor(themed, color_scheme="dark").without_python().visit("cookie-policy.html").page
    for root in EVERYWHERE:
        page.wait_for_selector(root)
    return page


def test_a_scheme_holds_everywhere_and_a_switch_of_the_page_turns_it(
    new_visitor: Callable[..., Visitor], themed: str
) -> None:
    page = opened(new_visitor, themed)

    assert set(page.evaluate(SHOWN, EVERYWHERE).values()) == {"light only"}
    assert style(page, BUTTON, "backgroundColor") == "rgb(10, 95, 176)"

    page.add_style_tag(content="html.night { --consent-scheme: dark }")
    page.evaluate("document.documentElement.classList.add('night')")

    assert set(page.evaluate(SHOWN, EVERYWHERE).values()) == {"dark"}
    assert style(page, BUTTON, "backgroundColor") == "rgb(7, 8, 9)"


def test_what_is_declared_is_seen_and_a_page_can_set_each_property(
    new_visitor: Callable[..., Visitor], themed: str
) -> None:
    page = opened(new_visitor, themed)
    page.evaluate("void consent.preferences()")
    page.wait_for_selector(f"{looks.DIALOG}[open]")

    assert style(page, f"{looks.BANNER} h2", "fontSize") == "32px"
    assert style(page, f"{looks.DIALOG} .consent-purpose", "backgroundColor") == "rgb(1, 2, 3)"
    veil = f"getComputedStyle(document.querySelector('{looks.DIALOG}'), '::backdrop').backgroundColor"
    assert page.evaluate(veil) == "rgb(4, 5, 6)"
    assert style(page, looks.BANNER, "borderTopLeftRadius") == "20px"

    page.add_style_tag(content=":root { --consent-radius: 3px; --consent-quiet: rgb(1 1 1) }")

    assert style(page, looks.BANNER, "borderTopLeftRadius") == "3px"
    assert style(page, f"{looks.BANNER} [data-consent-action=preferences]", "color") == "rgb(1, 1, 1)"


def test_no_property_makes_one_answer_easier_than_the_other(
    new_visitor: Callable[..., Visitor], themed: str
) -> None:
    page = opened(new_visitor, themed)
    page.add_style_tag(
        content=":root { --consent-button: red; --consent-button-ink: blue; --consent-button-line: lime;"
        "--consent-button-radius: 9px; --consent-button-height: 60px; --consent-weight: 300 }"
    )
    looks_of = [
        page.eval_on_selector(
            f"{looks.BANNER} [data-consent-action={action}]",
            "(node, names) => names.map((name) => getComputedStyle(node)[name])",
            ["backgroundColor", "color", "borderColor", "borderRadius", "height", "fontWeight", "fontSize"],
        )
        for action in ("accept-all", "deny-all")
    ]

    assert looks_of[0] == looks_of[1]
    assert looks_of[0][:2] == ["rgb(255, 0, 0)", "rgb(0, 0, 255)"]
