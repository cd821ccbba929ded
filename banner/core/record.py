"""Record: the consent as text in the cookie, percent-encoded JSON that any server can read.

    {"v":1,"id":"9f…","at":"2026-11-23T18:36:05.123Z","action":"accept-selected","source":"banner",
     "revision":"1c9a…","granted":["google"],"denied":["impact"]}

Reading is strict and total: a text is to the letter what :func:`encode` writes, or it is no record.
"""

from __future__ import annotations

import json
from typing import Any

from banner.core.clock import from_iso, to_iso
from banner.core.consent import ACTIONS, Consent
from banner.core.ids import is_id

VERSION = 1
# Where something is on without having been asked, the record says so; all others are as they always were.
_WITH_EXEMPT = 2
MOST_BYTES = 4096  # what every browser keeps of one cookie, name and attributes included
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
_KEYS = ("v", "id", "at", "action", "source", "revision", "granted", "denied", "exempt")
_HEX = "0123456789abcdefABCDEF"


def encode(consent: Consent) -> str:
    """Write *consent* as the value of a cookie."""
    values: tuple[Any, ...] = (
        _WITH_EXEMPT if consent.exempt else VERSION,
        consent.id,
        to_iso(consent.at),
        consent.action,
        consent.source,
        consent.revision,
        list(consent.granted),
        list(consent.denied),
        *([list(consent.exempt)] if consent.exempt else []),
    )
    return quote(in_order(_KEYS[: len(values)], values))


def in_order(keys: tuple[str, ...], values: tuple[Any, ...]) -> str:
    """Write a JSON object with *keys* in their order: not every interpreter keeps the order of a dict."""
    pairs = [
        '"' + key + '":' + json.dumps(value, separators=(",", ":"))
        for key, value in zip(keys, values)  # noqa: B905 - as many of each; MicroPython knows no strict
    ]
    return "{" + ",".join(pairs) + "}"


def decode(text: str) -> Consent | None:
    """Return the consent that the value of a cookie holds, or ``None`` where that is no record. Never raises.

    Interpreters differ in what else they take for JSON (a comma too few, a number for a key), so a record
    counts only where writing it again gives the same text.
    """
    if len(text) > MOST_BYTES:
        return None
    plain_text = unquote(text)
    if plain_text is None:
        return None
    try:
        plain = json.loads(plain_text)
    except (ValueError, RuntimeError, MemoryError):  # too deep is a RuntimeError on every interpreter
        return None
    consent = _consent(plain) if isinstance(plain, dict) else None
    return consent if consent and encode(consent) == text else None


def _consent(plain: dict[str, Any]) -> Consent | None:
    keys = _KEYS if "exempt" in plain else _KEYS[:-1]
    version = _WITH_EXEMPT if "exempt" in plain else VERSION
    if set(plain) != set(keys) or type(plain["v"]) is not int or plain["v"] != version:
        return None
    at = from_iso(plain["at"]) if isinstance(plain["at"], str) else None
    granted, denied, exempt = plain["granted"], plain["denied"], plain.get("exempt", [])
    fits = (
        at is not None
        and plain["action"] in ACTIONS
        and all(is_id(plain[key]) for key in ("id", "source", "revision"))
        and _is_ids(granted)
        and _is_ids(denied)
        and _is_ids(exempt)
        and _all_different(granted + denied + exempt)
    )
    if not fits or at is None:
        return None
    return Consent(
        id=plain["id"],
        at=at,
        action=plain["action"],
        source=plain["source"],
        revision=plain["revision"],
        granted=tuple(granted),
        denied=tuple(denied),
        exempt=tuple(exempt),
    )


def _is_ids(values: object) -> bool:
    return isinstance(values, list) and all(is_id(value) for value in values)


def _all_different(values: list[str]) -> bool:
    return len(set(values)) == len(values)


def quote(text: str) -> str:
    """Percent-encode *text* exactly as JavaScript's ``encodeURIComponent`` does."""
    return "".join(chr(byte) if chr(byte) in _PLAIN else f"%{byte:02X}" for byte in text.encode("utf-8"))


def unquote(text: str) -> str | None:
    """Undo :func:`quote`; ``None`` where *text* has a broken escape or is not UTF-8."""
    # A cookie value is printable ASCII (RFC 6265, 4.1.1).
    if any(letter > "~" for letter in text):
        return None
    first, *escaped = text.split("%")
    encoded = bytearray(first.encode())
    for part in escaped:
        if len(part) < 2 or part[0] not in _HEX or part[1] not in _HEX:  # noqa: PLR2004 - %XX has two
            return None
        encoded.append(int(part[:2], 16))
        encoded.extend(part[2:].encode())
    try:
        return bytes(encoded).decode("utf-8")
    except UnicodeError:
        return None
