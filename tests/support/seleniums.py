"""Selenium's interface, as far as the page object takes it, over whatever drives the engine.

Over WebKit it is the WebDriver protocol itself. Elsewhere Playwright stands in for Selenium's client, which
the tests do not install; that the real one has these methods was tried by hand.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.support.engines.webdriver import ELEMENT

_WITHIN_REACH = """(element) => {
  element.scrollIntoView({ block: 'nearest' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const found = document.elementFromPoint(left + width / 2, top + height / 2);
  return !!width && !!found && (element.contains(found) || found.contains(element));
}"""


class OverPlaywright:
    """Driver over a page of Playwright."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def execute_script(self, script: str, *args: Any) -> Any:
        """Run *script*, the body of a function."""
        return self._page.evaluate(f"(given) => (function () {{ {script} }}).apply(null, given)", list(args))

    def find_elements(self, by: str, value: str) -> list[Any]:
        """Return what matches."""
        assert by == "css selector"
        return [_Handle(one) for one in self._page.query_selector_all(value)]

    def get(self, url: str) -> None:
        """Open a page."""
        self._page.goto(url)

    def get_cookies(self) -> list[dict[str, Any]]:
        """Return the cookies of the page."""
        return list(self._page.context.cookies(self._page.url)) if "://" in self._page.url else []

    def add_cookie(self, cookie_dict: dict[str, Any]) -> None:
        """Set a cookie of the page."""
        domain = cookie_dict.get("domain", urlsplit(self._page.url).hostname)
        expires = {"expires": cookie_dict["expiry"]} if "expiry" in cookie_dict else {}
        kept = {key: value for key, value in cookie_dict.items() if key != "expiry"}
        self._page.context.add_cookies([{**kept, **expires, "domain": domain}])


class _Handle:
    """Element that is clicked at once or not at all, as WebDriver does it; Playwright would wait."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    def click(self) -> None:
        """Click it."""
        if not self._handle.evaluate(_WITHIN_REACH):
            raise ValueError("element click intercepted, or element not interactable")
        self._handle.click()


class OverWebDriver:
    """Driver over a session of WebDriver, as Selenium's own is."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def execute_script(self, script: str, *args: Any) -> Any:
        """Run *script*, the body of a function."""
        return self._page.call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def find_elements(self, by: str, value: str) -> list[Any]:
        """Return what matches."""
        found = self._page.call("POST", "/elements", {"using": by, "value": value})
        return [_Element(self._page, one[ELEMENT]) for one in found]

    def get(self, url: str) -> None:
        """Open a page."""
        self._page.call("POST", "/url", {"url": url})

    def get_cookies(self) -> list[dict[str, Any]]:
        """Return the cookies of the page."""
        found: list[dict[str, Any]] = self._page.call("GET", "/cookie")
        return found

    def add_cookie(self, cookie_dict: dict[str, Any]) -> None:
        """Set a cookie of the page."""
        self._page.call("POST", "/cookie", {"cookie": cookie_dict})


class _Element:
    def __init__(self, page: Any, id: str) -> None:
        self._page = page
        self._id = id

    def click(self) -> None:
        """Click it."""
        self._page.call("POST", f"/element/{self._id}/click", {})


def selenium(page: Any) -> OverPlaywright | OverWebDriver:
    """Return a driver of Selenium's kind that is at *page*."""
    return OverWebDriver(page) if hasattr(page, "call") else OverPlaywright(page)
