"""It can be read, reached and used by everybody, at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import combined
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# What flows with a text has no width of its own.
FITS = "(node) => getComputedStyle(node).display === 'inline' || node.scrollWidth <= node.clientWidth + 1"
STATES = ("banner", "preferences", "section")


def show(visitor: Visitor, state: str) -> None:
    """Bring one of our views to the screen, without Python."""
    visitor.without_python().visit("cookie-policy.html")
    if state == "preferences":
        visitor.press("preferences")
    if state == "section":
        visitor.page.evaluate("document.querySelector('#consent-banner').hidden = true")
        visitor.page.locator(".consent-section").scroll_into_view_if_needed()


@pytest.mark.law("D3", "D4")
@combined(state=STATES, screen=[(256, "ltr"), (640, "rtl"), (256, "rtl"), (640, "ltr")])
def test_at_320_pixels_nothing_is_cut_off_or_out_of_reach(
    new_visitor: Callable[..., Visitor], state: str, screen: tuple[int, str]
) -> None:
    height, direction = screen
    visitor = new_visitor(viewport={"width": 320, "height": height})
    show(visitor, state)
    page = visitor.page
    page.evaluate("(direction) => { document.dir = direction; }", direction)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    root = {"banner": "#consent-banner", "preferences": "#consent-preferences", "section": ".consent-section"}
    assert page.eval_on_selector(root[state], "(node) => node.scrollWidth <= node.clientWidth + 2")
    looks.unfold(page, root[state])
    for button in page.locator(f"{root[state]} :is(button, input, summary)").all():
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height + 1  # part of a pixel
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate(
            f"([x, y]) => !!document.elementFromPoint(x, y)?.closest('{root[state]}')", middle
        )


@pytest.mark.thorough
def test_long_words_break_and_no_button_is_wider_than_another(
    new_visitor: Callable[..., Visitor], german_address: str
) -> None:
    for width in (320, 560, 900):
        visitor = new_visitor(german_address, viewport={"width": width, "height": 700}).without_python()
        page = visitor.visit().page
        for root in ("#consent-banner", "#consent-preferences"):
            assert page.eval_on_selector(root, "(node) => node.scrollWidth <= node.clientWidth")
            for text in page.locator(f"{root} :is(span, h2)").all():
                assert text.evaluate(FITS), text.inner_text()
            widths = {
                round(page.locator(f"{root} [data-consent-action={one}]").bounding_box()["width"])
                for one in ("accept-all", "deny-all")
            }
            assert len(widths) == 1
            if root == "#consent-banner":
                visitor.press("preferences")


@pytest.mark.law("D2")
@pytest.mark.smoke("thorough")
def test_the_first_tab_lands_in_the_banner(visitor: Visitor) -> None:
    page = visitor.visit().page
    page.keyboard.press("Tab")

    assert page.evaluate("!!document.activeElement.closest('#consent-banner')")


@pytest.mark.thorough
@pytest.mark.law("D1")
def test_what_the_keyboard_reaches_is_not_hidden_behind_the_banner(
    new_visitor: Callable[..., Visitor],
) -> None:
    page = new_visitor(reduced_motion="reduce").visit().page
    # By then the end of the page can be scrolled clear of the banner.
    page.wait_for_selector("html > consent-ui", state="attached")
    page.evaluate("document.querySelector('main').tabIndex = -1")
    page.focus("main")
    covered = """() => {
      const node = document.activeElement, box = node.getBoundingClientRect();
      const points = [[1, 1], [box.width - 1, box.height - 1], [box.width / 2, box.height / 2]];
      return points.every(([x, y]) =>
        document.elementFromPoint(box.x + x, box.y + y)?.closest('#consent-banner'));
    }"""
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        ours = page.evaluate("!!document.activeElement.closest('#consent-banner')")
        assert ours or not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML")


@pytest.mark.needs("other media")
def test_the_banner_is_not_printed(visitor: Visitor) -> None:
    page = visitor.visit().page
    page.emulate_media(media="print")

    assert not visitor.asked()
