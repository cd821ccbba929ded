"""The engines that the browser tests run on, and what each of them cannot do."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tests.support import browsers
from tests.support.engines import webkit
from tests.support.engines.firefox import Firefox
from tests.support.engines.patience import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

    Engine = Browser | Firefox | webkit.WebKit


# What some tests need and an engine, as it is driven here, does not have: a test that is marked with
# ``needs("…")`` is not run there, and the table of the engines gives the reason.
LACKS: dict[str, dict[str, str]] = {
    "chromium": {
        "pages that the history keeps": "Chromium keeps none without a window, and Playwright forbids it",
    },
    "firefox": {
        "pages made ready ahead": "Firefox makes no page ready ahead",
        "other media": "WebDriver BiDi cannot show a page as it would be printed, nor change its theme",
        "pages without scripts": "WebDriver BiDi, as Playwright speaks it here, cannot switch scripts off",
        "a pointer at rest": "WebDriver's pointer is over nothing before it moves",
        "the end of inline modules": "Firefox tells nobody when a module that stands in the page has run",
        "the count of nodes": "WebDriver BiDi does not tell it",
        "a finger": "Playwright's touch does nothing where it speaks WebDriver BiDi",
        "the accessibility tree": "WebDriver BiDi does not tell it",
        "the cache": "Playwright goes past it where it speaks WebDriver BiDi",
        "a notch": "nothing tells Firefox here that its window has one",
        "the bodies of requests": "Playwright does not tell them where it speaks WebDriver BiDi",
        "cookies as a test's answer sets them": "over WebDriver BiDi they last as long as the browser",
        "import maps that come late": "Firefox takes no import map after a module",
        "the requests of workers": "WebDriver BiDi tells none of shared and of service workers",
        "performance entries": "Firefox measures neither layout shifts nor long tasks",
    },
    "webkit": {
        "recipes of Playwright": "WebKit is driven without Playwright here",
        "pages made ready ahead": "WebKit makes no page ready ahead",
        "pages that still load": "its driver does nothing before a page has loaded",
        "other media": "WebDriver cannot show a page as it would be printed, nor change its theme",
        "forced colours": "WebKit has none",
        "objects that all are changed": "WebKit's driver writes JSON in the page, and trips over it",
        "the count of nodes": "WebDriver does not tell it",
        "a finger": "WebKit's driver has a mouse, and no touch",
        "the whole tree of accessibility": "WebDriver tells of one element at a time",
        "downloads": "WebDriver knows of none",
        "the console of a page of a disk": "the proxy that hears of the console sees no such page",
        "answers that go on": "the proxy hands on an answer once it has ended",
        "cookies of other sites": "WebKit keeps none",
        "cookies in frames of other sites": "WebKit gives such a frame none, a partitioned one neither",
        "the status of a page": "WebKit does not tell a page with which status it was answered",
        "questions before a page is left": "WebDriver has each such question answered with yes",
        "a state to start with": "WebDriver starts each visitor with nothing",
        "frames in frames": "its driver tells of the frames of a page, and not of theirs",
        "who sets a property": "WebKit's stacks end at a setter",
        "the requests behind a request": "the proxy sees each by itself, without its redirect or its worker",
        "the lines of pages": "its driver writes scripts of its own into the page, before all lines",
        "pages without scripts": "the small browser takes no settings where WebDriver drives it",
        "a notch": "nothing tells WebKit here that its window has one",
        "performance entries": "WebKit measures neither layout shifts nor long tasks",
        "the time of events": "WebKit does not tell of a key that came before us: the next Tab goes on",
        "a pointer at rest": "WebDriver's pointer is over nothing before it moves",
        "the cache": "the proxy that sees every request has none",
    },
}


@contextlib.contextmanager
def launched(name: str, playwright: Playwright) -> Iterator[Engine]:
    """The engine *name*, running; every host below ``.test`` is this machine."""
    program = browsers.program(name)
    if name == "firefox":
        with Firefox(playwright, program) as firefox:
            yield firefox
        return
    if name == "webkit":
        with webkit.launched(program) as running:
            yield running
        return
    browser = playwright.chromium.launch(
        executable_path=program,
        args=[
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            # What imitates a graphics card here takes a tenth of the processor's time, and paints the same.
            "--disable-gpu",
            "--host-resolver-rules=MAP *.test 127.0.0.1",
            # No test lives long enough to gain by WebAssembly that is compiled a second time, for speed.
            "--js-flags=--liftoff-only",
        ],
        timeout=START * 1000,
    )
    yield browser
    browser.close()
