"""One audit: all phases on all engines, and what comes of them together."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from banner import __version__
from banner.audit import coverage, login
from banner.audit.expected import Expected
from banner.audit.manner import Manner
from banner.audit.notes import Notes
from banner.audit.pages import further
from banner.audit.phases import chosen, phases
from banner.audit.result import Data, Engine, Result
from banner.audit.walk import walk
from banner.config import catalogue, third_parties
from banner.observe.cloaks import aliases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from playwright.sync_api import Browser

    from banner.audit.phases import Phase
    from banner.config.site_config import SiteConfig

_SHEETS = "it does not tell which style sheet or worker makes a request: only the page of it is named"
_WORKERS = "it does not tell what service workers and shared workers ask for"
# What an engine cannot tell, by its name; a report says it rather than guess.
LIMITS: dict[str, tuple[str, ...]] = {
    "chromium": (),
    "firefox": (_SHEETS, _WORKERS),
    "webkit": (
        _SHEETS,
        _WORKERS,
        "it keeps no cookies of third parties, and what scripts keep for seven days",
    ),
}
_SEVEN_DAYS = {"webkit": 7.0}


@dataclass(frozen=True)
class Task:
    """Task of an audit: the declaration *site*, read from *file*, against the pages of *address*.

    *pages* are addresses to visit, the first one first; where *links* is set, further ones are found by the
    site map and by their links, up to *most* in all. *only* are the phases to go through, all where there is
    none. *region* is the code of the region that the pages tell, and *state* what the browser of somebody who
    is logged in keeps, as Playwright has it. *resolve* gives the other names of a host that its name server
    tells. *say* is told what is being done.
    """

    site: SiteConfig
    file: Path
    address: str
    pages: tuple[str, ...]
    links: bool = False
    most: int = 5
    only: tuple[str, ...] = ()
    region: str = ""
    state: dict[str, Any] | None = None
    manner: Manner = field(default_factory=Manner)
    resolve: Callable[[str], list[str]] = aliases
    say: Callable[[str], None] = lambda _: None


class Audit:
    """Audit of one *task*, on one engine after another: :meth:`run` each, then ask for the :meth:`result`."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._began = time.time()
        self._pages = task.pages
        self._engines: list[Engine] = []
        self._notes = Notes()
        self._words: list[str] = []
        host = (urlsplit(task.address).hostname or "").lower()
        self._site = task.site.in_region(task.region)
        self._expected = Expected(self._site, host, task.resolve)
        self._phases = chosen(phases(self._site), task.only)

    def run(self, engine: str, browser: Browser) -> None:
        """Go through all phases on *browser*, which is the *engine* of that name."""
        self._engines.append(Engine(engine, browser.version, LIMITS[engine]))
        manner = self._manner(engine)
        whole = Notes()
        skipped = []
        for phase in self._phases:
            pages = self._pages_for(phase, whole)
            if not pages:
                skipped.append(phase)
                continue
            self._task.say(f"{engine}: {phase.title}")
            more = self._more if self._task.links and not phase.steps[1:] else None
            whole.add(walk(self._expected, phase, browser, engine, manner, pages, more))
        self._skip(engine, skipped)
        self._words += [f"{engine}: {page} leads to {place}" for page, place in dict.fromkeys(whole.led)]
        self._add_unseen(engine, whole)
        self._notes.add(whole)

    def _manner(self, engine: str) -> Manner:
        """Return the manner in which this audit looks on *engine*."""
        manner, state = self._task.manner, self._task.state
        kept = {"storage_state": login.of_visitor(state, self._expected)} if state else {}
        return replace(
            manner,
            capped=_SEVEN_DAYS.get(engine, manner.capped),
            region=self._task.region,
            options={**manner.options, **kept},
        )

    def _pages_for(self, phase: Phase, notes: Notes) -> tuple[str, ...]:
        """Return the pages for *phase* by what is known of them: one with a banner first; none where none is.

        For an embed that is one page that has it.
        """
        if not notes.visits:
            return self._pages
        if phase.everywhere:
            return _with_banner(self._pages, notes.without_banner)
        return tuple(page for service, page in notes.embeds if service == phase.last.service)[:1]

    def _skip(self, engine: str, phases: list[Phase]) -> None:
        """Tell which phases could not be gone through."""
        embeds = [one.last.service for one in phases if not one.everywhere]
        if embeds:
            self._words.append(f"{engine}: no page that was visited has an embed of {', '.join(embeds)}")
        if any(one.everywhere for one in phases):
            self._words.append(f"{engine}: no page has a banner, so nothing could be decided")

    def _more(self, links: list[str]) -> list[str]:
        """Return the pages that *links* lead to beyond those that are known, and know them from now on."""
        found = further(self._pages, links, self._task.most)
        self._pages = (*self._pages, *found)
        return found

    def _add_unseen(self, engine: str, notes: Notes) -> None:
        """Add what was never seen on an engine, where the audit was whole: a part of it proves nothing."""
        if self._task.only or "accepted" not in {one.phase for one in notes.visits}:
            return
        unseen = coverage.unseen(self._expected, notes.granted, notes.contacts, notes.kept)
        notes.findings += [replace(one, engine=engine) for one in unseen]

    def result(self) -> Result:
        """Return what has been found so far."""
        site, file = self._site, self._task.file
        ran = {one.phase for one in self._notes.visits} | {one.phase for one in self._notes.findings}
        return Result(
            address=self._task.address,
            declaration=str(file),
            revision=site.declaration.revision,
            engines=tuple(self._engines),
            pages=self._pages,
            region=self._task.region,
            phases={one.id: one.title for one in self._phases if one.id in ran},
            visits=tuple(self._notes.visits),
            findings=tuple(dict.fromkeys(self._notes.findings)),
            data=_data(self._task),
            began=self._began,
            seconds=time.time() - self._began,
            pictures=tuple(self._notes.pictures),
            words=tuple(self._words),
        )


def _with_banner(pages: tuple[str, ...], without: Iterable[str]) -> tuple[str, ...]:
    """Return *pages* with one that has a banner first, where decisions are made; none where none has."""
    bare = set(without)
    first = [one for one in pages if one not in bare]
    return (first[0], *(one for one in pages if one != first[0])) if first else ()


def _data(task: Task) -> tuple[Data, ...]:
    day = dt.datetime.fromtimestamp(task.file.stat().st_mtime, dt.UTC).date().isoformat()
    known = catalogue.services()
    # The oldest fact is as old as what was judged by it.
    checked = min((known[one.use].facts.checked for one in task.site.code.values() if one.use), default="")
    name, version, _, date = third_parties.list_used().rsplit(" ", 3)
    return (
        Data("the declaration, revision", task.site.declaration.revision, day),
        Data("the catalogue of consent-banner", __version__, checked),
        Data(name, version, date),
    )
