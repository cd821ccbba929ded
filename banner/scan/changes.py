"""Tells what to change in the markup, so that nothing of others loads before its service is granted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.config.waiting import can_wait, waiting
from banner.observe.kinds import host_of
from banner.observe.markup import HINTS
from banner.scan.contacts import waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from banner.observe.kinds import Initiator, Place
    from banner.observe.markup import Element, Markup, Markups
    from banner.scan.parties import Parties, Party

# What a service of the catalogue brings along, so that the page has it no more; frames are the page's own.
BROUGHT = ("script", "img", "link")
# What has its place in a page, where no template stands around it.
_NEVER = ("body", "frame")


@dataclass(frozen=True)
class Change:
    """One change: *what* is to be done with the element on a *line* of a *page*, for a *service*.

    *what* is ``"block"`` (write the start tag *write* instead of *element*), ``"wrap"`` (put the inline
    script, or what cannot wait where it stands, into a template: *write* is its start tag), ``"remove"`` (the
    banner does it, it contacts a host ahead, or nothing can hold it back) or ``"move"`` (a script file of the
    site contacts the host: see *why*). *attribute* has the *address*, and *also* has the others that load
    something, each with its service. *end* is the last line of an inline script, or of a start tag.
    """

    page: str
    line: int
    column: int
    what: str
    service: str
    element: str
    attribute: str = ""
    address: str = ""
    write: str = ""
    end: int = 0
    why: str = ""
    also: tuple[tuple[str, str, str], ...] = ()


def changes(
    markups: Markups, pages: Sequence[str], found: Parties, others: Callable[[str], bool]
) -> list[Change]:
    """Return what to change in *pages*, in their order."""
    made: list[Change] = []
    for page in pages:
        markup = markups.of(page)
        if markup:
            made += _sorted([*_elements(page, markup, found, others), *_scripts(page, markup, found, others)])
    return list(dict.fromkeys(made))


def loads_itself(party: Party) -> bool:
    """Return whether the banner loads *party* from its declaration, so that no page has to."""
    return bool(party.known and party.known.scripts)


def _sorted(made: list[Change]) -> list[Change]:
    """Return each change once for an element: what is found first says it best."""
    once = {(one.page, one.line, one.column): one for one in reversed(made)}
    return sorted(once.values(), key=lambda one: (one.page, one.line, one.column))


def _elements(page: str, markup: Markup, found: Parties, others: Callable[[str], bool]) -> Iterator[Change]:
    for element in markup.elements:
        loads = []
        for name, address in () if waits(element) else element.addresses:
            host = host_of(address)
            party = found.at(address) if host and others(host) else None
            if party:
                loads.append((name, address, party))
        if loads:
            yield _of_element(page, element, loads)


def _of_element(page: str, element: Element, loads: Sequence[tuple[str, str, Party]]) -> Change:
    at = (page, element.line, element.column)
    name, address, party = loads[0]
    rel = set(element.attributes.get("rel", "").lower().split())
    why = ""
    if element.tag == "link" and rel & HINTS:
        why = f"it contacts {party.name} before any consent"
    elif element.tag in BROUGHT and loads_itself(party):
        why = "the banner loads it, as the declaration says"
    elif element.tag in _NEVER:
        why = f"nothing can hold back the {name} of a {element.tag}"
    elif element.unscripted:
        why = "where scripts are off, nothing holds it back"
    if why:
        return Change(*at, "remove", party.id, element.text, name, address, why=why)
    also = tuple((one, url, its.id) for one, url, its in loads[1:])
    services = list(dict.fromkeys(one.id for *_, one in loads))
    names = list(dict.fromkeys(one for one, *_ in loads))
    held = [*services, element.attributes.get("data-service", party.id)]
    if len(set(held)) == 1 and all(can_wait(element.tag, element.attributes, one) for one in names):
        write, why = waiting(element.text, element.tag, party.id, names), f"it waits for {party.name}"
        return Change(*at, "block", party.id, element.text, name, address, write, why=why, also=also)
    # One in the other, they wait for each of several.
    write = "".join(f'<template data-service="{one}">' for one in services)
    why = f"it cannot wait for {party.name} where it stands: put all of it into this template"
    end = element.line + element.text.count("\n")
    return Change(*at, "wrap", party.id, element.text, name, address, write, end, why, also)


def _scripts(page: str, markup: Markup, found: Parties, others: Callable[[str], bool]) -> Iterator[Change]:
    """Give the scripts of the site's own that contact others, write what others keep, or name an account."""
    for party in found.others.values():
        for element in markup.elements if loads_itself(party) else ():
            if element.inline and _names_account(element, party):
                yield _of_script(page, element, party)
        causes = [(one.initiator, one.host) for one in party.contacts if one.page == page]
        causes += [(one.initiator, "") for one in party.cookies if one.page == page]
        causes += [(one.initiator, "") for one in party.stored if one.page == page]
        for initiator, host in causes:
            place = _own_place(initiator, party, others)
            inline = markup.at(place.line, place.column) if place and place.url == page else None
            if inline:
                yield _of_script(page, inline, party)
            elif place and place.url != page and host:
                why = f"it contacts {host}: put this into a script that waits for {party.name}"
                yield Change(place.url, place.line, place.column, "move", party.id, "", why=why)


def _names_account(element: Element, party: Party) -> bool:
    """Return whether an inline script has the owner's account with *party*, and not a longer word."""
    values = "|".join(re.escape(value) for value in party.settings.values())
    return bool(values and re.search(rf"(?<![\w-])(?:{values})(?![\w-])", element.code))


def _own_place(initiator: Initiator, party: Party, others: Callable[[str], bool]) -> Place | None:
    """Return the call of the site's own script that has done it, unless somebody else's waits and has."""
    if initiator.kind != "script":
        return None
    own = [one for one in initiator.stack if not others(host_of(one.url))]
    theirs = {host for one in initiator.stack if others(host := host_of(one.url))}
    return own[0] if own and theirs <= set(party.hosts) else None


def _of_script(page: str, element: Element, party: Party) -> Change:
    at = (page, element.line, element.column)
    if loads_itself(party):
        why = f"the banner loads {party.name}, as the declaration says"
        return Change(*at, "remove", party.id, element.text, end=element.end, why=why)
    template = f'<template data-service="{party.id}">'
    why = f"it contacts {party.name}: put all of it into this template"
    return Change(*at, "wrap", party.id, element.text, write=template, end=element.end, why=why)
