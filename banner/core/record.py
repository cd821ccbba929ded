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
from banner.core.declaration import ASKED, MODES
from banner.core.ids import is_id

VERSION = 1
# Where something is on without having been asked, the record says so; where not everything was asked in that
# region, it says that too. All others are as they always were.
_WITH_EXEMPT = 2
_WITH_MODE = 3
MOST_BYTES = 4096  # what every browser keeps of one cookie, name and attributes included
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
_KEYS = ("v", "id", "at", "action", "source", "revision", "granted", "denied", "exempt", "mode")
# So many of them has a record of each version.
_COUNTS = {VERSION: 8, _WITH_EXEMPT: 9, _WITH_MODE: 10}
_HEX = "0123456789abcdefABCDEF"


def encode(consent: Consent) -> str:
    """Write *consent* as the value of a cookie."""
    version = _WITH_MODE if consent.mode != ASKED else _WITH_EXEMPT if consent.exempt else VERSION
    values: tuple[Any, ...] = (
        version,
        consent.id,
        to_iso(consent.at),
        consent.action,
        consent.source,
        consent.revision,
        list(consent.granted),
        list(consent.denied),
        list(consent.exempt),
        consent.mode,
    )
    count = _COUNTS[version]
    return quote(in_order(_KEYS[:count], values[:count]))


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
    version = plain.get("v")
    if type(version) is not int or set(plain) != set(_KEYS[: _COUNTS.get(version, 0)]):
        return None
    at = from_iso(plain["at"]) if isinstance(plain["at"], str) else None
    granted, denied, exempt = plain["granted"], plain["denied"], plain.get("exempt", [])
    mode = plain.get("mode", ASKED)
    fits = (
        at is not None
        and plain["action"] in ACTIONS
        and mode in MODES
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
        mode=mode,
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
