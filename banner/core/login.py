"""Login, as storage keeps it: whose consent the cookie holds, and the device's own record before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Login:
    """Login of *account*, its opaque name, whose consent the cookie holds *since* a time in milliseconds.

    *own* is the record that the device had before, or empty: it comes back with the logout.
    """

    account: str
    own: str
    since: int = 0

    def plain(self) -> dict[str, Any]:
        """Return the login as storage keeps it, in JSON."""
        return {"account": self.account, "own": self.own, "since": self.since}


def read_login(plain: object) -> Login | None:
    """Return the login that *plain* is, or ``None``: storage can hold anything. Never raises."""
    if not isinstance(plain, dict):
        return None
    account, own, since = plain.get("account"), plain.get("own"), plain.get("since")
    if not isinstance(account, str) or not account or not isinstance(own, str):
        return None
    return Login(account, own, since if type(since) is int else 0)


def same(one: Login | None, other: Login | None) -> bool:
    """Return whether both are the same login, or none; in the browser, classes of ours have no ``==``."""
    return (one.plain() if one else None) == (other.plain() if other else None)
