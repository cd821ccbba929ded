"""Every page of the demo fits a narrow window: nothing is cut off or has to be scrolled sideways."""

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

PAGES = ("", "product.html", "stage.html", "cookie-policy.html", "privacy-policy.html", "account", "basket")
POLICIES = ("cookie-policy.html", "privacy-policy.html")
OWNER = {"username": "owner", "password": "owner"}
# Blocks whose content is wider than they are, and what ends outside the window; ours are tested elsewhere.
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter((node) => {
  if (node.closest('consent-ui, .consent-list, svg, caption, .skip')) return false;
  const { display } = getComputedStyle(node);
  const { left, right, width } = node.getBoundingClientRect();
  const cut = display !== 'inline' && node.clientWidth && node.scrollWidth > node.clientWidth + 1;
  return width && (cut || left < -0.5 || right > innerWidth + 0.5);
}).map((node) => node.outerHTML.slice(0, 90))"""


def outside(visitor: Visitor, path: str) -> list[str]:
    """Return what of the page at *path* does not fit."""
    page = visitor.visit(path).page
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, path
    return list(page.evaluate(OUTSIDE))


@pytest.mark.thorough
@examples("height", [256, 568], run=[256])
def test_every_page_fits_320_pixels(new_visitor: Callable[..., Visitor], height: int) -> None:
    visitor = new_visitor(viewport={"width": 320, "height": height}, http_credentials=OWNER)

    assert {path: outside(visitor, path) for path in (*PAGES, "owner")} == {
        path: [] for path in (*PAGES, "owner")
    }


@pytest.mark.thorough
@examples("language", looks.LANGUAGES, run=["de"])
def test_every_page_fits_320_pixels_in_every_language(
    new_visitor: Callable[..., Visitor], language: str
) -> None:
    visitor = looks.speak(new_visitor(viewport={"width": 320, "height": 568}), language)
    own = [f"{language}/{page}" for page in POLICIES if language != "en"]

    assert {path: outside(visitor, path) for path in (*PAGES, *own)} == {path: [] for path in (*PAGES, *own)}


@pytest.mark.thorough
def test_the_words_of_the_hero_stay_on_it_at_every_width(visitor: Visitor) -> None:
    page = visitor.visit().page
    for width in range(320, 1440, 80):
        page.set_viewport_size({"width": width, "height": 600})
        assert page.evaluate(OUTSIDE) == [], width
