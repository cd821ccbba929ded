"""Rewrites elements of a page so that they wait for a service; all else stays as it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from banner.config.elements import ATTRIBUTE, Element, elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banner.config.blocking_list import Blocking

# What waits under another name, by the attribute that loads it, and the elements of which that holds.
_WAITS: Final = {
    "src": ("audio", "embed", "iframe", "img", "script", "source", "track", "video"),
    "srcset": ("img", "source"),
    "srcdoc": ("iframe",),
    "poster": ("video",),
    "data": ("object",),
    "href": ("link",),
}


@dataclass
class Rewritten:
    """Outcome of one page: its *text*, and which of the list were *done*, were so *before*, or were *left*.

    *left* tells why: nothing of ours can hold these back, or they are not there.
    """

    text: str
    done: list[Blocking] = field(default_factory=list)
    before: list[Blocking] = field(default_factory=list)
    left: list[tuple[Blocking, str]] = field(default_factory=list)


def rewritten(text: str, wanted: Iterable[Blocking]) -> Rewritten:
    """Return a page's *text* in which the *wanted* elements wait for their services."""
    found = list(elements(text))
    outcome = Rewritten(text)
    edits: dict[int, tuple[Element, str, list[str]]] = {}  # by where the element starts
    for one in wanted:
        fitting = [element for element in found if one.fits(element) and not element.inert]
        exact = [element for element in fitting if element.line == one.line]
        for element in exact or fitting:
            if why := _why_not(one, element):
                outcome.left.append((one, why))
                continue
            edits.setdefault(element.start, (element, one.service, []))[2].append(one.attribute)
            outcome.done.append(one)
        if not fitting:
            waits = any(_waits(one, element) for element in found)
            if waits:
                outcome.before.append(one)
            else:
                outcome.left.append((one, "it is not in the page"))
    for start in sorted(edits, reverse=True):
        outcome.text = _edited(outcome.text, *edits[start])
    return outcome


def _why_not(wanted: Blocking, element: Element) -> str:
    """Return why an element cannot wait, or nothing."""
    if element.unscripted:
        return "where scripts are off, nothing holds it back: take it out"
    if not wanted.attribute:
        return "" if element.tag == "script" else "only the code of scripts can wait"
    if element.tag not in _WAITS.get(wanted.attribute, ()):
        return f'put it into <template data-service="{wanted.service}">…</template>'
    return ""


def _waits(wanted: Blocking, element: Element) -> bool:
    """Return whether *element* is the one that is wanted, and waits already."""
    if not wanted.attribute:
        return element.inert and wanted.fits(element)
    moved = element.attributes.get(f"data-{wanted.attribute}")
    attributes = {**element.attributes, wanted.attribute: moved or ""}
    found = Element(element.tag, attributes, element.line, element.start, element.end, element.text)
    return bool(moved) and "data-service" in element.attributes and wanted.fits(found)


def _edited(text: str, element: Element, service: str, attributes: list[str]) -> str:
    if "" in attributes:
        end = text.find(">", element.end + len(element.content)) + 1 or len(text)
        held = f'<template data-service="{service}">{text[element.start : end]}</template>'
        return text[: element.start] + held + text[end:]
    return text[: element.start] + _tag(element, service, attributes) + text[element.end :]


def _tag(element: Element, service: str, attributes: list[str]) -> str:
    """Return the start tag with its addresses under the names that wait, all else as it was written."""
    name = len("<") + len(element.tag)
    tag, seen = element.text, set()
    parts, at = [], name
    kind = ' type="text/plain"' if element.tag == "script" else ""
    for found in ATTRIBUTE.finditer(tag, name, len(tag) - 1):
        key = found[1].lower()
        if key in seen:
            continue
        seen.add(key)
        if key in attributes or (kind and key == "type" and (found[2] or found[3] or found[4]) == "module"):
            parts += [tag[at : found.start()], "data-", found[1]]
            at = found.end(1)
        elif kind and key == "type":
            parts.append(tag[at : found.start()].rstrip())
            at = found.end()
    service = "" if "data-service" in seen else f' data-service="{service}"'
    return "".join([tag[:name], kind, service, *parts, tag[at:]])
