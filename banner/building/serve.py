"""Serves the demo site, and builds it again when a source changes."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from watchfiles import DefaultFilter, watch

from banner import resources
from banner.building.live import Live
from banner.errors import ConfigError
from banner.server.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp
    from watchfiles import Change

# What a server of the site may write among its sources.
_KEPT = (".db", ".log", ".sqlite", "-journal", "-shm", "-wal")
_LOOK = 200  # milliseconds
_PATIENCE = 30  # seconds for requests that are being answered in the end


def static(folder: Path) -> Starlette:
    """The site in *folder* as an ASGI application."""
    return Starlette(routes=[Mount("/", Files(directory=folder, html=True, check_dir=False))])


@dataclass(frozen=True)
class Work:
    """What is served while somebody works on it.

    *build* builds into *out*; it raises one of *failures* where it cannot. *application* gives what is
    served, and what that has to do after each further build. *sources* gives the folders that a build reads,
    and *kind* what makes another application of it: both are asked again after a build.
    """

    build: Callable[[], None]
    application: Callable[[], tuple[Starlette, Callable[[], None]]]
    sources: Callable[[], tuple[Path, ...]]
    out: Path
    kind: Callable[[], str] = lambda: ""
    failures: tuple[type[Exception], ...] = (ConfigError, OSError)


def serve(work: Work, port: int) -> None:
    """Build, serve on this machine until interrupted or terminated, and build when sources change.

    Pages load again after each build, and show the errors of one that has failed. Raises what the build
    raises the first time; later the last good build stays, and the errors are told. Requests that are being
    answered in the end are answered.
    """
    work.build()
    with _ended() as stop:
        told = False
        while not stop.is_set():
            kind = work.kind()
            site, renew = work.application()
            live = Live(site)
            with running(live, port) as address:
                port = urlsplit(address).port or port
                for changes in _changes(work, stop, missed=told):
                    if changes:
                        _rebuild(work, renew, live)
                        if live.good and work.kind() != kind:
                            break
                    elif not told:
                        # Only now, when no change can be missed any more.
                        sys.stdout.write(f"serving {address} (Ctrl-C ends)\n")
                        told = True
                    sys.stdout.flush()
                live.close()


def _changes(work: Work, stop: threading.Event, missed: bool) -> Iterator[bool]:
    """Give ``True`` for each change of a source, and ``False`` in between; which those are may change too.

    *missed* tells whether something may have changed before.
    """
    while not stop.is_set():
        sources = work.sources()
        folders = [folder for folder in dict.fromkeys(sources) if folder.is_dir()]
        for changes in watch(
            *folders,
            watch_filter=_Sources(work.out),
            stop_event=stop,
            yield_on_timeout=True,
            rust_timeout=_LOOK,
        ):
            # Between two watches nobody has looked.
            yield bool(changes) or missed
            if (changes or missed) and work.sources() != sources:
                missed = True
                break
            missed = False


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


def _rebuild(work: Work, renew: Callable[[], None], live: Live) -> None:
    try:
        work.build()
        renew()
    except work.failures as error:
        sys.stdout.write(f"{error}\nthe last good build is still served\n")
        live.tell(str(error))
    else:
        live.tell()


class _Sources(DefaultFilter):
    """All that a site may be made of, but what a build writes, what a server keeps, and what is nobody's."""

    def __init__(self, out: Path) -> None:
        super().__init__(ignore_paths=[out.resolve(), resources.FOLDER])

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether a *change* at *path* matters."""
        return super().__call__(change, path) and not path.endswith(_KEPT)


@contextlib.contextmanager
def running(application: ASGIApp, port: int = 0) -> Iterator[str]:
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
