"""Rewrites elements of a page so that they wait for a service, or takes them out; all else stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from banner.config.elements import Element, elements
from banner.config.pages import Page
from banner.config.waiting import can_wait, template, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from banner.config.blocking_list import Blocking


# What a service of the catalogue brings by itself; all else is a place in the page.
_GO = ("script", "img", "link")


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
    edits: dict[int, tuple[Element, Blocking, list[str]]] = {}  # by where the element starts
    for one in wanted:
        chosen, why = _chosen(one, found)
        if why:
            outcome.left.append((one, why))
        elif not chosen:
            outcome.before.append(one)
        for element in chosen:
            first = edits[element.start][1].service if element.start in edits else one.service
            if why := _why_not(one, element) or _other(one, first):
                outcome.left.append((one, why))
                continue
            edits.setdefault(element.start, (element, one, []))[2].append(one.attribute)
            outcome.done.append(one)
    for start in sorted(edits, reverse=True):
        outcome.text = _edited(outcome.text, *edits[start])
    return outcome


def _chosen(wanted: Blocking, found: Sequence[Element]) -> tuple[Sequence[Element], str]:
    """Return the elements that are wanted and do not wait yet, and why none can be told, if so."""
    chosen = wanted.nearest([element for element in found if wanted.fits(element) and not element.inert])
    sure = wanted.attribute or (len(chosen) == 1 and chosen[0].column == wanted.column)
    if chosen and sure:
        return chosen, ""
    services = [service for element in found if (service := _waits(wanted, element))]
    if wanted.service in services:
        return (), ""
    if len(chosen) > 1:
        return (
            (),
            f"several scripts are on this line: put the one that is meant into {template(wanted.service)}",
        )
    if services and not chosen:
        return (), _other(wanted, services[0])
    return chosen, "" if chosen else "it is not in the page"


def _other(wanted: Blocking, service: str) -> str:
    """Return why an element that waits for *service* cannot do so for the one that is wanted, or nothing."""
    if service == wanted.service:
        return ""
    return f'it has data-service="{service}" already: put it into {template(wanted.service)}'


def _why_not(wanted: Blocking, element: Element) -> str:
    """Return why an element cannot wait, or nothing."""
    if element.unscripted and not wanted.remove:
        return "where scripts are off, nothing holds it back: take it out"
    if Page.brings(element):
        return f"it brings the banner: put what contacts {wanted.service} into a script of its own"
    if wanted.remove:
        return "" if element.tag in _GO else "only scripts, pictures and links are taken out"
    if not wanted.attribute:
        return "" if element.tag == "script" else "only the code of scripts can wait"
    if not can_wait(element.tag, element.attributes, wanted.attribute):
        return f"put it into {template(wanted.service)}"
    return _other(wanted, element.attributes.get("data-service", wanted.service))


def _waits(wanted: Blocking, element: Element) -> str:
    """Return the service that *element* waits for, if it is the one that is wanted, and waits already."""
    if wanted.fits(element):
        return element.held
    moved = element.attributes.get(f"data-{wanted.attribute}")
    found = replace(element, attributes={**element.attributes, wanted.attribute: moved or ""})
    return element.get("data-service") if moved and wanted.fits(found) else ""


def _end(text: str, element: Element) -> int:
    """Return where an *element* ends: a script behind its end tag."""
    if element.tag != "script":
        return element.end
    return text.find(">", element.end + len(element.content)) + 1 or len(text)


def _edited(text: str, element: Element, wanted: Blocking, attributes: list[str]) -> str:
    service = wanted.service
    if wanted.remove:
        return text[: element.start] + text[_end(text, element) :]
    if "" in attributes:
        end = _end(text, element)
        held = f'<template data-service="{service}">{text[element.start : end]}</template>'
        return text[: element.start] + held + text[end:]
    return (
        text[: element.start] + waiting(element.text, element.tag, service, attributes) + text[element.end :]
    )
