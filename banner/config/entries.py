"""Reads what services of the catalogue and an owner's own have alike: scripts, what they keep, and calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import formats
from banner.config.known import Script
from banner.core.declaration import Cookie

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.config.reader import Table

KINDS = ("cookie", "local", "session", "indexeddb", "cache")


def scripts(table: Table) -> tuple[Script, ...]:
    """Read the ``[[scripts]]`` of a service, in their order."""
    found = []
    for one in table.tables("scripts"):
        script = Script(one.text("src", "", formats.address), one.javascript("code", ""), one.flag("module"))
        if bool(script.src) == bool(script.code):
            one.missing("src", "write either src, the address of a script, or code, JavaScript itself")
        one.done()
        found.append(script)
    return tuple(found)


def cookies(table: Table) -> tuple[Cookie, ...]:
    """Read the ``[[cookies]]`` of a service: what it keeps in the browser."""
    found = []
    for one in table.tables("cookies"):
        found.append(
            Cookie(
                name=one.text("name", check=formats.cookie),
                duration=one.text("duration", check=formats.duration),
                kind=one.choice("kind", KINDS, "cookie"),
                domain=one.text("domain", "", formats.host_of_cookie),
            )
        )
        one.done()
    return tuple(found)


def hosts(table: Table) -> tuple[str, ...]:
    """Read the ``hosts`` of a service: those that it may contact once it is granted."""
    return _checked(table, "hosts", formats.host)


def calls(table: Table) -> tuple[str, ...]:
    """Read the ``calls`` of a service: the functions by which pages tell it something."""
    return _checked(table, "calls", formats.call)


def _checked(table: Table, key: str, check: Callable[[str], str]) -> tuple[str, ...]:
    found = table.strings(key)
    for number, one in enumerate(found):
        remedy = check(one)
        if remedy:
            table.errors.add(table.at(key, number), one, remedy)
    return found
