"""Page object for Selenium, and for any WebDriver client that has the few methods that it takes."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any, Protocol

from banner.testing.steps import AddCookies, Await, Blank, Click, Evaluate, NotDoneError, ReadCookies
from banner.testing.synchronous import SynchronousBanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.testing.forge import Cookie
    from banner.testing.steps import Command

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

    def get(self, url: str) -> None:
        """Open the page at *url*."""

    def get_cookies(self) -> list[dict[str, Any]]:
        """Return the cookies of the page."""

    def add_cookie(self, cookie_dict: dict[str, Any]) -> None:
        """Set a cookie of the page."""


def _as_selenium_has_it(cookie: Cookie) -> dict[str, Any]:
    """Return *cookie* by Selenium's names; what has no domain is for the host of the page alone."""
    shared = {"domain": cookie["domain"]} if cookie["domain"].startswith(".") else {}
    kept = ("name", "value", "path", "secure", "sameSite")
    same: dict[str, Any] = {key: value for key, value in cookie.items() if key in kept}
    return {**same, "expiry": int(cookie["expires"]), **shared}


class SeleniumConsentBanner(SynchronousBanner):
    """Banner in the page that a *driver* of Selenium is at.

    Pages call it *name*. What takes longer than *timeout* seconds fails.
    """

    def __init__(self, driver: Driver, name: str = "consent", timeout: float = 30) -> None:
        super().__init__(name)
        self.driver = driver
        self._timeout = timeout

    @contextlib.contextmanager
    def _listening(self) -> Iterator[list[str]]:
        yield []  # WebDriver tells of no requests; what the page remembers of them is asked for anyway

    def _perform(self, command: Command) -> Any:
        if isinstance(command, Blank):
            # A file of ours, which shows no banner; where it is elsewhere, the server's error does as well.
            return self.driver.get(command.origin + "/consent/LICENCES.txt")
        if isinstance(command, ReadCookies):
            return self.driver.get_cookies()
        if isinstance(command, AddCookies):
            for cookie in command.cookies:
                self.driver.add_cookie(_as_selenium_has_it(cookie))
            return None
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
