"""What the rules on pages know of the site as a whole: its own hosts, and who has declared which others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from banner.config import catalogue, third_parties
from banner.config.advice.hosts import hosts_of
from banner.config.pages import covers
from banner.observe.names import registrable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banner.config.pages import Page
    from banner.config.site_config import SiteConfig


class Surroundings:
    """Surroundings of each page of a *site*, which has these *pages*.

    *own* are the domains that are the site's: those that its pages name as their own address, and those of
    its cookies, its server and its policies. Where a page names none, nobody knows which hosts are others'.
    """

    def __init__(self, site: SiteConfig, pages: Iterable[Page]) -> None:
        self.site = site
        self.directory = third_parties.installed()
        told = [site.cookies.domain, urlsplit(site.server).hostname or ""]
        linked = [urlsplit(one).hostname or "" for links in site.links.values() for one in links.values()]
        # Some have their policies written and kept by others.
        told += [host for host in linked if host and self.directory.named(host).source == "domain"]
        named = {host for page in pages for host in page.own_hosts()}
        self.named = bool(named)
        self.own = {registrable(host) for host in (*named, *told) if host}
        self._declared = [
            (pattern, service.id)
            for service in site.declaration.optional()
            for pattern in hosts_of(site, service)
        ]
        self._services: dict[str, list[str]] = {}

    @cached_property
    def calls(self) -> dict[str, tuple[str, str]]:
        """Return what pages may call of vendors: the service of the catalogue, and its name, by function."""
        return {name: (one.id, one.name) for one in catalogue.services().values() for name in one.calls}

    def is_own(self, host: str) -> bool:
        """Return whether *host* is the site's, or declared with a service that is always on."""
        return registrable(host) in self.own or any(covers(one, host) for one in self.site.hosts)

    def service_of(self, host: str, address: str = "") -> str:
        """Return the service that can be denied and has declared *host*, or nothing.

        Of several services the first counts, unless the *address* there is that of one, declared or not.
        """
        if host not in self._services:
            found = [service for pattern, service in self._declared if covers(pattern, host)]
            self._services[host] = list(dict.fromkeys(found))
        found = self._services[host]
        behind = self.directory.named(host, address).services if found else ()
        if len(behind) != 1:
            return found[0] if found else ""
        uses = {self.site.code[one].use: one for one in reversed(found)}
        # What an owner has declared as a service of the own is that.
        return uses.get(behind[0], uses.get("", ""))

    def declare(self, services: tuple[str, ...]) -> str:
        """Return how to declare one of these *services* of the catalogue, or what it still lacks."""
        declared = [one for one in services if any(code.use == one for code in self.site.code.values())]
        if declared:
            return f'give use = "{declared[0]}" the setting that this belongs to'
        return "declare " + " or ".join(f'use = "{one}"' for one in services)
