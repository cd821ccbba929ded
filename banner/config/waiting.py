"""Writes start tags of elements that wait for a service, and knows which of them the page side activates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from banner.config.elements import ATTRIBUTE

if TYPE_CHECKING:
    from collections.abc import Collection

# The attributes of each element that can wait under another name, behind "data-".
WAITS: Final = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src", "srcdoc"),
    "img": ("src", "srcset"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}


def template(service: str) -> str:
    """Return how to write what cannot wait where it stands, or stands in a script: in here."""
    return f'<template data-service="{service}">…</template>'


def can_wait(tag: str, attributes: Collection[str], name: str) -> bool:
    """Return whether an element with these *attributes* can wait with that of *name* where it stands."""
    return name in WAITS.get(tag, ()) and f"data-{name}" not in attributes


def waiting(text: str, tag: str, service: str, names: Collection[str]) -> str:
    """Return the start tag *text* with the attributes *names* under names that wait, all else as written."""
    begin = len("<") + len(tag)
    seen = set()
    parts, at = [], begin
    kind = ' type="text/plain"' if tag == "script" else ""
    for found in ATTRIBUTE.finditer(text, begin, len(text) - 1):
        key = found[1].lower()
        if key in seen:
            continue
        seen.add(key)
        value = found[2] or found[3] or found[4] or ""
        if key in names or (kind and key == "type" and value.strip().lower() == "module"):
            parts += [text[at : found.start()], "data-", found[1]]
            at = found.end(1)
        elif kind and key == "type":
            parts.append(text[at : found.start()].rstrip())
            at = found.end()
    held = "" if "data-service" in seen else f' data-service="{service}"'
    return "".join([text[:begin], kind, held, *parts, text[at:]])
