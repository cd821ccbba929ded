"""Finds where each key of a TOML file stands: the standard reader tells the values, and not their lines."""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""The way to a value: keys of tables and numbers in lists, from the outside in."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""(?:"{0,2})'
    r"|'''(?:[^']|'(?!''))*+'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


class NotFoundError(ValueError):
    """The text is not TOML as far as this can tell."""


@dataclass(frozen=True)
class Twice:
    """Something that stands at *line* and stood at *first* before; *kinds* are how it is written there."""

    place: Place
    first: int
    line: int
    kinds: tuple[str, str]


@dataclass
class Lines:
    """Lines, from 1, of all keys, tables and items of lists in one file, and what stands there twice."""

    found: dict[Place, int] = field(default_factory=dict)
    twice: list[Twice] = field(default_factory=list)

    def of(self, place: Place) -> int | None:
        """Return the line of *place*, of the nearest table around it, or else ``None``."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.found:
                return self.found[place[:length]]
        return None

    def rename(self, place: Place, key: str) -> None:
        """Let what is at *place* and below also be found where its last key is *key*."""
        other = (*place[:-1], key)
        size = len(place)
        for one, line in [*self.found.items()]:
            if one[:size] == place:
                self.found[(*other, *one[size:])] = line


def written(place: Place) -> str:
    """Return *place* as TOML and people write it: ``services[2].cookies[0].name``."""
    text = ""
    for one in place:
        if isinstance(one, int):
            text += f"[{one}]"
        else:
            text += "." * bool(text) + (one if _BARE.fullmatch(one) else json.dumps(one, ensure_ascii=False))
    return text


def lines(text: str) -> Lines:
    """Return where everything in *text* stands, which is TOML but for what may stand there twice.

    Raises :class:`NotFoundError` where it is not.
    """
    return _Walk(text).lines


class _Walk:
    """One walk through a text, statement by statement."""

    def __init__(self, text: str) -> None:
        self.lines = Lines()
        self._text = text
        self._at = 0
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._kinds: dict[Place, str] = {}
        self._lists: dict[Place, int] = {}  # how many [[tables]] each has so far
        inside: Place = ()
        while not self._ended():
            if self._takes("[["):
                inside = self._header("]]")
            elif self._takes("["):
                inside = self._header("]")
            else:
                self._pair(inside)

    def _header(self, end: str) -> Place:
        line = self._line()
        keys = self._key()
        self._expects(end)
        place = self._resolved(keys[:-1])
        for length in range(1, len(place) + 1):
            self.lines.found.setdefault(place[:length], line)
        place = (*place, keys[-1])
        if end == "]":
            place = (*place, self._lists[place] - 1) if place in self._lists else place
            self._note(place, line, "[]")
            return place
        number = self._lists.get(place, 0)
        if number == 0:
            self._note(place, line, "[[]]")
        self._lists[place] = number + 1
        self.lines.found[(*place, number)] = line
        return (*place, number)

    def _resolved(self, keys: list[str]) -> Place:
        """Return where the table of these keys is: the last of those written as ``[[tables]]``."""
        place: Place = ()
        for key in keys:
            place = (*place, key)
            if place in self._lists:
                place = (*place, self._lists[place] - 1)
        return place

    def _pair(self, inside: Place) -> None:
        line = self._line()
        keys = self._key()
        for length in range(1, len(keys)):
            self.lines.found.setdefault((*inside, *keys[:length]), line)
        place = (*inside, *keys)
        self._note(place, line, "=")
        self._expects("=")
        self._value(place)

    def _value(self, place: Place) -> None:
        self._skip()
        if self._takes("["):
            number = 0
            while not self._takes("]"):
                self._skip()
                self.lines.found[(*place, number)] = self._line()
                self._value((*place, number))
                number += 1
                self._takes(",")
        elif self._takes("{"):
            while not self._takes("}"):
                self._skip()
                self._pair(place)
                self._takes(",")
        else:
            self._match(_STRING, _SCALAR)

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._skip()
            part = self._match(_BARE, _STRING)
            keys.append(str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part)
            if not self._takes("."):
                return keys

    def _note(self, place: Place, line: int, kind: str) -> None:
        if place in self._kinds:
            first = self.lines.found[place]
            self.lines.twice.append(Twice(place, first, line, (self._kinds[place], kind)))
            return
        self._kinds[place] = kind
        self.lines.found[place] = line

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _ended(self) -> bool:
        self._skip()
        return self._at == len(self._text)

    def _takes(self, mark: str) -> bool:
        self._skip()
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _expects(self, mark: str) -> None:
        if not self._takes(mark):
            raise NotFoundError(mark)

    def _match(self, *patterns: re.Pattern[str]) -> str:
        for pattern in patterns:
            found = pattern.match(self._text, self._at)
            if found:
                self._at = found.end()
                return found.group()
        raise NotFoundError(self._text[self._at : self._at + 1])
