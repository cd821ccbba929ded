"""What can be observed in a page: one class for each kind of thing, and who has caused it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Place:
    """Place in a file, as browsers tell it: *line* and *column* count from 1, and 0 is unknown."""

    url: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.url, *(str(one) for one in (self.line, self.column) if one)])


@dataclass(frozen=True)
class Initiator:
    """Who has caused something.

    *kind* is ``"element"`` (markup at *place*, with its start tag in *text*), ``"script"`` (*stack* has the
    places of the calls, the innermost first, and *place* is that), ``"frame"`` (no more is known than the
    document at *place*), ``"header"`` (the answer of the address at *place*) or ``"unknown"``.
    """

    kind: str
    place: Place = field(default_factory=lambda: Place(""))
    text: str = ""
    stack: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.place}".strip()


@dataclass(frozen=True, kw_only=True)
class Observation:
    """Something that a page has done.

    *page* is the address that was visited, *frame* that of the document that has done it (the page's own or
    that of a frame in it), *when* the seconds since the observer began.
    """

    page: str
    frame: str = ""
    when: float = 0.0

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it, with the name of its kind."""
        return {"observed": type(self).__name__.lower(), **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class Addressed(Observation):
    """Something that names an address: *url*, and who has caused it."""

    url: str
    initiator: Initiator = field(default_factory=lambda: Initiator("unknown"))

    @property
    def host(self) -> str:
        """The host of the address, in lower case; nothing where it has none."""
        return host_of(self.url)


@dataclass(frozen=True, kw_only=True)
class Request(Addressed):
    """Request that the browser has made.

    *resource* is Playwright's ``resource_type`` (``"ping"`` for every beacon); *redirected_from* is the
    address that led here. *worker* is the script of the worker that has asked. *failure* tells why it has
    not been answered; what a policy of the page forbade (:attr:`blocked`) was never sent.
    """

    method: str = "GET"
    resource: str = "other"
    redirected_from: str = ""
    worker: str = ""
    failure: str = ""

    @property
    def beacon(self) -> bool:
        """Whether it is a beacon or the ping of a link."""
        return self.resource == "ping"

    @property
    def blocked(self) -> bool:
        """Whether the browser itself held it back, so that nobody was contacted."""
        return self.failure in ("csp", "net::ERR_BLOCKED_BY_CLIENT", "NS_ERROR_CONTENT_BLOCKED")


@dataclass(frozen=True, kw_only=True)
class Socket(Addressed):
    """WebSocket that a page opens."""


@dataclass(frozen=True, kw_only=True)
class Beacon(Addressed):
    """Call of ``navigator.sendBeacon``: its request is seen beside it, or comes after the page has gone."""


@dataclass(frozen=True, kw_only=True)
class Worker(Addressed):
    """Worker; *kind* is ``"service"``, ``"shared"`` or ``"dedicated"``."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class Frame(Addressed):
    """Frame in the page, at a *depth* of 1 or more; *frame* is the document around it."""

    depth: int = 1


@dataclass(frozen=True, kw_only=True)
class Hint(Addressed):
    """Link that has the browser contact a host ahead; *rel* is its kind, such as ``"preconnect"``."""

    rel: str


@dataclass(frozen=True, kw_only=True)
class Cookie(Observation):
    """Cookie that is new in the jar, or has another value or end than before; or that was offered in vain.

    *domain* has no leading point; *host_only* tells whether it is for that host alone. *days* is how long it
    will stay, ``None`` for a session. *partition* is the site whose page it is kept apart for. *how* is
    ``"header"``, ``"script"`` or ``"unknown"``. *kept* is false where the browser did not take it.
    """

    name: str
    value: str = ""
    domain: str = ""
    path: str = "/"
    host_only: bool = True
    http_only: bool = False
    secure: bool = False
    same_site: str = ""
    partition: str = ""
    days: float | None = None
    how: str = "unknown"
    kept: bool = True
    initiator: Initiator = field(default_factory=lambda: Initiator("unknown"))


@dataclass(frozen=True, kw_only=True)
class Stored(Observation):
    """Something new in the storage of an *origin*.

    *area* is ``"local"``, ``"session"``, ``"indexeddb"`` (*name* is that of the database) or ``"cache"``
    (that of a cache of the Cache API).
    """

    area: str
    name: str
    origin: str = ""
    initiator: Initiator = field(default_factory=lambda: Initiator("unknown"))


def host_of(address: str) -> str:
    """Return the host of *address* in lower case; nothing where it has none or cannot be read."""
    try:
        return (urlsplit(address.strip()).hostname or "").lower()
    except ValueError:
        return ""


def origin_of(address: str) -> str:
    """Return the origin of *address*; nothing where it has no host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
