"""Reads of an owner's pages and style sheets what the build has a word to say about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

DECISIONS = ("accept-all", "accept-selected", "deny-all")
# Links of these kinds contact a host by themselves; others wait for a click.
_CONTACTS = {"preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload", "stylesheet"}
_NO_SCRIPT = {"text/plain", "application/json", "application/ld+json", "importmap", "speculationrules"}
# Templates of these modes are shadow trees.
_LIVE = ("open", "closed")
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_ACTION = re.compile(r"""data-consent-action\s*([~^$*|]?)=\s*["']?([\w-]+)""")


@dataclass(frozen=True)
class Spot:
    """Something in a file, at its *line*, as it is written there.

    *hosts* are those that it contacts, and *in_code* tells whether a script that stands in the page does.
    """

    line: int
    text: str
    hosts: tuple[str, ...] = ()
    in_code: bool = False


@dataclass(frozen=True)
class Inline(Spot):
    """An inline script that waits for *service*; *kind* is the type that it will have, where it says so."""

    service: str = ""
    kind: str = ""


class Page(HTMLParser):
    """One reading of a page.

    *contacts* are what asks another host for something as soon as the page is there, *styles* the style
    sheets inside it. *inline* are the scripts that wait for a service, and whose code stands in the page.
    *asks* tells whether the page has the banner, *leads_back* whether it has a way to the preferences.

    Browsers neither run nor load what a template holds, with `data-service` or without: it is no contact. A
    declarative shadow tree is written as a template, and is part of the page all the same.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.contacts: list[Spot] = []
        self.styles: list[Spot] = []
        self.inline: list[Inline] = []
        self.asks = False
        self.leads_back = False
        self._inside = ""
        self._templates: list[bool] = []  # whether each that is open is inert
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element does."""
        has = {name: value or "" for name, value in attrs}
        self.leads_back |= "data-consent-open" in has or has.get("data-consent-embed") == "preferences"
        if tag == "template":
            self._templates.append(has.get("shadowrootmode", "").lower() not in _LIVE)
        inert = any(self._templates)
        waits = inert or (tag == "script" and has.get("type", "").strip().lower() in _NO_SCRIPT)
        self._inside = "" if waits and tag == "script" else tag
        if tag == "script" and not inert:
            self._script(has)
        address = has.get("src", "")
        if tag == "link" and _CONTACTS & set(has.get("rel", "").lower().split()):
            address = has.get("href", "")
        host = _host(address)
        if host and not waits:
            self.contacts.append(Spot(self.getpos()[0], self.get_starttag_text() or "", (host,)))

    def _script(self, has: dict[str, str]) -> None:
        """Note what a script with these attributes is to us."""
        self.asks |= has.get("src", "").endswith("consent/consent.js")
        service = has.get("data-service", "")
        waits = has.get("type", "").lower() == "text/plain" and service
        if waits and not {"src", "data-src"} & has.keys():
            text = self.get_starttag_text() or ""
            kind = has.get("data-type", "")
            self.inline.append(Inline(self.getpos()[0], text, service=service, kind=kind))

    def handle_endtag(self, tag: str) -> None:
        """Note that what follows is text of the page."""
        self._inside = ""
        if tag == "template" and self._templates:
            self._templates.pop()

    def handle_data(self, data: str) -> None:
        """Note the hosts that a script inside the page names, and its style sheets."""
        line = self.getpos()[0]
        if self._inside == "style":
            self.styles.append(Spot(line, data))
        if self._inside == "script":
            for match in re.finditer(r"//([\w.-]+\.\w+)", data):
                at = line + data.count("\n", 0, match.start())
                hosts = (match.group(1).lower(),)
                self.contacts.append(Spot(at, match.group(), hosts, in_code=True))


def covers(pattern: str, host: str) -> bool:
    """Return whether *pattern*, a host or ``*.`` and a domain, has *host*."""
    return host == pattern or (pattern.startswith("*.") and ("." + host).endswith(pattern[1:]))


def unequal(css: str) -> list[Spot]:
    """Return the rules of a style sheet that style some of the buttons that decide, and not the others alike.

    A rule counts by its declarations: the same for each button, in one rule or in several, is equal.
    """
    plain = re.sub(r"/\*.*?\*/", lambda found: "\n" * found.group().count("\n"), css, flags=re.DOTALL)
    rules: list[tuple[Spot, list[str]]] = []
    styled: dict[str, set[str]] = {}
    for match in _RULE.finditer(plain):
        actions = {one for found in _ACTION.finditer(match.group(1)) for one in _chosen(*found.groups())}
        if not actions:
            continue
        selector = match.group(1)
        line = 1 + plain.count("\n", 0, match.start(1) + len(selector) - len(selector.lstrip()))
        declarations = [" ".join(one.split()) for one in match.group(2).split(";") if one.strip()]
        rules.append((Spot(line, " ".join(selector.split())), declarations))
        for one in declarations:
            styled.setdefault(one, set()).update(actions)
    return [
        spot for spot, declarations in rules if any(len(styled[one]) < len(DECISIONS) for one in declarations)
    ]


def _chosen(operator: str, value: str) -> list[str]:
    """Return the actions that an attribute selector has: all that a browser would find."""
    matches = {"^": str.startswith, "$": str.endswith, "*": str.__contains__}.get(operator, str.__eq__)
    return [action for action in DECISIONS if matches(action, value)]


def _host(address: str) -> str:
    try:
        return (urlsplit(address.strip()).hostname or "").lower()
    except ValueError:
        return ""  # a browser cannot read it either
