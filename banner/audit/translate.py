"""Puts what the observer has seen into the words of the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from banner.audit.seen import Cause, Contact, Kept
from banner.observe import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banner.observe.markup import Markup, Markups

# Where the files of the banner lie.
_BANNER = "/consent/"
# The document that it puts around a frame which it activates.
_ACTIVATED = "about:srcdoc"


def contacts(seen: Iterable[kinds.Observation], markups: Markups) -> tuple[Contact, ...]:
    """Return the contacts with hosts among what was *seen*; *markups* are those of the pages.

    What a policy of the page has forbidden was never sent, and is none.
    """
    return tuple(
        Contact(one.url, _kind(one), cause(one, markups))
        for one in seen
        if isinstance(one, kinds.Addressed) and not (isinstance(one, kinds.Request) and one.blocked)
    )


def kept(seen: Iterable[kinds.Observation], markups: Markups) -> tuple[Kept, ...]:
    """Return what is kept of what was *seen*, with what a script has written and is gone again.

    What a server has offered and the browser has not taken was never there.
    """
    found = []
    for one in seen:
        if isinstance(one, kinds.Cookie) and (one.kept or one.how == "script"):
            by = cause(one, markups)
            found.append(Kept("cookie", one.name, one.domain, one.days, by, gone=not one.kept))
        elif isinstance(one, kinds.Stored):
            # A frame without an address of its own has the storage of the page around it.
            host = kinds.host_of(one.origin) or kinds.host_of(one.page)
            found.append(Kept(one.area, one.name, host, None, cause(one, markups)))
    return tuple(found)


def offered(seen: Iterable[kinds.Observation]) -> tuple[Kept, ...]:
    """Return the cookies that servers have offered and the browser has not taken."""
    return tuple(
        Kept("cookie", one.name, one.domain, one.days, gone=True)
        for one in seen
        if isinstance(one, kinds.Cookie) and not one.kept
    )


Caused = kinds.Addressed | kinds.Cookie | kinds.Stored


def cause(one: Caused, markups: Markups) -> Cause:
    """Return who has caused something: of a script its place, and the element that has brought the script.

    What the banner has activated was caused by the element that waited.
    """
    place, element = one.initiator.place, one.initiator.text
    page = markups.of(one.page)
    waiting = page.waiting(one.url) if page and isinstance(one, kinds.Addressed) else None
    if waiting and (_BANNER in place.url or place.url == _ACTIVATED):
        return Cause(waiting.text, one.page, waiting.line)
    if not element and one.initiator.kind == "script":
        element = _inline(markups.of(place.url), place) or _loading(page, place.url)
    worker = one.worker if isinstance(one, kinds.Request) else ""
    return Cause(element, urldefrag(place.url).url or worker, place.line)


def _inline(page: Markup | None, place: kinds.Place) -> str:
    found = page.at(place.line, place.column) if page else None
    return found.text if found else ""


def _loading(page: Markup | None, script: str) -> str:
    found = page.loading(script) if page else None
    return found.text if found else ""


def _kind(one: kinds.Addressed) -> str:
    if isinstance(one, kinds.Request):
        return "request of a worker for" if one.worker else one.resource
    if isinstance(one, kinds.Hint):
        return one.rel
    if isinstance(one, kinds.Worker):
        return f"{one.kind} worker"
    return {"Socket": "socket", "Beacon": "beacon", "Frame": "frame"}.get(type(one).__name__, "other")
