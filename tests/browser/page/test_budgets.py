"""What a visitor pays, counted: requests, frames and shifts. How long it takes is the benchmark's matter."""

from __future__ import annotations

import pytest

from tests.matrix import examples
from tests.support.visitor import Visitor

pytestmark = pytest.mark.needs("performance entries")

# When the banner opens, whether the page has been read by then, and whether the next frame shows it whole.
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })
  .observe({ type: 'layout-shift', buffered: true });
document.addEventListener('DOMContentLoaded', () => { window.read = true; });
document.addEventListener('consent:open', () => {
  const early = !window.read;
  requestAnimationFrame(() => {
    const banner = document.querySelector('#consent-banner');
    const seen = banner.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    window.opened = { early, seen, top: banner.getBoundingClientRect().top };
  });
});
"""
# Two frames later, when observers have been told of the first.
LATER = """async () => {
  for (const wait of [requestAnimationFrame, requestAnimationFrame, setTimeout]) {
    await new Promise((done) => wait(done));
  }
  return [window.shift, document.querySelector('#consent-banner').getBoundingClientRect().top];
}"""


@examples(
    "path",
    ["", "product.html", "cookie-policy.html", "privacy-policy.html"],
    run=["", "cookie-policy.html"],
)
def test_the_banner_is_shown_before_the_page_is_read_in_the_next_frame_and_shifts_nothing(
    visitor: Visitor, path: str
) -> None:
    visitor.page.add_init_script(WATCH)
    page = visitor.visit(path).page
    page.wait_for_function("window.opened && performance.getEntriesByName('first-contentful-paint').length")
    opened = page.evaluate("opened")
    shift, top = page.evaluate(LATER)

    assert (opened["early"], opened["seen"]) == (True, True)
    assert (shift, top) == (0, opened["top"])


def test_before_the_first_move_the_page_pays_one_request(visitor: Visitor) -> None:
    visitor.visit("privacy-policy.html").page.wait_for_load_state("networkidle")

    ours = [one for one in visitor.requests if "/consent/" in one]
    assert ours == [visitor.base + "consent/consent.js"]


@pytest.mark.parametrize("action", ["accept-all", "deny-all", "dismiss"])
def test_a_click_takes_the_banner_away_before_anything_else_can_happen(visitor: Visitor, action: str) -> None:
    page = visitor.visit("privacy-policy.html").page
    # No move comes before this click: nothing of Python is here yet.
    gone = page.evaluate(
        """(action) => {
          const banner = document.querySelector('#consent-banner');
          banner.querySelector(`[data-consent-action=${action}]`).click();
          return !banner.checkVisibility();
        }""",
        action,
    )

    assert gone is True
