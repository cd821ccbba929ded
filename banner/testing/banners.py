"""The page object for whatever a test drives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from banner.testing.asynchronous import AsyncConsentBanner
from banner.testing.playwright import ConsentBanner
from banner.testing.selenium import SeleniumConsentBanner

if TYPE_CHECKING:
    from playwright import async_api, sync_api

    from banner.testing.selenium import Driver


@overload
def consent_banner(page: sync_api.Page, *, name: str = ..., timeout: float = ...) -> ConsentBanner: ...
@overload
def consent_banner(page: async_api.Page, *, name: str = ..., timeout: float = ...) -> AsyncConsentBanner: ...
@overload
def consent_banner(page: Driver, *, name: str = ..., timeout: float = ...) -> SeleniumConsentBanner: ...
def consent_banner(
    page: Any, *, name: str = "consent", timeout: float = 30
) -> ConsentBanner | AsyncConsentBanner | SeleniumConsentBanner:
    """Return the page object for the banner in *page*, of Playwright or of Selenium.

    Pages call the banner *name*. What takes longer than *timeout* seconds fails.
    """
    if hasattr(page, "execute_script"):
        return SeleniumConsentBanner(page, name, timeout)
    if type(page).__module__.startswith("playwright.async_api"):
        return AsyncConsentBanner(page, name, timeout)
    return ConsentBanner(page, name, timeout)
