"""Connections: each part of a request has its time, and there are only so many of them.

uvicorn waits for the head of a request, and for whoever takes an answer slowly, for ever.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from banner.server.limits import group
from banner.standalone.proxies import within

if TYPE_CHECKING:
    import asyncio

    from banner.standalone.settings import Network

MOST_HEAD = 32 * 1024
"""Bytes of a request line and all headers: a browser sends all cookies of a domain."""
_PROXY_IDLE = 75  # seconds; longer than nginx keeps what is idle, which is a minute
_MOST_REST = 64 * 1024  # bytes of a body that nobody wants
_LINGER = 1.0  # seconds for an answer to arrive
_MOST = 1000  # connections
_EACH = 100  # of one client that is no proxy
_BACKLOG = 128  # connections that Python takes at once, before it looks at any
# Those that are closed next, those taken meanwhile, connections to the database, and what else is open.
_OTHER_FILES = 3 * _BACKLOG
_AT_ONCE = 16 * 1024  # bytes that are read before others have their turn, be they a chunk each
_MOST_UNSENT = 32 * 1024 * 1024  # bytes of all answers that nobody has taken
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)


class Connections:
    """Connections of one server that are open: *most* at a time, and *each* of a client that is no proxy.

    Where there is no room for one more, the one goes that has kept the server waiting for the longest.
    """

    def __init__(self, proxies: tuple[Network, ...] = (), most: int | None = None, each: int = _EACH) -> None:
        self._proxies = proxies
        self._most = room() if most is None else most
        self._each = each
        self._of: Counter[str] = Counter()
        self._oldest_first: dict[Timed, None] = {}  # by when something has begun in them

    def __len__(self) -> int:
        """Return how many are open."""
        return self._of.total()

    @property
    def unsent(self) -> int:
        """Bytes of all answers that are written and not taken."""
        return sum(one.unsent for one in self._oldest_first)

    def enter(self, address: str) -> str | None:
        """Count one more of whoever has this *address*; its name here, or ``None`` where it is too many."""
        name = "" if within(address, self._proxies) else group(address) or "nobody"
        if name and self._of[name] >= self._each and not self._make_room(name):
            return None
        if len(self) >= self._most and not self._make_room():
            return None
        self._of[name] += 1
        return name

    def begun(self, one: Timed) -> None:
        """Note that something has begun in *one*: it waits from now on, or not at all."""
        self._oldest_first.pop(one, None)
        self._oldest_first[one] = None

    def relieve(self) -> None:
        """Drop whoever takes no answer, the longest first, while all that is not taken is too much."""
        too_much = self.unsent - _MOST_UNSENT
        for one in [*self._oldest_first]:
            if too_much > 0 and one.unsent:
                too_much -= one.unsent
                one.drop()

    def leave(self, name: str, one: Timed | None = None) -> None:
        """Count one less, which was *one*."""
        self._of[name] -= 1
        if not self._of[name]:
            del self._of[name]
        if one:
            self._oldest_first.pop(one, None)

    def _make_room(self, name: str = "") -> bool:
        """Drop one connection of the client with that *name*, or of any that is no proxy; whether one was."""
        for one in self._oldest_first:
            if one.waits and one.name and (not name or one.name == name):
                one.drop()
                return True
        return False


def room() -> int:
    """Return how many connections the files that this process may open leave room for."""
    files = _files()
    return min(_MOST, max(files - _OTHER_FILES, files // 3))


def backlog() -> int:
    """Return how many connections are to wait in the system, and are taken at once."""
    return max(1, min(_BACKLOG, _files() // 8))


def _files() -> int:
    """Return how many files this process may open, or more than it ever does."""
    if sys.platform == "win32":
        return _MOST + _OTHER_FILES
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if soft != resource.RLIM_INFINITY else _MOST + _OTHER_FILES


@dataclass(frozen=True)
class Patience:
    """Seconds in which the *head* of a request has to come, and its answer to be written from there on."""

    head: float = 10
    request: float = 40


class Timed(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, over *connections* alone, and with *patience*."""

    def __init__(self, connections: Connections, patience: Patience, **told: Any) -> None:
        super().__init__(**told)
        self._connections = connections
        self._patience = patience
        self.name: str | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._phase = ""
        self._rest = _MOST_REST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or answer at once that there are too many."""
        super().connection_made(transport)
        transport.max_size = _AT_ONCE  # type: ignore[attr-defined]
        self.name = self._connections.enter(self.client[0] if self.client else "")
        self._enter("head", self._patience.head)
        if self.name is None:
            transport.write(_FULL)
            transport.close()
        elif not self.name:
            # A proxy sends what comes next over a connection that it has; it is to be the one to end it.
            self.timeout_keep_alive = _PROXY_IDLE

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        if self.name is not None:
            super().data_received(data)
            self._look(begun=True)
            self._drain(len(data))

    def pause_writing(self) -> None:
        """Write nothing more until what was written is taken."""
        super().pause_writing()
        if self.name is not None:
            self._connections.begun(self)
        self._connections.relieve()

    def on_response_complete(self) -> None:
        """Wait for the next request, and for whoever takes this answer."""
        # uvicorn closes what is idle then, which never ends where the answer is not taken.
        self._enter("idle", self.timeout_keep_alive + self._patience.head)
        super().on_response_complete()
        self._look(begun=bool(self.conn.trailing_data[0]))

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._timer:
            self._timer.cancel()
        self._leave()
        super().connection_lost(exc)

    @property
    def waits(self) -> bool:
        """Whether it is the client's turn: to send something, or to take what it was sent."""
        unsent = self.conn.their_state is h11.SEND_BODY
        return self._phase != "request" or unsent or self.flow.write_paused

    @property
    def unsent(self) -> int:
        """Bytes that were written and are not taken."""
        return self.transport.get_write_buffer_size() if self.flow.write_paused else 0

    def drop(self) -> None:
        """Cut the connection off, and make room for another one at once."""
        self._leave()
        self.transport.abort()

    def _leave(self) -> None:
        if self.name is not None:
            self._connections.leave(self.name, self)
        self.name = None

    def _drain(self, size: int) -> None:
        """Read on where the answer is given and the rest of a body still comes, but not all of one.

        Whoever is cut off at once may never see the answer.
        """
        if self._phase == "request" or self.conn.their_state is not h11.SEND_BODY:
            self._rest = _MOST_REST
            return
        self._rest -= size
        if self._rest < 0 and self._phase != "end":
            self.flow.pause_reading()
            self._enter("end", _LINGER)

    def _look(self, *, begun: bool) -> None:
        """Begin the time of a request whose head is there, or of a head that has *begun*."""
        answered: bool = getattr(self.cycle, "response_complete", True)  # there is none before the first
        if not answered and self._phase != "request":
            self._enter("request", self._patience.request)
        elif answered and begun and self._phase == "idle":
            self._enter("head", self._patience.head)

    def _enter(self, phase: str, seconds: float) -> None:
        """Cut the connection off where it is still in *phase* after *seconds*."""
        if self._timer:
            self._timer.cancel()
        self._phase = phase
        self._timer = self.loop.call_later(seconds, self.transport.abort)
        if self.name is not None:
            self._connections.begun(self)
