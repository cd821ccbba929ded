"""E-mail addresses: one way to write each, so that an address has one account."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 254  # RFC 5321, 4.5.3.1.3, with the errata: a path is 256 octets, two of them brackets
_LONGEST_LOCAL = 64  # octets: RFC 5321, 4.5.3.1.1
_CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_FORM = re.compile(r"(?P<local>[^@\s]+)@(?P<domain>[^@\s]+\.[^@\s]{2,})")


def normal(text: str) -> str | None:
    """Return the address that *text* is, as the accounts have it, or ``None`` where it is none.

    Unicode's equivalent spellings are one (NFC). A domain is the same in capitals (RFC 5890, 2.3.2.4). What
    stands before it is its host's to read (RFC 5321, 2.4); no host of today tells the capitals of ASCII
    apart, so they are small letters here. All others stay: whether "ß" is "ss" there, its host alone knows.
    """
    found = _FORM.fullmatch(unicodedata.normalize("NFC", text.strip()))
    if found is None or not text.isprintable():
        return None
    local = found["local"].translate(_CAPITALS)
    domain = unicodedata.normalize("NFC", found["domain"].casefold())
    whole = f"{local}@{domain}"
    fits = len(local.encode()) <= _LONGEST_LOCAL and len(whole.encode()) <= _LONGEST
    return whole if fits else None
