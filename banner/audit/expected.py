"""What a declaration lets a site do: which services have a host, a script, or something kept."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from banner.config import third_parties
from banner.config.advice.hosts import hosts_of
from banner.config.pages import covers as covers_host
from banner.config.services import OWN_STORAGE, own_cookies
from banner.core.cookies import covers as covers_name
from banner.core.own_cookies import SPARE
from banner.observe.names import same_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.audit.seen import Contact, Kept
    from banner.config.site_config import SiteConfig
    from banner.core.declaration import Cookie


# Stands for all services that are always on, where a host tells no more.
REQUIRED = ""


class Expected:
    """What the declaration *site* lets the pages of *host* do.

    *resolve* gives the other names that a name server tells of a host (DNS ``CNAME``).
    """

    def __init__(
        self, site: SiteConfig, host: str, resolve: Callable[[str], list[str]] = lambda _: []
    ) -> None:
        self.site = site
        self.host = host
        self._resolve = functools.cache(resolve)
        declaration = site.declaration
        self.optional = tuple(one.id for one in declaration.optional())
        required = [one.id for one in declaration.services if one.id not in self.optional]
        self.always = (*required, REQUIRED)
        self.hosts = {
            **{one.id: hosts_of(site, one) for one in declaration.optional()},
            REQUIRED: list(site.hosts),
        }
        self.cookies = {one.id: one.cookies for one in declaration.services}
        self.own_names = (*own_cookies(site.cookies), *OWN_STORAGE)

    # Hosts.

    def is_own(self, host: str) -> bool:
        """Return whether *host* is of the domain that the site is of."""
        return host == self.host or same_site(host, self.host)

    def behind(self, contact: Contact) -> str:
        """Return the third party's host that an own host of the site is only another name of, or nothing.

        Who only delivers files, as most names of that kind lead to, is no such party.
        """
        if contact.host == self.host or not self.is_own(contact.host):
            return ""
        names = [name.lower().rstrip(".") for name in self._resolve(contact.host)]
        return next((name for name in names if not self.is_own(name) and self._is_known(name)), "")

    def _is_known(self, host: str) -> bool:
        party = third_parties.named(host)
        return bool(self.owners(host)) or (party.source != "domain" and not party.delivers)

    def asks(self, contact: Contact) -> tuple[str, ...]:
        """Return the services that a contact belongs to: those that load this very address, or have its host.

        One that loads the very address, as a script or as an item, comes before all that have the host:
        several share one.
        """
        exactly = tuple(
            name
            for name, code in self.site.code.items()
            if any(script.address and _same(contact.url, script.address) for script in code.scripts)
            or (code.embed and code.embed.shows(contact.url))
        )
        return exactly or self.owners(contact.host)

    def owners(self, host: str) -> tuple[str, ...]:
        """Return the services that declare *host*, or a pattern that has it."""
        return tuple(
            name for name, hosts in self.hosts.items() if any(covers_host(one, host) for one in hosts)
        )

    # What is kept.

    def is_banners(self, kept: Kept) -> bool:
        """Return whether it is the banner's own, be it that of a build in another folder."""
        if not self.is_own(kept.domain):
            return False
        if kept.kind == "local":
            return any(kept.name == name or kept.name.startswith(name + "-") for name in OWN_STORAGE)
        spare = [name for name in self.own_names if name.endswith(SPARE)]
        return kept.kind == "cookie" and (
            kept.name in self.own_names or any(kept.name.startswith(name + "-") for name in spare)
        )

    def declared(self, kept: Kept) -> tuple[tuple[str, Cookie], ...]:
        """Return what declares it by kind and name, each with its service, wherever it is."""
        return tuple(
            (name, cookie)
            for name, cookies in self.cookies.items()
            for cookie in cookies
            if cookie.kind == kept.kind and covers_name(cookie.name, kept.name)
        )

    def fits(self, kept: Kept, cookie: Cookie) -> bool:
        """Return whether *kept* is on the domain that *cookie* is declared for."""
        if not cookie.domain:
            # A parent domain is the site's own too; a browser takes no cookie of any other.
            return self.is_own(kept.domain) or self.host.endswith("." + kept.domain)
        return kept.domain == cookie.domain or kept.domain.endswith("." + cookie.domain)


def _same(url: str, script: str) -> bool:
    """Return whether *url* is the address *script*, which may be relative, with all of its query."""
    asked, wanted = urlsplit(url), urlsplit(script)
    if wanted.hostname:
        place = (asked.hostname, asked.path or "/") == (wanted.hostname, wanted.path or "/")
    else:
        path = "/" + wanted.path.lstrip("./")
        place = asked.path.endswith(path)
    query = parse_qsl(asked.query)
    return place and all(pair in query for pair in parse_qsl(wanted.query))
