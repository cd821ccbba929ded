"""The one script tag of the banner, as servers write it into their pages."""

from __future__ import annotations

from banner.view.html import element

DEFAULT_URL = "/consent/"


def script(url: str = DEFAULT_URL, nonce: str = "") -> str:
    """Return the tag for a banner whose folder is served at *url*; *nonce* is that of the page's policy."""
    source = url.rstrip("/") + "/consent.js"
    return element("script", src=source, defer=True, nonce=nonce or False).text
