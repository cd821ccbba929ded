"""Whose a host is: sites by their registrable domain, and names behind which there is another's host."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Resolver = Callable[[str], list[str]]

# Below these anybody may have a name. A rule of thumb for reports: whoever needs all 10,000 of them takes the
# public suffix list. A second level of these words under a country is one, such as co.uk and com.br.
_SECOND = {"ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ltd", "me", "ne", "net", "nom", "or", "org"}
# fmt: off
_SHARED = {
    "amazonaws.com", "azurewebsites.net", "b-cdn.net", "blogspot.com", "cloudfront.net", "firebaseapp.com",
    "fly.dev", "github.io", "gitlab.io", "herokuapp.com", "myshopify.com", "neocities.org", "netlify.app",
    "onrender.com", "pages.dev", "readthedocs.io", "surge.sh", "vercel.app", "web.app", "webflow.io",
    "wixsite.com", "wordpress.com", "workers.dev",
}
# fmt: on
_COUNTRY = 2


@dataclass(frozen=True)
class Cloak:
    """Host of the own site that leads to another's: *target* is the canonical name of *host*."""

    host: str
    target: str


def registrable(host: str) -> str:
    """Return the domain that somebody has registered, of which *host* is part; an IP address is itself."""
    host = host.rstrip(".").lower()
    if _is_address(host):
        return host.strip("[]")
    labels = host.split(".")
    suffix = ".".join(labels[-2:])
    country = len(labels[-1]) == _COUNTRY and labels[-2:-1] and labels[-2] in _SECOND
    return ".".join(labels[-3:]) if country or suffix in _SHARED else suffix


def same_site(host: str, other: str) -> bool:
    """Return whether both are of one registrable domain."""
    return registrable(host) == registrable(other)


def aliases(host: str) -> list[str]:
    """Return the other names of *host* that the system's resolver tells; none where it is not found."""
    try:
        canonical, others, _ = socket.gethostbyname_ex(host)
    except (OSError, UnicodeError):
        return []
    return [one for one in dict.fromkeys([*others, canonical]) if one.lower() != host.lower()]


def cloaks(hosts: Iterable[str], site: str, resolve: Resolver = aliases) -> list[Cloak]:
    """Return those *hosts* of the *site*'s own domain behind which there is a host of somebody else.

    The host of the site itself often leads to whoever serves it, so it is not looked at.
    """
    own = [
        one for one in dict.fromkeys(hosts) if one != site and same_site(one, site) and not _is_address(one)
    ]
    found = []
    for host in own:
        others = [name.rstrip(".").lower() for name in resolve(host)]
        target = next((name for name in others if not same_site(name, site)), "")
        if target:
            found.append(Cloak(host, target))
    return found


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
