"""What visitors have set for their eyes holds here: larger text, wider spacing, own colours, no motion."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.matrix import combined, examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = ONE_RUNTIME

# WCAG 1.4.12, to the letter.
SPACED = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }"""
# Every text and control that is cut off sideways, or below where nothing scrolls, and what leaves the window.
LOST = """(roots) => {
  const lost = [];
  const shows = (style) => style.overflowX === 'visible' && style.overflowY === 'visible';
  const check = (what, boxes, node, root) => {
    for (let one = node; one; one = one === root ? null : one.parentElement) {
      const style = getComputedStyle(one);
      if (style.clipPath !== 'none') return;
      if (shows(style) && one !== root && one.localName !== 'button') continue;
      const frame = one.getBoundingClientRect();
      const scrolls = one === root || ['auto', 'scroll'].includes(style.overflowY);
      for (const box of boxes) {
        const aside = box.left < frame.left - 1 || box.right > frame.right + 1;
        const below = !scrolls && (box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
        if (aside || below) lost.push([what, one.className || one.localName, aside ? 'aside' : 'below']);
      }
    }
  };
  for (const root of document.querySelectorAll(roots)) {
    if (!root.checkVisibility()) continue;
    const { left, top, right, bottom } = root.getBoundingClientRect();
    const fixed = getComputedStyle(root).position === 'fixed';
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    if (fixed && !inside) lost.push([root.className, 'window']);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode, node = text.parentElement;
      if (!text.data.trim() || !node.checkVisibility() || node.localName === 'option') continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      check(text.data.trim(), [...range.getClientRects()], node, root);
    }
    for (const control of root.querySelectorAll('button, input, select')) {
      const box = control.getBoundingClientRect();
      check(control.value || control.className, [box], control.parentElement, root);
    }
  }
  return lost;
}"""


def lost(page: Page, *roots: str) -> list[Any]:
    """What is cut off at 400 %, on a phone, on a desk; plain, spaced, or with text twice as large."""
    found = []
    for style in ("", SPACED, "html { font-size: 200% }"):
        page.evaluate("(text) => document.querySelector('#own-style').textContent = text", style)
        for width, height in ((320, 256), (320, 640), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            found += [(width, height, style[:20], *one) for one in page.evaluate(LOST, ", ".join(roots))]
    return found


@combined(
    show=[pytest.param(looks.policy, id="policy"), pytest.param(looks.stage, id="stage")],
    language=["ar", "de"],
)
@pytest.mark.thorough
def test_nothing_is_lost_at_any_zoom_size_of_text_or_spacing(
    new_visitor: Callable[..., Visitor], show: Callable[[Visitor], Visitor], language: str
) -> None:
    visitor = looks.speak(new_visitor(reduced_motion="reduce"), language)
    page = show(visitor).page
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), { id: 'own-style' }))")

    assert lost(page, *looks.ROOTS) == []
    if show is looks.policy:
        assert lost(looks.dialog(visitor).page, looks.DIALOG) == []


def colours(place: Locator, around: int = 0) -> Counter[tuple[int, int, int]]:
    """The colours of a place on the screen with their numbers of pixels."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    clip = {
        "x": box["x"] - around,
        "y": box["y"] - around,
        "width": box["width"] + 2 * around,
        "height": box["height"] + 2 * around,
    }
    picture = Image.open(io.BytesIO(place.page.screenshot(clip=clip))).convert("RGB")
    return Counter(picture.get_flattened_data())


def stands_out(pixels: Counter[tuple[int, int, int]], contrast: float) -> float:
    """The share of pixels that have at least *contrast* against the most frequent colour."""
    (ground, _), *others = pixels.most_common()
    seen = [count for colour, count in others if ratio(colour, ground) >= contrast]
    return sum(seen) / pixels.total()


def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours, as WCAG defines it."""
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def light(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.thorough
@pytest.mark.needs("forced colours")
@examples("scheme", ["light", "dark"], run=["dark"])
def test_in_forced_colours_states_labels_edges_and_focus_are_all_seen(
    new_visitor: Callable[..., Visitor], scheme: str
) -> None:
    visitor = new_visitor(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    page = looks.dialog(looks.policy(visitor)).page
    page.check(f"{looks.DIALOG} input[value=youtube]")
    switches = {
        "on": page.locator(f"{looks.DIALOG} input[value=google]"),
        "off": page.locator(f"{looks.DIALOG} input[value=soundcloud]"),
        "mixed": page.locator(f"{looks.DIALOG} input[value=content]"),
    }
    page.evaluate("document.activeElement.blur()")
    looks_of = {state: colours(switch, around=4) for state, switch in switches.items()}
    for state, pixels in looks_of.items():
        assert stands_out(pixels, 3) > 0.05, state
    for one, other in (("on", "off"), ("on", "mixed"), ("off", "mixed")):
        difference = looks_of[one] - looks_of[other]
        assert difference.total() > 0.1 * looks_of[one].total(), (one, other)

    page.keyboard.press("Tab")
    for button in page.locator(f"{looks.DIALOG} button").all():
        button.focus()
        ringed = colours(button, around=5)
        page.evaluate("document.activeElement.blur()")
        plain = colours(button, around=5)
        assert stands_out(plain, 4.5) > 0.02, button.inner_text()
        assert (ringed - plain).total() > 100, button.inner_text()


MOTION = """(roots) => [...document.querySelectorAll(roots)].flatMap((root) =>
  [root, ...root.querySelectorAll('*')].flatMap((node) => ['', '::before', '::backdrop'].map((part) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(node, part || null);
    return [transitionDuration.replaceAll(/[0 s,]/g, ''), animationName, scrollBehavior].join();
  })))"""


@pytest.mark.thorough
def test_nothing_moves_where_the_visitor_wants_no_motion(new_visitor: Callable[..., Visitor]) -> None:
    roots = ", ".join(looks.ROOTS)
    page = looks.dialog(looks.policy(new_visitor(reduced_motion="no-preference"))).page
    assert set(page.evaluate(MOTION, roots)) > {",none,auto"}

    page = looks.dialog(looks.policy(new_visitor(reduced_motion="reduce"))).page
    assert set(page.evaluate(MOTION, roots)) == {",none,auto"}
