"""One visitor with an empty browser: what a page and a click cost, in milliseconds and bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.benchmarks import tracing
from tests.benchmarks.page import TAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.servers import Servers

_PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
_PATIENCE = 180_000  # milliseconds: 6 MB at 1.6 Mbit/s alone take half a minute
# What has to be there before a figure can be taken.
_QUIET = "performance.getEntriesByName('first-contentful-paint').length"
_SEEN = f"{_QUIET} && window.probe?.seen"
LOADED = f"window.tags?.length === {len(TAGS)}"
_DECIDED = f"{LOADED} && probe.cookie && probe.gone"


@dataclass(frozen=True)
class Profile:
    """A device and its network. *latency* in ms, *down* and *up* in bytes a second, *cpu* as a divisor."""

    name: str
    latency: float = 0
    down: float = -1
    up: float = -1
    cpu: int = 1

    @property
    def device(self) -> Profile:
        """The device alone, with its server beside it."""
        return Profile(self.name, cpu=self.cpu)


FAST = Profile("fast")
SLOW = Profile("slow", latency=150, down=1.6e6 / 8, up=0.75e6 / 8, cpu=4)


@dataclass
class Request:
    """One request, and what of its answer came over the wire."""

    url: str
    bytes: float = 0
    cached: bool = False
    status: int = 0


@dataclass
class Tab:
    """A tab of a fresh browser profile that looks at one *contestant*."""

    browser: Browser
    servers: Servers
    contestant: Contestant
    profile: Profile
    requests: dict[str, Request] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Open it."""
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        # A shared machine may pause for long; that shows in the quartiles.
        self.context.set_default_timeout(_PATIENCE)
        self.page: Page = self.context.new_page()
        self._cdp = self.context.new_cdp_session(self.page)
        self._probe = ""
        for event, note in (
            ("Network.requestWillBeSent", self._asked),
            ("Network.requestServedFromCache", self._kept),
            ("Network.responseReceived", self._came),
            ("Network.responseReceivedExtraInfo", self._status),
            ("Network.loadingFinished", self._done),
        ):
            self._cdp.on(event, note)
        self._cdp.send("Page.enable")
        self._cdp.send("Network.enable")
        self.throttle(self.profile)
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.context.close()

    def throttle(self, profile: Profile) -> None:
        """Be on a device and a network like *profile* from now on."""
        throttle(self._cdp, profile)

    def open(self, path: str, banner: str | None = None, notes: str = "") -> None:
        """Open a page until it is quiet.

        *banner* is the selector of what is to appear, if not the contestant's own; *notes* is another script
        that runs before the page's.
        """
        self.servers.show(self.contestant)
        selector = self.contestant.banner if banner is None else banner
        self._watch(selector, notes)
        self.requests.clear()
        self.servers.arrivals.clear()
        self.page.goto(self.servers.address + path)
        self.page.wait_for_function(_SEEN if selector else _QUIET)
        self.page.wait_for_load_state("networkidle")

    def scripts(self, path: str, banner: str | None = None, until: str = "true") -> float:
        """Open a page as :meth:`open` does, up to where *until* is true: the time of its scripts, in ms."""
        with tracing.recorded(self.page, tracing.SCRIPTS) as events:
            self.open(path, banner)
            self.page.wait_for_function(until)
        return tracing.script_time(events)

    def forget(self) -> None:
        """Leave no decision behind, but keep what the browser's cache has; the pointer leaves the banner."""
        self.page.mouse.move(1, 1)
        self.context.clear_cookies()
        self.page.evaluate("localStorage.clear()")

    def press(self) -> None:
        """Press the button that accepts all."""
        box = self.page.locator(self.contestant.accept).bounding_box()
        assert box, "nothing to press"
        assert not self.servers.arrivals, "a tag came before the decision"
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def accept(self) -> None:
        """Press the button, and wait until everything that follows has been seen."""
        self.press()
        self.page.wait_for_function(_DECIDED)
        self.page.mouse.move(1, 1)

    def approach(self) -> None:
        """Move towards the banner, and wait until a click can be recorded at once."""
        box = self.page.locator(self.contestant.banner).bounding_box()
        assert box, "nothing to approach"
        self.page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
        self.page.wait_for_function(self.contestant.up)
        self.page.wait_for_load_state("networkidle")

    def probe(self) -> dict[str, Any]:
        """What the page's probe has noted so far."""
        noted: dict[str, Any] = self.page.evaluate("probe")
        return noted

    def paint(self) -> dict[str, float]:
        """The page's own first contentful paint; both clocks of it, where the browser tells them."""
        entry: dict[str, float] = self.page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0].toJSON()"
        )
        return entry

    def arrivals(self) -> list[float]:
        """When each tag was asked of its server, after the page's start."""
        origin = self.page.evaluate("performance.timeOrigin")
        assert sorted(name for name, _ in self.servers.arrivals) == sorted(TAGS)
        return [at - origin for _, at in self.servers.arrivals]

    def memory(self) -> float:
        """What all pages of this browser hold in memory, in bytes: each page shared is counted in parts."""
        found = self.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        pages = [one["id"] for one in found if one["type"] == "renderer"]
        return sum(_proportional(process) for process in pages)

    def wire(self) -> list[Request]:
        """What has come from the site's own host over the wire."""
        ours = [one for one in self.requests.values() if one.url.startswith(self.servers.address)]
        return [one for one in ours if not one.cached]

    def weight(self, part: str) -> dict[str, float]:
        """How much that was, and how many requests, as figures of *part*."""
        wire = self.wire()
        return {f"{part}.bytes": sum(one.bytes for one in wire), f"{part}.requests": len(wire)}

    def _watch(self, banner: str, notes: str) -> None:
        if self._probe:
            self._cdp.send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._probe})
        text = f"{{const BANNER={banner!r},COOKIE={self.contestant.cookie!r};{_PROBE}{notes}}}"
        added = self._cdp.send("Page.addScriptToEvaluateOnNewDocument", {"source": text})
        self._probe = added["identifier"]

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")):
            self.requests[event["requestId"]] = Request(url)

    def _kept(self, event: dict[str, Any]) -> None:
        self._known(event).cached = True

    def _came(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            self._known(event).cached = True
        request = self._known(event)
        request.status = request.status or response["status"]

    def _status(self, event: dict[str, Any]) -> None:
        # Only here a 304 is told as such, and it is one even though the content then comes from the cache.
        self._known(event).status = event["statusCode"]

    def _done(self, event: dict[str, Any]) -> None:
        request = self._known(event)
        request.bytes = event["encodedDataLength"]
        if request.bytes:
            request.cached = False

    def _known(self, event: dict[str, Any]) -> Request:
        return self.requests.get(event["requestId"]) or Request("")


def throttle(cdp: CDPSession, profile: Profile) -> None:
    """Have the page behind *cdp*, whose network is enabled, be on a device and a network like *profile*."""
    conditions = {
        "offline": False,
        "latency": profile.latency,
        "downloadThroughput": profile.down,
        "uploadThroughput": profile.up,
    }
    cdp.send("Network.emulateNetworkConditions", conditions)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": profile.cpu})


def _proportional(process: int) -> float:
    """The proportional set size of *process*, as Linux tells it; elsewhere none is told."""
    file = Path(f"/proc/{process}/smaps_rollup")
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    return sum(float(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
