"""Serves the demo site, and builds it again when a source changes."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from watchfiles import PythonFilter, watch

from banner import resources
from banner.config.site_config import ConfigError
from banner.server.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOOK = 200  # milliseconds
_PATIENCE = 30  # seconds for requests that are being answered in the end


def static(folder: Path) -> Starlette:
    """The site in *folder* as an ASGI application."""
    return Starlette(routes=[Mount("/", Files(directory=folder, html=True, check_dir=False))])


def serve(
    build: Callable[[], None],
    application: Callable[[], tuple[Starlette, Callable[[], None]]],
    port: int,
    sources: tuple[Path, ...],
    out: Path,
) -> None:
    """Build into *out*, serve on this machine until interrupted or terminated, build when *sources* change.

    *application* gives what is served, and what it has to do after each further build. Raises what *build*
    raises the first time; later the last good build stays, and the errors are told. Requests that are being
    answered in the end are answered.
    """
    build()
    site, renew = application()
    with _ended() as stop, running(site, port) as address:
        told = False
        for changes in watch(
            *sources,
            watch_filter=_Sources(out),
            stop_event=stop,
            yield_on_timeout=True,
            rust_timeout=_LOOK,
        ):
            if changes:
                _rebuild(build, renew)
            elif not told:
                # Only now, when no change can be missed any more.
                sys.stdout.write(f"serving {address} (Ctrl-C ends)\n")
                told = True
            sys.stdout.flush()


@contextlib.contextmanager
def _ended() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets, even where a shell has started us with that signal ignored, or SIGTERM."""
    stop = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda *_: stop.set()) for one in signals]
    try:
        yield stop
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


def _rebuild(build: Callable[[], None], renew: Callable[[], None]) -> None:
    try:
        build()
        renew()
    except ConfigError as error:
        sys.stdout.write(f"{error}\nthe last good build is still served\n")


class _Sources(PythonFilter):
    """What a build reads: Python, and all that a page is made of, but not what a build writes."""

    def __init__(self, out: Path) -> None:
        super().__init__(
            extra_extensions=(".html", ".css", ".js", ".toml", ".po", ".svg", ".png", ".json"),
            ignore_paths=[out.resolve(), resources.FOLDER],
        )


@contextlib.contextmanager
def running(application: Starlette, port: int = 0) -> Iterator[str]:
    """Serve *application* in a thread and give its address; 0 or a taken port lets the system choose."""
    listener = _listen(port)
    server = uvicorn.Server(
        uvicorn.Config(application, log_level="warning", lifespan="on", timeout_graceful_shutdown=_PATIENCE)
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
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        sys.stdout.write(f"port {port} is taken; the system chooses another\n")
        listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener
