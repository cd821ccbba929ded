"""Crowds of slow clients: heads and bodies that come by the byte, and answers that nobody takes."""

from __future__ import annotations

import contextlib
import itertools
import resource
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESSES = 100  # of this machine: few from each, as from the internet
_PAUSE = 0.5  # seconds from a byte to the next
_FILES = 4096
_LINE = "{} HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n"
_POST = (
    _LINE.format("POST /api/consent/log") + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
)
BEGINNINGS = {
    "head": b"GET /api/consent/log HTTP/1.1\r\nA: ",
    "body": _POST.encode() + b"Content-Length: 60000\r\n\r\n{",
    "reader": (_LINE.format("GET /api/consent/openapi.json") + "\r\n").encode() * 5,
}


class Crowd:
    """So many slow clients of the server at *port*; whoever is cut off comes again."""

    def __init__(self, port: int, size: int) -> None:
        self._port = port
        self._kinds = itertools.cycle(BEGINNINGS.values())
        self._addresses = itertools.cycle(f"127.0.1.{n + 1}" for n in range(ADDRESSES))
        self._stopped = threading.Event()
        self._size = size
        self._all: list[socket.socket] = []
        self.cut_off = 0

    def run(self) -> None:
        """Send a byte on each connection, again and again."""
        self._all = [one for _ in range(self._size) if (one := self._come())]
        while not self._stopped.wait(_PAUSE):
            here = [one for one in self._all if self._goes_on(one)]
            gone = self._size - len(here)
            self.cut_off += len(self._all) - len(here)
            self._all = here + [one for _ in range(gone) if (one := self._come())]

    def leave(self) -> None:
        """End all connections."""
        self._stopped.set()

    def close(self) -> None:
        """Let go of all sockets."""
        for one in self._all:
            one.close()

    def _come(self) -> socket.socket | None:
        """Connect and begin; nobody where the system takes no more."""
        one = socket.socket()
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.settimeout(_PAUSE)
            one.bind((next(self._addresses), 0))
            one.connect(("127.0.0.1", self._port))
            one.settimeout(0)
            one.send(next(self._kinds))
            return one
        one.close()
        return None

    def _goes_on(self, one: socket.socket) -> bool:
        try:
            one.send(b"a")
        except BlockingIOError:
            return True
        except OSError:
            one.close()
            return False
        return True


@contextlib.contextmanager
def crowded(port: int, size: int) -> Iterator[Crowd]:
    """Have *size* slow clients at the server all the time."""
    crowd = Crowd(port, size)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], min(_FILES, before[1])), before[1]))
    thread = threading.Thread(target=crowd.run, daemon=True)
    thread.start()
    try:
        yield crowd
    finally:
        crowd.leave()
        thread.join()
        crowd.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
