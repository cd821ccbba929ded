"""Reads what services of the catalogue and an owner's own have alike: scripts, what they keep, and calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from banner.config import formats
from banner.config.known import EMBEDS, Embed, Script
from banner.core.declaration import Cookie

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from banner.config.reader import Table

KINDS = ("cookie", "local", "session", "indexeddb", "cache")
# What the banner itself says of an element that it makes.
_OURS = {
    "src": "write src beside attributes",
    "href": "write style beside attributes",
    "rel": "write style beside attributes",
    "nonce": "leave this out; the banner gives it the nonce of its own tag",
    "type": "leave this out; for a module write module = true beside attributes",
}
# Attributes that an element of a service can have; the schema has the pattern too.
_NAMED = ("async", "crossorigin", "defer", "fetchpriority", "id", "integrity", "media", "referrerpolicy")
ATTRIBUTE = "|".join(("data-[a-z0-9._-]+", *_NAMED))
_KNOWN = f"known are {', '.join(_NAMED)}, and all that begin with data-"


def scripts(table: Table) -> tuple[Script, ...]:
    """Read the ``[[scripts]]`` of a service, in their order."""
    found = []
    for one in table.tables("scripts"):
        script = Script(
            src=one.text("src", "", formats.address),
            code=one.javascript("code", ""),
            module=one.flag("module"),
            style=one.text("style", "", formats.address),
            pixel=one.text("pixel", "", formats.address),
            attributes=_attributes(one.table("attributes")),
        )
        if len(list(filter(None, (script.src, script.code, script.style, script.pixel)))) != 1:
            one.missing(
                "src",
                "write one of src, the address of a script, style, that of a style sheet, pixel, that of a "
                "picture, or code, JavaScript itself",
            )
        elif script.code and script.attributes:
            one.wrong("attributes", "code has no element; leave this out")
        one.done()
        found.append(script)
    return tuple(found)


def _attributes(table: Table) -> tuple[tuple[str, str], ...]:
    """Read the attributes of an element: a text each, or ``true`` for one that has no value."""
    found = []
    for name, value in table.values.items():
        if value is True:
            table.given(name)
            text = ""
        else:
            text = table.text(name, check=lambda _: "")
        if not re.fullmatch(ATTRIBUTE, name):
            table.wrong(name, _OURS.get(name, _KNOWN))
        found.append((name, text))
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


def embed(table: Table) -> Embed | None:
    """Read the ``[embed]`` of a service, by which it shows outside content; nothing where it has none."""
    if not table.given("embed"):
        return None
    inner = table.table("embed")
    found = Embed(
        kind=inner.choice("kind", EMBEDS),
        pattern=inner.text("pattern", check=_pattern),
        link=inner.text("link", check=formats.address),
        frame=inner.text("frame", "", formats.address),
        play=inner.text("play", ""),
        allow=inner.text("allow", ""),
        markup=inner.text("markup", ""),
        show=inner.javascript("show", ""),
    )
    if bool(found.frame) == bool(found.markup):
        inner.missing("frame", "write either frame, the address of a frame, or markup with show")
    inner.done()
    return found


def _pattern(text: str) -> str:
    """Return the remedy for a pattern that no item could match safely; nothing for a good one."""
    try:
        loose = [one for one in "\"'<> " if re.fullmatch(text, f"a{one}a") or re.fullmatch(text, one)]
        if "(?P" in text:
            return "browsers do not know (?P; leave the name of the group out"
    except re.error as error:
        return f"{error}; write a regular expression that an item matches as a whole, such as [A-Za-z0-9_-]+"
    return "let no quotes, spaces or angle brackets through: [A-Za-z0-9_-]+ does not" if loose else ""


def hosts(table: Table, settings: Collection[str] = ()) -> tuple[str, ...]:
    """Read the ``hosts`` of a service: those that it may contact once it is granted.

    One can be a blank for one of the *settings*: ``{host}``.
    """
    blanks = {f"{{{one}}}" for one in settings}
    return _checked(table, "hosts", lambda value: "" if value in blanks else formats.host(value))


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
