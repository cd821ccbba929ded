"""One phase of an audit on one engine: a fresh profile, its decisions, and then every page."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from banner.audit import buttons, records, translate
from banner.audit.compare import Moment, compare
from banner.audit.driver import WAY_BACK, Driver, StuckError
from banner.audit.findings import Finding
from banner.audit.result import Picture, Visit
from banner.observe import crawl
from banner.observe.kinds import host_of, origin_of
from banner.observe.observer import Observer, Patience

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from banner.audit.expected import Expected
    from banner.audit.phases import Phase, Step
    from banner.audit.seen import Contact, Kept

# Has pages tell a region.
_REGION = Path(__file__).with_name("region.js").read_text(encoding="utf-8").strip().removesuffix(";")
_GPC = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });"
# Which services the placeholders in a page are of.
_EMBEDS = """[...document.querySelectorAll('.consent-placeholder input')]
  .map((one) => one.value)"""
_LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"


@dataclass(frozen=True)
class Manner:
    """Manner in which an audit looks.

    *linger* is how many seconds a page is waited on before it is scrolled and tabbed through, *patience* how
    long the page is waited for to rest, *pictures* whether there is one of the first page of each phase.
    *answer* answers requests to other hosts than the site's, in place of the network, where it is given.
    *options* are those of Playwright's ``new_context``. *capped* are the days for which the engine keeps
    what scripts set. *region* is the code that pages tell, where it is given.
    """

    linger: float = 4.0
    patience: Patience = field(default_factory=lambda: Patience(quiet=0.8, ceiling=12.0))
    pictures: bool = False
    answer: Callable[[Route], None] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    capped: float = 400.0
    region: str = ""


@dataclass
class Notes:
    """Notes of a walk: what was found, and what of the declaration was seen at work.

    *links* are those of the pages, *embeds* the services of placeholders, each with its page. *led* are the
    pages that have led elsewhere, and where to.
    """

    findings: list[Finding] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    without_banner: list[str] = field(default_factory=list)
    embeds: list[tuple[str, str]] = field(default_factory=list)
    led: list[tuple[str, str]] = field(default_factory=list)


class Walk:
    """Walk through a site in one *phase*, in a fresh profile of *browser*, which is an *engine*."""

    def __init__(
        self, expected: Expected, phase: Phase, browser: Browser, engine: str, manner: Manner
    ) -> None:
        self.notes = Notes()
        self._expected = expected
        self._phase = phase
        self._browser = browser
        self._engine = engine
        self._manner = manner
        self._before: tuple[str, ...] = ()

    def go(self, pages: tuple[str, ...], more: Callable[[list[str]], list[str]] | None = None) -> Notes:
        """Visit *pages*; *more* is given the links of each, and returns further pages to visit."""
        context = self._browser.new_context(**self._options())
        try:
            self._prepare(context)
            self._through(context, list(pages), more)
        finally:
            context.close()
        return self.notes

    def _options(self) -> dict[str, Any]:
        signal = {"extra_http_headers": {"Sec-GPC": "1"}} if self._phase.gpc else {}
        return {"reduced_motion": "reduce", **self._manner.options, **signal}

    def _prepare(self, context: BrowserContext) -> None:
        answer = self._manner.answer
        if answer:
            context.route(lambda url: not self._is_sites(url), answer)
        if self._phase.gpc:
            context.add_init_script(_GPC)
        if self._manner.region:
            context.add_init_script(f"({_REGION})({json.dumps(self._manner.region)});")

    def _is_sites(self, url: str) -> bool:
        return host_of(url) == self._expected.host

    def _through(
        self, context: BrowserContext, pages: list[str], more: Callable[[list[str]], list[str]] | None
    ) -> None:
        observer = Observer(context, self._manner.patience)
        driver = Driver(self._expected.site, context)
        page = observer.new_page()
        begin, *rest = self._phase.steps
        # Where no decision is made, the first page is one like the others.
        if rest:
            try:
                page = self._decide(observer, driver, page, pages[0])
            except StuckError as error:
                self._find("wrong-state", str(error), pages[0])
                return
        self._before = self._phase.last.granted if rest else begin.granted
        if not self._phase.everywhere:
            self.notes.visits.append(Visit(pages[0], self._engine, self._phase.id))
            return
        for address in pages:  # it grows
            self._visit(observer, driver, page, address)
            if more:
                pages += more([*self._mapped(context, address, pages), *self.notes.links])
        if rest and self._phase.decided:
            self._check_record(driver, page)

    def _mapped(self, context: BrowserContext, address: str, pages: list[str]) -> list[str]:
        """Return the pages that the site map names, once, while the first of *pages* is visited."""
        first = address == pages[0]
        return crawl.in_site_map(origin_of(address), crawl.fetching(context)) if first else []

    # The decisions, on the first page.

    def _decide(self, observer: Observer, driver: Driver, page: Page, address: str) -> Page:
        """Make the steps of the phase, and return the page in which the visitor goes on."""
        other = None
        if any(step.action.endswith("-in-other-tab") for step in self._phase.steps):
            other = observer.new_page()
            self._open(observer, other, address)
        if not self._open(observer, page, address):
            raise StuckError("the first page cannot be loaded")
        self._before = self._phase.steps[0].granted
        self._compare(observer, page, address, self._before)
        for step in self._phase.steps[1:]:
            driver.make(step, page, other)
            observer.settle(page)
            self._after(observer, driver, page, address, step)
        self._picture(page, address)
        return page

    def _after(self, observer: Observer, driver: Driver, page: Page, address: str, step: Step) -> None:
        """Compare what a step has brought: what was granted before may still have had a last word."""
        self._compare(observer, page, address, tuple(dict.fromkeys((*self._before, *step.granted))))
        self._before = step.granted
        if step.action != "expire":
            self._check_state(driver, page, address, step.state)

    # The pages.

    def _visit(self, observer: Observer, driver: Driver, page: Page, address: str) -> None:
        self.notes.visits.append(Visit(address, self._engine, self._phase.id))
        if not self._open(observer, page, address):
            return
        if self._phase.lingers:
            with contextlib.suppress(Exception):  # a page that goes elsewhere meanwhile
                driver.linger(page, self._manner.linger)
            observer.settle(page)
        self._compare(observer, page, address, self._phase.last.granted)
        self._check_page(driver, page, address)
        with contextlib.suppress(Exception):  # the page has gone elsewhere
            self.notes.links += page.evaluate(_LINKS)
            self.notes.embeds += [(service, address) for service in page.evaluate(_EMBEDS)]

    def _open(self, observer: Observer, page: Page, address: str) -> bool:
        """Open a page and wait for it to rest; gives whether that could be done."""
        try:
            answer = observer.visit(page, address)
        except (Error, TimeoutError) as error:
            self._find("broken-page", str(error).strip().partition("\n")[0], address)
            return False
        if answer and answer.status >= 400:  # noqa: PLR2004 - an error of HTTP
            self._find("broken-page", f"the server answers with {answer.status}", address)
            return False
        if _place(page.url) != _place(address):
            self.notes.led.append((address, page.url))
        return True

    def _check_page(self, driver: Driver, page: Page, address: str) -> None:
        if not self._expected.optional:
            return
        if not driver.has_banner(page):
            self.notes.without_banner.append(address)
            self._find("no-banner", "the page has no banner, so nothing waits and nobody is asked", address)
            return
        self._check_state(driver, page, address, self._phase.last.state)
        if self._phase.id == "undecided":
            look = page.evaluate(buttons.LOOK, list(buttons.ACTIONS))
            for words in buttons.unequal(look):
                self._find("unequal-buttons", words, address)
            if not page.locator(WAY_BACK).count():
                self._find("no-way-back", "nothing in the page opens the preferences", address)
        if not self.notes.pictures:
            self._picture(page, address)

    def _check_state(self, driver: Driver, page: Page, address: str, state: str) -> None:
        found = driver.state(page, state)
        if found != state:
            self._find("wrong-state", f"the page is {found}, decided was {state}", address)
        asks = state == "undecided"
        if driver.asks(page, expected=asks) != asks:
            words = "the banner does not ask" if asks else "the banner asks again after a decision"
            self._find("wrong-state", words, address)

    def _check_record(self, driver: Driver, page: Page) -> None:
        secure = page.url.startswith("https:")
        jar = driver.jar(page.url)
        for words in records.wrong(
            self._expected.site, self._phase.last.granted, jar, time.time(), secure=secure
        ):
            self._find("wrong-record", words, page.url)

    # What comes of it.

    def _compare(self, observer: Observer, page: Page, address: str, granted: tuple[str, ...]) -> None:
        """Compare all that is new with what the services *granted* may do, and note it."""
        seen = observer.take(page)
        markups = observer.markups
        contacts = translate.contacts(seen, markups)
        kept = translate.kept(seen, markups)
        final = granted == self._phase.last.granted
        moment = Moment(
            page=address,
            engine=self._engine,
            phase=self._phase.id,
            granted=granted,
            withdrawn=self._phase.withdrawn and final,
            ahead=self._phase.last.action == "expire",
            capped=self._manner.capped,
        )
        there = (*kept, *self._remains(observer, page)) if moment.withdrawn else kept
        self.notes.findings += compare(self._expected, moment, contacts, there)
        self.notes.contacts += contacts
        self.notes.kept += (*kept, *translate.offered(seen))
        self.notes.granted += granted

    def _remains(self, observer: Observer, page: Page) -> tuple[Kept, ...]:
        """Return what is still there and the banner could have erased: all on the site's own domain."""
        still = observer.kept(page)
        return tuple(
            one
            for one in translate.kept((*still.cookies, *still.stored), observer.markups)
            if self._expected.is_own(one.domain)
        )

    def _find(self, rule: str, what: str, address: str) -> None:
        self.notes.findings.append(
            Finding(rule, what, page=address, engine=self._engine, phase=self._phase.id)
        )

    def _picture(self, page: Page, address: str) -> None:
        if self._manner.pictures:
            with contextlib.suppress(Exception):  # not every engine draws everything
                image = page.screenshot(type="jpeg", quality=60)
                self.notes.pictures.append(Picture(address, self._engine, self._phase.id, image))


def _place(address: str) -> str:
    """Return *address* without what tells no other page: its query, and a slash at the end."""
    return address.partition("#")[0].partition("?")[0].rstrip("/")
