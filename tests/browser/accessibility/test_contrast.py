"""Text stands out by 4.5 to 1, what else is seen by 3 to 1 (WCAG 1.4.3, 1.4.11): computed, in every theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from banner.config.theme import ready
from tests.matrix import combined, examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [ONE_RUNTIME, pytest.mark.needs("other media")]

# How much each thing in *roots* stands out: [kind, what it is, contrast].
MEASURE = """(roots) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const read = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  // What is behind the content of a node.
  const ground = (node) =>
    node ? over(read(getComputedStyle(node).backgroundColor), ground(node.parentElement)) : [255, 255, 255];
  const light = (color) => {
    const parts = color.map((part) => part / 255);
    const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const touch = (one, other) => {
    const [a, b] = [one, other].map((node) => node.getBoundingClientRect());
    return a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  };
  // Of any picture that an owner may put behind the text of a placeholder: all black, or all white.
  const grounds = (node) => {
    const picture = node.closest('.consent-placeholder')?.querySelector('img');
    const plain = ground(node);
    if (!picture || node.closest('button') || !touch(picture, node)) return [plain];
    const { opacity } = getComputedStyle(picture);
    return [plain, over([0, 0, 0, +opacity], plain), over([255, 255, 255, +opacity], plain)];
  };
  const found = [];
  const tell = (kind, what, color, behind) =>
    found.push([kind, what, Math.min(...behind.map((one) => contrast(over(read(color), one), one)))]);
  for (const root of document.querySelectorAll(roots)) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !node.checkVisibility() || node.localName === 'option') continue;
      const style = getComputedStyle(node);
      tell('text', texts.currentNode.data.trim(), style.color, grounds(node));
      // Links of the banner and the preferences take this colour under the pointer.
      if (node.matches('a') && !node.closest('.consent-list, .consent-placeholder')) {
        node.style.color = 'var(--accent)';
        tell('hover', texts.currentNode.data.trim(), style.color, grounds(node));
        node.style.color = '';
      }
    }
    for (const node of root.querySelectorAll('button, select, input, a')) {
      if (!node.checkVisibility()) continue;
      const style = getComputedStyle(node);
      const behind = [ground(node.parentElement)];
      const what = node.value || node.textContent || node.className;
      node.focus();
      if (style.outlineStyle !== 'solid' || parseFloat(style.outlineWidth) < 2) found.push(['ring', what, 1]);
      tell('ring', what, style.outlineColor, behind);
      if (node.matches('.consent-close')) tell('icon', what, style.color, behind);
      else if (node.matches('button, select')) tell('edge', what, style.borderColor, behind);
      else if (node.matches('input') && style.appearance === 'none') {
        tell('edge', what, style.borderColor, behind);
        tell('knob', what, getComputedStyle(node, '::before').backgroundColor, [ground(node)]);
      }
    }
  }
  return found;
}"""
# The banner's own colours, where the site has set others.
PLAIN = """(names) => names.forEach((name) =>
  document.documentElement.style.setProperty('--consent-' + name, 'initial'))"""
NAMES = ["surface", "ink", "soft", "line", "accent", "font"]


def faint(page: Page, text: float, *roots: str) -> list[Any]:
    """What does not stand out enough in *roots*, where texts need a contrast of *text*."""
    measured = []
    page.keyboard.press("Shift")  # so that a focus is one that is shown
    for theme in ("the site's", "the banner's own"):
        if theme != "the site's":
            page.evaluate(PLAIN, NAMES)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            measured += [(theme, scheme, *one) for one in page.evaluate(MEASURE, ", ".join(roots))]
    kinds = {one[2] for one in measured}
    assert {"text", "ring", "edge"} <= kinds
    least = {"text": text, "hover": 4.5}
    return [one for one in measured if one[4] < least.get(one[2], 3)]


ENOUGH = {"no-preference": 4.5, "more": 7}


@combined(
    show=[pytest.param(looks.policy, id="policy"), pytest.param(looks.stage, id="stage")], contrast=ENOUGH
)
def test_everything_stands_out_enough_and_more_where_the_visitor_wants_more(
    new_visitor: Callable[..., Visitor], show: Callable[[Visitor], Visitor], contrast: str
) -> None:
    text = ENOUGH[contrast]
    visitor = show(new_visitor(reduced_motion="reduce", contrast=contrast))

    assert faint(visitor.page, text, *looks.ROOTS) == []
    if show is looks.policy:
        assert faint(looks.dialog(visitor).page, text, looks.DIALOG) == []


@pytest.mark.thorough
@examples("name", [*ready()], run=["clay"])
def test_every_ready_theme_stands_out_where_it_is_painted(
    new_visitor: Callable[..., Visitor], rebuilt: Callable[[str, str], str], name: str
) -> None:
    address = rebuilt("[links]", f'[theme]\nready = "{name}"\n\n[links]')
    visitor = looks.policy(new_visitor(address))

    assert faint(visitor.page, 4.5, looks.BANNER, looks.SECTION, looks.LIST) == []
    assert faint(looks.dialog(visitor).page, 4.5, looks.DIALOG) == []
