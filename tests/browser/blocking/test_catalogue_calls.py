"""What pages tell a service of the catalogue before any consent waits for it, and reaches its queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.config import catalogue
from banner.serve import local
from tests.matrix import examples
from tests.support import catalogue_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.known import Known
    from tests.support.engines import Engine

# Where calls of pages wait, if not in the queue that the consent is told in: expressions for a list of calls.
WAITING = {
    "google-adsense": "adsbygoogle",
    "hubspot": "[..._hsp, ..._hsq]",
    "linkedin-insight": "lintrk.q",
    "lucky-orange": "LOQ",
    "plausible": "plausible.q",
    # Functions that make the calls, which are made here of something that only notes them.
    "heap": """(() => {
      const told = [], { heap } = window;
      window.heap = new Proxy({}, { get: (_, name) => (...call) => told.push([name, ...call]) });
      heapReadyCb.forEach(({ fn }) => fn());
      window.heap = heap;
      return told;
    })()""",
    # What no script can see until the agent is there.
    "new-relic": """(window.told ||= (() => {
      const told = [];
      for (const name of Object.keys(newrelic)) NREUM[name] = (...call) => told.push([name, ...call]);
      NREUM.consent = () => {};
      document.dispatchEvent(new Event("load"));
      return told;
    })())""",
}
TOLD = [
    pytest.param(known, call, id=f"{known.id}-{call}")
    for known in catalogue.services().values()
    for call in known.calls
    if known.trial.queue
]


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with all of the catalogue."""
    with local.running(local.static(catalogue_site.build(tmp_path_factory.mktemp("catalogue")))) as base:
        yield base


# That each entry names the calls which its first step makes is seen in the build (test_catalogue.py there).
@examples(("known", "call"), TOLD, run=[one.id for one in TOLD[::10]])
def test_what_a_page_tells_before_the_consent_waits_in_the_queue_after_it(
    browser: Engine, everywhere: str, known: Known, call: str
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    context.route(lambda address: not address.startswith(everywhere), lambda route: route.fulfill(body=""))
    page = context.new_page()
    page.goto(f"{everywhere}{known.id}.html")
    page.wait_for_selector("#consent-banner")

    page.evaluate(f"() => void {call}('a page says this', 1)")
    page.evaluate("(id) => consent.accept([id]).then(() => {})", known.id)

    said = "(call) => JSON.stringify(call instanceof Object && 'length' in call ? Array.from(call) : call)"
    waiting = WAITING.get(known.id, known.trial.queue)
    page.wait_for_function(f"() => Array.from({waiting}, {said}).join().includes('a page says this')")
    context.close()
