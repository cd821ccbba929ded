"""Listens to a browser context, and tells what its pages have done."""

from __future__ import annotations

import contextlib
import json
import secrets
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.observe import documents, initiators, jar
from banner.observe.kinds import (
    Beacon,
    Cookie,
    Frame,
    Hint,
    Initiator,
    Observation,
    Request,
    Socket,
    Stored,
    Worker,
    origin_of,
)
from banner.observe.markup import Markup, Markups
from banner.observe.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

_WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
_WORKERS = ("service", "shared", "dedicated")
_STEP = 50  # milliseconds between two looks at the clock


@dataclass(frozen=True)
class Patience:
    """How long a page is waited for, in seconds.

    That is until it has been *quiet* for so long, and never longer than *ceiling*. What is still on its way
    is no quiet, unless it has been for *slow* seconds.
    """

    quiet: float = 1.5
    ceiling: float = 15.0
    slow: float = 5.0


@dataclass(frozen=True)
class Kept:
    """What the browser keeps at a moment: all *cookies*, and what is *stored* for the page and its frames."""

    cookies: tuple[Cookie, ...]
    stored: tuple[Stored, ...]


class Observer:
    """Observes the pages of *context* from now on.

    Make it before the first page. :meth:`take` gives what is new since the last time, so that each phase of
    an audit has its own::

        observer = Observer(context)
        page = observer.new_page()
        observer.visit(page, address)
        for one in observer.take(page): ...

    Pages of ``context.new_page()`` and those that a page opens are observed as well; who has caused their
    very first requests may be unknown.
    """

    def __init__(self, context: BrowserContext, patience: Patience | None = None) -> None:
        self.context = context
        self.patience = patience or Patience()
        self.markups = Markups()
        """The markup of the pages that were visited, as it came."""
        self.address = ""
        """That of the page that is visited, to which all is assigned that is seen."""
        self._begin = time.monotonic()
        self._mark = f"observed-{secrets.token_hex(8)} "
        self._told: list[dict[str, Any]] = []
        self._once: set[tuple[str, ...]] = set()
        self._jar = jar.Jar()
        self._traffic = Traffic(context, lambda: (self.address, self._now()))
        context.on("console", self._hear)
        context.add_init_script(f"({_WATCH.rstrip().removesuffix(';')})({json.dumps(self._mark)});")

    def new_page(self) -> Page:
        """Open a page whose every request is told with who has caused it, where the engine tells that."""
        return self._traffic.new_page()

    def visit(self, page: Page, address: str, *, timeout: float = 30.0) -> Response | None:
        """Open *address* in *page* and wait until it rests; what is seen from now on is of this address.

        Raises Playwright's ``Error`` where it cannot be opened within *timeout* seconds.
        """
        from playwright.sync_api import Error

        self.address = address
        answer = page.goto(address, wait_until="domcontentloaded", timeout=timeout * 1000)
        if answer:
            with contextlib.suppress(Error, UnicodeDecodeError):  # a file to download, or no text
                self.markups.add(answer.text(), page.url, address)
        self.settle(page)
        return answer

    def settle(self, page: Page, patience: Patience | None = None) -> None:
        """Wait until *page* has asked for nothing for a while, but not longer than *patience* lasts.

        It never waits for a network that is idle: some pages call home every few seconds.
        """
        patience = patience or self.patience
        start = self._now()
        while True:
            since = self._now() - start
            quiet = min(since, self._traffic.quiet_for(patience.slow))
            if quiet >= patience.quiet or since >= patience.ceiling:
                return
            page.wait_for_timeout(_STEP)

    def markup(self, address: str = "") -> Markup | None:
        """Return the markup of the page at *address*, or of the last visit, as the server sent it."""
        return self.markups.of(address or self.address)

    def take(self, page: Page) -> list[Observation]:
        """Return all that is new since the last time, what *page* keeps now among it, in order of time."""
        read = documents.read(page)
        told, self._told = self._told, []
        asked = _with_beacons(self._traffic.requests(self.markups, _askers(told)), told)
        found: list[Observation] = [*asked, *_calls(told)]
        found += documents.written(read, self.markups, self.address, self._now())
        found += self._storage(read, told)
        writers = {one["name"]: _seen(one) for one in told if one["kind"] == "cookie"}
        moment = jar.Moment(self.address, self._now(), self._traffic.set_cookies(), writers)
        found += self._jar.news(self.context.cookies(), moment)
        return sorted(filter(self._new, found), key=lambda one: one.when)

    def kept(self, page: Page) -> Kept:
        """Return what the browser keeps now, where :meth:`take` tells what has come to it."""
        now = self._now()
        cookies = tuple(jar.plain(one, self.address, now) for one in self.context.cookies())
        return Kept(cookies, tuple(documents.stored(documents.read(page), self.address, now)))

    def _now(self) -> float:
        return time.monotonic() - self._begin

    def _hear(self, message: ConsoleMessage) -> None:
        """Take what our watch tells; everything else in the console is the page's own."""
        if message.text.startswith(self._mark):
            told = json.loads(message.text.removeprefix(self._mark))
            self._told.append({**told, "page": self.address, "when": self._now()})

    def _new(self, one: Observation) -> bool:
        """Return whether *one* is told for the first time: what is there is read again each time."""
        what: tuple[str, ...]
        match one:
            case Worker():
                what = ("worker", one.url)
            case Hint():
                what = ("hint", one.page, one.rel, one.url)
            case Frame():
                what = ("frame", one.page, one.frame, one.url)
            case Stored():
                what = ("stored", one.area, one.origin, one.name)
            case _:
                return True
        new = what not in self._once
        self._once.add(what)
        return new

    def _storage(self, read: list[dict[str, Any]], told: Iterable[dict[str, Any]]) -> Iterator[Stored]:
        """Give what the documents keep, with who has written it, and what was written and taken out again."""
        writers = {
            (one["kind"], origin_of(one["frame"]), one["name"]): one
            for one in told
            if one["kind"] in documents.AREAS
        }
        for stored in documents.stored(read, self.address, self._now()):
            writer = writers.pop((stored.area, stored.origin, stored.name), None)
            yield replace(stored, **_seen(writer)) if writer else stored
        for (area, origin, name), one in writers.items():
            yield Stored(area=area, name=name, origin=origin, **_seen(one))


def _askers(told: Iterable[dict[str, Any]]) -> dict[str, Initiator]:
    """Return who in a page has asked for an address, or has had an element ask."""
    return {one["name"]: initiators.of_stack(one["stack"]) for one in told if one["kind"] == "asked"}


def _with_beacons(asked: Iterable[Request], told: Iterable[dict[str, Any]]) -> Iterator[Request]:
    """Give what was *asked*, the beacons that pages tell of as such: to Firefox's driver they are pages."""
    beacons = {one["name"] for one in told if one["kind"] == "beacon"}
    for one in asked:
        yield replace(one, resource="ping") if one.method == "POST" and one.url in beacons else one


def _calls(told: Iterable[dict[str, Any]]) -> Iterator[Observation]:
    """Give the calls of a page that are no storage and no cookie."""
    for one in told:
        kind, more = one["kind"], _seen(one)
        if kind == "socket":
            yield Socket(url=one["name"], **more)
        elif kind == "beacon":
            yield Beacon(url=one["name"], **more)
        elif kind in _WORKERS:
            yield Worker(kind=kind, url=one["name"], **more)


def _seen(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "page": one["page"],
        "frame": one["frame"],
        "when": one["when"],
        "initiator": initiators.of_stack(one["stack"]),
    }
