"""Writes texts that others have chosen, so that nothing in them breaks the file or terminal they are in."""

from __future__ import annotations

import json
import re
from typing import Final

# Halves of characters, which browsers let scripts use as names, and no file in UTF-8 can have.
_HALVES: Final = re.compile("[\ud800-\udfff]")


def has_halves(text: str) -> bool:
    """Return whether *text* has halves of characters, so that no file can have it as it is."""
    return bool(_HALVES.search(text))


def shown(text: str) -> str:
    """Return *text* for one line of a terminal or a comment: what does not print stands as its code."""
    return "".join(one if one.isprintable() else _code(one) for one in text)


def in_toml(text: str) -> str:
    """Return *text* as a string of TOML (https://toml.io/en/v1.0.0#string), halves of characters replaced."""
    return shown(json.dumps(_HALVES.sub("\ufffd", text), ensure_ascii=False))


def _code(one: str) -> str:
    number = ord(one)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - four digits
