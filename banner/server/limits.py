"""Limits of each client; addresses are held in memory for a while and written nowhere."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400
"""Seconds."""
_MOST_CLIENTS = 50_000  # some ten megabytes
_LONGEST = 45  # letters of an address as text; what is longer is none
_NETWORK = 64  # bits of an IPv6 address that one line, or one machine in a data centre, has to itself


class Bucket:
    """Bucket of tokens for each client: *burst* at first, and *rate* more each second.

    It knows *most* clients. Where there are more, those that have taken nothing for the longest are
    forgotten: their buckets are the fullest. *clock* tells seconds.
    """

    def __init__(
        self,
        rate: float,
        burst: float,
        most: int = _MOST_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._most = most
        self._clock = clock
        self._level: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, tokens: int = 1) -> bool:
        """Take *tokens* of *client*'s, all or none; whether there were so many."""
        name, now = group(client), self._clock()
        level = self._now(name, now)
        enough = level >= tokens
        self._level[name] = (level - tokens if enough else level, now)
        self._level.move_to_end(name)
        if len(self._level) > self._most:
            self._level.popitem(last=False)
        return enough

    def give(self, client: str, tokens: int) -> None:
        """Give back *tokens* that were taken for nothing."""
        name, now = group(client), self._clock()
        if name in self._level:
            self._level[name] = (min(self._burst, self._now(name, now) + tokens), now)

    def seconds(self, client: str, tokens: int = 1) -> int:
        """Return the seconds after which *client* will have so many tokens, at least 1."""
        lacking = tokens - self._now(group(client), self._clock())
        return max(1, math.ceil(lacking / self._rate))

    def __len__(self) -> int:
        """Return how many clients are known."""
        return len(self._level)

    def _now(self, name: str, now: float) -> float:
        level, since = self._level.get(name, (self._burst, now))
        return min(self._burst, level + (now - since) * self._rate)


@dataclass(frozen=True)
class Limits:
    """Limits of what one client may send: *requests*, and log *entries* over the days.

    Requests *of_others* are those that pages of other sites have its browser send.
    """

    requests: Bucket
    of_others: Bucket
    entries: Bucket


def a_day(entries: int) -> Bucket:
    """Return a bucket that gives a client *entries* within any 24 hours, and never more.

    Half of them can be taken at once; the other half comes back over the day.
    """
    return Bucket(entries / 2 / DAY, entries / 2)


def group(address: str) -> str:
    """Return the name by which the limits know whoever has this *address*.

    Whoever has one IPv6 address has a whole network of them, so that counts as one.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:_LONGEST]
    if isinstance(known, ipaddress.IPv4Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(known) >> (128 - _NETWORK) << (128 - _NETWORK)))
