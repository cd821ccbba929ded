"""A visitor: a browser profile, what it requests, and the vendors' hosts, answered locally."""

from __future__ import annotations

import json
import re
import urllib.parse
from typing import TYPE_CHECKING, Any

from banner.core.record import decode
from tests.support.engines.patience import PATIENCE
from tests.support.waits import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route, WebError

    from banner.core.consent import Consent

# What a vendor's script does that matters here: it leaves its cookies, on the registrable domain if it can.
_SET = """
for (const name of %s) {
  const parent = location.hostname.split('.').slice(-2).join('.');
  if (/[a-z]/.test(parent)) document.cookie = name + '=1;Path=/;Max-Age=9999;Domain=' + parent;
  document.cookie = name + '=1;Path=/;Max-Age=9999';
}
"""
VENDORS = {
    "https://connect.facebook.net/en_US/fbevents.js": ["_fbp"],
    "https://www.googletagmanager.com/gtag/js?id=G-DEMO123456": ["_ga", "_ga_DEMO123456", "_gcl_au"],
    "https://utt.impactcdn.com/A1234567-89ab-4cde-8f01-23456789abcd1.js": ["IR_gbd", "IR_PI"],
}
PIXEL, GOOGLE, IMPACT = VENDORS
# What the items of the stage page load when a visitor opens them.
EMBEDS = {
    "youtube": "https://www.youtube-nocookie.com/embed/tasca000001?autoplay=1",
    "google-maps": "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d2842.0!2d10.92!3d44.64",
    "facebook": "https://www.facebook.com/plugins/post.php"
    "?href=https%3A%2F%2Fwww.facebook.com%2FIKMultimedia/posts/1000000000000001",
    "x": "https://platform.twitter.com/widgets.js",
    "instagram": "https://www.instagram.com/p/Relay2026xi/embed",
    "soundcloud": "https://w.soundcloud.com/player/"
    "?url=https%3A//api.soundcloud.com/tracks/1234567890&visual=true&auto_play=true",
}
# The hosts of outside content, by the start of an address.
_PLAYERS = tuple("/".join(address.split("/")[:3]) + "/" for address in EMBEDS.values())
TRACKING = ("facebook-pixel", "google", "impact", "links-conversion")
CONTENT = ("youtube", "google-maps", "facebook", "x", "instagram", "soundcloud")
SERVICES = TRACKING + CONTENT
STATES = ("undecided", "pending", "denied", "partial", "granted")
_SMALL = re.compile(r"/(micropython|pyodide)\.pruned\.[^/]*\.wasm$")
_FULL = re.compile(r"/(micropython|pyodide)\.(?!pruned\.)[^/]*\.wasm$")
# As client/runtimes/pruned.js says it.
_LACKS = "Python needs what its small program lacks"
# A page of the site that has nothing in it, of ours neither.
_EMPTY = "empty.html"


# Firefox notes in the way of errors that it refused a cookie, that a file which a navigation cut off is not
# whole, that a hash is none, and what the page's own code is told as well: that a policy forbids something,
# that a module is none, that an answer is another site's, that a stream has ended early. A file that is
# another one than promised never runs, so no test passes with it. WebKit says of a vendor's script that a
# navigation cut off, and of none of ours, that there is an error.
NOTES = (
    "Cookie “",
    "None of the “sha",
    "The hash contained in the integrity attribute could not be decoded.",
    "The page’s settings blocked ",
    "Loading module from “",
    "“TypeError: The input ",
    "Script error.",
    "The Same Origin Policy disallows reading ",
)
# That Python hears of clicks in this page: a mark that anybody may read, and that leads nowhere.
UP = "performance.getEntriesByName('consent:python').length === 1"
RUNTIME = re.compile(r"/consent/files/(pyodide|micropython|banner|python)\.")
ASKED_FOR = """(base) => [...document.querySelectorAll('script[src],iframe')]
  .map((one) => one.src).filter((address) => address.startsWith('http') && !address.startsWith(base))"""
SENT = "() => { try { return !localStorage['consent.unsent'] } catch { return true } }"


class Visitor:
    """Drives one page of one browser profile, and remembers what it asked of the network."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.requests: list[str] = []
        # Those of the page that is shown, whatever a test has cleared.
        self._seen: set[str] = set()
        self.errors: list[str] = []
        self._forgives = False
        self._lacking: list[str] = []
        # The small programs that did not come: kept away by a test, or cut off with its page.
        self._missed: list[str] = []
        context.on("request", self._remember)
        context.on("requestfailed", self._miss)
        context.on("console", self._hear)
        context.on("weberror", self._mind)
        context.set_default_timeout(PATIENCE * 1000)
        # A pattern, so that the browser's driver lets the site's own requests go on by itself.
        context.route(re.compile(f"^(?!{re.escape(base)})"), self._answer)
        context.route(base + _EMPTY, lambda route: route.fulfill(body="", content_type="text/html"))
        self.page: Page = context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if _LACKS in message.text:
            self._lacking.append(message.text)

    def _remember(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._seen.clear()
        self._seen.add(request.url)
        self.requests.append(request.url)

    def _miss(self, request: Request) -> None:
        if _SMALL.search(request.url):
            self._missed.append(request.url)

    def _mind(self, error: WebError) -> None:
        if not self._forgives and not str(error.error).startswith(NOTES):
            self.errors.append(str(error.error))

    def _answer(self, route: Route) -> None:
        """Be the vendor; who is no vendor is not there."""
        cookies = VENDORS.get(route.request.url)
        if route.request.url.startswith(_PLAYERS):
            kind = "text/html" if route.request.resource_type == "document" else "text/javascript"
            route.fulfill(body="", content_type=kind)
        elif cookies is None:
            route.abort()
        else:
            route.fulfill(body=_SET % json.dumps(cookies), content_type="text/javascript")

    def forgive(self) -> None:
        """Mind no error any more, and none that there was: of what is kept away a page tells late, too."""
        self._forgives = True
        self.errors.clear()

    def lacking(self) -> list[str]:
        """What tells that the small program lacked something: requests for the full one, and the console.

        The console says where that was, though not on every engine. For each small one
        that did not come the full one is asked for as well.
        """
        full = [one for one in self.requests if _FULL.search(one)]
        return [*full[len(self._missed) :], *self._lacking]

    def outside(self) -> list[str]:
        """The requests to other hosts than the site's, in order."""
        self.catch_up()
        return self._outside()

    def catch_up(self) -> Visitor:
        """Wait for what the page has asked for by now and the browser has not told yet."""
        return self.sees(*self.page.evaluate(ASKED_FOR, self.base))

    def _outside(self) -> list[str]:
        return [address for address in self.requests if not address.startswith(self.base)]

    def sees(self, *addresses: str) -> Visitor:
        """Wait until every one of *addresses* has been requested."""
        wait_until(self.page, lambda: self._seen.issuperset(addresses), lambda: (addresses, self._seen))
        return self

    def strangers(self) -> list[str]:
        """The requests to hosts that nobody declared."""
        return [
            address
            for address in self._outside()
            if address not in VENDORS and not address.startswith(_PLAYERS)
        ]

    def python(self) -> list[str]:
        """The requests that starting Python takes."""
        return [address for address in self.requests if RUNTIME.search(address)]

    def without_python(self) -> Visitor:
        """Have Python stay on its way in every page: nothing of it comes, and nothing has failed."""
        self.context.route(RUNTIME, lambda _: None)
        return self

    def visit(self, path: str = "") -> Visitor:
        """Open a page of the site."""
        self.page.goto(self.base + path)
        return self

    def afresh(self) -> Visitor:
        """Leave the page and forget what it has asked for, so that all that comes is asked for by the next.

        A page that is being left goes on asking until another one has taken its place.
        """
        self.page.goto(self.base + _EMPTY)
        self.sees(self.base + _EMPTY).requests.clear()
        return self

    def leave(self) -> Visitor:
        """Close the page at once, and get another one."""
        self.page.close()
        self.page = self.context.new_page()
        return self

    def press(self, action: str, within: str = "#consent-banner") -> Visitor:
        """Press one of the buttons; the preferences come once they are asked for, and are waited for."""
        self.page.click(f"{within} [data-consent-action={action}]")
        return self.sees_preferences() if action == "preferences" else self

    def open_preferences(self) -> Visitor:
        """Follow the link at the foot of the page."""
        self.page.click("footer [data-consent-open]")
        return self.sees_preferences()

    def sees_preferences(self) -> Visitor:
        """Wait until the dialog is open."""
        self.page.wait_for_selector("#consent-preferences[open]")
        return self

    def choose(self, *services: str, within: str = "#consent-preferences") -> Visitor:
        """Set the switches so that just *services* are on."""
        for service in SERVICES:
            box = self.page.locator(f"{within} input[name=service][value={service}]")
            box.set_checked(service in services)
        return self

    def settled(self, state: str) -> Visitor:
        """Wait until the page says that it is in *state*, and the server has the decision."""
        self.page.wait_for_selector(f"html[data-consent={state}]", state="attached")
        self.page.wait_for_function(SENT)
        return self.catch_up()

    def state(self) -> str:
        """What the page says of itself."""
        return str(self.page.get_attribute("html", "data-consent"))

    def asked(self) -> bool:
        """Whether the banner is to be seen."""
        return self.page.locator("#consent-banner").is_visible()

    def cookies(self) -> dict[str, str]:
        """The jar, by name."""
        return {cookie["name"]: cookie["value"] for cookie in self.context.cookies(self.base)}

    def record(self) -> Consent | None:
        """The consent in the jar."""
        return decode(self.consent_cookie())

    def consent_cookie(self) -> str:
        """The text of the consent cookie, or nothing: on https it has a name that no sub-domain can set."""
        jar = self.cookies()
        return jar.get("__Host-consent" if self.base.startswith("https:") else "consent", "")

    def record_as_servers_see_it(self) -> dict[str, Any]:
        """The same, with nothing of ours."""
        plain: dict[str, Any] = json.loads(urllib.parse.unquote(self.consent_cookie()))
        return plain

    def keep(self, consent_cookie: str) -> Visitor:
        """Put a consent cookie into the jar, as an earlier visit would have left it."""
        self.context.add_cookies([{"name": "consent", "value": consent_cookie, "url": self.base}])
        return self

    def stored(self) -> dict[str, str]:
        """What the page finds in its local storage; what is ours is there twice over."""
        found: dict[str, str] = self.page.evaluate("({...localStorage})")
        ours = {key: text[len(text) // 2 :] for key, text in found.items() if key.startswith("consent.")}
        assert all(found[key] == text * 2 for key, text in ours.items())
        return {**found, **ours}

    def store(self, key: str, text: str) -> Visitor:
        """Put *text* into storage as the banner would have kept it."""
        self.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text * 2])
        return self
