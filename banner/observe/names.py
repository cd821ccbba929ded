"""Whose a host is: sites by their registrable domain."""

from __future__ import annotations

import ipaddress

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


def registrable(host: str) -> str:
    """Return the domain that somebody has registered, of which *host* is part; an IP address is itself."""
    host = host.rstrip(".").lower()
    if is_address(host):
        return host.strip("[]")
    labels = host.split(".")
    suffix = ".".join(labels[-2:])
    country = len(labels[-1]) == _COUNTRY and labels[-2:-1] and labels[-2] in _SECOND
    return ".".join(labels[-3:]) if country or suffix in _SHARED else suffix


def same_site(host: str, other: str) -> bool:
    """Return whether both are of one registrable domain."""
    return registrable(host) == registrable(other)


def is_address(host: str) -> bool:
    """Return whether *host* is an IP address and no name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
