"""Visits the pages of a site one after the other, politely, and keeps what was seen."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from banner.config.unprintable import shown
from banner.observe import crawl
from banner.observe.kinds import host_of, origin_of
from banner.observe.markup import Markups
from banner.observe.names import same_site
from banner.observe.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from banner.observe.kinds import Observation
    from banner.observe.observer import Patience

_LINKS = "[...document.links].filter(({ rel }) => !/nofollow/.test(rel)).map(({ href }) => href)"
# Pictures and frames below the window may load only once they are near.
_SCROLL = """async () => {
  for (let at = 0; at < document.documentElement.scrollHeight && at < 30000; at += innerHeight) {
    scrollTo(0, at);
    await new Promise(requestAnimationFrame);
  }
}"""


@dataclass(frozen=True)
class Manner:
    """How a site is visited.

    *delay* is the seconds between two pages. *given* are the pages where an owner has listed them: all of
    them are visited. Else the site map and links lead to at most *pages*, *depth* links deep. *answer*
    answers a consent tool that is on the page.
    """

    pages: int = 20
    delay: float = 0.5
    depth: int = 3
    given: tuple[str, ...] = ()
    patience: Patience | None = None
    answer: Callable[[Page], str] | None = None
    progress: Callable[[str], None] = lambda _: None


@dataclass
class Visits:
    """What was seen: the *pages* that were visited, those that *failed* and why, and all observations.

    *left* tells how many addresses were left out, by the reason. *tools* are the consent tools that were
    answered.
    """

    markups: Markups = field(default_factory=Markups)
    pages: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    seen: list[Observation] = field(default_factory=list)
    tools: set[str] = field(default_factory=set)


def visit(context: BrowserContext, start: str, manner: Manner, visits: Visits) -> str:
    """Visit the site at *start* in *context*, and add to *visits* what was seen.

    Return the origin of the site: its start may lead to another one, as from http to https.
    """
    observer = Observer(context, manner.patience)
    observer.markups = visits.markups
    page = observer.new_page()
    frontier = crawl.Frontier(start, depth=manner.depth, most=manner.pages)
    frontier.name(manner.given or (start,))
    for number, (address, depth) in enumerate(frontier):
        if visits.pages or visits.failed:
            time.sleep(manner.delay)
        manner.progress(f"{len(visits.pages) + len(visits.failed) + 1}/{frontier.known} {shown(address)}")
        links = _visit(observer, page, address, _Stage(frontier, visits, manner, first=not number))
        if manner.given:
            continue
        if not number:  # now that the origin is known
            frontier.add(crawl.in_site_map(frontier.origin, crawl.fetching(context)), depth=1)
        frontier.add(links, depth + 1)
    page.close()
    visits.left += frontier.left()
    return frontier.origin


@dataclass(frozen=True)
class _Stage:
    """What a visit has to know of the others."""

    frontier: crawl.Frontier
    visits: Visits
    manner: Manner
    first: bool


def _visit(observer: Observer, page: Page, address: str, stage: _Stage) -> list[str]:
    """Visit *address*, and return its links."""
    from playwright.sync_api import Error

    visits = stage.visits
    try:
        answer = observer.visit(page, address)
        landed = _landed(page.url, address, stage)
        if not landed or (answer and not answer.ok):
            seen = observer.take(page)
            if landed and answer:
                visits.failed[address] = f"the server says {answer.status}"
                visits.seen += seen
            return []
        page.evaluate(_SCROLL)
        observer.settle(page)
        tool = stage.manner.answer(page) if stage.manner.answer else ""
        if tool:
            visits.tools.add(tool)
            observer.settle(page)
        links: list[str] = page.evaluate(_LINKS)
    except Error as error:
        visits.failed[address] = str(error).strip().split("\n", 1)[0]
        return []
    visits.pages.append(landed)
    visits.seen += [replace(one, page=landed) for one in observer.take(page)]
    return links


def _landed(url: str, address: str, stage: _Stage) -> str:
    """Return what the page is called that was asked for as *address*, and came from *url*.

    That is nothing where it is no page of the site, of which the start may lead to another origin.
    """
    frontier = stage.frontier
    if stage.first and origin_of(url) != frontier.origin and same_site(host_of(url), host_of(address)):
        frontier.moved(url)
    if origin_of(url) != frontier.origin:
        stage.visits.failed[address] = f"leads to {url}"
        return ""
    return address if origin_of(address) == frontier.origin else url
