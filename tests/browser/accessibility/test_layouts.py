"""Where the banner stands: each layout in its place, mirrored where lines begin on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

DESK, PHONE = (1280, 800), (390, 664)
# How far the banner is from the left, the right, the top and the bottom of the window.
GAPS = """() => {
  const { left, right, top, bottom } = document.querySelector('#consent-banner').getBoundingClientRect();
  return [left, innerWidth - right, top, innerHeight - bottom].map(Math.round);
}"""
# Whether it stands at the left, the right, the top and the bottom of a desk's window.
PLACES = {
    ("card", "bottom"): (False, False, False, True),
    ("card", "top"): (False, False, True, False),
    ("card", "bottom-left"): (True, False, False, True),
    ("card", "top-right"): (False, True, True, False),
    ("bar", "bottom"): (True, True, False, True),
    ("bar", "top"): (True, True, True, False),
    ("box", "bottom"): (False, False, False, False),
    ("box", "top"): (False, False, False, False),
}
NEAR = 20  # pixels: the margin that a card keeps


# Each layout and each place at least once.
EXAMPLES = [("card", "bottom-left"), ("card", "top-right"), ("bar", "top"), ("box", "bottom")]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(one, id=" ".join(one), marks=() if one in EXAMPLES else pytest.mark.thorough)
        for one in PLACES
    ],
)
def placed(request: pytest.FixtureRequest, rebuilt: Callable[[str, str], str]) -> tuple[str, str, str]:
    """The demo site in one layout at one place: its address, and both."""
    layout, position = request.param
    address = rebuilt('position = "bottom"', f'layout = "{layout}"\nposition = "{position}"')
    return address, layout, position


def opened(visitor: Visitor, language: str) -> Visitor:
    """The first page, in *language*."""
    looks.speak(visitor, language).visit().page.wait_for_selector(f"{looks.BANNER}[lang={language}]")
    return visitor


def test_each_layout_stands_in_its_place_and_mirrored_where_lines_begin_on_the_right(
    new_visitor: Callable[..., Visitor], placed: tuple[str, str, str]
) -> None:
    address, layout, position = placed
    left, right, top, bottom = PLACES[layout, position]
    visitor = new_visitor(address, reduced_motion="reduce").without_python()
    for language in ("en", "ar"):
        page = opened(visitor, language).page
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        sides = (left, right) if language == "en" else (right, left)
        gaps = page.evaluate(GAPS)

        assert [gap < NEAR for gap in gaps] == [*sides, top, bottom]
        if not (left or right):
            assert abs(gaps[0] - gaps[1]) <= 1
        if not (top or bottom):
            assert abs(gaps[2] - gaps[3]) <= 1

        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        gaps = page.evaluate(GAPS)
        at_top = position.startswith("top")

        assert [gap < NEAR for gap in gaps] == [True, True, at_top, not at_top]


@pytest.mark.thorough
@pytest.mark.parametrize("layout", ["bar", "box"])
def test_what_the_keyboard_reaches_is_clear_of_every_layout(
    new_visitor: Callable[..., Visitor], rebuilt: Callable[[str, str], str], layout: str
) -> None:
    address = rebuilt('position = "bottom"', f'layout = "{layout}"')
    page = new_visitor(address, reduced_motion="reduce").without_python().visit().page
    page.wait_for_selector("html > consent-ui", state="attached")
    page.evaluate("document.querySelector('main').tabIndex = -1")
    page.focus("main")
    covered = """() => {
      const frame = document.activeElement.getBoundingClientRect();
      const banner = document.querySelector('#consent-banner').getBoundingClientRect();
      return frame.top < banner.bottom && frame.bottom > banner.top
        && frame.left < banner.right && frame.right > banner.left;
    }"""
    reached = 0
    while True:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#consent-banner, body:focus') !== null"):
            break
        reached += 1
        assert not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML")
    assert reached >= 8
