"""Reads the ``[theme]`` of a declaration: light or dark, a ready theme, and single properties of the look."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.config.properties import COLOURS, MEASURES

if TYPE_CHECKING:
    from banner.config.reader import Table

# As the page says by its color-scheme, as the system of the visitor says, or always one of them.
SCHEMES = ("page", "auto", "light", "dark")
_FILE = Path(__file__).parent.parent / "catalogue/themes.toml"
# What would end the value, the rule, or the script that has the style sheet in it.
_ENDS = tuple(";{}<>\\\n")


@dataclass(frozen=True)
class Theme:
    """What a declaration says of the look.

    *light* and *dark* are the values of properties by their names without ``--consent-``, the latter of
    colours alone. Those of the theme called *ready* are among them; it may be empty.
    """

    scheme: str
    ready: str
    light: dict[str, str]
    dark: dict[str, str]


def read(top: Table) -> Theme | None:
    """Read the theme below *top*; ``None`` where none is declared."""
    table = top.table("theme")
    scheme = table.choice("scheme", SCHEMES, SCHEMES[0])
    name = table.choice("ready", ready(), "")
    below = table.table("dark")
    light, dark = _values(table, (*COLOURS, *MEASURES)), _values(below, tuple(COLOURS))
    table.done()
    below.done()
    if "theme" not in top.values:
        return None
    known = ready().get(name, {})
    return Theme(scheme, name, {**_plain(known), **light}, {**_plain(known.get("dark", {})), **dark})


@functools.cache
def ready() -> dict[str, dict[str, Any]]:
    """Return the ready themes by name: values by property, and those of the dark theme below ``dark``."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _values(table: Table, names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name in names if (value := table.text(name, "", _unfit))}


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _unfit(value: str) -> str:
    """Return the remedy for what is no value of a property."""
    if not value.strip():
        return "write a value of CSS, or leave the key out"
    if any(end in value for end in _ENDS) or value.count("(") != value.count(")"):
        return "write one value of CSS, without ; and braces, its brackets in pairs"
    return ""
