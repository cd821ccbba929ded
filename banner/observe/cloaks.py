"""Names of the own site behind which there is a host of somebody else."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.observe.names import is_address, same_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Resolver = Callable[[str], list[str]]


@dataclass(frozen=True)
class Cloak:
    """Host of the own site that leads to another's: *target* is the canonical name of *host*."""

    host: str
    target: str


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
        one for one in dict.fromkeys(hosts) if one != site and same_site(one, site) and not is_address(one)
    ]
    found = []
    for host in own:
        others = [name.rstrip(".").lower() for name in resolve(host)]
        target = next((name for name in others if not same_site(name, site)), "")
        if target:
            found.append(Cloak(host, target))
    return found
