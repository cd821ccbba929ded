"""The look of what stands beside the two layers: the list of cookies, placeholders, and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import combined, examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

PHONE = {"width": 390, "height": 664}
BROKEN = """(rows) => rows.filter((row) => {
  const words = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    for (const { index, 0: word } of text.data.matchAll(/[^\\s_.\\-]+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) return true;
    }
  }
  return false;
}).map((row) => row.innerText)"""


@combined(language=["fr", *(one for one in looks.LANGUAGES if one != "fr")], screen=[(390, 664), (1280, 800)])
@pytest.mark.thorough
def test_the_list_of_all_cookies_is_short(
    new_visitor: Callable[..., Visitor], language: str, screen: tuple[int, int]
) -> None:
    width, height = screen
    visitor = looks.speak(new_visitor(viewport={"width": width, "height": height}), language)
    page = visitor.visit("cookie-policy.html").page
    page.wait_for_selector(f"{looks.LIST} tbody")
    rows = page.locator(f"{looks.LIST} tr:has(> [scope=row])")

    assert rows.count() > 40
    assert page.locator(looks.LIST).evaluate("(list) => list.offsetHeight / innerHeight") <= 4


@combined(width=[320, 390, 1280], language=["en", "ar"])
@pytest.mark.thorough
def test_no_word_of_the_list_is_broken_in_its_middle(
    new_visitor: Callable[..., Visitor], width: int, language: str
) -> None:
    visitor = looks.speak(new_visitor(viewport={**PHONE, "width": width}), language)
    page = visitor.visit("cookie-policy.html").page
    page.wait_for_selector(f"{looks.LIST} tbody")

    assert page.locator(f"{looks.LIST} tr:has(> [scope=row])").evaluate_all(BROKEN) == []
    assert page.locator(looks.LIST).evaluate("(list) => list.scrollWidth - list.clientWidth") == 0


WORDS_OVER_THE_PICTURE = """(box) => {
  const { bottom, top } = box.querySelector('img').getBoundingClientRect();
  const parts = [...box.querySelectorAll(':scope > :not(img)')];
  return [bottom - top, ...parts.filter((part) => part.getBoundingClientRect().top < bottom - 1)];
}"""


@examples("width", [320, 390, 700, 1280], run=[320])
def test_the_picture_of_a_placeholder_is_sharp_and_no_word_runs_over_it(
    new_visitor: Callable[..., Visitor], width: int
) -> None:
    page = new_visitor(viewport={"width": width, "height": 664}).visit("stage.html").page
    box = page.locator(f"{looks.PLACEHOLDER}:has(img)").first
    box.wait_for()
    high, *over = box.evaluate(WORDS_OVER_THE_PICTURE)

    assert over == []
    assert high >= 60
    assert box.locator("img").evaluate("(one) => getComputedStyle(one).opacity") == "1"


@pytest.mark.needs("other media")
def test_on_paper_every_switch_shows_its_state_and_nothing_stands_over_the_page(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(f"{looks.LIST} tbody")
    page.evaluate("consent.preferences()")
    page.wait_for_selector(f"{looks.DIALOG}[open]")
    page.locator(f"{looks.SECTION} details").evaluate_all("(all) => all.forEach((one) => (one.open = false))")
    page.emulate_media(media="print")

    assert page.locator(looks.DIALOG).is_hidden()
    assert (
        page.locator(f"{looks.SECTION} input[name=service]").evaluate_all(
            "(all) => all.filter((one) => !one.checkVisibility() || !one.offsetHeight).length"
        )
        == 0
    )
    switch = page.locator(f"{looks.SECTION} input").first
    assert switch.evaluate("(one) => getComputedStyle(one).printColorAdjust") == "exact"
    assert not page.locator(f"{looks.SECTION} button:visible").count()
    assert page.locator(looks.LIST).evaluate("(list) => getComputedStyle(list).overflow") == "visible"
