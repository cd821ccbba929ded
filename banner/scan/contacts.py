"""Whom a page contacts, in whatever way: one form for requests, sockets, frames, hints and plain markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.config.loads import is_code
from banner.observe.kinds import (
    Addressed,
    Beacon,
    Frame,
    Hint,
    Initiator,
    Observation,
    Place,
    Request,
    Socket,
    Worker,
    host_of,
)
from banner.observe.names import same_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from banner.observe.markup import Element, Markups


@dataclass(frozen=True)
class Contact:
    """One address of somebody else that a *page* contacts or would contact.

    *how* is ``"request"``, ``"beacon"``, ``"socket"``, ``"worker"``, ``"frame"``, the *rel* of a hint, or
    ``"markup"`` where it stands in the page and was not asked for in this visit.
    """

    page: str
    url: str
    how: str
    initiator: Initiator
    frame: str = ""
    resource: str = ""

    @property
    def host(self) -> str:
        """The host of the address."""
        return host_of(self.url)


def contacts(
    seen: Iterable[Observation], markups: Markups, pages: Sequence[str], others: Callable[[str], bool]
) -> list[Contact]:
    """Return all contacts to hosts for which *others* is true, each address once for a page."""
    found: dict[tuple[str, str], Contact] = {}
    for one in (*_of(seen), *_written(markups, pages)):
        if one.host and others(one.host):
            found.setdefault((one.page, one.url), one)
    return list(found.values())


def foreign(own: Sequence[str], cloaked: Iterable[str] = ()) -> Callable[[str], bool]:
    """Return what tells whether a host is somebody else's: none of *own* and their sites, or *cloaked*."""
    hidden = frozenset(cloaked)
    return lambda host: host in hidden or not any(same_site(host, one) for one in own)


def waits(element: Element) -> bool:
    """Return whether *element* loads nothing by itself, as a script that is no script does."""
    return element.tag == "script" and not is_code(element.attributes.get("type", ""))


def _of(seen: Iterable[Observation]) -> Iterator[Contact]:
    for one in seen:
        if isinstance(one, Addressed) and not (isinstance(one, Request) and one.blocked):
            resource = one.resource if isinstance(one, Request) else ""
            yield Contact(one.page, one.url, _how(one), one.initiator, one.frame, resource)


def _how(one: Addressed) -> str:
    if isinstance(one, Request):
        return "beacon" if one.beacon else "request"
    if isinstance(one, Hint):
        return one.rel
    names = {Beacon: "beacon", Socket: "socket", Worker: "worker", Frame: "frame"}
    return names.get(type(one), "request")


def _written(markups: Markups, pages: Sequence[str]) -> Iterator[Contact]:
    """Give what stands in the pages: some of it loads only near the window, or without scripts."""
    for page in pages:
        markup = markups.of(page)
        for element in markup.elements if markup else ():
            for _, address in () if waits(element) else element.addresses:
                place = Place(page, element.line, element.column)
                yield Contact(page, address, "markup", Initiator("element", place, element.text), page)
