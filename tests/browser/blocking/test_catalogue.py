"""Each service of the catalogue in a browser: it does what its entry says, and only while it is granted."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from banner.config import catalogue
from banner.config.parts import composed
from banner.serve import local
from tests.matrix import examples
from tests.support import catalogue_site
from tests.support.engines.patience import PATIENCE
from tests.support.visitor import NOTES
from tests.support.waits import wait_for_promise, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Request, Route

    from banner.config.known import Known
    from banner.core.declaration import Cookie
    from tests.support.engines import Engine

SERVICES = catalogue.services()
SITES = 12
# Services that are neighbours in the alphabet are often of one house, and share a queue. These share none.
GROUPS = [[*SERVICES.values()][first::SITES] for first in range(SITES)]
EXAMPLES = GROUPS[:1]

# The queue's calls as the catalogue writes them; a moment is "now".
CALLS = """(queue) => {
  const moment = (one) => one instanceof Date || (typeof one === "number" && one > 1e12) ? "now" : one;
  const members = (call) => Object.fromEntries(Object.entries(call).map(([key, one]) => [key, moment(one)]));
  const plain = (call) => Object.hasOwn(call, "length") ? Array.from(call, moment) : members(call);
  return JSON.parse(JSON.stringify(Array.from(queue, (call) => call instanceof Object ? plain(call) : call)));
}"""
# What is told in the queues from here on, kept beyond the page that is being left.
LISTEN = """(queues) => {
  for (const [id, queue] of Object.entries(queues)) {
    const { push } = queue;
    queue.push = (...calls) => {
      const told = JSON.parse(sessionStorage.told || "{}");
      told[id] = [...(told[id] || []), ...(%s)(calls)];
      sessionStorage.told = JSON.stringify(told);
      return push.apply(queue, calls);
    };
  }
}"""
KEEP = """async (kept) => {
  for (const { kind, name } of kept) {
    if (kind === "cookie") document.cookie = `${name}=1;path=/`;
    if (kind === "local") localStorage[name] = "1";
    if (kind === "session") sessionStorage[name] = "1";
    if (kind === "cache") await caches.open(name);
    if (kind === "indexeddb") {
      const request = indexedDB.open(name);
      await new Promise((done) => (request.onsuccess = done));
      request.result.close();
    }
  }
}"""
KEPT = """async (kept) => {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const names = { cookie: document.cookie.split(/=[^;]*;? ?/), local: Object.keys(localStorage),
    session: Object.keys(sessionStorage), cache: await caches.keys(), indexeddb: databases };
  return kept.filter(({ kind, name }) => names[kind].includes(name)).map(({ name }) => name);
}"""
_TYPES = {"document": "text/html", "script": "text/javascript", "stylesheet": "text/css"}


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with all of the catalogue."""
    with local.running(local.static(catalogue_site.build(tmp_path_factory.mktemp("catalogue")))) as base:
        yield base


class Profile:
    """A browser profile on *base*, and what it has asked of other hosts, which answer with nothing."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.outside: list[str] = []
        self._base = base
        context.set_default_timeout(PATIENCE * 1000)
        context.on("request", self._remember)
        context.route(lambda address: not address.startswith(base), self._answer)
        self.page = context.new_page()

    def _remember(self, request: Request) -> None:
        if not request.url.startswith((self._base, "data:", "blob:", "about:")):
            self.outside.append(request.url)

    def _answer(self, route: Route) -> None:
        kind = _TYPES.get(route.request.resource_type, "text/plain")
        route.fulfill(body="", content_type=kind, headers={"Access-Control-Allow-Origin": "*"})

    def sees(self, addresses: tuple[str, ...]) -> None:
        """Wait until all of *addresses* have been asked for."""
        wait_until(self.page, lambda: set(addresses) <= set(self.outside), lambda: self.outside)

    def settled(self, state: str) -> None:
        """Wait until the page is in *state*, for good."""
        self.page.wait_for_selector(f"html[data-consent={state}]", state="attached")
        self.page.wait_for_load_state()


@pytest.fixture
def new_profile(browser: Engine) -> Iterator[Callable[[str], Profile]]:
    """Makes profiles, each for the site at an address."""
    with contextlib.ExitStack() as stack:

        def make(base: str) -> Profile:
            context = stack.enter_context(contextlib.closing(browser.new_context(reduced_motion="reduce")))
            return Profile(context, base)

        yield make


def own(known: Known) -> list[dict[str, str]]:
    """What the service keeps on the site's own side, a name for each family."""
    cookies: tuple[Cookie, ...] = composed(known, catalogue_site.settings(known)).cookies
    return [{"kind": one.kind, "name": one.name.replace("*", "x")} for one in cookies if not one.domain]


def does_as_its_entry_says(profile: Profile, known: Known) -> None:
    """Grant *known* alone: it asks for its addresses, and for no other, and is told what it has to be."""
    before, trial = len(profile.outside), known.trial
    calls = f"({CALLS})({trial.queue})"
    profile.page.evaluate("(id) => consent.accept([id]).then(() => {})", known.id)
    profile.sees(trial.requests)
    profile.page.wait_for_load_state()
    assert profile.outside[before:] == list(trial.requests), known.id
    if trial.queue:
        assert profile.page.evaluate(calls) == list(trial.calls), known.id


def named(group: list[Known]) -> str:
    """Return the names of its services."""
    return ", ".join(one.id for one in group)


# The services of a group share a visit, and not a page's scripts: none is granted by the answer to another.
@pytest.mark.each
@examples("group", [pytest.param(one, id=named(one)) for one in GROUPS], run=[named(one) for one in EXAMPLES])
def test_services_of_the_catalogue_do_what_their_entries_say_one_after_the_other(
    new_profile: Callable[[str], Profile], tmp_path: Path, group: list[Known]
) -> None:
    with local.running(local.static(catalogue_site.build(tmp_path, group))) as base:
        profile = new_profile(base)
        page = profile.page
        page.goto(f"{base}{catalogue_site.ALL}.html")
        page.wait_for_selector("#consent-banner")
        assert profile.outside == []
        for known in group:
            does_as_its_entry_says(profile, known)
        asked = profile.outside.copy()

        queues = [f"{json.dumps(one.id)}: {one.trial.queue}" for one in group if one.trial.queue]
        page.evaluate(f"({LISTEN % CALLS})({{{', '.join(queues)}}})")
        kept = [one for known in group for one in own(known)]
        page.evaluate(KEEP, kept)
        assert page.evaluate(KEPT, kept) == [one["name"] for one in kept]
        with page.expect_navigation():
            page.evaluate("void consent.deny()")
        profile.settled("denied")
        told = json.loads(page.evaluate("sessionStorage.told") or "{}")
        assert told == {one.id: list(one.trial.withdrawn) for one in group if one.trial.withdrawn}
        wait_for_promise(page, f"async (kept) => !(await ({KEPT})(kept)).length", kept)
        assert profile.outside == asked


@pytest.mark.thorough
def test_a_page_that_accepts_all_of_the_catalogue_has_no_error(
    new_profile: Callable[[str], Profile], everywhere: str
) -> None:
    profile = new_profile(everywhere)
    errors: list[Any] = []
    profile.page.on("pageerror", lambda error: errors.extend([error]))
    profile.page.goto(f"{everywhere}google.html")
    profile.page.evaluate("consent.accept().then(() => {})")
    profile.settled("granted")

    assert [error for error in errors if not str(error).startswith(NOTES)] == []
