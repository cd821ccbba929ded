"""The preferences: what is asked is in sight at once, by group, and each group opens to its services."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from banner import resources
from banner.config import locales
from tests.matrix import examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = ONE_RUNTIME

PHONE, DESK = {"width": 390, "height": 664}, {"width": 1280, "height": 800}
# Switches that are whole and not covered, and the first text that there is to read.
FIRST_SIGHT = """(layer) => {
  const root = document.querySelector(layer);
  const whole = (box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    const middle = (left + right) / 2;
    return [top + 1, bottom - 1].every((y) => document.elementFromPoint(middle, y) === box);
  };
  const boxes = [...root.querySelectorAll('input')].filter((box) => box.checkVisibility() && whole(box));
  return [boxes.length, root.querySelector('.consent-text').firstElementChild.className];
}"""


def opened(visitor: Visitor, language: str = "en") -> Page:
    """Return the page with the preferences over it, as a link at its foot opens them."""
    page = looks.speak(visitor, language).without_python().visit("product.html").page
    page.wait_for_selector(f"{looks.BANNER}[lang={language}]")
    page.evaluate("void consent.preferences()")
    page.wait_for_selector(f"{looks.DIALOG}[open]")
    return page


def test_on_a_phone_the_state_comes_first_and_two_switches_are_in_sight(
    new_visitor: Callable[..., Visitor],
) -> None:
    page = opened(new_visitor(viewport=PHONE, reduced_motion="reduce"))
    for language, (width, height) in itertools.product(looks.LANGUAGES, ((390, 664), (360, 640))):
        page.select_option(f"{looks.DIALOG} select", language)
        page.wait_for_selector(f"{looks.DIALOG}[lang={language}]")
        page.set_viewport_size({"width": width, "height": height})
        switches, first = page.evaluate(FIRST_SIGHT, looks.DIALOG)

        assert switches >= 2, (language, width, height)
        assert first == "consent-note"


@examples("language", looks.LANGUAGES, run=["en", "ar"])
@pytest.mark.thorough
def test_each_group_tells_in_words_how_many_services_it_has(
    new_visitor: Callable[..., Visitor], language: str
) -> None:
    page = opened(new_visitor(), language)
    said = page.locator(f"{looks.DIALOG} summary").all_inner_texts()
    sizes = page.locator(f"{looks.DIALOG} .consent-purpose").evaluate_all(
        "(groups) => groups.map((group) => group.querySelectorAll('li').length)"
    )

    assert said == [locales.counted(size, "service", resources.locale(language)) for size in sizes]
    assert min(sizes) == 1


def folded(page: Page) -> list[bool]:
    """Whether each group is folded, and none of its services in sight."""
    found: list[bool] = page.locator(f"{looks.DIALOG} details").evaluate_all(
        "(all) => all.map((one) => !one.open && !one.querySelector('li').checkVisibility())"
    )
    return found


@pytest.mark.thorough
# Narrow, or low; and the smallest window that is neither.
@examples(
    ("size", "fold"),
    [
        (PHONE, True),
        pytest.param({"width": 667, "height": 375}, True, id="low"),
        pytest.param({"width": 800, "height": 600}, False, id="room enough"),
        (DESK, False),
    ],
    run=["low", "room enough"],
)
def test_the_groups_are_folded_where_there_is_no_room_for_them(
    new_visitor: Callable[..., Visitor], size: dict[str, int], fold: bool
) -> None:
    assert folded(opened(new_visitor(viewport=size))) == [fold] * 4


def test_the_keyboard_opens_a_group_and_sets_a_service_in_it(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(viewport=PHONE)
    page = opened(visitor)
    page.focus(f"{looks.DIALOG} input[value=marketing]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert page.locator(f"{looks.DIALOG} input[value=facebook-pixel]").is_checked()
    assert folded(page) == [True, False, True, True]


@pytest.mark.thorough
def test_a_group_is_switched_while_it_is_folded_and_stays_as_it_is(
    new_visitor: Callable[..., Visitor],
) -> None:
    page = opened(new_visitor(viewport=PHONE))
    page.check(f"{looks.DIALOG} input[value=marketing]")

    assert page.locator(f"{looks.DIALOG} input[name=service]:checked").count() == 3
    assert folded(page) == [True] * 4


@pytest.mark.thorough
def test_another_language_and_another_visit_to_the_dialog_leave_groups_and_switches(
    new_visitor: Callable[..., Visitor],
) -> None:
    page = opened(new_visitor(viewport=PHONE))
    page.locator(f"{looks.DIALOG} summary").nth(1).click()
    page.check(f"{looks.DIALOG} input[value=google]")
    page.select_option(f"{looks.DIALOG} select", "fr")
    page.wait_for_selector(f"{looks.DIALOG}[lang=fr]")
    page.keyboard.press("Escape")
    page.evaluate("void consent.preferences()")
    page.wait_for_selector(f"{looks.DIALOG}[open]")

    assert folded(page) == [True, False, True, True]
    assert page.locator(f"{looks.DIALOG} input[value=google]").is_checked()


@pytest.mark.thorough
def test_what_is_searched_in_the_page_opens_its_group(new_visitor: Callable[..., Visitor]) -> None:
    page = opened(new_visitor(viewport=PHONE))
    # As a link with a text fragment and a search by the browser do it.
    page.evaluate(
        """(root) => {
          document.querySelector(root + ' input[value=google]').id = 'there';
          location.hash = 'there';
        }""",
        looks.DIALOG,
    )

    page.wait_for_selector(f"{looks.DIALOG} input[value=google]")
    assert folded(page)[1] is False


@pytest.mark.thorough
def test_a_policy_opens_beside_the_page_and_the_switches_stay(visitor: Visitor) -> None:
    page = opened(visitor)
    page.check(f"{looks.DIALOG} input[value=google]")
    link = page.locator(f"{looks.DIALOG} li:has([value=links-conversion]) a")
    assert link.get_attribute("rel") == "noopener"
    assert page.locator(f"{looks.DIALOG} li a:not([target=_blank])").count() == 0
    # The name says where it opens, and begins with the words that are in sight (WCAG 2.5.3).
    words = link.inner_text()
    assert link.get_attribute("aria-label") == f"{words} (opens in a new tab)"
    # The last to hear of the click keeps the tab from opening.
    page.evaluate("""addEventListener('click', (event) => {
      window.opens = !event.defaultPrevented;
      event.preventDefault();
    })""")
    link.click()

    assert page.evaluate("opens")
    assert page.locator(looks.DIALOG).is_visible()
    assert page.locator(f"{looks.DIALOG} input[value=google]").is_checked()


def test_both_layers_have_their_buttons_in_one_order(visitor: Visitor) -> None:
    page = opened(visitor)
    orders = [
        page.locator(f"{layer} .consent-actions button").evaluate_all(
            "(all) => all.map((one) => one.dataset.consentAction)"
        )
        for layer in (looks.BANNER, looks.DIALOG, looks.SECTION)
        if page.locator(layer).count()
    ]

    assert [order[:2] for order in orders] == [["accept-all", "deny-all"]] * 2
    assert [order[2:] for order in orders] == [["preferences"], ["accept-selected"]]


@pytest.mark.thorough
@examples("width", [320, 430, 600], run=[430])
def test_in_a_narrow_window_the_buttons_fill_their_rows(
    new_visitor: Callable[..., Visitor], width: int
) -> None:
    page = opened(new_visitor(viewport={"width": width, "height": 664}), "ar")
    accept, deny, selected = (
        page.locator(f"{looks.DIALOG} [data-consent-action={action}]").bounding_box()
        for action in ("accept-all", "deny-all", "accept-selected")
    )

    assert accept
    assert deny
    assert selected
    assert deny["x"] == pytest.approx(selected["x"], abs=1)
    assert accept["x"] + accept["width"] == pytest.approx(selected["x"] + selected["width"], abs=1)


FRAME = "({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth]"


def test_the_focus_is_seen_and_is_thin_around_the_text_that_has_it_first(visitor: Visitor) -> None:
    page = opened(visitor)
    page.keyboard.press("Shift")  # so that a focus is one that is shown
    outline = f"({FRAME})(getComputedStyle(document.activeElement))"
    assert page.evaluate("document.activeElement.className") == "consent-text"
    assert page.evaluate(outline) == ["solid", "1px"]
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches(':is(input, button, a, summary, select)')"):
            assert page.evaluate(outline) == ["solid", "3px"]


@pytest.mark.needs("forced colours")
def test_in_forced_colours_the_cards_keep_their_boxes(new_visitor: Callable[..., Visitor]) -> None:
    page = opened(new_visitor(forced_colors="active"))
    borders = page.locator(f"{looks.DIALOG} .consent-purpose").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).border.slice(0, 9))"
    )

    assert borders == ["1px solid"] * 4


def test_a_switch_of_which_some_are_on_lies_between_off_and_on(visitor: Visitor) -> None:
    page = opened(visitor)
    knob = """(box) => {
      const { marginInlineStart, width } = getComputedStyle(box, '::before');
      return parseFloat(marginInlineStart) / (box.clientWidth - parseFloat(width) - 4);
    }"""
    group = page.locator(f"{looks.DIALOG} input[value=marketing]")
    places = [group.evaluate(knob)]
    page.check(f"{looks.DIALOG} input[value=google]")
    places.append(group.evaluate(knob))
    group.check()
    places.append(group.evaluate(knob))

    assert places == pytest.approx([0, 0.5, 1], abs=0.01)
