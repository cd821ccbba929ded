"""Reads of an owner's pages and style sheets what the build has a word to say about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from banner.config.elements import Element, elements
from banner.config.loads import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DECISIONS = ("accept-all", "accept-selected", "deny-all")
TAG = "consent/consent.js"
# A selector begins where something ends, so that what a text costs grows with its length.
_RULE = re.compile(r"(?<![^{};])([^{};]++)\{([^{}]*+)\}")
_ACTION = re.compile(r"""data-consent-action\s*([~^$*|]?)=\s*["']?([\w-]+)""")


@dataclass(frozen=True)
class Spot:
    """Something in a file, at its *line*, as it is written there."""

    line: int
    text: str


class Page:
    """One reading of a page: its *elements*, and what they say of it as a whole.

    Browsers neither run nor show what a template holds, with `data-service` or without: it is inert, but for
    what Firefox asks ahead for. A declarative shadow tree is written as a template, and is part of the page
    all the same.
    """

    def __init__(self, text: str) -> None:
        self.elements: list[Element] = list(elements(text))
        self._begins = text[:500].lower()

    @cached_property
    def asks(self) -> bool:
        """Return whether the page has the banner: its tag, or a module that brings it."""
        return any(map(self.brings, self.elements))

    @staticmethod
    def brings(element: Element) -> bool:
        """Return whether *element* is the banner's tag, or a module that brings it."""
        if element.tag != "script" or element.inert:
            return False
        src = element.get("src").partition("?")[0]
        return f"/{src}".endswith(f"/{TAG}") or TAG in element.content

    @cached_property
    def leads_back(self) -> bool:
        """Return whether the page has a way to the preferences."""
        return any(
            "data-consent-open" in one.attributes or one.get("data-consent-embed") == "preferences"
            for one in self.elements
        )

    @cached_property
    def whole(self) -> bool:
        """Return whether this is a page, and no piece of one."""
        return "<!doctype html" in self._begins or any(
            one.tag in ("html", "head", "body") for one in self.elements
        )

    @cached_property
    def leads_away(self) -> bool:
        """Return whether the page is there to send visitors on to another."""
        return any(
            one.tag == "meta"
            and one.get("http-equiv").lower() == "refresh"
            and "url" in one.get("content").lower()
            for one in self.elements
        )

    def own_hosts(self) -> Iterator[str]:
        """Give the hosts by which the page says where it is itself."""
        for one in self.elements:
            address = ""
            if one.tag == "link":
                kinds = one.get("rel").lower().split()
                own = "canonical" in kinds or ("alternate" in kinds and "hreflang" in one.attributes)
                address = one.get("href") if own else ""
            elif one.tag == "meta" and one.get("property").lower() == "og:url":
                address = one.get("content")
            if host := host_of(address):
                yield host

    def styles(self) -> Iterator[Spot]:
        """Give the style sheets inside the page that are of effect."""
        for one in self.elements:
            if one.tag == "style" and not one.inert:
                yield Spot(one.line + one.text.count("\n"), one.content)


def covers(pattern: str, host: str) -> bool:
    """Return whether *pattern*, a host or ``*.`` and a domain, has *host*."""
    return host == pattern or (pattern.startswith("*.") and ("." + host).endswith(pattern[1:]))


def unequal(css: str) -> list[Spot]:
    """Return the rules of a style sheet that style some of the buttons that decide, and not the others alike.

    A rule counts by its declarations: the same for each button, in one rule or in several, is equal.
    """
    plain = re.sub(r"/\*.*?(?:\*/|\Z)", lambda found: "\n" * found.group().count("\n"), css, flags=re.DOTALL)
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
