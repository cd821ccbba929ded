"""Writes values as JavaScript, as short as a minifier would, and so that they may stand in any place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_QUOTES = ('"', "'", "`")
# What ends a line in the source or the script element around it, wherever it stands.
_ESCAPES = {
    "\\": r"\\",
    "\n": r"\n",
    "\r": r"\r",
    "\u2028": r"\u2028",
    "\u2029": r"\u2029",
    "\0": r"\x00",
}
_UNSAFE = re.compile("|".join(map(re.escape, _ESCAPES)))
_MARKUP = re.compile(r"<(?=/script|!--)", re.IGNORECASE)


def literal(value: object) -> str:
    """Return *value*, of the kinds that JSON has, as an expression.

    Raises :class:`TypeError` for another.
    """
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "!0" if value else "!1"
    if value is None:
        return "null"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(literal, value)) + "]"
    if isinstance(value, dict):
        return members({key: literal(one) for key, one in value.items()})
    raise TypeError(f"no value of JavaScript: {value!r}")


def members(expressions: Mapping[str, str]) -> str:
    """Return an object of *expressions* by their names."""
    return "{" + ",".join(f"{_key(name)}:{expression}" for name, expression in expressions.items()) + "}"


def bare(expressions: Mapping[str, str]) -> str:
    """Return an object that has just *expressions*, and nothing that a page may have put onto all objects."""
    return "{" + ",".join(["__proto__:null", members(expressions)[1:-1]]).removesuffix(",") + "}"


def nested(value: object) -> str:
    """Return what :func:`literal` does, with each object as :func:`bare` has it."""
    if isinstance(value, dict):
        return bare({key: nested(one) for key, one in value.items()})
    return literal(value)


def text(value: str) -> str:
    """Return *value* in those quotes that it has least of itself."""
    plain = _UNSAFE.sub(lambda found: _ESCAPES[found.group()], value)
    plain = _MARKUP.sub(r"<\\", plain)
    return min((_quoted(plain, quote) for quote in _QUOTES), key=len)


def _quoted(plain: str, quote: str) -> str:
    plain = plain.replace(quote, "\\" + quote)
    return quote + (plain.replace("${", r"\${") if quote == "`" else plain) + quote


def _key(name: str) -> str:
    if name == "__proto__":  # by itself it would be no member, but what the object inherits from
        return '["__proto__"]'
    return name if _NAME.fullmatch(name) else text(name)
