"""Everything of ours that can be seen, and the ways to bring it to the screen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from banner.core.record import encode
from tests.support.accounts import account_says, given, log_in
from tests.support.consents import DAY

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.visitor import Visitor


BANNER, DIALOG, SECTION = "#consent-banner", "#consent-preferences", ".consent-section"
PLACEHOLDER, TOAST = ".consent-placeholder", ".consent-toast"
LIST, HISTORY = ".consent-list:not(.consent-history)", ".consent-history"
ROOTS = (BANNER, DIALOG, SECTION, LIST, HISTORY, PLACEHOLDER, TOAST)
LANGUAGES = ("ar", "de", "en", "es", "fr", "it")


def speak(visitor: Visitor, language: str) -> Visitor:
    """The visitor has chosen *language* before."""
    visitor.context.add_cookies([{"name": "consent-language", "value": language, "url": visitor.base}])
    return visitor


def policy(visitor: Visitor) -> Visitor:
    """The cookie policy with all that it can show: banner, section, list of cookies, and the history."""
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.click("[data-consent-action=history]")
    page.wait_for_selector(f"{HISTORY} tbody")
    page.wait_for_selector(f"{LIST} tbody")
    page.evaluate("consent.show()")
    return visitor


def stage(visitor: Visitor) -> Visitor:
    """The stage: placeholders, and the toast with two buttons that some logins bring."""
    log_in(visitor, f"{time.time_ns()}@example.com", register=True)
    account_says(visitor, given("acc", (), 3 * DAY))
    page = visitor.keep(encode(given("own", ("google",)))).visit("stage.html").settled("denied").page
    page.wait_for_selector(f"{TOAST} [data-consent-action=allow]")
    page.wait_for_function("document.querySelectorAll('[data-embed] > .consent-placeholder').length === 6")
    return visitor


def dialog(visitor: Visitor) -> Visitor:
    """The preferences over whatever page there is, some switches on, so that every state of one is there."""
    visitor.page.evaluate("consent.preferences()")
    unfold(visitor.page, DIALOG)
    visitor.page.check(f"{DIALOG} input[value=youtube]")
    visitor.page.check(f"{DIALOG} input[value=marketing]")
    return visitor


def unfold(page: Page, root: str) -> None:
    """Open the groups of services in *root*, which are folded in a small window."""
    closed = page.locator(f"{root} details:not([open]) > summary")
    closed.evaluate_all("(all) => all.forEach((one) => one.click())")
