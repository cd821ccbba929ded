"""One phase of an audit on one engine: a fresh profile, its decisions, and then every page."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from banner.audit.driver import LATE, Driver, StuckError
from banner.audit.look import Look
from banner.audit.notes import Notes
from banner.audit.result import Visit
from banner.observe import crawl
from banner.observe.kinds import origin_of
from banner.observe.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from banner.audit.expected import Expected
    from banner.audit.manner import Manner
    from banner.audit.phases import Phase, Step

    More = Callable[[list[str]], list[str]]


def walk(  # noqa: PLR0913, PLR0917 - what is looked at, and with what
    expected: Expected,
    phase: Phase,
    browser: Browser,
    engine: str,
    manner: Manner,
    pages: tuple[str, ...],
    more: More | None = None,
) -> Notes:
    """Walk through *pages* in one *phase*, in a fresh profile of *browser*, which is an *engine*.

    *more* is given the links of each page, and returns further pages to visit.
    """
    notes = Notes()
    with manner.profile(browser, expected.host, gpc=phase.gpc) as context:
        observer = Observer(context, manner.patience)
        driver = Driver(expected.site, context)
        _Walk(Look(expected, phase, engine, manner, notes, observer, driver)).go(list(pages), more)
    return notes


class _Walk:
    """Walk through a site, with a *look* at each page."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._phase = look.phase
        self._notes = look.notes
        self._observer = look.observer
        self._driver = look.driver
        self._before: tuple[str, ...] = ()

    def go(self, pages: list[str], more: More | None) -> None:
        """Make the decisions on the first of *pages*, then visit all of them."""
        page = self._observer.new_page()
        begin, *rest = self._phase.steps
        # Where no decision is made, the first page is one like the others.
        if rest:
            try:
                page = self._decide(page, pages[0])
            except StuckError as error:
                self._look.find("wrong-state", str(error), pages[0])
                return
        self._before = self._phase.last.granted if rest else begin.granted
        if not self._phase.everywhere:
            self._note_visit(pages[0])
            return
        for address in pages:  # it grows
            self._visit(page, address)
            if more:
                pages += more([*self._mapped(address, pages), *self._notes.links])
        if rest and self._phase.decided:
            self._look.at_record(page)

    def _mapped(self, address: str, pages: list[str]) -> list[str]:
        """Return the pages that the site map names, once, while the first of *pages* is visited."""
        fetch = crawl.fetching(self._observer.context)
        return crawl.in_site_map(origin_of(address), fetch) if address == pages[0] else []

    # The decisions, on the first page.

    def _decide(self, page: Page, address: str) -> Page:
        """Make the steps of the phase, and return the page in which the visitor goes on."""
        other = None
        if any(step.action.endswith("-in-other-tab") for step in self._phase.steps):
            other = self._observer.new_page()
            self._open(other, address)
        if not self._open(page, address):
            raise StuckError("the first page cannot be loaded")
        self._before = self._phase.steps[0].granted
        self._look.at_news(page, address, self._before)
        for step in self._phase.steps[1:]:
            self._driver.make(step, page, other)
            self._observer.settle(page)
            self._after(page, address, step)
        self._look.take_picture(page, address)
        return page

    def _after(self, page: Page, address: str, step: Step) -> None:
        """Look at what a step has brought: what was granted before may still have had a last word."""
        self._look.at_news(page, address, tuple(dict.fromkeys((*self._before, *step.granted))))
        self._before = step.granted
        if step.action != "expire":
            self._look.at_state(page, address, step.state)

    # The pages.

    def _visit(self, page: Page, address: str) -> None:
        self._note_visit(address)
        if not self._open(page, address):
            return
        if self._phase.lingers:
            with contextlib.suppress(*LATE):  # a page that goes elsewhere meanwhile
                self._driver.linger(page, self._look.manner.linger)
            self._observer.settle(page)
        self._look.at_news(page, address, self._phase.last.granted)
        self._look.at_page(page, address)

    def _note_visit(self, address: str) -> None:
        self._notes.visits.append(Visit(address, self._look.engine, self._phase.id))

    def _open(self, page: Page, address: str) -> bool:
        """Open a page and wait for it to rest; gives whether that could be done."""
        try:
            answer = self._observer.visit(page, address)
        except LATE as error:
            self._look.find("broken-page", str(error).strip().partition("\n")[0], address)
            return False
        if answer and answer.status >= 400:  # noqa: PLR2004 - an error of HTTP
            self._look.find("broken-page", f"the server answers with {answer.status}", address)
            return False
        if _place(page.url) != _place(address):
            self._notes.led.append((address, page.url))
        return True


def _place(address: str) -> str:
    """Return *address* without what tells no other page: its query, and a slash at the end."""
    return address.partition("#")[0].partition("?")[0].rstrip("/")
