"""Looks at a page that is open in a phase, and notes what is wrong there."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.audit import buttons, records, translate
from banner.audit.compare import Moment, compare
from banner.audit.driver import LATE, WAY_BACK
from banner.audit.findings import Finding
from banner.audit.result import Picture

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from banner.audit.driver import Driver
    from banner.audit.expected import Expected
    from banner.audit.manner import Manner
    from banner.audit.notes import Notes
    from banner.audit.phases import Phase
    from banner.audit.seen import Kept
    from banner.observe.observer import Observer

# Which services the placeholders in a page are of.
_EMBEDS = """[...document.querySelectorAll('.consent-placeholder input')]
  .map((one) => one.value)"""
_LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"


@dataclass(frozen=True)
class Look:
    """Look at the pages of one *phase* on an *engine*, by what is *expected*; all goes into the *notes*."""

    expected: Expected
    phase: Phase
    engine: str
    manner: Manner
    notes: Notes
    observer: Observer
    driver: Driver

    def at_page(self, page: Page, address: str) -> None:
        """Look at the banner in a page that has come to rest, and at where the page leads."""
        if self.expected.optional:
            self._at_banner(page, address)
        with contextlib.suppress(*LATE):  # the page has gone elsewhere
            self.notes.links += page.evaluate(_LINKS)
            self.notes.embeds += [(service, address) for service in page.evaluate(_EMBEDS)]

    def _at_banner(self, page: Page, address: str) -> None:
        if not self.driver.has_banner(page):
            self.notes.without_banner.append(address)
            self.find("no-banner", "the page has no banner, so nothing waits and nobody is asked", address)
            return
        self.at_state(page, address, self.phase.last.state)
        if self.phase.id == "undecided":
            look = page.evaluate(buttons.LOOK, list(buttons.ACTIONS))
            for words in buttons.unequal(look):
                self.find("unequal-buttons", words, address)
            if not page.locator(WAY_BACK).count():
                self.find("no-way-back", "nothing in the page opens the preferences", address)
        if not self.notes.pictures:
            self.take_picture(page, address)

    def at_state(self, page: Page, address: str, state: str) -> None:
        """Look whether the page is in *state*, and asks only where nothing is decided."""
        found = self.driver.state(page, state)
        if found != state:
            self.find("wrong-state", f"the page is {found}, decided was {state}", address)
        asks = state == "undecided"
        if self.driver.asks(page, expected=asks) != asks:
            words = "the banner does not ask" if asks else "the banner asks again after a decision"
            self.find("wrong-state", words, address)

    def at_record(self, page: Page) -> None:
        """Look at the record of the last decision, in the cookie."""
        secure = page.url.startswith("https:")
        jar = self.driver.jar(page.url)
        granted = self.phase.last.granted
        for words in records.wrong(self.expected.site, granted, jar, time.time(), secure=secure):
            self.find("wrong-record", words, page.url)

    def at_news(self, page: Page, address: str, granted: tuple[str, ...]) -> None:
        """Compare all that is new with what the services *granted* may do, and note it."""
        seen = self.observer.take(page)
        markups = self.observer.markups
        contacts = translate.contacts(seen, markups)
        kept = translate.kept(seen, markups)
        final = granted == self.phase.last.granted
        moment = Moment(
            page=address,
            engine=self.engine,
            phase=self.phase.id,
            granted=granted,
            withdrawn=self.phase.withdrawn and final,
            ahead=self.phase.last.action == "expire",
            capped=self.manner.capped,
        )
        there = (*kept, *self._remains(page)) if moment.withdrawn else kept
        self.notes.findings += compare(self.expected, moment, contacts, there)
        self.notes.contacts += contacts
        self.notes.kept += (*kept, *translate.offered(seen))
        self.notes.granted += granted

    def _remains(self, page: Page) -> tuple[Kept, ...]:
        """Return what is still there and the banner could have erased: all on the site's own domain."""
        still = self.observer.kept(page)
        return tuple(
            one
            for one in translate.kept((*still.cookies, *still.stored), self.observer.markups)
            if self.expected.is_own(one.domain)
        )

    def find(self, rule: str, what: str, address: str) -> None:
        """Note that a *rule* is broken at *address*."""
        self.notes.findings.append(Finding(rule, what, page=address, engine=self.engine, phase=self.phase.id))

    def take_picture(self, page: Page, address: str) -> None:
        """Take a picture of the page, if there are to be any."""
        if self.manner.pictures:
            with contextlib.suppress(*LATE):  # not every engine draws everything
                image = page.screenshot(type="jpeg", quality=60)
                self.notes.pictures.append(Picture(address, self.engine, self.phase.id, image))
