"""A visitor of the audited site: decides by what the banner promises in its markup, and nothing else."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Error

from banner.audit.records import Jar
from banner.core.declaration import SECONDS_A_DAY
from banner.testing import ConsentBanner, ConsentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from banner.audit.phases import Step
    from banner.config.site_config import SiteConfig

BANNER = "#consent-banner"
WAY_BACK = "[data-consent-open], [data-consent-embed=preferences], .consent-reopen"
# Moves the clock of pages.
_LATER = Path(__file__).with_name("later.js").read_text(encoding="utf-8")
# What did not come in time, whoever drives the browser.
LATE = (Error, TimeoutError)
_MORE_DAYS = 2
_TABS = 25
_MOVES = 20  # of the pointer, from one corner to the other
_SCREENS = 12
_SHORT = 2000  # milliseconds


class StuckError(Exception):
    """The banner did not do what it promises; the message says what."""


class Driver:
    """Drives the banner in the pages of a *context*; *patience* is how long it waits for it, in seconds."""

    def __init__(self, site: SiteConfig, context: BrowserContext, patience: float = 15.0) -> None:
        self._site = site
        self._context = context
        self._patience = patience

    # What the page says.

    def has_banner(self, page: Page) -> bool:
        """Return whether the banner's script runs in a page that has come to rest."""
        with contextlib.suppress(*LATE):
            page.wait_for_selector("html[data-consent]", state="attached", timeout=_SHORT)
        # On a busy machine the driver itself may take longer than that.
        with contextlib.suppress(*LATE):
            return bool(page.evaluate("document.documentElement.hasAttribute('data-consent')"))
        return False

    def state(self, page: Page, expected: str) -> str:
        """Return the state that the page says it is in, after waiting for the one that is *expected*."""
        with contextlib.suppress(*LATE):
            selector = f"html[data-consent={expected}]"
            page.wait_for_selector(selector, state="attached", timeout=self._patience * 1000)
        return page.get_attribute("html", "data-consent") or "none"

    def asks(self, page: Page, *, expected: bool) -> bool:
        """Return whether the banner is in sight, after waiting for what is *expected*."""
        state: Literal["visible", "hidden"] = "visible" if expected else "hidden"
        with contextlib.suppress(*LATE):
            page.wait_for_selector(BANNER, state=state, timeout=_SHORT)
        return page.locator(BANNER).is_visible()

    def jar(self, address: str) -> tuple[Jar, ...]:
        """Return the cookies of the site at *address*."""
        return tuple(
            Jar(
                name=one["name"],
                value=one["value"],
                domain=one["domain"],
                path=one["path"],
                expires=one["expires"],
                secure=one["secure"],
                http_only=one["httpOnly"],
                same_site=one.get("sameSite", ""),
            )
            for one in self._context.cookies(address)
        )

    # What the visitor does.

    def make(self, step: Step, page: Page, other: Page | None) -> None:
        """Make *step* in *page*; *other* is the same site in another tab. Raises :class:`StuckError`."""
        here, there = self._banner(page), self._banner(other or page)
        actions: dict[str, Callable[[], None]] = {
            "accept-all": here.accept_all,
            "deny-all": here.deny_all,
            "dismiss": here.dismiss,
            "choose": lambda: here.choose(step.service),
            "load": lambda: self._load(page, step.service),
            "withdraw": here.withdraw,
            "expire": lambda: self._expire(page),
            "accept-in-other-tab": there.accept_all,
            "withdraw-in-other-tab": there.withdraw,
        }
        try:
            actions[step.action]()
        except (ConsentError, *LATE) as error:
            words = " ".join(line.strip() for line in str(error).strip().split("\n")[:3])
            what = f"{step.action} {step.service}".strip()
            raise StuckError(f"{what} could not be done: {words}") from error

    def linger(self, page: Page, seconds: float) -> None:
        """Wait for *seconds*, scroll to the end, move the pointer, and go through the page with Tab.

        The pointer crosses the window, as a frame takes the moves over itself.
        """
        page.wait_for_timeout(seconds * 1000)
        for _ in range(_SCREENS):
            page.mouse.wheel(0, 600)
            if page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 2"):
                break
            page.wait_for_timeout(50)
        page.mouse.move(1, 1)
        across = page.evaluate("[innerWidth - 2, innerHeight - 2]")
        page.mouse.move(*across, steps=_MOVES)
        for _ in range(_TABS):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break

    def _banner(self, page: Page) -> ConsentBanner:
        return ConsentBanner(page, self._site.name, self._patience)

    def _load(self, page: Page, service: str) -> None:
        """Open one embed of *service*: its placeholder has the box that would allow it always."""
        box = f".consent-placeholder:has(input[value={service}])"
        page.click(f"{box} [data-consent-action=load]", timeout=self._patience * 1000)

    def _expire(self, page: Page) -> None:
        """Let more time pass than a consent holds, as far as pages can tell, and leave the page."""
        ahead = (self._site.declaration.lifetime_days + _MORE_DAYS) * SECONDS_A_DAY * 1000
        self._context.add_init_script(f"({_LATER.strip().removesuffix(';')})({ahead});")
        page.goto("about:blank")
