"""What an owner's pages and style sheets have that the build has a word to say about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

ANSWERS = ("accept-all", "accept-selected", "deny-all")
# Links of these kinds contact a host by themselves; others wait for a click.
_CONTACTS = {"preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload", "stylesheet"}
_NO_SCRIPT = {"text/plain", "application/json", "application/ld+json", "importmap", "speculationrules"}
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_ACTION = re.compile(r"""data-consent-action\s*([~^$*|]?)=\s*["']?([\w-]+)""")


@dataclass(frozen=True)
class Spot:
    """Something in a file, at its *line*, as it is written there. *hosts* are those that it contacts."""

    line: int
    text: str
    hosts: tuple[str, ...] = ()


class Page(HTMLParser):
    """One reading of a page.

    *contacts* are what asks another host for something as soon as the page is there, *styles* the style
    sheets inside it. *asks* tells whether the page has the banner, *leads_back* whether it has a way to the
    preferences.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.contacts: list[Spot] = []
        self.styles: list[Spot] = []
        self.asks = False
        self.leads_back = False
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element does."""
        has = {name: value or "" for name, value in attrs}
        self.leads_back |= "data-consent-open" in has or has.get("data-consent-embed") == "preferences"
        self.asks |= tag == "script" and has.get("src", "").endswith("consent/consent.js")
        waits = tag == "script" and has.get("type", "").strip().lower() in _NO_SCRIPT
        self._inside = "" if waits else tag
        address = has.get("src", "")
        if tag == "link" and _CONTACTS & set(has.get("rel", "").lower().split()):
            address = has.get("href", "")
        host = _host(address)
        if host and not waits:
            self.contacts.append(Spot(self.getpos()[0], self.get_starttag_text() or "", (host,)))

    def handle_endtag(self, _: str) -> None:
        """What follows is text of the page."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Note the hosts that a script inside the page names, and its style sheets."""
        line = self.getpos()[0]
        if self._inside == "style":
            self.styles.append(Spot(line, data))
        if self._inside == "script":
            for match in re.finditer(r"//([\w.-]+\.\w+)", data):
                at = line + data.count("\n", 0, match.start())
                self.contacts.append(Spot(at, match.group(), (match.group(1).lower(),)))


def covers(pattern: str, host: str) -> bool:
    """Whether *pattern*, a host or ``*.`` and a domain, has *host*."""
    return host == pattern or (pattern.startswith("*.") and ("." + host).endswith(pattern[1:]))


def unequal(css: str) -> list[Spot]:
    """The rules of a style sheet that style some of the buttons that answer, and not the others alike.

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
        spot for spot, declarations in rules if any(len(styled[one]) < len(ANSWERS) for one in declarations)
    ]


def _chosen(operator: str, value: str) -> list[str]:
    """The answers that an attribute selector has: all that a browser would find."""
    matches = {"^": str.startswith, "$": str.endswith, "*": str.__contains__}.get(operator, str.__eq__)
    return [answer for answer in ANSWERS if matches(answer, value)]


def _host(address: str) -> str:
    try:
        return (urlsplit(address.strip()).hostname or "").lower()
    except ValueError:
        return ""  # a browser cannot read it either
