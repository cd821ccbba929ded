"""Problems of a declaration: each with its file, line, key, value, service and remedy."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from banner.config.places import Lines, Place, written
from banner.config.unprintable import shown as printable
from banner.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

NOTHING: Final[Any] = object()
"""The value of what is not there."""
_MOST = 200  # letters of a value; who wrote it knows the rest
_NAMES = ("id", "use")


@dataclass(frozen=True)
class Problem:
    """One mistake: the *value* at *place* in *file* cannot be, and what to do.

    *line* counts from 1; it is ``None``, and *place* empty, where it is the file as a whole. *service* is
    the id of the service that it is about, or empty.
    """

    file: Path
    line: int | None
    place: Place
    value: object
    service: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        value = "" if self.value is NOTHING else f" = {shown(self.value)}"
        service = f" (service {self.service})" if self.service else ""
        what = f"{written(self.place)}{value}{service}: " if self.place else ""
        return f"{where}: {what}{self.remedy}"

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it, less what it lacks."""
        found = {
            "file": str(self.file),
            "line": self.line,
            "place": written(self.place),
            "value": None if self.value is NOTHING else self.value,
            "service": self.service,
            "remedy": self.remedy,
        }
        return {key: value for key, value in found.items() if value not in (None, "")}


@dataclass
class Errors:
    """Problems of one *file*, of which *values* and *lines* are known as far as it could be read.

    *misspelt* are the places of keys that nobody asks for, each with the key that was probably meant.
    """

    file: Path
    values: dict[str, Any] = field(default_factory=dict)
    lines: Lines = field(default_factory=Lines)
    problems: list[Problem] = field(default_factory=list)
    misspelt: dict[Place, str] = field(default_factory=dict)

    def add(self, place: Place, value: object, remedy: str) -> None:
        """Note that the *value* at *place* cannot be, and what to write instead."""
        service = "" if place[-1:] in [(name,) for name in _NAMES] else self._service(place)
        self.problems.append(Problem(self.file, self.lines.of(place), place, value, service, remedy))

    def add_inside(self, place: Place, row: int, line: str, remedy: str) -> None:
        """Note that a *line* of the text at *place* cannot be: the one at *row*, which counts from 0."""
        self.add(place, line, remedy)
        first = self.lines.of(place)
        if first and (start := _multiline(self.file, first)) is not None:
            self.problems[-1] = replace(self.problems[-1], line=first + start + row)

    def below(self, *places: Place) -> bool:
        """Return whether anything is wrong at *places* or below: what refers to it is not judged."""
        return any(one.place[: len(place)] == place for place in places for one in self.problems)

    def ids_below(self, *keys: str) -> bool:
        """Return whether an id is wrong in the tables of one of these *keys*."""
        return any(
            one.place[:1] in [(key,) for key in keys] and one.place[-1] in _NAMES for one in self.problems
        )

    def _service(self, place: Place) -> str:
        """Return the id of the service that *place* is in, or nothing."""
        services = self.values.get("services")
        if len(place) < 2 or place[0] != "services" or not isinstance(services, list):  # noqa: PLR2004
            return ""
        service = services[place[1]] if isinstance(place[1], int) else None
        names = [service.get(key) for key in _NAMES] if isinstance(service, dict) else []
        return next((name for name in names if isinstance(name, str)), "")


def _multiline(file: Path, line: int) -> int | None:
    """Return how many lines behind *line* of *file* the text of several lines begins that starts there."""
    rows = file.read_text("utf-8-sig", errors="replace").split("\n")
    row = rows[line - 1].rstrip() if line <= len(rows) else ""
    if row.endswith(("'''", '"""')):
        return 1
    return 0 if "'''" in row or '"""' in row else None


def raised(problems: list[Problem]) -> None:
    """Raise :class:`ConfigError` with the *problems*, in the order of their lines, where there are any."""
    if problems:
        in_order = sorted(problems, key=lambda one: one.line or 0)
        raise ConfigError("\n".join(map(str, in_order)), tuple(in_order))


def quoted(value: object) -> str:
    """Return *value* as a page has it: nothing in it is written in another way but what does not print."""
    text = printable(value) if isinstance(value, str) else ""
    if not text.startswith("<"):
        return shown(value)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def shown(value: object) -> str:
    """Return *value* as TOML would have it, cut where it is long."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
