"""Reads a script in a file of its own: whom it surely contacts, and whose functions it calls.

Bundles have addresses in texts, in settings and in code that never runs. So an address counts only where it
is a literal, or begins one, that the browser is handed: ``import``, ``fetch``, ``sendBeacon``, ``WebSocket``,
``EventSource``, ``Worker``, ``importScripts``, ``open`` of a request, ``$.getScript``, and the address of an
element that the same function makes. A function counts as called only where the file does nothing else with
its name: it neither makes it nor looks whether it is there. Where the parser is not installed, nothing is
found.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from banner.config.javascript import parser
from banner.config.loads import Load
from banner.config.script_nodes import calls, global_name, handed, literal, plain, tried, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

# What stands before an address that the browser may be handed: without it, nothing has to be parsed.
_BEFORE: Final = re.compile(
    r"\b(?:import|from|fetch|sendBeacon|WebSocket|EventSource|(?:Shared)?Worker|importScripts|getScript|open"
    r"|setAttribute|src|href|data)\b[^;{}]{0,80}\Z"
)
_ADDRESS: Final = re.compile(
    r"""["'`](?:(?:https?|wss?):)?((?:\\?/){2}([\w.-]+\.\w+)[^"'`\s]*)""", re.IGNORECASE
)
_IN_WORD: Final = re.compile(r"[\w$]")
_IMPORTS: Final = re.compile(r"""\b(?:from|import)\s*["']""")
_CALLED: Final = re.compile(r"\s*\(")
_REACH: Final = 100


class Script:
    """One reading of a script by its *text*."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _root(self) -> Node | None:
        made = parser()
        return made.parse(self.text.encode()).root_node if made else None

    def contacts(self) -> Iterator[Load]:
        """Give what the script asks others for, whenever that part of it runs."""
        for found in _ADDRESS.finditer(self.text):
            start = found.start(1)
            if _BEFORE.search(self.text, max(0, start - _REACH), start):
                node = self._at(start)
                written = literal(node, self._bytes(start)) if node else None
                if written and handed(whole(written)):
                    yield Load(found[2].lower(), found[1].replace("\\", ""), offset=start, sure=True)

    def imports(self) -> Iterator[str]:
        """Give the addresses of the modules that run before this one, as they are written."""
        if not _IMPORTS.search(self.text) or not self._root:
            return
        for one in self._root.named_children:
            source = one.child_by_field_name("source")
            if source and one.type in ("import_statement", "export_statement"):
                yield plain(source)[1:-1]

    def calls(self, name: str) -> list[int]:
        """Return where the script calls *name*, such as ``"fbq"`` or ``"_paq.push"``, as told above."""
        root, _, method = name.partition(".")
        found: list[int] = []
        if not any(_CALLED.match(self.text, at + len(name)) for at in _words(name, self.text)):
            return found
        for at in _words(root, self.text):
            node = self._at(at)
            named = global_name(node) if node else None
            if not named:
                continue
            call = calls(named, method)
            if call is None:
                return []
            if call and not tried(named):
                found.append(at)
        return found

    def _at(self, place: int) -> Node | None:
        at = self._bytes(place)
        return self._root.descendant_for_byte_range(at, at + 1) if self._root else None

    def _bytes(self, place: int) -> int:
        return place if self.text.isascii() else len(self.text[:place].encode())


def _words(name: str, text: str) -> Iterator[int]:
    """Give where *name* stands in *text* as a word, or as several; a pattern would take ten times as long."""
    at = text.find(name)
    while at >= 0:
        if not _IN_WORD.match(text, at - 1 if at else len(text)) and not _IN_WORD.match(text, at + len(name)):
            yield at
        at = text.find(name, at + 1)
