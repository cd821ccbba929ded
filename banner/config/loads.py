"""Tells what elements and style sheets ask of which host as soon as a page is there, before any click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from banner.observe.markup import HINTS, LOADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.elements import Element

_ICONS: Final = ("apple-touch-icon", "apple-touch-icon-precomposed", "icon", "mask-icon")
# Links of these kinds contact a host by themselves; others wait for a click.
_LINKS: Final = HINTS | {*_ICONS, "manifest", "stylesheet"}
_CANDIDATE: Final = re.compile(r"(?:^|,)\s*([^\s,]\S*)")
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_STRING: Final = r"""(?:"[^"]*+"|'[^']*+')"""
# No part of it runs past where another begins: what a text costs grows with its length, whatever is in it.
_CSS: Final = re.compile(
    rf"""@namespace\s*+(?:[\w-]++\s++)?+(?:{_CSS_STRING}|url\(\s*+(?:{_CSS_STRING}|[^"'()\s]*+)\s*+\))"""
    r"""|@import\s*+(?:"([^"]*+)"|'([^']*+)')"""
    r"""|\burl\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^"'()\s]++))\s*+\)""",
    re.IGNORECASE,
)
# What is in quotes, maybe with the slashes as JSON writes them; and what stands before it has it loaded.
_QUOTED: Final = re.compile(
    r"""(\b(?:from|import)\s*+\(?+\s*+|\.src\s*+=\s*+)?["'`](?:https?:)?((?:\\?/){2}([\w.-]+\.\w+)[^"'`\s]*)""",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class Load(NamedTuple):
    """Something that *host* is asked for: by the *attribute* of an element, or in a text at *offset*.

    *address* is as it is written there. *sure* tells of code that it asks for it, whenever it runs.
    """

    host: str
    address: str
    attribute: str = ""
    offset: int = 0
    sure: bool = False


def runs(element: Element) -> bool:
    """Return whether browsers run a script, or software that works in pages does in their place."""
    return is_code(element.get("type"))


def is_code(type: str) -> bool:
    """Return whether the *type* of a script has it run, by browsers or by software in their place."""
    kind = type.strip().lower()
    return not kind or "javascript" in kind or "ecmascript" in kind or kind in ("module", "text/partytown")


def of_element(element: Element) -> Iterator[Load]:
    """Give what the attributes of an *element* ask for."""
    attributes = element.attributes
    for name in LOADS.get(element.tag, ()):
        value = attributes.get(name)
        if not value or "//" not in value or (name.endswith("src") and _waits(element)):
            continue
        if element.tag == "link" and not _LINKS & set(element.get("rel").lower().split()):
            continue
        for address in _CANDIDATE.findall(value) if name.endswith("srcset") else (value,):
            if host := host_of(address):
                yield Load(host, address, name)
    if "url(" in element.attributes.get("style", ""):
        yield from (load._replace(attribute="style") for load in of_css(attributes["style"]))


def _waits(element: Element) -> bool:
    """Return whether nobody looks at the address of an element of this type."""
    if element.tag == "input":
        return element.get("type").lower() != "image"
    return element.tag == "script" and not runs(element)


def of_css(text: str) -> Iterator[Load]:
    """Give what a style sheet asks for."""
    if "//" not in text:
        return
    plain = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    for found in _CSS.finditer(plain):
        address = next(filter(None, found.groups()), "")
        if host := host_of(address):
            yield Load(host, address, offset=found.start())


def of_code(text: str) -> Iterator[Load]:
    """Give the hosts of addresses that stand in quotes in JavaScript: it may ask for them, or show a link."""
    for found in _QUOTED.finditer(text) if "//" in text or r"\/\/" in text else ():
        yield Load(found[3].lower(), found[2].replace("\\", ""), offset=found.start(2), sure=bool(found[1]))


def host_of(address: str) -> str:
    """Return the host of an *address*, in small letters; nothing where it names none that can be reached."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "") if parts.scheme in ("", "http", "https", "ws", "wss") else ""
    except ValueError:
        return ""  # a browser cannot read it either
    return host.rstrip(".") if _HOST.fullmatch(host.rstrip(".")) else ""
