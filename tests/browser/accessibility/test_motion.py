"""The banner rises where it first appears: once, and only for who wants motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = [ONE_RUNTIME, pytest.mark.needs("other media")]

# Each motion of the banner as it begins, and whether the answer below it takes a click at that moment.
NOTE = """globalThis.motions = [];
addEventListener('transitionrun', ({ target, propertyName }) => {
  if (target.id !== 'consent-banner') return;
  const button = target.querySelector('[data-consent-action=accept-all]');
  const { x, y, width, height } = button.getBoundingClientRect();
  motions.push([propertyName, document.elementFromPoint(x + width / 2, y + height / 2) === button]);
});"""
# The banner has left the body, and whatever that brings about has begun.
RESTS = """() => document.querySelector('html > consent-ui > #consent-banner')
  && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""


def test_the_banner_rises_once_and_takes_clicks_meanwhile(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(reduced_motion="no-preference").without_python()
    visitor.context.add_init_script(NOTE)
    page = visitor.visit().page
    page.wait_for_function(RESTS)
    for event in ("pageshow", "visibilitychange"):  # as when it comes back from the history cache
        page.evaluate("(name) => document.dispatchEvent(new Event(name, { bubbles: true }))", event)
    page.select_option(f"{looks.BANNER} select", "de")
    page.wait_for_selector(f"{looks.BANNER}[lang=de]")
    page.wait_for_function(RESTS)

    assert page.evaluate("motions") == [["translate", True]]


@pytest.mark.thorough
def test_the_banner_stands_still_for_who_wants_less_motion(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(reduced_motion="reduce").without_python()
    visitor.context.add_init_script(NOTE)
    page = visitor.visit().page
    page.wait_for_function(RESTS)

    assert page.evaluate("motions") == []
