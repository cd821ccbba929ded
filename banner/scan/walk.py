"""Visits the pages of a site one after the other, politely, and keeps what was seen."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from banner.config.unprintable import shown
from banner.observe.markup import Markups
from banner.observe.observer import Observer
from banner.scan import crawl

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
_FEW_SECONDS = 15_000


@dataclass(frozen=True)
class Manner:
    """How a site is visited.

    At most *pages* of it, *delay* seconds between two, links followed *depth* deep. *given* are the pages
    where an owner has listed them; else the site map and links lead to them. *answer* answers a consent tool
    that is on the page.
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

    *tools* are the consent tools that were answered.
    """

    markups: Markups = field(default_factory=Markups)
    pages: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seen: list[Observation] = field(default_factory=list)
    tools: set[str] = field(default_factory=set)


def visit(context: BrowserContext, start: str, manner: Manner, visits: Visits) -> None:
    """Visit the site at *start* in *context*, and add to *visits* what was seen."""
    observer = Observer(context, manner.patience)
    observer.markups = visits.markups
    page = observer.new_page()
    frontier = crawl.Frontier(start, depth=manner.depth, most=manner.pages)
    frontier.add(manner.given or (start,))
    if not manner.given:
        frontier.add(crawl.in_site_map(start, lambda address: _text(context, address)), depth=1)
    for address, depth in frontier:
        if visits.pages or visits.failed:
            time.sleep(manner.delay)
        manner.progress(f"{len(visits.pages) + len(visits.failed) + 1}/{frontier.known} {shown(address)}")
        links = _visit(observer, page, address, visits, manner)
        if not manner.given:
            frontier.add(links, depth + 1)
    page.close()


def _visit(observer: Observer, page: Page, address: str, visits: Visits, manner: Manner) -> list[str]:
    """Visit *address*, and return its links."""
    from playwright.sync_api import Error

    try:
        answer = observer.visit(page, address)
        if answer and not answer.ok:
            visits.failed[address] = f"the server says {answer.status}"
            visits.seen += observer.take(page)
            return []
        page.evaluate(_SCROLL)
        observer.settle(page)
        tool = manner.answer(page) if manner.answer else ""
        if tool:
            visits.tools.add(tool)
            observer.settle(page)
        links: list[str] = page.evaluate(_LINKS)
    except Error as error:
        visits.failed[address] = str(error).strip().split("\n", 1)[0]
        return []
    visits.pages.append(address)
    visits.seen += observer.take(page)
    return links


def _text(context: BrowserContext, address: str) -> str:
    """Return the text at *address*; nothing where there is none."""
    from playwright.sync_api import Error

    try:
        answer = context.request.get(address, timeout=_FEW_SECONDS)
        return answer.text() if answer.ok else ""
    except (Error, UnicodeDecodeError):
        return ""
