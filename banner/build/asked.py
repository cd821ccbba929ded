"""What a site asks, as a file beside the banner: servers learn it from what is deployed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.config.regions import by_code, rules_in
from banner.server import built

if TYPE_CHECKING:
    from pathlib import Path

    from banner.config.site_config import SiteConfig


def write(site: SiteConfig, folder: Path) -> None:
    """Write the file into *folder*: the declaration for the log, and under ``asked`` what readers need.

    Nothing stands in it that the banner does not tell every page.
    """
    told = built.Built(site.declaration, site.cookies, site.server).plain()
    text = json.dumps({**told, "asked": plain(site)}, ensure_ascii=False, sort_keys=True)
    (folder / built.NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def plain(site: SiteConfig) -> dict[str, Any]:
    """Return all that judges a record of *site* (``site/docs/reference/readers.md``)."""
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
