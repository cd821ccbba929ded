"""Hosts of others that a page contacts by itself. Each tells line, text, rule, source and remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from banner.config import loads
from banner.config.elements import elements
from banner.config.waiting import can_wait, template
from banner.observe.markup import HINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.advice.surroundings import Surroundings
    from banner.config.elements import Element
    from banner.config.loads import Load
    from banner.config.pages import Page, Spot
    from banner.config.script_files import Script
    from banner.config.third_parties import ThirdParty

    Seen = Iterator[tuple[int | None, object, str, str, str]]

_ACCESS: Final = "Directive 2002/58/EC art. 5(3); EDPB guidelines 2/2023"
_DELIVERY: Final = "GDPR art. 6 and 44; LG München I, 3 O 17493/20"
# What an address is for that code does more with than show a link to it.
_CODE: Final = re.compile(r"\.m?js\b|/js\b|iframe_api|/embed|/collect\b|/pixel|/tr\b")
_TRACKS: Final = ("ad", "analytics", "tag-manager", "marketing", "customer-success")
_FILE: Final = "file"  # the attribute of what a script in a file of its own asks for
# What is put into a file that waits, and how: a rule of a style, and code.
_FILES: Final = (
    ("move the rule into a style sheet", '<link rel="stylesheet" data-service="{}" data-href="…">'),
    ("put this into a script", '<script type="text/plain" data-service="{}" data-src="…">'),
)
_AHEAD: Final = ": Firefox asks for it, though it stands in a template"
_WITHOUT_SCRIPTS: Final = "take it out: where scripts are off, nothing can hold it back"


class _Contact(NamedTuple):
    """Contact of a *page's* *element*, or of a file where that is ``None``, with a host."""

    line: int
    text: str
    load: Load
    element: Element | None

    @property
    def in_code(self) -> bool:
        """Return whether a script that stands in the page makes it."""
        return self.element is not None and self.element.tag == "script" and not self.load.attribute


def contacted(around: Surroundings, page: Page) -> Seen:
    """Give the hosts of others that *page* contacts, its own style sheets left out."""
    told = set()
    for element in page.elements:
        for contact in _ahead(element) if element.inert else _contacts(element):
            key = (element.start, contact.line, contact.load.host)
            if key not in told and (found := _found(around, contact)):
                told.add(key)
                line, text, rule, source, remedy = found
                yield line, text, rule + _AHEAD * element.inert, source, remedy
        if not element.inert:
            yield from _forms(around, element)


def contacted_by_style(around: Surroundings, sheet: Spot) -> Seen:
    """Give the hosts of others that a style sheet contacts."""
    for load in loads.of_css(sheet.text):
        line = sheet.line + sheet.text.count("\n", 0, load.offset)
        if found := _found(around, _Contact(line, load.address, load, None)):
            yield found


def contacted_by_script(around: Surroundings, script: Script) -> Seen:
    """Give the hosts of others that a *script* in a file of its own surely contacts."""
    told = set()
    for load in script.contacts():
        line = 1 + script.text.count("\n", 0, load.offset)
        contact = _Contact(line, load.address, load._replace(attribute=_FILE), None)
        if (line, load.host) not in told and (found := _found(around, contact)):
            told.add((line, load.host))
            yield found


def _contacts(element: Element) -> Iterator[_Contact]:
    for load in loads.of_element(element):
        yield _Contact(element.line, element.text, load, element)
    for inner in elements(element.attributes.get("srcdoc", "")):
        for load in loads.of_element(inner):
            yield _Contact(element.line, element.text, load._replace(attribute="srcdoc"), element)
    if element.tag == "script" and element.get("type").lower() == "importmap":
        for load in loads.of_code(element.content):
            yield _Contact(element.line, element.text, load._replace(attribute="importmap"), element)
    if element.tag == "script" and "src" not in element.attributes and loads.runs(element):
        first = element.line + element.text.count("\n")
        for load in loads.of_code(element.content):
            line = first + element.content.count("\n", 0, load.offset)
            yield _Contact(line, load.address, load, element)


def _ahead(element: Element) -> Iterator[_Contact]:
    """Give what Firefox asks for while it reads a page, though the *element* stands in a template."""
    if element.tag in ("img", "script") or "stylesheet" in element.get("rel").lower().split():
        for load in loads.of_element(element):
            if load.attribute in ("src", "srcset", "href"):
                yield _Contact(element.line, element.text, load, element)


def declared(around: Surroundings, page: Page) -> Iterator[tuple[Element, str, str]]:
    """Give each element of *page* that contacts a declared service by itself, the attribute and the service.

    The attribute is empty where code that stands in the element does.
    """
    for element in page.elements:
        for contact in () if element.inert else _contacts(element):
            host, address = contact.load.host, contact.load.address
            service = around.service_of(host, address)
            who = around.directory.named(host, address)
            if service and not around.is_own(host) and not _mere_link(contact, who):
                yield element, contact.load.attribute, service


def _found(around: Surroundings, contact: _Contact) -> tuple[int, str, str, str, str] | None:
    host = contact.load.host
    if around.is_own(host):
        return None
    who = around.directory.named(host, contact.load.address)
    service = around.service_of(host, contact.load.address)
    if _mere_link(contact, who):
        return None
    if service:
        rule, source = f'this contacts a host of "{service}" before any consent', _ACCESS
        remedy = _way(contact, service)
        return contact.line, contact.text, rule, source, _with("leave it to the banner, or ", remedy)
    # A host that nobody knows may be the site's own, and code may name any.
    if who.source == "domain" and (contact.in_code or not around.named):
        return None
    return contact.line, contact.text, *_of_others(around, contact, who)


def _mere_link(contact: _Contact, who: ThirdParty) -> bool:
    """Return whether code names an address of a host that many sites use, and probably asks for nothing."""
    asks = contact.load.sure or who.category in _TRACKS or _CODE.search(contact.load.address)
    return contact.in_code and who.source != "domain" and not asks


def _with(first: str, remedy: str) -> str:
    """Return what is to be done *first*, and then; nothing comes before taking something out."""
    return remedy if remedy.startswith("take it out") else first + remedy


def _of_others(around: Surroundings, contact: _Contact, who: ThirdParty) -> tuple[str, str, str]:
    """Return rule, source and remedy for a contact with somebody of whom the declaration does not tell."""
    name = who.name if who.name == who.host else f"{who.name} ({who.host})"
    if who.asks:
        return (
            f"a consent tool is here already: {name}",
            "GDPR art. 7",
            "take one of the two out: what one of them is told, the other does not know",
        )
    service = who.services[0] if len(who.services) == 1 else "ID"
    way = _way(contact, service)
    if who.delivers:
        waits = f"; or {around.declare(who.services)}, and {way}" if who.services else ""
        return (
            f"this is fetched from {name}, which learns the address of every visitor by that",
            _DELIVERY,
            "put what it delivers beside your own files, and take this out" + waits,
        )
    rule = f"this contacts {name} before any consent, and no service of the declaration does"
    if who.services:
        return rule, _ACCESS, _with(f"{around.declare(who.services)}, and ", way)
    purpose = f' under a purpose such as "{who.purpose}"' if who.purpose else ""
    remedy = _with(f'declare a service with hosts = ["{who.host}"]{purpose}, and ', way)
    if who.source == "domain" and remedy != way:
        remedy += "; where the site cannot do without, declare it under a purpose that is required"
    return rule, _ACCESS, remedy


def _way(contact: _Contact, service: str) -> str:
    """Return how to write a contact so that it waits for *service*."""
    element, attribute = contact.element, contact.load.attribute
    if element is None or attribute == "style" or element.tag == "style":
        what, how = _FILES[attribute == _FILE]
        return f"{what} of its own that waits: {how.format(service)}"
    if element.unscripted:
        return _WITHOUT_SCRIPTS
    if contact.in_code:
        return f"put the whole script into {held(service)}"
    if HINTS & set(element.get("rel").lower().split()):
        return "take it out: what it speeds up is not asked for yet"
    if not can_wait(element.tag, (), attribute):
        return f"put it into {template(service)}"
    too = ' (a script with type="text/plain", too)' if attribute == "src" else ""
    return f'write it with data-service="{service}" and data-{attribute}{too}'


def held(service: str, kind: str = "") -> str:
    """Return the markup in which an inline script of *service* waits; *kind* is its type, if it has one."""
    script = f'<script type="{kind}">' if kind else "<script>"
    return f'<template data-service="{service}">{script}…</script></template>'


def _forms(around: Surroundings, element: Element) -> Seen:
    """Give the host of others that a form hands what visitors type to."""
    address = element.get("action") if element.tag == "form" else element.get("formaction")
    host = loads.host_of(address) if "//" in address else ""
    if not host or around.is_own(host) or around.service_of(host):
        return
    who = around.directory.named(host)
    if who.source == "domain" and not around.named:
        return
    name = who.name if who.name == who.host else f"{who.name} ({who.host})"
    yield (
        element.line,
        element.text,
        f"what visitors write into this form goes to {name}",
        "GDPR art. 13",
        "say so beside the form and in the privacy policy",
    )
