"""Cookies as the vectors have them: records that hold, and the ways in which they can be wrong."""

from __future__ import annotations

import json
from typing import Any

from banner.core.clock import to_iso
from banner.core.record import quote

NOW = 1_795_459_000_000  # 23 November 2026, 18:36:40 UTC
DAY = 86_400_000
LIFETIME = 180
_COOKIES = {"https": "__Host-consent", "http": "consent", "domain": "", "path": "/"}
_SHOP: dict[str, Any] = {
    "revision": "4da5a41096b2",
    "lifetime_days": LIFETIME,
    "services": ["google", "youtube", "impact"],
    "exempt": [],
    "sale": ["impact"],
    "cookies": _COOKIES,
    "regions": {},
}
# What the sites of the vectors ask, as their builds tell it.
ASKED: dict[str, dict[str, Any]] = {
    "shop": _SHOP,
    "exempt": {**_SHOP, "exempt": ["google"]},
    "opt-out": {**_SHOP, "exempt": ["google", "youtube", "impact"]},
    "letters": {**_SHOP, "services": ["a", "b"], "sale": []},
    "domain": {
        **_SHOP,
        "cookies": {"https": "choice", "http": "choice", "domain": "shop.example", "path": "/"},
    },
}
_ALL = tuple(_SHOP["services"])


def plain(services: tuple[str, ...] = ("youtube",), age: int = 0, **changes: Any) -> dict[str, Any]:
    """Return a record of *age* milliseconds that grants *services* and denies the rest, with *changes*."""
    return {
        "v": 1,
        "id": "9f3c",
        "at": to_iso(NOW - age),
        "action": "accept-selected",
        "source": "banner",
        "revision": _SHOP["revision"],
        "granted": list(services),
        "denied": [service for service in _ALL if service not in services],
    } | changes


def text(record: dict[str, Any]) -> str:
    """Return *record* as JSON without spaces."""
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


def value(services: tuple[str, ...] = ("youtube",), age: int = 0, **changes: Any) -> str:
    """Return such a record as the value of a cookie."""
    return quote(text(plain(services, age, **changes)))


def header(services: tuple[str, ...] = ("youtube",), age: int = 0, **changes: Any) -> str:
    """Return such a record as the header of a request on http."""
    return "consent=" + value(services, age, **changes)


def changed(old: str, new: str) -> str:
    """Return a record that grants YouTube, in whose JSON *new* stands for *old*, as such a header."""
    whole = text(plain())
    assert old in whole
    return "consent=" + quote(whole.replace(old, new, 1))


def swapped(old: str, new: str) -> str:
    """Return the same where *new* stands for *old* in the header itself."""
    whole = header()
    assert old in whole
    return whole.replace(old, new, 1)
