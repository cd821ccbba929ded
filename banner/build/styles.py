"""Composes the style sheets of a site: what its declaration does not ask for is not in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner import resources

if TYPE_CHECKING:
    from banner.config.site_config import SiteConfig

# What another layout or place in the window adds to the banner, which by itself is a card at the bottom.
SHEETS = ("top", "left", "right", "bar", "bar-top", "box")


def first_layer(site: SiteConfig) -> str:
    """Return the style sheet that ``consent.js`` brings."""
    places = site.position.split("-")
    wanted = (*places, site.layout, *(f"{site.layout}-{place}" for place in places))
    return resources.text("banner.css") + "".join(
        resources.text(f"{name}.css") for name in wanted if name in SHEETS
    )
