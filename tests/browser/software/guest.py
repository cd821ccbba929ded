"""A visitor of a site that some software brings, who goes about it by its links and the browser's buttons."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.software.pages import HEADINGS
from tests.support.engines.patience import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page, Request

    from tests.browser.software.software import Software
    from tests.support.visitor import Visitor

BANNER = "#consent-banner"
DIALOG = "#consent-preferences"
PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
# What the scripts of the pages do is counted beside all that a router may replace.
COUNT = "window.ran = []; window.count = (what) => { ran.push(what); };"
# The page is there, alone, and its software has done with it.
SHOWN = """(heading) => {
  const headings = [...document.querySelectorAll("h1")].map((one) => one.textContent.trim());
  const busy = "html[aria-busy=true],[data-turbo-preview],.htmx-request,.htmx-swapping,.htmx-settling,"
    + ".is-changing,.is-rendering,.is-animating,.up-loading";
  return document.readyState === "complete" && headings.length === 1 && headings[0].startsWith(heading)
    && !document.querySelector(busy);
}"""
# What was to be done at the next moment, in the next frame or once there is time has been done.
# Browsers may never tell that a page is idle: where nothing is told for a second, there was time.
IDLE = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => requestIdleCallback(() => setTimeout(done), { timeout: 1000 }))))"""
# While one page passes into another one, a picture of both lies over everything.
STILL = """() => !document.getAnimations().some(
  ({ effect }) => effect.pseudoElement?.startsWith("::view-transition"))"""


# So many times there is nothing to do before a request counts as one that nothing comes of.
UNTOLD = 30


class Guest:
    """Drives one browser through one site."""

    def __init__(self, visitor: Visitor, software: Software) -> None:
        self.visitor = visitor
        self.software = software
        self.said: list[str] = []
        # How often each page has been shown since the document came.
        self._shown: Counter[str] = Counter()
        self._under_way: set[Request] = set()
        visitor.context.on("request", self._begin)
        visitor.context.on("requestfinished", self._end)
        visitor.context.on("requestfailed", self._end)
        visitor.page.add_init_script(COUNT)
        visitor.page.on("console", self._hear)

    def _begin(self, request: Request) -> None:
        self._under_way.add(request)

    def _end(self, request: Request) -> None:
        self._under_way.discard(request)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    @property
    def page(self) -> Page:
        """What the browser shows."""
        return self.visitor.page

    def go(self, *steps: str) -> Guest:
        """Take *steps*, such as ``"follow film"``: how, and which page there is then."""
        for step in steps:
            how, _, name = step.partition(" ")
            getattr(self, f"_{how}")(name)
            self.shows(name)
        return self

    def _open(self, name: str) -> None:
        self._shown.clear()
        self.page.goto(f"{self.visitor.base}{name}.html")

    def _follow(self, name: str) -> None:
        self.page.locator(".ways").get_by_text(HEADINGS[name], exact=True).click()

    def _back(self, _: str) -> None:
        self.page.go_back(wait_until="commit")

    def _forward(self, _: str) -> None:
        self.page.go_forward(wait_until="commit")

    def _reload(self, _: str) -> None:
        self._shown.clear()
        self.page.reload()

    def shows(self, name: str) -> Guest:
        """Wait until the page called *name* is there, and at rest."""
        self.page.wait_for_function(SHOWN, arg=HEADINGS[name])
        self._shown[name] += 1
        return self.rests()

    def rests(self) -> Guest:
        """Wait until nothing is under way that the page has asked for, and what has come has run.

        Browsers never tell of some requests how they end, such as that of a frame which is taken out: nothing
        comes of them either.
        """
        self.page.evaluate(IDLE)
        for _ in range(UNTOLD):
            if not self._under_way:
                break
            self.page.evaluate(IDLE)
        self._under_way.clear()
        self.page.wait_for_function(STILL)
        self.page.evaluate(IDLE)
        return self

    def looks(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {**self.page.evaluate(PROBE), "shows": self._shown["film"]}

    def come_back(self, state: str) -> Guest:
        """Have been here before, and have decided."""
        decision = "deny" if state == "denied" else "accept"
        self.go("open index").page.evaluate(f"void consent.{decision}()")
        end = time.monotonic() + PATIENCE
        while not self.visitor.consent_cookie():
            assert time.monotonic() < end, "nothing is recorded"
            self.page.evaluate(IDLE)
        self.visitor.afresh()
        self.said.clear()
        self.visitor.errors.clear()
        return self

    def is_in(self, state: str) -> Guest:
        """Wait until the page tells this *state*."""
        self.page.wait_for_selector(f"html[data-consent={state}]", state="attached")
        return self

    def press(self, action: str) -> Guest:
        """Press one of the buttons of the banner."""
        self.page.click(f"{BANNER} [data-consent-action={action}]")
        return self

    def open_preferences(self) -> Locator:
        """Follow the link of the page to the preferences, and wait for them as a dialog above all else."""
        self.page.locator("[data-consent-open]").first.click()
        dialog = self.page.locator(f"{DIALOG}:modal")
        dialog.wait_for()
        return dialog
