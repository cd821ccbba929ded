"""Fills the settings of an account into what the catalogue says: addresses, hosts and attributes."""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banner.config.known import Script

# {a}, or {a|b} for the first that is given; {+a} keeps what has a meaning in addresses (RFC 6570, 3.2.3).
BLANK = re.compile(r"\{(\+?)([a-z_]+(?:\|[a-z_]+)*)\}")
_RESERVED = ":/?#[]@!$&'()*+,;="


def blanks(text: str) -> set[str]:
    """Return the names of the settings that *text* has blanks for."""
    return {name for _, names in BLANK.findall(text) for name in names.split("|")}


def filled(script: Script, settings: Mapping[str, str]) -> Script:
    """Return *script* with *settings* in its addresses and attributes."""
    return replace(
        script,
        src=_address(script.src, settings),
        style=_address(script.style, settings),
        pixel=_address(script.pixel, settings),
        attributes=tuple((name, plain(value, settings)) for name, value in script.attributes),
    )


def plain(text: str, settings: Mapping[str, str]) -> str:
    """Return *text*, which is no address, with *settings* as they stand."""
    return BLANK.sub(lambda found: _value(found[2], settings), text)


def _address(text: str, settings: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return urllib.parse.quote(_value(found[2], settings), safe=_RESERVED if found[1] else "")

    return BLANK.sub(value, text)


def _value(names: str, settings: Mapping[str, str]) -> str:
    return next((settings[name] for name in names.split("|") if name in settings), "")
