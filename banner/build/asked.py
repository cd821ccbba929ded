"""What a site asks, as a file beside the banner: all that a server has to know to judge a record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.config.regions import by_code, rules_in

if TYPE_CHECKING:
    from pathlib import Path

    from banner.config.site_config import SiteConfig

NAME = "asked.json"


def write(site: SiteConfig, folder: Path) -> None:
    """Write the file into *folder*; nothing stands in it that the banner does not tell every page."""
    text = json.dumps(plain(site), indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def plain(site: SiteConfig) -> dict[str, Any]:
    """Return what *site* asks, as JSON has it (``site/docs/reference/storage.md``)."""
    declaration, cookies = site.declaration, site.cookies
    return {
        "revision": declaration.revision,
        "lifetime_days": declaration.lifetime_days,
        "services": [service.id for service in declaration.optional()],
        "exempt": list(declaration.exempt()),
        "sale": [service.id for service in declaration.optional() if service.sale],
        "cookies": {
            "https": cookies.prefix() + cookies.consent,
            "http": cookies.consent,
            "domain": cookies.domain,
            "path": cookies.path,
        },
        "regions": {
            code: {"exempt": list(site.under(rules_in(site.regions, code)).declaration.exempt())}
            for code in by_code(site.regions)
        },
    }
