"""Reads tables of TOML strictly and gathers every error, each with its place, the value and the remedy."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from typing import TYPE_CHECKING, Any

from banner.config.javascript import fault
from banner.config.problems import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from banner.config.places import Place
    from banner.config.problems import Errors

_TYPES = {
    str: "a text",
    int: "a whole number",
    bool: "true or false, without quotes",
    list: "a list",
    dict: "a table",
    dt.date: "a day, without quotes, such as 2026-11-24",
}


_SHORT = 3  # letters with which another word may begin by chance

# What others call a key, and what it was called before, where its letters do not tell.
_OTHER_WORDS = {"tag": "scripts", "tags": "scripts", "run": "code"}


class Table:
    """One table of a file. Each value is asked for by its key; what nobody asked for is an error."""

    def __init__(self, values: dict[str, Any], place: Place, errors: Errors) -> None:
        self.values = values
        self.place = place
        self.errors = errors
        self._known: list[str] = []

    def text(self, key: str, default: str = NOTHING, check: Callable[[str], str] | None = None) -> str:
        """Read a text; *check* returns the remedy for one that will not do, and nothing for a good one."""
        value = self._value(key, str, default)
        if value is None:
            return ""
        if key in self.values and (remedy := check(value) if check else _filled(value)):
            self.wrong(key, remedy)
        return str(value)

    def javascript(self, key: str, default: str = NOTHING) -> str:
        """Read a text that is JavaScript, as the body of a function."""
        value = self.text(key, default)
        found = fault(value)
        if found:
            self.errors.add_inside(self.at(key), found.row, found.text, found.remedy)
        return value

    def choice(self, key: str, among: Collection[str], default: str = NOTHING) -> str:
        """Read a text out of a few."""
        return self.text(key, default, lambda value: unknown(value, among))

    def number(self, key: str, least: int, most: int, default: int, why: str) -> int:
        """Read a whole number between two bounds; *why* explains them."""
        value = self._value(key, int, default)
        if value is None:
            return default
        if not least <= value <= most:
            self.wrong(key, f"write a whole number from {least} to {most}: {why}")
        return int(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Read ``true`` or ``false``."""
        return bool(self._value(key, bool, default))

    def day(self, key: str) -> str:
        """Read a day, and return it as ``YYYY-MM-DD``, or nothing."""
        value = self._value(key, dt.date, None)
        return value.isoformat() if value else ""

    def texts_of(self) -> dict[str, str]:
        """Read all of this table that is no table as texts, under keys of the owner's choice."""
        return {key: self.text(key) for key, value in self.values.items() if not isinstance(value, dict)}

    def table(self, key: str) -> Table:
        """Read a table in this one; empty where there is none."""
        value = self._value(key, dict, {})
        return Table(value or {}, self.at(key), self.errors)

    def tables(self, key: str) -> list[Table]:
        """Read the tables written as ``[[key]]``."""
        if isinstance(self.values.get(key), dict):
            self._known.append(key)
            self.wrong(key, f"these are tables of a list: write [[{self._keys(key)}]], in two brackets each")
            return []
        value = self._value(key, list, [])
        found = []
        for number, one in enumerate(value or []):
            if isinstance(one, dict):
                found.append(Table(one, self.at(key, number), self.errors))
            else:
                self.errors.add(self.at(key, number), one, f"write it as a table: [[{self._keys(key)}]]")
        return found

    def strings(self, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        value = self._value(key, list, [])
        for number, one in enumerate(value or []):
            if not isinstance(one, str):
                self.errors.add(self.at(key, number), one, "write a text, in quotes")
        return tuple(one for one in value or [] if isinstance(one, str))

    def listed(self, key: str) -> tuple[Any, ...]:
        """Read a list of anything."""
        return tuple(self._value(key, list, []) or [])

    def wrong(self, key: str, remedy: str) -> None:
        """Note an error at *key*."""
        self.errors.add(self.at(key), self.values.get(key, NOTHING), remedy)

    def missing(self, key: str, remedy: str) -> None:
        """Note that *key* should be there."""
        self.errors.add(self.at(key), NOTHING, remedy)

    def given(self, key: str) -> bool:
        """Return whether *key* is there; one that may be."""
        self._known.append(key)
        return key in self.values

    def known(self) -> tuple[str, ...]:
        """Return the keys that were asked for so far."""
        return tuple(self._known)

    def done(self) -> None:
        """Note what is left over as an error: no more keys will be asked for."""
        free = [known for known in self._known if known not in self.values]
        for key in self.values:
            if key not in self._known:
                self.wrong(key, f"there is no such key; {unknown(key, self._known)}")
                close = closest(key, free)
                if close:
                    self.errors.misspelt[self.at(key)] = close
                    free = [one for one in free if one != close]

    def _keys(self, key: str) -> str:
        """Return *key* as the name of a table has it, without the numbers of lists."""
        return ".".join(part for part in self.at(key) if isinstance(part, str))

    def at(self, *parts: str | int) -> Place:
        """Return the place of what these *parts* lead to from here."""
        return (*self.place, *parts)

    def _value(self, key: str, kind: type, default: Any) -> Any:
        self._known.append(key)
        if key not in self.values:
            if default is NOTHING:
                self.missing(key, f"is missing; write {_TYPES[kind]}")
                return None
            return default
        value = self.values[key]
        if type(value) is not kind:
            self.wrong(key, _converted(value, kind))
            return None
        return value


def _converted(value: object, kind: type) -> str:
    """Return the remedy for a *value* that is of another kind: itself as one of that *kind*, if it can be."""
    if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'write a text, in quotes: "{value}"'
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        return f"write a whole number, without quotes: {value.strip()}"
    if kind is list and isinstance(value, str):
        parts = [part.strip() for part in value.split(",") if part.strip()] or ["…"]
        return f"write a list: {json.dumps(parts, ensure_ascii=False)}"
    return f"write {_TYPES[kind]}"


def closest(value: str, among: Collection[str]) -> str:
    """Return that of *among* which *value* was probably meant to be, or nothing."""
    named = _OTHER_WORDS.get(value.lower(), "")
    if named in among:
        return named
    plain = {one.lower(): one for one in sorted(among)}
    close = difflib.get_close_matches(value.lower(), plain, 1)
    # As in "localStorage" for "local".
    close += [one for one in plain if len(one) > _SHORT and value.lower().startswith(one)]
    return plain[close[0]] if close else ""


def unknown(value: str, among: Collection[str]) -> str:
    """Return the remedy for a *value* that is not *among* the known ones; nothing where it is."""
    if value in among:
        return ""
    close = closest(value, among)
    known = ", ".join(sorted(set(among))) or "none yet"
    return f"did you mean {close}?" if close else f"known are {known}"


def _filled(value: str) -> str:
    return "" if value.strip() else "write something here, or leave the key out"
