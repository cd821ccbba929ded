"""What a browser was seen to do, in the words of the audit: contacts with hosts, and things kept."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Cause:
    """Cause of something: the start tag of an *element*, the address of a *script*, and a *line* in it.

    What the engine does not tell is empty, and *line* is 0: a guess would send the owner to a wrong place.
    """

    element: str = ""
    script: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.script}:{self.line}" if self.script and self.line else self.script
        return " in ".join(part for part in (self.element, place) if part)


NOBODY = Cause()


@dataclass(frozen=True)
class Contact:
    """Contact with a host: a request, or a hint such as ``preconnect``, a socket, a worker.

    *kind* is what asked, in the browser's words (``"script"``, ``"image"``, ``"websocket"``, ``"hint"``).
    """

    url: str
    kind: str = "other"
    cause: Cause = NOBODY

    @property
    def host(self) -> str:
        """Return the host, or nothing where the address has none (``data:``) or cannot be read."""
        try:
            return (urlsplit(self.url).hostname or "").lower()
        except ValueError:
            return ""


@dataclass(frozen=True)
class Kept:
    """Something that is kept in the browser.

    *kind* is that of a declared cookie: ``"cookie"``, ``"local"``, ``"session"``, ``"indexeddb"`` or
    ``"cache"``. *domain* is that of the cookie without a dot before it, or the host of the origin. *days* is
    how long it lives from the moment at which it was seen; ``None`` is until the browser ends. *gone* tells
    that it was written and is there no more.
    """

    kind: str
    name: str
    domain: str
    days: float | None = None
    cause: Cause = NOBODY
    gone: bool = False
