"""Markup of a page that speaks to the banner in vain. Each tells line, text, rule, source and remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from banner.config import catalogue, loads
from banner.config.advice.on_hosts import held
from banner.config.reader import unknown
from banner.config.waiting import WAITS, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.advice.surroundings import Surroundings
    from banner.config.elements import Element
    from banner.config.pages import Page

    Seen = Iterator[tuple[int | None, object, str, str, str]]

_SOURCE: Final = "the reference of attributes"
_ATTRIBUTES: Final = (
    "data-consent",
    "data-consent-account",
    "data-consent-action",
    "data-consent-activated",
    "data-consent-embed",
    "data-consent-open",
)
_VALUES: Final = {
    "data-consent-embed": ("preferences", "declaration", "history"),
    "data-consent-action": (
        "accept-all",
        "deny-all",
        "accept-selected",
        "dismiss",
        "preferences",
        "opt-out",
    ),
}
_ADDRESSES: Final = ("src", "srcset", "href", "poster", "data", "srcdoc")
# Nothing of ours is done to these, and they stand in no other element that could wait in their place.
_NEVER: Final = ("form", "frame", "image", "input", "noscript", "picture", "style")
# Types of scripts that hold something else, and are not meant to run.
_DATA: Final = ("json", "html", "importmap", "rules", "shader", "template")


def misread(around: Surroundings, page: Page) -> Seen:
    """Give what *page* says to the banner and nobody hears: misspelt, or where it cannot work."""
    for element in page.elements:
        yield from _attributes(element)
        service = element.get("data-service")
        if service:
            yield from _service(around, element, service)
        elif _plain(element) and {"src", "data-src"} & element.attributes.keys():
            yield (
                element.line,
                element.text,
                "this script waits for no service, so nothing activates it",
                _SOURCE,
                'name the service that it waits for: data-service="ID"',
            )


def _attributes(element: Element) -> Seen:
    for name, value in element.attributes.items():
        if not name.startswith("data-consent"):
            continue
        if name.startswith("data-consent-") and (remedy := unknown(name, _ATTRIBUTES)):
            yield element.line, name, "the banner knows no such attribute", _SOURCE, remedy
        elif name in _VALUES and (remedy := unknown(value, _VALUES[name])):
            yield element.line, value, f"{name} has no such value, so nothing happens", _SOURCE, remedy


def _service(around: Surroundings, element: Element, service: str) -> Seen:
    """Give what is wrong with an *element* that names a *service*."""
    site = around.site
    asked = [one.id for one in site.declaration.optional()]
    if service in asked:
        if found := _idle(around, element, service):
            yield element.line, element.text, found[0], _SOURCE, found[1]
        return
    if not _waits(element):
        return  # others have attributes of this name, too
    if service in [one.id for one in site.declaration.services]:
        rule = f'"{service}" is always on, and nothing waits for it: nothing activates this'
        remedy = "write it as it would be without a banner"
    else:
        rule = f'there is no service "{service}", so nothing activates this'
        remedy = unknown(service, asked)
        if not remedy.startswith("did") and (catalogue.FOLDER / f"services/{service}.toml").exists():
            remedy = f'declare it: [[services]] with use = "{service}"'
    yield element.line, service, rule, _SOURCE, remedy


def _plain(element: Element) -> bool:
    return element.tag == "script" and element.get("type").lower() == "text/plain"


def _waits(element: Element) -> bool:
    """Return whether an element looks as if it was to wait."""
    return (
        _plain(element)
        or element.tag == "template"
        or any(f"data-{name}" in element.attributes for name in (*_ADDRESSES, "embed"))
    )


def _idle(around: Surroundings, element: Element, service: str) -> tuple[str, str] | None:
    """Return rule and remedy for an *element* that no consent to *service* does anything to."""
    if "data-embed" in element.attributes:
        return _embed(around, element, service)
    if element.tag == "script":
        return _script(element, service)
    if element.tag in WAITS:
        return _address(element, WAITS[element.tag])
    if element.tag not in _NEVER:
        return None
    return (
        f"nothing activates a <{element.tag}>",
        f"put it into {template(service)}, without data-service of its own",
    )


def _address(element: Element, names: tuple[str, ...]) -> tuple[str, str] | None:
    """Return rule and remedy for an element whose address is not where it waits, which is in *names*."""
    written = [name for name in _ADDRESSES if f"data-{name}" in element.attributes]
    if written and not set(written) & set(names):
        return (
            f"nothing activates data-{written[0]} of <{element.tag}>",
            f"write data-{' or data-'.join(names)}",
        )
    first = next((name for name in names if name in element.attributes), "")
    if written or not first or any(True for _ in loads.of_element(element)):
        return None  # what contacts a host of others is told already
    return f"this waits for nobody: <{element.tag}> loads at once", f"write data-{first} for {first}"


def _script(element: Element, service: str) -> tuple[str, str] | None:
    kind = element.get("type").lower()
    if _plain(element) or any(one in kind for one in _DATA):
        return None
    way = f'write <script type="text/plain" data-service="{service}" data-src="…">'
    if not {"src", "data-src"} & element.attributes.keys():
        way = f"write {held(service)}"
    if not loads.runs(element):
        return f'nothing activates a script of type "{kind}"', way
    outside = any(True for _ in loads.of_element(element))
    return None if outside else ("this script waits for nobody: it runs at once", way)


def _embed(around: Surroundings, element: Element, service: str) -> tuple[str, str] | None:
    """Return rule and remedy for an element with ``data-embed`` in whose place nothing is ever shown."""
    embed = around.site.code[service].embed
    if embed is None or not embed.link:
        return (
            f'"{service}" has no items to show, so this stays empty',
            f'write a frame that waits: <iframe data-service="{service}" data-src="…">',
        )
    if re.fullmatch(embed.pattern, element.attributes["data-embed"]):
        return None
    return (
        f'no item of "{service}" is called like this, so this stays empty',
        f"write what stands in {embed.link}, in the form {embed.pattern}",
    )
