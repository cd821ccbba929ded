"""Listens to the network of a browser context."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from banner.observe import initiators
from banner.observe.kinds import Initiator, Request
from banner.observe.set_cookie import SetCookie, of_headers
from banner.observe.shared_workers import SharedWorkers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import BrowserContext, Page, Response
    from playwright.sync_api import Request as Asked

    from banner.observe.markup import Markups

# What stays open as long as the page does, or outlives it, so that nothing comes of waiting for its end.
_ENDLESS = ("eventsource", "websocket", "media", "ping", "beacon")
# What an address that asks nobody begins with.
_NOWHERE = ("data:", "blob:", "about:")


class Traffic:
    """All that the pages of *context* ask for; *moment* gives the page that is visited, and the time."""

    def __init__(self, context: BrowserContext, moment: Callable[[], tuple[str, float]]) -> None:
        self._context = context
        self._moment = moment
        self._asked: list[tuple[Asked, str, float]] = []
        self._answers: list[Response] = []
        self._open: dict[Asked, float] = {}
        self._failures: dict[Asked, str] = {}
        self._initiators: dict[tuple[str, str], deque[Initiator]] = defaultdict(deque)
        self._watched: set[Page] = set()
        self._latest = 0.0
        self._opening = False
        context.on("request", self._note)
        context.on("response", self._answered)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._failed)
        context.on("page", self._opened)
        self._shared = SharedWorkers(context)

    def new_page(self) -> Page:
        """Open a page, of which nothing is asked before all of it is heard."""
        self._opening = True
        page = self._context.new_page()
        self._opening = False
        self._watch(page)
        return page

    def _opened(self, page: Page) -> None:
        """Watch a page that another one has opened: ours is watched once it is there."""
        if not self._opening:
            self._watch(page)

    def _watch(self, page: Page) -> None:
        """Have Chromium tell who causes each request of *page*; other engines have no such protocol."""
        if page in self._watched:
            return
        self._watched.add(page)
        from playwright.sync_api import Error

        with contextlib.suppress(Error):
            session = self._context.new_cdp_session(page)
            session.on("Network.requestWillBeSent", self._initiated)
            session.send("Network.enable")

    def quiet_for(self, slow: float) -> float:
        """Return for how many seconds nothing has come, and nothing was awaited but what is *slow*."""
        _, now = self._moment()
        if any(now - since < slow for since in self._open.values()):
            return 0.0
        return now - self._latest

    def requests(self, markups: Markups, askers: Mapping[str, Initiator]) -> Iterator[Request]:
        """Give the requests since the last time.

        *markups* has the elements that may have asked, *askers* the scripts that the pages tell of.
        """
        asked, self._asked = self._asked, []
        for request, page, when in asked:
            frame, before = _frame(request), _before(request)
            told = self._initiator(request.method, request.url)
            if told.kind != "script":
                told = askers.get(before or request.url, told)
            yield Request(
                page=page,
                frame=frame,
                when=when,
                url=request.url,
                method=request.method,
                resource="ping" if request.resource_type == "beacon" else request.resource_type,
                redirected_from=before,
                worker=_worker(request),
                failure=self._failures.pop(request, ""),
                initiator=markups.initiator(frame, before or request.url, told),
            )
        page, when = self._moment()
        for one in self._shared.take():
            yield replace(one, page=page, when=when)

    def set_cookies(self) -> list[SetCookie]:
        """Return the cookies of the headers since the last time."""
        from playwright.sync_api import Error

        answers, self._answers = self._answers, []
        found = []
        for answer in answers:
            with contextlib.suppress(Error):  # the page of the answer has gone
                lines = [
                    one["value"] for one in answer.headers_array() if one["name"].lower() == "set-cookie"
                ]
                found += of_headers(lines, answer.url, time.time())
        return found

    def _initiator(self, method: str, url: str) -> Initiator:
        told = self._initiators[method, url]
        return told.popleft() if told else Initiator("unknown")

    def _note(self, request: Asked) -> None:
        if request.url.startswith(_NOWHERE):
            return
        page, self._latest = self._moment()
        if request.resource_type not in _ENDLESS:
            self._open[request] = self._latest
        self._asked.append((request, page, self._latest))

    def _answered(self, response: Response) -> None:
        _, self._latest = self._moment()
        self._answers.append(response)

    def _ended(self, request: Asked) -> None:
        _, self._latest = self._moment()
        self._open.pop(request, None)

    def _failed(self, request: Asked) -> None:
        self._failures[request] = request.failure or "failed"
        self._ended(request)

    def _initiated(self, event: dict[str, Any]) -> None:
        asked = event["request"]
        self._initiators[asked["method"], asked["url"]].append(initiators.of_protocol(event["initiator"]))


def _frame(request: Asked) -> str:
    """Return the address of the document that has asked; a document is asked for by the one around it."""
    from playwright.sync_api import Error

    try:
        frame = request.frame
        if request.is_navigation_request():
            return frame.parent_frame.url if frame.parent_frame else request.url
    except Error:  # a worker's, or of a page that is not there yet
        return ""
    return frame.url


def _before(request: Asked) -> str:
    before = request.redirected_from
    return before.url if before else ""


def _worker(request: Asked) -> str:
    worker = request.service_worker
    return worker.url if worker else ""
