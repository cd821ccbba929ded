"""The hosts that a service contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from banner.config.site_config import SiteConfig
    from banner.core.declaration import Service


def hosts_of(site: SiteConfig, service: Service) -> list[str]:
    """Return the hosts of all that *service* loads, and those that it has declared."""
    code = site.code[service.id]
    loaded = [urlsplit(script.address).hostname or "" for script in code.scripts]
    return [*dict.fromkeys(host for host in (*loaded, *code.hosts) if host)]
