"""Three more judges of others' making find nothing in any view of ours, before and after each decision.

Axe, the fourth, has tests of its own (``test_barriers.py``), and sees the further views with ``--thorough``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility.test_barriers import SCREENS, SHORTEN, barriers
from tests.matrix import examples
from tests.support import judges, looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from tests.browser.accessibility.test_barriers import Screens

pytestmark = [ONE_RUNTIME, pytest.mark.needs("other media")]

OPT_OUT, WORD = "#consent-opt-out", ".consent-word"
# Nobody reaches what lies behind a dialog, which may be the same groups once more.
ALONE = "document.querySelector('main').remove()"
View = tuple[str, Visitor, tuple[str, ...]]


def undecided(visitor: Visitor) -> Iterator[View]:
    """Each view that a visitor can come to who has decided nothing."""
    visitor.visit("cookie-policy.html").page.wait_for_selector(f"{looks.LIST} tbody")
    visitor.page.evaluate(SHORTEN)
    yield "first", visitor, (looks.BANNER, looks.SECTION, looks.LIST)
    visitor.page.evaluate(ALONE)
    visitor.press("preferences")
    yield "asked in detail", looks.dialog(visitor), (looks.DIALOG,)
    yield "to opt out", opting_out(visitor.visit("product.html")), (OPT_OUT,)


def decided(visitor: Visitor, press: str, state: str) -> Iterator[View]:
    """The same after a decision, and what tells of it."""
    visitor.visit("product.html").press(press).page.wait_for_selector(WORD)
    yield f"{state}, told", visitor, (WORD,)
    visitor.settled(state).page.evaluate("consent.show()")
    yield f"{state}, asked again", visitor, (looks.BANNER,)
    visitor.page.evaluate(ALONE)
    yield f"{state}, in detail", looks.dialog(visitor), (looks.DIALOG,)


def denied(visitor: Visitor) -> Iterator[View]:
    """After a denial, with the history of what was decided."""
    yield from decided(visitor, "deny-all", "denied")
    page = visitor.visit("cookie-policy.html").settled("denied").page
    page.click("[data-consent-action=history]")
    page.wait_for_selector(f"{looks.HISTORY} tbody")
    page.evaluate(SHORTEN)
    yield "history", visitor, (looks.SECTION, looks.HISTORY)


def granted(visitor: Visitor) -> Iterator[View]:
    """After a consent to all, and after the opt-out that follows."""
    yield from decided(visitor, "accept-all", "granted")
    visitor.visit("product.html").settled("granted")
    with opting_out(visitor).page.expect_navigation():
        visitor.press("opt-out", OPT_OUT)
    yield "opted out", opting_out(visitor.settled("partial")), (OPT_OUT,)


def outside(visitor: Visitor) -> Iterator[View]:
    """What stands in for outside content, and a message with two buttons."""
    yield "stage", looks.stage(visitor), (looks.PLACEHOLDER, looks.TOAST)


def opting_out(visitor: Visitor) -> Visitor:
    """The view against sale and sharing, over the page."""
    visitor.page.click("footer [data-consent-action=opt-out]")
    visitor.page.wait_for_selector(f"{OPT_OUT}[open]")
    return visitor


WAYS = [undecided, denied, granted, outside]


# By default one judge is asked: tests/browser/accessibility/test_barriers.py.
@pytest.mark.thorough
@pytest.mark.law("D5", "D7")
@examples("language", looks.LANGUAGES, run=["ar"])
@examples("way", WAYS, run=[undecided])
@pytest.mark.each
def test_other_judges_find_nothing_in_any_view(
    new_visitor: Callable[..., Visitor],
    tmp_path: Path,
    way: Callable[[Visitor], Iterator[View]],
    language: str,
    *,
    thorough: bool,
) -> None:
    visitor = looks.speak(new_visitor(reduced_motion="reduce"), language)
    found, texts = [], {}
    for at, (name, of, roots) in enumerate(way(visitor)):
        # By default a view is judged on one of the screens, and the next one on another.
        screens: Screens = SCREENS if thorough else SCREENS[at % 2 :: 2][:1]
        for width, scheme in screens:
            of.page.set_viewport_size({"width": width, "height": 640})
            of.page.emulate_media(color_scheme=scheme)
            found += [(name, width, scheme, *one) for one in judges.findings(of.page, *roots)]
        if thorough:
            found += [(name, *one) for one in barriers(of.page, screens, *roots, judged=frozenset())]
        texts |= {f"{name} {at}": judges.written(of.page, root) for at, root in enumerate(roots)}
        of.page.set_viewport_size({"width": 1280, "height": 720})

    assert found == []
    assert judges.markup(texts, tmp_path) == []
