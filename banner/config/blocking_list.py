"""The list of elements that are to wait: what finds them writes it, and ``inject --block`` reads it.

It is a JSON object with a list ``blocking``, and whatever else its writer has to tell::

    {"blocking": [{
      "file": "en/index.html",
      "line": 12,
      "element": "script",
      "attribute": "src",
      "address": "https://static.example/x.js",
      "service": "google"
    }]}

``file`` is the path below the folder of pages, with slashes. ``line`` counts from 1; ``null`` where it is not
known, and then every element counts that fits. ``element`` is the tag in small letters, ``attribute`` the one
that has the ``address``, as it is written or as the browser resolves it. Both are empty for code that stands
in a script, of which the line is that of its start tag. ``service`` is an id of the declaration.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
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
}


@dataclass(frozen=True)
class Blocking:
    """Element that is to wait for *service*, as the list above tells it."""

    file: str
    line: int | None
    element: str
    attribute: str
    address: str
    service: str

    def fits(self, element: Element) -> bool:
        """Return whether *element* is this one, wherever it stands."""
        if element.tag != self.element:
            return False
        if not self.attribute:
            return element.line == self.line
        value = element.attributes.get(self.attribute)
        return value is not None and _plain(self.address) in {_plain(one) for one in (value, *value.split())}


def written(found: Iterable[Blocking]) -> dict[str, Any]:
    """Return the list as JSON has it."""
    return {KEY: [asdict(one) for one in found]}


def read(file: Path, services: Collection[str]) -> list[Blocking]:
    """Read the list in *file*, for a declaration with these *services* that can be denied.

    Raises :class:`ConfigError` with all that is wrong.
    """
    try:
        entries = json.loads(file.read_text("utf-8"))[KEY]
    except (ValueError, TypeError, KeyError):
        raise ConfigError(f'{file}: this is no JSON object with a list "{KEY}", as scan writes it') from None
    if not isinstance(entries, list):
        raise ConfigError(f"{file}: {KEY} = {json.dumps(entries)[:80]}: write a list")
    faults = [
        f"{file}: {KEY}[{at}].{one}" for at, entry in enumerate(entries) for one in _faults(entry, services)
    ]
    if faults:
        raise ConfigError("\n".join(faults))
    return [Blocking(**{key: entry[key] for key in _TYPES}) for entry in entries]


def _faults(entry: Any, services: Collection[str]) -> list[str]:
    if not isinstance(entry, dict):
        return [f"file: write an object with {', '.join(_TYPES)}"]
    found = [
        f"{key} = {json.dumps(entry.get(key))}: write a {'number' if key == 'line' else 'text'}"
        for key, kinds in _TYPES.items()
        if key not in entry or not isinstance(entry[key], kinds)
    ]
    if not found and entry["service"] not in services:
        known = ", ".join(sorted(services)) or "none"
        found = [f'service = "{entry["service"]}": the declaration asks for no such service; it has {known}']
    return found


def _plain(address: str) -> str:
    return re.sub("^https?:", "", address.strip().rstrip(","), flags=re.IGNORECASE)
