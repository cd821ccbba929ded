"""Tells what to change in the markup, so that nothing of others loads before its service is granted."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.observe.kinds import host_of
from banner.scan.contacts import waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from banner.observe.kinds import Initiator, Place
    from banner.observe.markup import Element, Markup, Markups
    from banner.scan.parties import Parties, Party

_ATTRIBUTE = re.compile(r"""(\s+)([^\s"'<>/=]+)(\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
_HINTS = {"preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload"}
# What a service of the catalogue brings along, so that the page has it no more; frames are the page's own.
_BROUGHT = ("script", "img", "link")
# What blocked elements wait with, as the guide has it.
_WAITING = {"src", "srcset", "href", "data", "poster"}


@dataclass(frozen=True)
class Change:
    """One change: *what* is to be done with the element on a *line* of a *page*, for a *service*.

    *what* is ``"block"`` (write the start tag *write* instead of *element*), ``"wrap"`` (put the inline
    script into a template: *write* is its start tag), ``"remove"`` (the banner does it, or it contacts a host
    ahead) or ``"move"`` (a script file of the site contacts the host: see *why*). *attribute* has the
    *address*. *end* is the last line of an inline script.
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


def blocked(element: Element, service: str) -> str:
    """Return the start tag with which *element* waits for *service*, in the words of the guide."""
    script = element.tag == "script"
    has_type = script and "type" in element.attributes

    def attribute(found: re.Match[str]) -> str:
        space, name, value = found[1], found[2].lower(), found[3] or ""
        if name in _WAITING and f"data-{name}" not in element.attributes:
            return f"{space}data-{name}{value}"
        if name == "type" and script:
            kind = element.attributes["type"].strip()
            plain = not kind or kind.lower().endswith("javascript")
            return f'{space}type="text/plain"' + ("" if plain else f' data-type="{html.escape(kind)}"')
        return found[0]

    name = re.match(r"<[^\s/>]+", element.text)
    begin = name[0] if name else f"<{element.tag}"
    rest = _ATTRIBUTE.sub(attribute, element.text[len(begin) :])
    kind = ' type="text/plain"' if script and not has_type else ""
    return f'{begin}{kind} data-service="{service}"{rest}'


def loads_itself(party: Party) -> bool:
    """Return whether the banner loads *party* from its declaration, so that no page has to."""
    return bool(party.known and party.known.scripts)


def _sorted(made: list[Change]) -> list[Change]:
    """Return each change once for an element: what is found first says it best."""
    once = {(one.page, one.line, one.column): one for one in reversed(made)}
    return sorted(once.values(), key=lambda one: (one.page, one.line, one.column))


def _elements(page: str, markup: Markup, found: Parties, others: Callable[[str], bool]) -> Iterator[Change]:
    for element in markup.elements:
        for name, address in element.addresses:
            host = host_of(address)
            party = found.at(address) if host and others(host) and not waits(element) else None
            if party:
                yield _of_element(page, element, (name, address), party)
                break


def _of_element(page: str, element: Element, loads: tuple[str, str], party: Party) -> Change:
    at = (page, element.line, element.column)
    rel = set(element.attributes.get("rel", "").lower().split())
    if element.tag == "link" and rel & _HINTS:
        why = f"it contacts {party.name} before any consent"
        return Change(*at, "remove", party.id, element.text, *loads, why=why)
    if element.tag in _BROUGHT and loads_itself(party):
        why = "the banner loads it, as the declaration says"
        return Change(*at, "remove", party.id, element.text, *loads, why=why)
    why = f"it waits for {party.name}"
    return Change(*at, "block", party.id, element.text, *loads, blocked(element, party.id), why=why)


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
            inline = markup.at(place.line) if place and place.url == page else None
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
