"""Tools for who tests a site that has the banner: page objects for Playwright and Selenium.

Nothing here is imported that a test does not use: neither pytest, nor Playwright, nor Selenium.
"""

from banner.testing.asynchronous import AsyncConsentBanner
from banner.testing.banners import consent_banner
from banner.testing.errors import ConsentError
from banner.testing.playwright import ConsentBanner
from banner.testing.selenium import SeleniumConsentBanner

__all__ = [
    "AsyncConsentBanner",
    "ConsentBanner",
    "ConsentError",
    "SeleniumConsentBanner",
    "consent_banner",
]
