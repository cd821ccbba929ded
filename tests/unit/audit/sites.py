"""A declaration for the tests of the audit, as its owner writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner import config
from banner.audit.expected import Expected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from banner.config.site_config import SiteConfig

TOML = """
lifetime_days = 180
links = { cookie-policy = "cookies.html", privacy-policy = "privacy.html" }
purposes = [
  { id = "analytics" }, { id = "marketing" }, { id = "content" },
  { id = "technical", required = true },
]
vendors = [{ id = "shop", name = "The Shop" }]

[[services]]
use = "google"
analytics_id = "G-SHOP123456"

[[services]]
use = "facebook-pixel"
pixel_id = "1234567890"

[[services]]
use = "youtube"

[[services]]
id = "visits"
name = "Visits"
text = "Counts visits."
purpose = "analytics"
vendor = "shop"
exempt = "uk-statistics"
scripts = [{ src = "visits.js?site=1" }]
hosts = ["visits.shop.example"]
cookies = [
  { name = "visits", duration = "1 year" },
  { name = "visits.seen", duration = "persistent", kind = "local" },
]

[[services]]
id = "chat"
name = "Chat"
text = "Lets you ask us."
purpose = "content"
vendor = "shop"
gates = true
hosts = ["*.chat.example"]
cookies = [{ name = "chat", duration = "30 days", domain = "chat.example" }]

[[services]]
id = "basket"
name = "Basket"
text = "Keeps what you want to buy."
purpose = "technical"
vendor = "shop"
hosts = ["cdn.shop-assets.example"]
cookies = [
  { name = "basket", duration = "7 days" },
  { name = "sid", duration = "session" },
  { name = "consent", duration = "180 days" },
]
"""
HOST = "www.shop.example"


def site(folder: Path, text: str = TOML) -> SiteConfig:
    """Return the site that *text* declares."""
    file = folder / "consent.toml"
    file.write_text(text, encoding="utf-8")
    return config.read(file)


def expected(folder: Path, resolve: Callable[[str], list[str]] = lambda _: []) -> Expected:
    """Return what the declaration lets the site do."""
    return Expected(site(folder), HOST, resolve)
