"""An independent judge, axe, finds no barrier: in every state, language, theme and width."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.matrix import examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Screens = tuple[tuple[int, Literal["light", "dark"]], ...]

pytestmark = [ONE_RUNTIME, pytest.mark.needs("other media")]

# All that it has, and two rules that it leaves out by itself: size of targets (2.5.8), label in name (2.5.3).
RULES = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
}
# A long list is looked at by its first rows, since the others are made by the same function; and axe, which
# reads the whole page each time, is spared what is not ours.
SHORTEN = f"""document.querySelectorAll(
  '{looks.LIST} tr:nth-child(n + 4), main section:not(:has([data-consent-embed])), .toc, footer'
).forEach((node) => node.remove())"""
JUDGE = """async ([roots, rules]) => {
  const { passes, violations } = await axe.run({ include: roots }, rules);
  const told = ({ html, failureSummary }) => [html, failureSummary];
  return [passes.map((one) => one.id), violations.map((one) => [one.id, one.nodes.map(told)])];
}"""


# A phone of 320 px and a desk, in both themes. What a language changes is seen in one of these.
SCREENS: Screens = ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"))
# By default each width and each theme once.
EXAMPLES: dict[str, Screens] = {"en": SCREENS[1:3], "ar": SCREENS[:1]}
ALL_RULES = frozenset({"color-contrast", "target-size"})
# So that nothing is scrolled away or lies half below something: of that axe judges no colours.
TALL = 4000


def barriers(page: Page, screens: Screens, *roots: str, judged: frozenset[str] = ALL_RULES) -> list[Any]:
    """What axe finds in *roots* on these *screens*, where it has looked by the rules *judged* at least."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, scheme in screens:
        page.set_viewport_size({"width": width, "height": TALL})
        page.emulate_media(color_scheme=scheme)
        passes, violations = page.evaluate(JUDGE, [roots, RULES])
        assert judged <= set(passes)
        found += [(width, scheme, *one) for one in violations]
    return found


@pytest.mark.law("D5", "D7")
@examples("language", looks.LANGUAGES, run=["en", "ar"])
def test_an_independent_judge_finds_no_barrier(
    new_visitor: Callable[..., Visitor], language: str, *, thorough: bool
) -> None:
    screens = SCREENS if thorough else EXAMPLES.get(language, SCREENS[:1])
    visitor = looks.policy(looks.speak(new_visitor(reduced_motion="reduce"), language))
    visitor.page.evaluate(SHORTEN)
    assert barriers(visitor.page, screens, looks.BANNER, looks.SECTION, looks.LIST, looks.HISTORY) == []

    looks.dialog(visitor).page.evaluate("document.querySelector('main').remove()")
    # Its colours are computed elsewhere (test_contrast.py): axe sees those of what stands in the body alone.
    assert barriers(visitor.page, screens, looks.DIALOG, judged=frozenset({"target-size"})) == []

    visitor.context.clear_cookies(name="consent")
    assert barriers(looks.stage(visitor).page, screens, looks.PLACEHOLDER, looks.TOAST) == []
