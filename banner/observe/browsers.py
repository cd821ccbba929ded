"""Opens a real browser through Playwright, or tells what is missing and how to get it."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserType

ENGINES = ("chromium", "firefox", "webkit")
# Installed browsers that will do where Playwright has downloaded none. It drives no other Firefox or WebKit.
_INSTALLED = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


@contextlib.contextmanager
def opened(
    engine: str = "chromium", *, headed: bool = False, program: Path | None = None
) -> Iterator[Browser]:
    """Open *engine*, in sight where *headed*; *program* is the file of a browser to take.

    Raises :class:`ConfigError` where Playwright or the browser is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise ConfigError(
            'this needs Playwright, which is not installed: run pip install "consent-banner[scan]", then '
            f"playwright install {engine}"
        ) from error
    # Older ones of Playwright's browsers tell of the requests of service workers only where this is set.
    os.environ.setdefault("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
    with sync_playwright() as playwright:
        kind: BrowserType = getattr(playwright, engine)
        found = program or _installed(kind, headed=headed)
        try:
            browser = kind.launch(headless=not headed, executable_path=found)
        except Error as error:
            first = str(error).strip().split("\n", 1)[0]
            raise ConfigError(
                f"{engine} cannot be started ({first}): run playwright install {engine}, or name a browser "
                "with --program FILE"
            ) from error
        try:
            yield browser
        finally:
            browser.close()


def _installed(kind: BrowserType, *, headed: bool) -> str | None:
    """Return the program of an installed browser where Playwright's own is not there."""
    if kind.name != "chromium" or os.path.exists(kind.executable_path):  # noqa: PTH110 - a text, and no path of ours
        return None
    names = _INSTALLED[1:] if headed else _INSTALLED
    return next(filter(None, map(shutil.which, names)), None)
