"""How soon a press is seen, beside the peers: `.venv/bin/python -m tests.benchmarks.presses [--write]`.

The device has a quarter of this processor. Each press is the first that its visitor makes of that kind.
The figure is its longest event, up to the next paint (https://web.dev/articles/inp). The browser tells it to
8 ms, and nothing of less than 16.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests import tables
from tests.benchmarks import command, servers
from tests.benchmarks.contestants import ACCEPT, NAMES, OURS, PEERS, contestants
from tests.benchmarks.visits import SLOW, Tab
from tests.support import browsers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.servers import Servers

TIMES = 5
PRESSES = ("accept", "deny", "preferences", "a switch in them")
# What is pressed for each of PRESSES but the first, as far as there is such a thing.
_OURS = (
    "#consent-banner [data-consent-action=deny-all]",
    "#consent-banner [data-consent-action=preferences]",
    "#consent-preferences input[type=checkbox]",
)
_OTHERS = {
    **dict.fromkeys(OURS, _OURS),
    "vanilla-cookieconsent": (
        "#cc-main .cm [data-role=necessary]",
        "#cc-main .cm [data-role=show]",
        "#cc-main .pm .section__toggle:not([disabled])",
    ),
    "klaro": (
        "#klaro .cn-decline",
        "#klaro .cn-learn-more",
        "#klaro .cm-purposes .slider",
    ),
    "tarteaucitron": (
        "#tarteaucitronAllDenied2",
        "#tarteaucitronCloseAlert",
        ".tarteaucitronLine .tarteaucitronAllow",
    ),
    "osano": (".cc-window .cc-deny",),
}
BUTTONS = {name: (ACCEPT[name], *others) for name, others in _OTHERS.items()}
_LEAST = 16  # milliseconds; what took less is not told
_NOTES = """
window.presses = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.interactionId) presses.push(one.duration);
}).observe({ type: "event", durationThreshold: 16 });
"""
# Entries come after the frame that they tell of.
_TOLD = """() => new Promise((told) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told, 500))))"""


def press(browser: Browser, served: Servers, one: Contestant, way: tuple[str, ...]) -> float:
    """Return the milliseconds from the last press of a *way* to the next paint, for a new visitor."""
    with Tab(browser, served, one, SLOW.device) as tab:
        tab.open("?press", notes=_NOTES)
        for selector in way:
            tab.page.evaluate(_TOLD)
            tab.page.evaluate("presses.length = 0")
            tab.page.locator(selector).first.click()
        tab.page.evaluate(_TOLD)
        return max(tab.page.evaluate("presses"), default=_LEAST)


def way(name: str, kind: str) -> tuple[str, ...]:
    """Return what is pressed in turn for *kind* at the contestant *name*; nothing where it has none."""
    buttons = dict(zip(PRESSES, BUTTONS[name], strict=False))
    if kind not in buttons:
        return ()
    return (buttons["preferences"], buttons[kind]) if kind == PRESSES[-1] else (buttons[kind],)


def measure(times: int) -> dict[tuple[str, str], list[float]]:
    """Return the figures of each press at each contestant, who take turns."""
    taken: dict[tuple[str, str], list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.running() as served,
        sync_playwright() as playwright,
    ):
        browser = command.launch(playwright.chromium, browsers.chromium())
        who = contestants((*OURS, *PEERS), Path(folder), served.port)
        for _ in range(times):
            for kind in PRESSES:
                for one in random.sample(who, len(who)):
                    if steps := way(one.name, kind):
                        taken.setdefault((one.name, kind), []).append(press(browser, served, one, steps))
        browser.close()
    return taken


def main(arguments: list[str]) -> int:
    """Measure, print, and with ``--write`` keep it in the report."""
    taken = measure(TIMES)
    rows = [[NAMES[name], *(_told(taken.get((name, kind), [])) for kind in PRESSES)] for name in BUTTONS]
    text = tables.markdown(["", *PRESSES], rows)
    sys.stdout.write(text + "\n")
    if "--write" in arguments:
        tables.keep(command.REPORT, "presses", text)
    return 0


def _told(figures: list[float]) -> str:
    """Return the median, and the slowest in brackets."""
    return f"{statistics.median(figures):.0f} ({max(figures):.0f})" if figures else "–"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
