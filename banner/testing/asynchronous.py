"""Page object for Playwright's asynchronous interface."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

from banner.testing import stubs
from banner.testing.playwright import BLANK, NOW, first_line, moment
from banner.testing.steps import AddCookies, Await, Click, Evaluate, NotDoneError, ReadCookies, Steps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import AsyncIterator

    from playwright import async_api

    from banner.testing.forge import StorageState
    from banner.testing.steps import Command, Walk

T = TypeVar("T")


class AsyncConsentBanner:
    """Banner in a *page* of Playwright's asynchronous interface: a :class:`ConsentBanner` to be awaited."""

    def __init__(self, page: async_api.Page, name: str = "consent", timeout: float = 30) -> None:
        self.page = page
        self._steps = Steps(name)
        self._timeout = timeout * 1000

    async def accept_all(self) -> None:
        """Accept all: in the banner while it asks, else in the preferences. Return once that is recorded."""
        await self._walk(self._steps.accept_all())

    async def deny_all(self) -> None:
        """Deny all: in the banner while it asks, else in the preferences. Return once that is recorded."""
        await self._walk(self._steps.deny_all())

    async def choose(self, *services: str) -> None:
        """Switch on just *services* in the preferences, and save. Return once that is recorded."""
        await self._walk(self._steps.choose(*services))

    async def dismiss(self) -> None:
        """Press the X: it denies while nothing is decided, and closes the preferences afterwards."""
        await self._walk(self._steps.dismiss())

    async def withdraw(self, *services: str) -> None:
        """Switch off *services* in the preferences, and save; without any, deny all in there."""
        await self._walk(self._steps.withdraw(*services))

    async def open_preferences(self) -> None:
        """Open the preferences: from the banner while it asks, else as a script of the page does."""
        await self._walk(self._steps.open_preferences())

    async def wait_recorded(self) -> None:
        """Wait until the banner runs and no decision is pending."""
        await self._walk(self._steps.wait_recorded())

    async def state(self) -> str:
        """Return ``"undecided"``, ``"pending"``, ``"denied"``, ``"partial"`` or ``"granted"``."""
        return (await self._walk(self._steps.look())).state

    async def granted(self) -> tuple[str, ...]:
        """Return the ids of the services that are granted, in declared order."""
        return (await self._walk(self._steps.look())).ids("granted")

    async def expect_granted(self, *services: str) -> None:
        """Fail where one of *services* is not granted once all is recorded."""
        await self._walk(self._steps.expect_granted(*services))

    async def expect_denied(self, *services: str) -> None:
        """Fail where one of *services* is not denied once all is recorded."""
        await self._walk(self._steps.expect_denied(*services))

    async def expect_undecided(self) -> None:
        """Fail where the visitor is not asked, or cannot see it."""
        await self._walk(self._steps.expect_undecided())

    async def start_with(self, state: StorageState) -> None:
        """Put the cookies and the storage of *state*, from a forge, into the browser: it has decided then."""
        await self._walk(self._steps.start_with(state))

    @contextlib.asynccontextmanager
    async def expect_nothing_before_consent(self, *, allow: tuple[str, ...] = ()) -> AsyncIterator[None]:
        """Fail where the pages of this block do what waits for a consent; no visitor may decide in it."""
        asked: list[str] = []

        def listen(request: async_api.Request) -> None:
            asked.append(request.url)

        before = await self._walk(self._steps.see())
        self.page.context.on("request", listen)
        try:
            yield
            await self._walk(self._steps.expect_quiet(before, asked, allow))
        finally:
            self.page.context.remove_listener("request", listen)

    async def travel(self, to: dt.datetime | dt.timedelta) -> None:
        """Set the page's clock *to* a time, or on by a span, and load the page again."""
        await self.page.clock.set_fixed_time(moment(to, await self.page.evaluate(NOW)))
        await self.page.reload()

    async def stub_vendors(self, *hosts: str) -> list[str]:
        """Answer all vendors of the catalogue, and *hosts*, with something that does nothing.

        Return the list of the addresses that are asked for; it grows.
        """
        asked: list[str] = []

        async def fulfil(route: async_api.Route) -> None:
            asked.append(route.request.url)
            await route.fulfill(**stubs.answer(route.request.resource_type))

        await self.page.context.route(lambda address: stubs.is_vendors(address, hosts), fulfil)
        return asked

    async def _walk(self, steps: Walk[T]) -> T:
        try:
            command = next(steps)
            while True:
                try:
                    result = await self._perform(command)
                except NotDoneError as error:
                    command = steps.throw(error)
                else:
                    command = steps.send(result)
        except StopIteration as end:
            value: T = end.value
            return value

    async def _perform(self, command: Command) -> Any:
        from playwright.async_api import TimeoutError as TooLongError

        page = self.page
        try:
            if isinstance(command, Evaluate):
                return await page.evaluate(command.function, command.argument)
            if isinstance(command, Click):
                return await page.click(command.selector, timeout=self._timeout)
            if isinstance(command, Await):
                return await page.wait_for_selector(command.selector, state="attached", timeout=self._timeout)
        except TooLongError as error:
            raise NotDoneError(first_line(error)) from error
        if isinstance(command, ReadCookies):
            return await page.context.cookies()
        if isinstance(command, AddCookies):
            return await page.context.add_cookies(command.cookies)  # type: ignore[arg-type]
        address = f"{command.origin}/{BLANK}"
        await page.route(address, _blank)
        await page.goto(address)
        return await page.unroute(address)


async def _blank(route: async_api.Route) -> None:
    await route.fulfill(**stubs.answer("document"))
