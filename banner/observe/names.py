"""Whose a host is: sites by their registrable domain."""

from __future__ import annotations

import ipaddress

from banner.observe.suffixes import public_suffix


def registrable(host: str) -> str:
    """Return the domain that somebody has registered, of which *host* is part; an IP address is itself."""
    host = host.rstrip(".").lower()
    if is_address(host):
        return host.strip("[]")
    suffix = public_suffix(host)
    name = host.removesuffix(suffix).rstrip(".").rpartition(".")[2]
    return f"{name}.{suffix}" if name else suffix


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
