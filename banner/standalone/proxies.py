"""Whom a request comes from: what trusted proxies say, and nothing that anybody else can write."""

from __future__ import annotations

import ipaddress
import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from banner.standalone.settings import Network

PEER = "consent.peer"
"""Where a request has the address of whoever is at the other end of its connection."""
_log = logging.getLogger(__name__)
_MOST = 32  # proxies in a row that anybody has
_PORT = re.compile(r"\[([^]]*)\](?::\d+)?|([^:]*):\d+")
_PAIR = re.compile(r'\s*([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([^\s";,]*))\s*')


@dataclass
class Proxies:
    """*application* behind the proxies *trusted*, which tell of whom a request is in the header *forwarded*.

    One header counts and never the other: a proxy hands on what it does not know, and anybody can write.
    """

    application: ASGIApp
    trusted: tuple[Network, ...]
    forwarded: str
    _noted: set[str] = field(default_factory=set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as that of the client and by the scheme that the proxy tells."""
        if scope["type"] == "http":
            peer = scope["client"][0] if scope.get("client") else ""
            scope = {**scope, PEER: peer}
            if within(peer, self.trusted):
                client, scheme = self._told(scope, peer)
                scope |= {"client": (client, 0), "scheme": scheme or scope["scheme"]}
            elif _is_near(peer) and _listed(scope, self.forwarded.encode()):
                self._note(peer)
        await self.application(scope, receive, send)

    def _note(self, peer: str) -> None:
        """Tell of a proxy that nobody has named; what is near is no visitor."""
        if peer not in self._noted and len(self._noted) < _MOST:
            self._noted.add(peer)
            _log.warning("%s is no trusted proxy, so all whom it has requests of are limited as one", peer)

    def _told(self, scope: Scope, peer: str) -> tuple[str, str]:
        if self.forwarded == "forwarded":
            hops = [dict(_pairs(one)) for one in _listed(scope, b"forwarded")]
            chain = [one.get("for", "") for one in hops]
            return closest(peer, chain, self.trusted), _scheme(hops[-1].get("proto", "") if hops else "")
        schemes = _listed(scope, b"x-forwarded-proto")
        chain = _listed(scope, b"x-forwarded-for")
        return closest(peer, chain, self.trusted), _scheme(schemes[-1] if schemes else "")


def closest(peer: str, chain: list[str], trusted: tuple[Network, ...]) -> str:
    """Return the address of the client: the last of *chain* and *peer* that is none of the *trusted*.

    Each proxy has added whom it had the request of, so what counts is read from the right, and as far as it
    was written by somebody trusted. Where it ends with something that is no address, it is the proxy's.
    """
    client = peer
    for one in reversed(chain[-_MOST:]):
        address = _address(one)
        if not address:
            break
        client = address
        if not within(client, trusted):
            break
    return client


def within(address: str, networks: tuple[Network, ...]) -> bool:
    """Return whether *address* is in one of *networks*."""
    try:
        known: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return any(known in network for network in networks)


def _is_near(address: str) -> bool:
    """Return whether *address* is of this machine or of a network that is nobody's on the internet."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def _address(text: str) -> str:
    """Return the address in a *text* such as ``192.0.2.1``, ``192.0.2.1:80`` or ``[2001:db8::1]:80``."""
    found = _PORT.fullmatch(text)
    address = (found[1] or found[2] or "") if found else text
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


def _listed(scope: Scope, name: bytes) -> list[str]:
    """Return the items of a header that is a list, over all its lines."""
    lines: Iterable[bytes] = (value for key, value in scope["headers"] if key.lower() == name)
    return [one.strip() for line in lines for one in line.decode("latin-1").split(",")]


def _pairs(element: str) -> list[tuple[str, str]]:
    """Return the pairs of an element of ``Forwarded`` (RFC 7239, 4)."""
    found = (_PAIR.fullmatch(one) for one in element.split(";"))
    return [(one[1].lower(), one[2] or one[3] or "") for one in found if one]


def _scheme(text: str) -> str:
    return text.lower() if text.lower() in ("http", "https") else ""
