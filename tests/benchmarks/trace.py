"""A slow phone on a first visit and a decision: `.venv/bin/python -m tests.benchmarks.trace`.

Prints the tasks of the page's main thread that took long, with what they were about, and the paints, in their
order. The whole trace is left beside the benchmark's figures, for the
performance panel of a browser.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from banner.build import pipeline, runtimes
from banner.serve import local
from banner.toolchain import environment
from tests import tables
from tests.benchmarks.command import REPORT, launch
from tests.benchmarks.tracing import recorded
from tests.benchmarks.visits import SLOW, throttle
from tests.support import browsers

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 16  # milliseconds: what is shorter delays no frame
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CATEGORIES = (
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "v8.execute",
    "loading",
    "blink.user_timing",
)
ABOUT = ("url", "functionName", "fileName", "type", "scriptName")


def main(arguments: list[str]) -> None:
    """Record one visit of the demo site, print what it was made of, and with ``--write`` keep that."""
    line = argparse.ArgumentParser(prog="tests.benchmarks.trace", description=__doc__)
    line.add_argument("runtime", nargs="?", choices=runtimes.NAMES, default="micropython")
    line.add_argument("--write", action="store_true", help="keep it in the report")
    options = line.parse_args(arguments)
    chromium = browsers.program("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "dist"
        pipeline.build(environment.ROOT / "site/demo/consent.toml", out, options.runtime)
        browser = launch(playwright.chromium, chromium)
        with local.running(local.static(out)) as base:
            page = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
            cdp = page.context.new_cdp_session(page)
            cdp.send("Network.enable")
            throttle(cdp, SLOW)
            with recorded(page, CATEGORIES) as events:
                page.goto(base + "privacy-policy.html")
                page.wait_for_load_state("networkidle")
                page.evaluate("performance.mark('the tap')")
                page.tap("#consent-banner [data-consent-action=deny-all]")
                page.wait_for_selector("html[data-consent=denied]", state="attached", timeout=120_000)
                page.evaluate("performance.mark('the cookie')")
        browser.close()
    file = environment.VENV / f"trace-{options.runtime}.json"
    file.write_text(json.dumps({"traceEvents": events}), encoding="utf-8")
    story = "\n".join(lines(events))
    sys.stdout.write(f"{story}\n\nthe whole trace: {file}\n")
    if options.write:
        tables.keep(REPORT, "trace", f"```text\n{story}\n```")


def lines(events: list[dict[str, Any]]) -> Iterator[str]:
    """The story of a trace, a line each, times in milliseconds from the page's start."""
    marks = [one for one in events if one["name"] in ("firstContentfulPaint", "the tap", "the cookie")]
    start = min(one["ts"] for one in events if one["name"] == "navigationStart" and "privacy" in str(one))
    thread = next(one for one in marks if one["name"] == "firstContentfulPaint")
    here = [one for one in events if (one["pid"], one["tid"]) == (thread["pid"], thread["tid"])]
    tasks = [one for one in here if one["name"].endswith("RunTask") and one.get("dur", 0) >= LONG * 1000]
    for one in sorted([*marks, *tasks], key=lambda one: float(one["ts"])):
        at = (one["ts"] - start) / 1000
        if one not in tasks:
            yield f"{at:8.0f}          — {one['name']}"
            continue
        inner = [two for two in here if one["ts"] <= two["ts"] < one["ts"] + one["dur"] and two is not one]
        inner = sorted((two for two in inner if two.get("dur")), key=lambda two: -two["dur"])[:4]
        yield f"{at:8.0f} {one['dur'] / 1000:6.0f}  {'; '.join(map(told, inner))}"


def told(event: dict[str, Any]) -> str:
    """One event in a few words."""
    data = {**event.get("args", {}).get("data", {}), **event.get("args", {}).get("beginData", {})}
    about = [str(data[key]).rpartition("/")[2][:40] for key in ABOUT if data.get(key)]
    return f"{event['name']} {event['dur'] / 1000:.0f} ({', '.join(about)})" if about else event["name"]


if __name__ == "__main__":
    main(sys.argv[1:])
