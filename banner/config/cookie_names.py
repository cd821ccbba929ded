"""What the Open Cookie Database says of a cookie by its name: a hint for the owner, and verified by nobody.

The list is ``banner/catalogue/cookie_names.json``, which ``banner.toolchain.cookie_names`` makes. Nothing of
it is ever compiled into a banner. The same name may be another's cookie, and its categories are no purposes.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from banner.config import catalogue

FILE = catalogue.FOLDER / "cookie_names.json"
# So short a name is everybody's, and so short a beginning is one of many.
_SHORTEST = 3


@dataclass(frozen=True)
class CookieName:
    """Entry of the database: its own words for a *category*, the *platform* and how long the cookie stays."""

    name: str
    category: str
    platform: str
    retention: str

    def __str__(self) -> str:
        words = ", ".join(filter(None, (self.category, self.platform, self.retention)))
        return f"Open Cookie Database, unverified: {words}"


def told(name: str) -> CookieName | None:
    """Return what is said of the cookie *name*: of just that name, or of the longest that it begins with."""
    exact, beginnings = _listed()
    if name in exact:
        return exact[name]
    found = (beginnings.get(name[:length]) for length in range(len(name), _SHORTEST - 1, -1))
    return next(filter(None, found), None)


def list_used() -> str:
    """Return name, commit and day of the database, to be told in a report."""
    file = _file()
    return f"{file['source']} {file['commit'][:7]} of {file['date']}"


@functools.cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


@functools.cache
def _listed() -> tuple[dict[str, CookieName], dict[str, CookieName]]:
    """Return the names that cookies have, and those that they begin with; the first of several holds."""
    exact: dict[str, CookieName] = {}
    beginnings: dict[str, CookieName] = {}
    for name, begins, category, platform, retention in _file()["cookies"]:
        if len(name) >= _SHORTEST:
            (beginnings if begins else exact).setdefault(
                name.rstrip("*") if begins else name, CookieName(name, category, platform, retention)
            )
    return exact, beginnings
