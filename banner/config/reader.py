"""Reads tables of TOML strictly and gathers every error, each with its place, the value and the remedy."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

_NOTHING: Any = object()
_TYPES = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    dt.date: "a day, without quotes, such as 2026-11-24",
}


class Errors:
    """The errors of one file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: list[str] = []

    def add(self, path: str, value: object, remedy: str) -> None:
        """Note that the *value* at *path* cannot be, and what to write instead."""
        shown = "" if value is _NOTHING else f" = {json.dumps(value, default=str, ensure_ascii=False)}"
        self.lines.append(f"{self.file}: {path}{shown}: {remedy}")


class Table:
    """One table of a file. Each value is asked for by its key; what nobody asked for is an error."""

    def __init__(self, values: dict[str, Any], path: str, errors: Errors) -> None:
        self.values = values
        self.path = path
        self.errors = errors
        self._known: list[str] = []

    def text(self, key: str, default: str = _NOTHING, check: Callable[[str], str] | None = None) -> str:
        """A text; *check* returns the remedy for one that will not do, and nothing for a good one."""
        value = self._value(key, str, default)
        if value is None:
            return ""
        if key in self.values and (remedy := check(value) if check else _filled(value)):
            self.wrong(key, remedy)
        return str(value)

    def choice(self, key: str, among: Collection[str], default: str = _NOTHING) -> str:
        """A text out of a few."""
        return self.text(key, default, lambda value: unknown(value, among))

    def number(self, key: str, least: int, most: int, default: int, why: str) -> int:
        """A whole number between two bounds; *why* explains them."""
        value = self._value(key, int, default)
        if value is None:
            return default
        if not least <= value <= most:
            self.wrong(key, f"write a whole number from {least} to {most}: {why}")
        return int(value)

    def flag(self, key: str) -> bool:
        """``true`` or ``false``, which is the default."""
        return bool(self._value(key, bool, False))  # noqa: FBT003 - the default of a truth value

    def day(self, key: str) -> str:
        """A day as ``YYYY-MM-DD``, or nothing."""
        value = self._value(key, dt.date, None)
        return value.isoformat() if value else ""

    def texts_of(self) -> dict[str, str]:
        """All of this table as texts, under keys of the owner's choice."""
        return {key: self.text(key) for key in self.values}

    def table(self, key: str) -> Table:
        """A table in this one; empty where there is none."""
        value = self._value(key, dict, {})
        return Table(value or {}, self._at(key), self.errors)

    def tables(self, key: str) -> list[Table]:
        """The tables written as ``[[key]]``."""
        value = self._value(key, list, [])
        found = []
        for place, one in enumerate(value or []):
            path = f"{self._at(key)}[{place}]"
            if isinstance(one, dict):
                found.append(Table(one, path, self.errors))
            else:
                self.errors.add(path, one, f"write it as a table: [[{self._at(key)}]]")
        return found

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, list, [])
        for place, one in enumerate(value or []):
            if not isinstance(one, str):
                self.errors.add(f"{self._at(key)}[{place}]", one, "write a text, in quotes")
        return tuple(one for one in value or [] if isinstance(one, str))

    def wrong(self, key: str, remedy: str) -> None:
        """Note an error at *key*."""
        self.errors.add(self._at(key), self.values.get(key, _NOTHING), remedy)

    def missing(self, key: str, remedy: str) -> None:
        """Note that *key* should be there."""
        self.errors.add(self._at(key), _NOTHING, remedy)

    def done(self) -> None:
        """No more keys will be asked for: what is left over is an error."""
        for key in self.values:
            if key not in self._known:
                self.wrong(key, f"there is no such key; {unknown(key, self._known)}")

    def _value(self, key: str, kind: type, default: Any) -> Any:
        self._known.append(key)
        if key not in self.values:
            if default is _NOTHING:
                self.missing(key, f"is missing; write {_TYPES[kind]}")
                return None
            return default
        value = self.values[key]
        if type(value) is not kind:
            self.wrong(key, f"write {_TYPES[kind]}")
            return None
        return value

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def load(file: Path, errors: Errors) -> Table:
    """The top table of *file*; empty, with an error noted, where the file is no TOML or not there."""
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")), "", errors)
    except tomllib.TOMLDecodeError as error:
        errors.lines.append(f"{file}: this is no TOML: {error}")
    except (OSError, UnicodeDecodeError) as error:
        errors.lines.append(f"{file}: cannot be read: {error}")
    return Table({}, "", errors)


def unknown(value: str, among: Collection[str]) -> str:
    """The remedy for a *value* that is not *among* the known ones; nothing where it is."""
    if value in among:
        return ""
    close = difflib.get_close_matches(value, among, 1)
    known = ", ".join(sorted(among))
    return f"did you mean {close[0]}?" if close else f"known are {known}"


def _filled(value: str) -> str:
    return "" if value.strip() else "write something here, or leave the key out"
