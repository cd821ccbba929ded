"""The journey of one visitor: the first page, a click at once, and the click again, warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.contestants import ALONE
from tests.benchmarks.visits import Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.servers import Servers
    from tests.benchmarks.visits import Profile

Sample = dict[str, float]
# Changes the page for a second, and gives the milliseconds for each change that whoever watches it takes.
# These look once the changes of a frame are made, before the next step.
_CHANGES = """async () => {
  const box = document.body.appendChild(document.createElement("div"));
  let spent = 0;
  let changes = 0;
  for (const begin = performance.now(); performance.now() - begin < 1000; ) {
    await new Promise(requestAnimationFrame);
    for (let added = 0; added < 80; added += 1, changes += 1) {
      const element = document.createElement("p");
      element.innerHTML = "A line with <b>words</b> in it";
      box.append(element);
    }
    for (; box.childElementCount > 400; changes += 1) box.firstChild.remove();
    const changed = performance.now();
    await Promise.resolve();
    spent += performance.now() - changed;
  }
  return spent / changes;
}"""
# Of so many a second; the share of a core is told in percent.
_OFTEN = 10_000 / 1000 * 100


def travel(browser: Browser, servers: Servers, contestant: Contestant, profile: Profile) -> Sample:
    """Every figure of one run, by name; times in milliseconds, weights in bytes.

    ``cold`` is a click with nothing in the cache, ``warm`` one with everything in the cache, and ``up`` one
    after whatever the first move towards the banner starts has started. In the end a page that they come back
    to changes all the time.
    """
    with Tab(browser, servers, contestant, profile) as tab:
        sample = _first(tab)
        if contestant.name != ALONE:
            sample |= _click(tab, "cold")
        sample |= tab.weight("decision")
        if contestant.name != ALONE:
            tab.forget()
            tab.open("?warm")
            sample |= _click(tab, "warm")
            tab.forget()
            tab.open("?up")
            tab.approach()
            sample |= _click(tab, "up")
        tab.open("?changes", banner="")
        sample["later.changes"] = tab.page.evaluate(_CHANGES) * _OFTEN
        return sample


def look(browser: Browser, servers: Servers, contestant: Contestant, profile: Profile) -> Sample:
    """What the first page costs those who do not move: more than the journeys tell of it, and its scripts."""
    with Tab(browser, servers, contestant, profile) as tab:
        sample = _first(tab)
    # Another visitor, for a trace takes time itself; what scripts take does not depend on the network.
    with Tab(browser, servers, contestant, profile.device) as tab:
        return {**sample, "first.script": tab.scripts("?first")}


def _first(tab: Tab) -> Sample:
    """The first page, up to where it is quiet and nobody has moved."""
    # The same is noted of every page; one that has no banner has its own text.
    tab.open("?first", banner=tab.contestant.banner or "main")
    probe = tab.probe()
    paint = tab.paint()
    # When the frame was painted, which is the probe's clock too; it reaches the glass a little later.
    painted = paint.get("paintTime", paint["startTime"])
    sample = {
        "first.fcp": painted,
        **tab.weight("first"),
        "first.long": sum(duration for _, duration in probe["long"]),
        "first.longest": max((duration for _, duration in probe["long"]), default=0),
        "first.shift": probe["shift"],
    }
    if tab.contestant.banner:
        seen = probe["seen"]
        sample["first.paint"] = seen["at"]
        sample["first.relative"] = seen["at"] / painted
        # The frames that began after the page's first contentful paint, up to the one with the banner in it.
        sample["first.frames"] = sum(1 for started in probe["frames"] if painted < started <= seen["started"])
    return sample


def _click(tab: Tab, state: str) -> Sample:
    """The click that accepts all, from the moment of the click."""
    tab.accept()
    probe = tab.probe()
    click = probe["click"]
    arrivals = [at - click for at in tab.arrivals()]
    return {
        # As the browser tells it, to 8 ms; what took less than 16 it does not tell.
        f"{state}.painted": probe.get("painted", 16),
        f"{state}.gone": probe["gone"] - click,
        f"{state}.cookie": probe["cookie"] - click,
        f"{state}.tag": min(arrivals),
        f"{state}.tags": max(arrivals),
        f"{state}.longest": max(
            (duration for at, duration in probe["long"] if at + duration > click), default=0
        ),
    }
