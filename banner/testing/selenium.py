"""Page object for Selenium, and for any WebDriver client that has the few methods that it takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from banner.testing.steps import Click, Evaluate, NotDoneError
from banner.testing.synchronous import SynchronousBanner

if TYPE_CHECKING:
    from banner.testing.steps import Await, Command

_CSS = "css selector"  # as the protocol calls it, and Selenium's By.CSS_SELECTOR
_PAUSE = 0.05  # seconds between two looks: WebDriver tells nobody that an element has come


class Element(Protocol):
    """Element as Selenium has it."""

    def click(self) -> None:
        """Click the element, as a visitor does."""


class Driver(Protocol):
    """What is used of Selenium's ``WebDriver``."""

    def execute_script(self, script: str, *args: Any) -> Any:
        """Run *script*, the body of a function, with *args*."""

    def find_elements(self, by: str, value: str) -> list[Any]:
        """Return the elements that match."""


class SeleniumConsentBanner(SynchronousBanner):
    """Banner in the page that a *driver* of Selenium is at.

    Pages call it *name*. What takes longer than *timeout* seconds fails.
    """

    def __init__(self, driver: Driver, name: str = "consent", timeout: float = 30) -> None:
        super().__init__(name)
        self.driver = driver
        self._timeout = timeout

    def _perform(self, command: Command) -> Any:
        if isinstance(command, Evaluate):
            return self.driver.execute_script(f"return ({command.function})(arguments[0])", command.argument)
        end = time.monotonic() + self._timeout
        while (hindrance := self._tried(command)) is not None:
            if time.monotonic() > end:
                raise NotDoneError(hindrance)
            time.sleep(_PAUSE)
        return None

    def _tried(self, command: Click | Await) -> str | None:
        """Try once; return what stood in the way, or ``None`` where nothing did.

        A page may be left meanwhile, and a layer may still move: the driver's error says no more than that.
        """
        try:
            found = self.driver.find_elements(_CSS, command.selector)
            if not found:
                return f"nothing matches {command.selector}"
            if isinstance(command, Click):
                found[0].click()
        except Exception as error:  # noqa: BLE001 - the classes are Selenium's, which need not be installed
            return str(getattr(error, "msg", None) or error).partition("\n")[0]
        return None
