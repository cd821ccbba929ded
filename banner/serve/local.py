"""A server on this machine, in a thread of this program."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
import threading
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from banner.server.files import Files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

_PATIENCE = 30  # seconds for requests that are being answered in the end
# Seconds after which an idle connection ends, which breaks a request that takes it at that very moment.
_IDLE = 600


def static(folder: Path) -> Starlette:
    """Return the site in *folder* as an ASGI application."""
    return Starlette(routes=[Mount("/", Files(directory=folder, html=True, check_dir=False))])


@contextlib.contextmanager
def running(application: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve *application* in a thread and give its address; 0 or a taken port lets the system choose."""
    listener = _listen(port)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_level="warning",
            lifespan="on",
            proxy_headers=False,  # there is no proxy, so whoever is limited could write them
            timeout_graceful_shutdown=_PATIENCE,
            timeout_keep_alive=_IDLE,
        )
    )
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    if sys.platform != "win32":  # where it would let two programs share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        sys.stdout.write(f"port {port} {why}; the system chooses another\n")
        listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener
