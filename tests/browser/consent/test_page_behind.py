"""While the preferences are open the page behind them rests, and afterwards it is as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.matrix import examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

OUTSIDE = (4, 300)
STYLES = """[document.documentElement, document.body].map((one) => {
  const { overflowX, overflowY, scrollbarGutter, position } = getComputedStyle(one);
  return [overflowX, overflowY, scrollbarGutter, position, one.getAttribute('style'), one.className].join();
})"""
# Where everything in the page is.
PLACES = """[...document.body.querySelectorAll(':not(consent-ui, consent-ui *)')].map((one) => {
  const { x, y, width } = one.getBoundingClientRect();
  return [x, y, width].join();
})"""
# How pages have themselves scrolled.
PAGES = {
    "plain": "",
    "never sideways": "body { overflow-x: hidden }",
    "with a bar": "html { overflow-y: scroll }",
    "never sideways at the root": "html { overflow-x: hidden } body { position: relative }",
    "with a header that sticks": "header { position: sticky; top: 0 } body { overflow-x: hidden }",
}


def scrolled(visitor: Visitor, css: str) -> Visitor:
    """A long page, which is scrolled half way down."""
    page = visitor.visit("product.html").press("deny-all").settled("denied").page
    page.add_style_tag(content=css + " main { min-height: 3000px }")
    page.evaluate("scrollTo({ top: 700, behavior: 'instant' })")
    page.wait_for_function("scrollY === 700")
    return visitor


def show(visitor: Visitor) -> Visitor:
    """Open the preferences."""
    visitor.page.evaluate("void consent.preferences()")
    return visitor.sees_preferences()


def reads_on(visitor: Visitor) -> None:
    """Turn the wheel over the text, which scrolls: by then what came before has done all that it does."""
    page = visitor.page
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 60)
    page.wait_for_function(f"document.querySelector('{looks.DIALOG} .consent-text').scrollTop > 0")


@examples(
    "css",
    [pytest.param(css, id=name) for name, css in PAGES.items()],
    run=["with a bar", "with a header that sticks", "never sideways at the root"],
)
def test_neither_wheel_nor_keys_scroll_the_page_and_nothing_in_it_moves(
    new_visitor: Callable[..., Visitor], css: str
) -> None:
    visitor = scrolled(new_visitor(reduced_motion="reduce"), css)
    page = visitor.page
    before, places = page.evaluate(STYLES), page.evaluate(PLACES)
    show(visitor)
    page.mouse.move(*OUTSIDE)
    page.mouse.wheel(0, 400)
    for focus in ("the text", "a button", "nothing"):
        if focus == "a button":
            page.focus(f"{looks.DIALOG} [data-consent-action=deny-all]")
        if focus == "nothing":
            page.mouse.click(*OUTSIDE)
        for key in ("PageDown", "End", "ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
    page.keyboard.press("Space")
    page.evaluate(f"document.querySelector('{looks.DIALOG} .consent-text').scrollTo(0, 0)")
    reads_on(visitor)

    assert page.evaluate("scrollY") == 700
    assert page.evaluate(PLACES) == places
    page.keyboard.press("Escape")
    assert page.evaluate(STYLES) == before
    page.mouse.wheel(0, 100)
    page.wait_for_function("scrollY > 700")


@pytest.mark.thorough
def test_the_end_of_the_text_does_not_scroll_the_page(visitor: Visitor) -> None:
    page = show(scrolled(visitor, "")).page
    text = f"document.querySelector('{looks.DIALOG} .consent-text')"
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 5000)
    page.wait_for_function(f"{text}.scrollTop + {text}.clientHeight > {text}.scrollHeight - 2")
    page.mouse.wheel(0, 500)
    page.evaluate(f"{text}.scrollTo(0, 0)")
    reads_on(visitor)

    assert page.evaluate("scrollY") == 700


@pytest.mark.thorough
@pytest.mark.needs("a finger")
def test_a_finger_beside_the_text_does_not_scroll_the_page(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(viewport={"width": 390, "height": 500}, has_touch=True, reduced_motion="reduce")
    page = show(scrolled(visitor, "")).page
    finger = visitor.context.new_cdp_session(page)

    def swipe(x: int, y: int) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for up in (10, 30, 60):
            point = {"x": x, "y": y - up}
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(2, 400)
    swipe(100, 40)
    swipe(195, 250)
    page.wait_for_function(f"document.querySelector('{looks.DIALOG} .consent-text').scrollTop > 0")

    assert page.evaluate("scrollY") == 700


@pytest.mark.thorough
def test_keys_do_what_they_do_in_the_dialog(visitor: Visitor) -> None:
    page = show(scrolled(visitor, "")).page
    page.focus(f"{looks.DIALOG} input[value=google]")
    page.keyboard.press("Space")
    assert page.locator(f"{looks.DIALOG} input[value=google]").is_checked()
    page.focus(f"{looks.DIALOG} select")
    page.keyboard.press("End")
    page.wait_for_selector(f"{looks.DIALOG}[lang=it]")
    page.focus(f"{looks.DIALOG} [data-consent-action=accept-selected]")
    page.keyboard.press("Space")

    visitor.settled("partial")


@pytest.mark.parametrize("close", ["Escape", "the X"])
def test_the_banner_is_out_of_sight_behind_the_dialog_and_comes_back(visitor: Visitor, close: str) -> None:
    page = visitor.visit().press("preferences").page
    banner = page.locator(looks.BANNER)
    assert banner.evaluate("(one) => getComputedStyle(one).opacity") == "0"
    if close == "the X":
        page.click(f"{looks.DIALOG} .consent-close")
        visitor.settled("denied")
        assert not visitor.asked()
    else:
        page.keyboard.press("Escape")
        assert visitor.asked()
        assert banner.evaluate("(one) => getComputedStyle(one).opacity") == "1"
        assert page.evaluate("document.activeElement.dataset.consentAction") == "preferences"


def test_a_click_beside_the_dialog_loses_nothing(visitor: Visitor) -> None:
    page = visitor.visit().press("preferences").page
    page.check(f"{looks.DIALOG} input[value=youtube]")
    page.mouse.click(*OUTSIDE)
    page.mouse.dblclick(*OUTSIDE)

    assert page.locator(looks.DIALOG).is_visible()
    assert page.locator(f"{looks.DIALOG} input[name=service]:checked").count() == 1
    assert visitor.state() == "undecided"


@pytest.mark.thorough
def test_the_dialog_rises_and_goes_within_a_fifth_of_a_second(new_visitor: Callable[..., Visitor]) -> None:
    page = new_visitor(reduced_motion="no-preference").visit().press("preferences").page
    durations = page.locator(looks.DIALOG).evaluate("(one) => getComputedStyle(one).transitionDuration")
    assert durations == "0.2s"
    page.keyboard.press("Escape")
    # What it was over can be used at once.
    page.mouse.move(640, 400)
    assert page.evaluate(f"!document.elementFromPoint(640, 400).closest('{looks.DIALOG}')")

    page.wait_for_selector(looks.DIALOG, state="hidden")
