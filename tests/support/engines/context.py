"""A browser profile over WebDriver, with the names of Playwright: pages, cookies, routes and events."""

from __future__ import annotations

import re
import time
import urllib.parse
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from tests.support.engines.page import Page
from tests.support.engines.patience import PATIENCE
from tests.support.engines.proxy import JAR, TOLD, Proxy, Request, Route
from tests.support.engines.requests import Requests, Response
from tests.support.engines.timeline import Timeline
from tests.support.engines.webdriver import Session, WebDriverError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.engines.proxy import Lines

    Matcher = str | re.Pattern[str] | Callable[[str], bool]

# Tells of errors and of the console, by the one way that every page has: a request to its own site.
_REPORT = """{
  const Call = XMLHttpRequest, where = '%s';
  // A page may watch its beacons, which are none of these.
  const send = navigator.sendBeacon.bind(navigator);
  const tell = (report) => send(where, JSON.stringify(report));
  // An error is told before the page goes on, so that whoever sees what comes after it has heard of it.
  const wail = (text) => {
    const report = { event: 'weberror', text };
    try {
      const call = new Call();
      call.open('POST', where, false);
      call.send(JSON.stringify(report));
    } catch {
      tell(report);
    }
  };
  // What a page that is being left has asked for fails, which is no fault of its own.
  let leaving = false;
  addEventListener('beforeunload', () => { leaving = true; });
  addEventListener('error', ({ message, error }) => error !== undefined
    && wail(error?.message ?? message));
  addEventListener('unhandledrejection', ({ reason }) => leaving ||
    wail(String(reason?.message ?? reason)));
  for (const type of ['log', 'info', 'warn', 'error']) {
    const own = console[type];
    console[type] = (...all) => {
      own.apply(console, all);
      tell({ event: 'console', type: type === 'warn' ? 'warning' : type, text: all.map(String).join(' ') });
    };
  }
}"""


class Context:
    """One profile. What happens in the browser is heard when the test asks it something, as in Playwright."""

    viewport: dict[str, int]
    extra_http_headers: dict[str, str]
    browser = None
    """Each context is a browser of its own, which has nothing to tell."""

    def __init__(self, certificate: Path, start: Callable[[str], Session]) -> None:
        self.patience: float = PATIENCE
        self._routes: list[tuple[Matcher, Callable[[Route], object]]] = []
        self._scripts: list[str] = [_REPORT % TOLD]
        self._events = Timeline()
        self._listeners: list[tuple[str, Callable[[Any], object]]] = []
        self._sites: set[str] = set()
        self._answers: dict[str, Response] = {}
        self._offline = False
        self._proxy = Proxy(self, self._events, certificate)
        self.session = start(self._proxy.address)
        # The first window stays in the background: it reads and writes the cookies of any site.
        self._jar = str(self.session.call("GET", "/window"))
        self._window = self._jar
        self.request = Requests(self)

    def set_default_timeout(self, milliseconds: float) -> None:
        """Wait so long, and no longer, for what does not come."""
        self.patience = milliseconds / 1000

    def close(self) -> None:
        """End the browser; what it has told is heard."""
        self.session.close()
        self._proxy.close()
        self.hear()

    def new_page(self) -> Page:
        """Another window."""
        handle = self.call(self._jar, "POST", "/window/new", {"type": "window"})["handle"]
        page = Page(self, str(handle))
        page.set_viewport_size(self.viewport)
        return page

    def new_cdp_session(self, _: Page) -> None:
        """Say of Chromium's protocol what Playwright says of it on other engines."""
        raise Error("CDP session is only available in Chromium")

    def call(self, window: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command of WebDriver in *window*."""
        if window != self._window:
            self.session.call("POST", "/window", {"handle": window})
            self._window = window
        value = self.session.call(method, path, body)
        self.hear()
        return value

    def left(self) -> None:
        """The present window has been closed."""
        self._window = ""

    # What the proxy's threads call.

    def asked(self, request: Request) -> None:
        """Note which sites there are, and which folders of theirs have pages: each has cookies."""
        self._sites.add(urllib.parse.urljoin(request.url, "/"))
        if request.is_navigation_request():
            self._sites.add(urllib.parse.urljoin(request.url, "."))

    def means(self, matcher: Matcher, address: str) -> bool:
        """Whether *matcher* means *address*: a pattern with stars, a regular expression, or a function."""
        return _matches(matcher, address)

    def answered(self, request: Request, status: int, body: str, lines: Lines) -> None:
        """Note it of a document, and tell of it."""
        response = Response(status, body, url=request.url, lines=tuple(lines))
        if request.is_navigation_request():
            self._answers[request.url] = response
        self._events.tell(("response", response))

    def headers(self) -> dict[str, str]:
        """Those that the context was asked for with."""
        return self.extra_http_headers

    def handlers(self, address: str) -> list[Callable[[Route], object]]:
        """Whoever was named last answers, and may leave it to the one before."""
        if self._offline:
            return [Route.abort]
        return [handler for matcher, handler in reversed(self._routes) if _matches(matcher, address)]

    def first_scripts(self) -> list[str]:
        """The reports, and what tests have added."""
        return self._scripts

    def answer(self, address: str) -> Response | None:
        """The last answer to who asked for the document at *address*."""
        return self._answers.get(urllib.parse.urldefrag(address).url)

    # Events.

    def on(self, event: str, listener: Callable[[Any], object]) -> None:
        """Call *listener* for each *event*."""
        self._listeners.append((event, listener))

    def hear(self) -> None:
        """Let the listeners know of what has happened by now."""
        while self.listen(0):
            pass

    def listen(self, seconds: float) -> bool:
        """Wait until something happens, but not longer; gives whether it did."""
        event = self._events.next(seconds)
        if event:
            self._dispatch(*event)
        return bool(event)

    def wait_for_event(self, event: str, predicate: Callable[[Any], bool] = bool) -> Any:
        """Wait for the next *event* that is meant."""
        end = time.monotonic() + self.patience
        while found := self._events.next(end - time.monotonic()):
            name, value = found
            self._dispatch(name, value)
            if name == event and predicate(value):
                return value
        raise TimeoutError(f"no such {event} in {self.patience:.0f} s")

    def _dispatch(self, name: str, value: Any) -> None:
        for event, listener in list(self._listeners):
            if event == name:
                listener(value)

    # Routes and scripts.

    def route(self, matcher: Matcher, handler: Callable[[Route], object]) -> None:
        """Let *handler* answer the addresses that *matcher* means."""
        self._routes = [*self._routes, (matcher, handler)]

    def unroute(self, matcher: Matcher) -> None:
        """Take that back."""
        self._routes = [one for one in self._routes if one[0] != matcher]

    def unroute_all(self) -> None:
        """Take all of it back."""
        self._routes = []

    def set_offline(self, offline: bool) -> None:
        """Whether nobody can be reached."""
        self._offline = offline

    def add_init_script(self, script: str) -> None:
        """Run *script* in every document before its own."""
        self._scripts = [*self._scripts, script]

    # Cookies.

    def cookies(self, address: str = "") -> list[dict[str, Any]]:
        """The jar, with Playwright's names; of all sites that were asked, or of one."""
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for site in [address] if address else sorted(self._sites):
            for one in self._in_the_jar(site, "GET", "/cookie"):
                cookie = {
                    "name": one["name"],
                    "value": one["value"],
                    "domain": one["domain"],
                    "path": one["path"],
                    "expires": one.get("expiry", -1),
                    "httpOnly": one["httpOnly"],
                    "secure": one["secure"],
                    "sameSite": one.get("sameSite", "None"),
                }
                found[cookie["name"], cookie["domain"], cookie["path"]] = cookie
        return list(found.values())

    def add_cookies(self, cookies: list[dict[str, Any]]) -> None:
        """Put each into the jar of the site at its ``url``, or of its ``domain``."""
        for one in cookies:
            site = one.get("url") or f"https://{one['domain'].removeprefix('.')}/"
            cookie = {key: value for key, value in one.items() if key not in ("url", "expires")}
            if "expires" in one:
                cookie["expiry"] = int(one["expires"])
            self._sites.add(site)
            self._in_the_jar(site, "POST", "/cookie", {"cookie": {"path": "/"} | cookie})

    def clear_cookies(self, *, name: str = "") -> None:
        """Take all cookies out of the jar, or those with a *name*."""
        for site in sorted(self._sites):
            self._in_the_jar(site, "DELETE", f"/cookie/{name}" if name else "/cookie")

    def _in_the_jar(self, site: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """WebDriver speaks of the cookies of the page that is shown: the window in the background."""
        page = urllib.parse.urljoin(site, JAR)
        window = self._jar
        if self.call(window, "GET", "/url") != page:
            self.call(window, "POST", "/url", {"url": page})
        try:
            return self.call(window, method, path, body)
        except WebDriverError as error:
            if error.kind == "no such cookie":
                return None
            raise


def _matches(matcher: Matcher, address: str) -> bool:
    if isinstance(matcher, str):
        glob = re.escape(matcher).replace(r"\*\*/", "(.*/)?")
        glob = glob.replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
        return bool(re.fullmatch(glob, address))
    if isinstance(matcher, re.Pattern):
        return bool(matcher.search(address))
    return matcher(address)
