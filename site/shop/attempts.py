"""Attempts: who has tried often has to wait, longer each time, and never for ever.

All is held in memory for a while and written nowhere: no address, and no account. Several processes count
each for itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.server.limits import group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

_MOST = 10_000  # some megabytes


@dataclass(frozen=True)
class Pace:
    """How many tries are *free*; the *first* wait after them, and the *longest*, in seconds.

    Each wait is twice as long as the one before. Who has not tried for *forgotten* seconds begins anew.
    """

    free: int
    first: int = 60
    longest: int = 900
    forgotten: int = 3600


class Attempts:
    """Tries by whoever makes them, at that *pace*; the oldest of more than *most* are forgotten."""

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic, most: int = _MOST) -> None:
        self._pace = pace
        self._clock = clock
        self._most = most
        self._tries: dict[bytes, tuple[int, float]] = {}  # how many, and when the last was; the latest last

    def wait(self, *who: str) -> int:
        """Return for how many seconds *who* has to wait before another try."""
        count, last = self._tries.get(_key(who), (0, 0.0))
        more = count - self._pace.free
        passed = self._clock() - last
        if more < 0 or passed >= self._pace.forgotten:
            return 0
        # 2 ** 16 first waits are longer than any longest one.
        delay = min(self._pace.longest, self._pace.first * 2 ** min(more, 16))
        return max(0, int(delay - passed + 0.999))

    def count(self, *who: str) -> None:
        """Count a try of *who*."""
        key, now = _key(who), self._clock()
        before, last = self._tries.pop(key, (0, now))
        self._tries[key] = (1 if now - last >= self._pace.forgotten else before + 1), now
        while len(self._tries) > self._most:
            del self._tries[next(iter(self._tries))]

    def forgive(self, *who: str) -> None:
        """Take one try back: it was none."""
        key = _key(who)
        before, last = self._tries.get(key, (0, 0.0))
        if before > 1:
            self._tries[key] = before - 1, last
        else:
            self._tries.pop(key, None)

    def forget(self, *who: str) -> None:
        """Forget all tries of *who*."""
        self._tries.pop(_key(who), None)

    def __len__(self) -> int:
        return len(self._tries)


class Logins:
    """Tries to log in: by client and account, and by client over all accounts.

    Nobody can lock an account: whoever else tries has a wait of their own. And who guesses one password for
    many accounts waits, too.
    """

    def __init__(self, each: Pace, all: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = Attempts(each, clock)
        self._all = Attempts(all, clock)

    def begin(self, client: str, email: str) -> int:
        """Count a try and return 0, or return the seconds that *client* has to wait, and count nothing.

        It is counted before it is made, so that many at once are many.
        """
        wait = self.wait(client, email)
        if not wait:
            self._each.count(client, email)
            self._all.count(client)
        return wait

    def wait(self, client: str, email: str) -> int:
        """Return for how many seconds *client* has to wait before another try with that account."""
        return max(self._each.wait(client, email), self._all.wait(client))

    def succeeded(self, client: str, email: str) -> None:
        """Forget what *client* has tried with that account; its tries with others still count."""
        self._each.forget(client, email)
        self._all.forgive(client)

    def withdraw(self, client: str, email: str) -> None:
        """Take a try back that was not made, since the server was busy."""
        self._each.forgive(client, email)
        self._all.forgive(client)


class Turns:
    """Turns of each client: *most* at once, so that one that has many leaves room for others."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    @contextlib.contextmanager
    def taken(self, client: str) -> Iterator[bool]:
        """Take a turn of *client* for as long as it lasts; gives whether there was one."""
        free = self._taken[client] < self._most
        self._taken[client] += free
        try:
            yield free
        finally:
            self._taken[client] -= free
            if not self._taken[client]:
                del self._taken[client]


def client_of(request: Request) -> str:
    """Return the name by which whoever has sent *request* is known: an address, or a network of IPv6."""
    return group(request.client.host if request.client else "")


def _key(who: tuple[str, ...]) -> bytes:
    """Return *who* in a few bytes, however long a text somebody has sent."""
    return hashlib.blake2b("\0".join(who).encode(errors="surrogatepass"), digest_size=16).digest()
