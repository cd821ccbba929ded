"""The list of elements that are to wait: what finds them writes it, and ``inject --block`` reads it.

It is a JSON object with a list ``blocking``, and whatever else its writer has to tell::

    {"blocking": [{
      "file": "en/index.html",
      "line": 12,
      "column": 5,
      "element": "script",
      "attribute": "src",
      "address": "https://static.example/x.js",
      "service": "google"
    }]}

``file`` is the path below the folder of pages, with slashes. ``line`` counts from 1; ``null`` where it is not
known, and then every element counts that fits. ``element`` is the tag in small letters, ``attribute`` the one
that has the ``address``, as it is written or as the browser resolves it. Both are empty for code that stands
in a script, of which the line is that of its start tag. ``service`` is an id of the declaration.

``column`` tells where on the line the start tag begins, and counts characters from 1. A list may leave it
out, or have ``null``; but nothing else tells apart scripts with code on one line, as minifiers write them.
With ``"remove": true`` the element is taken out: the banner loads it, as the declaration says.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from banner.config import loads
from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from banner.config.elements import Element

KEY = "blocking"
_TYPES: dict[str, tuple[type, ...]] = {
    "file": (str,),
    "line": (int, type(None)),
    "element": (str,),
    "attribute": (str,),
    "address": (str,),
    "service": (str,),
    "column": (int, type(None)),
    "remove": (bool,),
}
_OPTIONAL = ("column", "remove")
_WORDS = {str: "a text", int: "a number", bool: "true or false"}


@dataclass(frozen=True)
class Blocking:
    """Element that is to wait for *service*, or to go, as the list above tells it."""

    file: str
    line: int | None
    element: str
    attribute: str
    address: str
    service: str
    column: int | None = None
    remove: bool = False

    def fits(self, element: Element) -> bool:
        """Return whether *element* may be this one: by its address anywhere, or by the line of code."""
        if element.tag != self.element:
            return False
        if not self.attribute:
            runs = "src" not in element.attributes and loads.runs(element)
            return element.line == self.line and (element.tag != "script" or runs)
        value = element.attributes.get(self.attribute)
        return value is not None and _plain(self.address) in {_plain(one) for one in (value, *value.split())}

    def nearest(self, elements: Sequence[Element]) -> Sequence[Element]:
        """Return those of the *elements* that fit which stand where this one does, or all where none does."""
        on_line = [one for one in elements if one.line == self.line]
        return [one for one in on_line if one.column == self.column] or on_line or elements


def written(found: Iterable[Blocking]) -> dict[str, Any]:
    """Return the list as JSON has it."""
    return {KEY: [asdict(one) for one in found]}


def read(file: Path, services: Collection[str]) -> list[Blocking]:
    """Read the list in *file*, for a declaration with these *services* that can be denied.

    Raises :class:`ConfigError` with all that is wrong.
    """
    try:
        entries = json.loads(file.read_text("utf-8"))[KEY]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ConfigError(f'{file}: this is no JSON object with a list "{KEY}", as scan writes it') from None
    if not isinstance(entries, list):
        raise ConfigError(f"{file}: {KEY} = {json.dumps(entries)[:80]}: write a list")
    faults = [
        f"{file}: {KEY}[{at}].{one}" for at, entry in enumerate(entries) for one in _faults(entry, services)
    ]
    if faults:
        raise ConfigError("\n".join(faults))
    return [Blocking(**{key: entry[key] for key in _TYPES if key in entry}) for entry in entries]


def _faults(entry: Any, services: Collection[str]) -> list[str]:
    if not isinstance(entry, dict):
        return [f"file: write an object with {', '.join(_TYPES)}"]
    found = [
        f"{key} = {json.dumps(entry.get(key))}: write {_WORDS[kinds[0]]}"
        for key, kinds in _TYPES.items()
        if (key not in entry and key not in _OPTIONAL) or not isinstance(entry.get(key), kinds)
    ]
    if not found and entry["service"] not in services:
        known = ", ".join(sorted(services)) or "none"
        found = [f'service = "{entry["service"]}": the declaration asks for no such service; it has {known}']
    return found


def _plain(address: str) -> str:
    return re.sub("^https?:", "", address.strip().rstrip(","), flags=re.IGNORECASE)
