"""Page objects for Playwright, synchronous and asynchronous."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from banner.testing import stubs
from banner.testing.steps import AddCookies, Await, Click, Evaluate, NotDoneError, ReadCookies
from banner.testing.synchronous import SynchronousBanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright import sync_api

    from banner.testing.steps import Command

T = TypeVar("T")
# A page of the site's origin that no server is asked for.
BLANK = "consent-banner-start"
# By the page's clock, which may be set already.
NOW = "() => Date.now()"


class ConsentBanner(SynchronousBanner):
    """Banner in a *page* of Playwright's synchronous interface.

    Pages call it *name*. What takes longer than *timeout* seconds fails.
    """

    def __init__(self, page: sync_api.Page, name: str = "consent", timeout: float = 30) -> None:
        super().__init__(name)
        self.page = page
        self._timeout = timeout * 1000

    def travel(self, to: dt.datetime | dt.timedelta) -> None:
        """Set the page's clock *to* a time, or on by a span, and load the page again."""
        self.page.clock.set_fixed_time(moment(to, self.page.evaluate(NOW)))
        self.page.reload()

    def stub_vendors(self, *hosts: str) -> list[str]:
        """Answer all vendors of the catalogue, and *hosts*, with something that does nothing.

        Return the list of the addresses that are asked for; it grows.
        """
        asked: list[str] = []

        def fulfil(route: sync_api.Route) -> None:
            asked.append(route.request.url)
            route.fulfill(**stubs.answer(route.request.resource_type))

        self.page.context.route(lambda address: stubs.is_vendors(address, hosts), fulfil)
        return asked

    @contextlib.contextmanager
    def _listening(self) -> Iterator[list[str]]:
        asked: list[str] = []

        def listen(request: sync_api.Request) -> None:
            asked.append(request.url)

        self.page.context.on("request", listen)
        try:
            yield asked
        finally:
            self.page.context.remove_listener("request", listen)

    def _perform(self, command: Command) -> Any:
        from playwright.sync_api import TimeoutError as TooLongError

        page = self.page
        try:
            if isinstance(command, Evaluate):
                return page.evaluate(command.function, command.argument)
            if isinstance(command, Click):
                return page.click(command.selector, timeout=self._timeout)
            if isinstance(command, Await):
                return page.wait_for_selector(command.selector, state="attached", timeout=self._timeout)
        except TooLongError as error:
            raise NotDoneError(first_line(error)) from error
        if isinstance(command, ReadCookies):
            return page.context.cookies()
        if isinstance(command, AddCookies):
            return page.context.add_cookies(command.cookies)  # type: ignore[arg-type]
        address = f"{command.origin}/{BLANK}"
        page.route(address, lambda route: route.fulfill(**stubs.answer("document")))
        page.goto(address)
        return page.unroute(address)


def moment(to: dt.datetime | dt.timedelta, now: float) -> dt.datetime:
    """Return the time *to*, or the one so far ahead of *now*, which is in milliseconds since 1970."""
    return dt.datetime.fromtimestamp(now / 1000, dt.UTC) + to if isinstance(to, dt.timedelta) else to


def first_line(error: Exception) -> str:
    """Return what *error* says, without the driver's own log."""
    return str(error).partition("\n")[0]
