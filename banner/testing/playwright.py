"""Page objects for Playwright, synchronous and asynchronous."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from banner.testing.steps import Click, Evaluate, NotDoneError, Steps
from banner.testing.synchronous import SynchronousBanner

if TYPE_CHECKING:
    from playwright import async_api, sync_api

    from banner.testing.steps import Command, Walk

T = TypeVar("T")


class ConsentBanner(SynchronousBanner):
    """Banner in a *page* of Playwright's synchronous interface.

    Pages call it *name*. What takes longer than *timeout* seconds fails.
    """

    def __init__(self, page: sync_api.Page, name: str = "consent", timeout: float = 30) -> None:
        super().__init__(name)
        self.page = page
        self._timeout = timeout * 1000

    def _perform(self, command: Command) -> Any:
        from playwright.sync_api import TimeoutError as TooLongError

        try:
            if isinstance(command, Evaluate):
                return self.page.evaluate(command.function, command.argument)
            if isinstance(command, Click):
                return self.page.click(command.selector, timeout=self._timeout)
            return self.page.wait_for_selector(command.selector, state="attached", timeout=self._timeout)
        except TooLongError as error:
            raise NotDoneError(_first_line(error)) from error


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

        try:
            if isinstance(command, Evaluate):
                return await self.page.evaluate(command.function, command.argument)
            if isinstance(command, Click):
                return await self.page.click(command.selector, timeout=self._timeout)
            return await self.page.wait_for_selector(
                command.selector, state="attached", timeout=self._timeout
            )
        except TooLongError as error:
            raise NotDoneError(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
