"""Pages that a browser makes ready ahead: for real, where no driver forbids them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DEMO, shop
from tests.support.undriven import story

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs("pages made ready ahead")

PAGE = """<!doctype html><html lang="en"><title>ours</title><script>{probe}{script}</script>
<script src="consent/consent.js" defer></script><body><h1>Ours</h1></body></html>"""

# The page that the visitor is on is not ours: ours, in its frame, loads again when a service ends.
START = """<!doctype html><html lang="en"><title>start</title><script>{probe}
const start = async () => {
  await frames[0].consent.accept();
  const text = JSON.stringify({ prerender: [{ urls: ['ahead.html'], eagerness: 'immediate' }] });
  document.head.append(Object.assign(document.createElement('script'), { type: 'speculationrules', text }));
  await heard('ahead');
  frames[0].consent.deny(['google']);
  await heard('partial');
  location.href = 'ahead.html';
};
addEventListener('load', () => setTimeout(start));
</script><body><iframe src="inside.html" title="inside"></iframe></body></html>"""
INSIDE = """document.addEventListener('consent:ready', ({ detail }) => tell(detail.state));"""
AHEAD = """
document.addEventListener('consent:ready', ({ detail: { state } }) => {
  const [start] = performance.getEntriesByType('navigation');
  tell('shown', { ahead: start.activationStart > 0, state, others: others() });
});
addEventListener('load', () => tell('ahead', { ahead: document.prerendering, others: others() }));
"""


def test_a_page_made_ready_ahead_opens_nothing_until_it_is_shown_and_then_obeys_the_latest_consent(
    dist: Path,
) -> None:
    ours = {"inside.html": INSIDE, "ahead.html": AHEAD}
    pages = {name: PAGE.replace("{script}", script) for name, script in ours.items()}
    with story(shop(DEMO, dist), {"start.html": START, **pages}, "start.html") as told:
        ahead = told("ahead")
        shown = told("shown")

    assert ahead == {"ahead": True, "others": []}
    assert shown["ahead"]
    assert shown["state"] == "partial"
    assert "connect.facebook.net" in shown["others"]
    assert "www.googletagmanager.com" not in shown["others"]
