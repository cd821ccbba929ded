"""Traces of the browser, and what they tell of a page's scripts."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

Event = dict[str, Any]

# The categories that have the events of scripts.
SCRIPTS = ("devtools.timeline", "v8", "v8.execute")
_NAMES = (
    "EvaluateScript",
    "FunctionCall",
    "RunMicrotasks",
    "v8.compile",
    "v8.compileModule",
    "v8.evaluateModule",
)
_MAIN = "CrRendererMain"


@contextlib.contextmanager
def recorded(page: Page, categories: tuple[str, ...]) -> Iterator[list[Event]]:
    """Record whatever the browser of *page* does inside; the events are in the list afterwards."""
    events: list[Event] = []
    browser = page.context.browser
    assert browser, "a context that a browser has made"
    browser.start_tracing(page=page, categories=list(categories))
    yield events
    events.extend(json.loads(browser.stop_tracing())["traceEvents"])


def script_time(events: list[Event]) -> float:
    """How long pages' scripts occupied the processor in their main threads, in milliseconds.

    To compile them is part of it, and so is what their promises call. The browser's own counter,
    ``ScriptDuration``, leaves out both. Not part of it is to wait for another process of the browser, which
    depends on what else the machine does, and what the benchmark itself puts into pages: it has no address.
    """
    pages = {_thread(one) for one in events if one["name"] == "thread_name" and one["args"]["name"] == _MAIN}
    # What the end of the trace has cut off has no length.
    whole = [one for one in events if one["name"] in _NAMES and "dur" in one and "tdur" in one]
    work = [one for one in whole if _thread(one) in pages and _of_page(one)]
    spent, ends = 0.0, dict.fromkeys(pages, 0.0)
    # What runs within another of them is part of that one.
    for one in sorted(work, key=lambda one: (one["ts"], -one["dur"])):
        if one["ts"] >= ends[_thread(one)]:
            spent += one["tdur"]
            ends[_thread(one)] = one["ts"] + one["dur"]
    return spent / 1000


def _thread(event: Event) -> tuple[int, int]:
    return event["pid"], event["tid"]


def _of_page(event: Event) -> bool:
    return bool(event["args"].get("data", {}).get("url", True))
