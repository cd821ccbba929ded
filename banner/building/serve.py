"""Serves the demo site, and builds it again when a source changes."""

from __future__ import annotations

import contextlib
import mimetypes
import re
import signal
import socket
import stat
import sys
import threading
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from watchfiles import PythonFilter, watch

from banner.config.site_config import ConfigError
from banner.toolchain.environment import SetUpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import Scope

# A name that changes with the content.
_FOR_EVER = re.compile(r"\.[0-9a-f]{8}\.\w+$|/[0-9a-f]{64}\.json$")
_LOOK = 200  # milliseconds
_PATIENCE = 30  # seconds for requests that are being answered in the end
# One of what an Accept-Encoding header takes, and its quality.
_TAKEN = re.compile(r"([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?\s*(?:,|$)", re.IGNORECASE)
_ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the smaller first


class Files(StaticFiles):
    """Files with the headers that a good static host would send."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at *path*, compressed where a build has left it so and the browser takes it.

        It is to be kept for ever where its name changes with it.
        """
        encodings = await run_in_threadpool(self._encodings, path)
        encoding = preferred(Headers(scope=scope).get("accept-encoding", ""), encodings)
        response = await super().get_response(path + _ENCODINGS.get(encoding, ""), scope)
        response.headers["Cache-Control"] = _kept(path)
        if encodings:
            response.headers.add_vary_header("Accept-Encoding")
        if encoding:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            text = kind.startswith("text/") or kind == "application/json"
            response.headers["Content-Type"] = kind + ("; charset=utf-8" if text else "")
            response.headers["Content-Encoding"] = encoding
        return response

    def _encodings(self, path: str) -> list[str]:
        """The encodings in which the file at *path* also lies here, ready to be sent."""
        if not self._is_file(path):
            return []
        return [encoding for encoding, suffix in _ENCODINGS.items() if self._is_file(path + suffix)]

    def _is_file(self, path: str) -> bool:
        try:
            found = self.lookup_path(path)[1]
        except (OSError, ValueError):  # no name of a file; the request for it is refused for that
            return False
        return found is not None and stat.S_ISREG(found.st_mode)


def preferred(header: str, encodings: list[str]) -> str:
    """Return that of *encodings* which an ``Accept-Encoding`` *header* likes best, or nothing for none.

    Of several that it likes as much, the first; what it does not name, or with quality 0, is not taken
    (RFC 9110, 12.5.3).
    """
    qualities = {name.lower(): float(quality or 1) for name, quality in _TAKEN.findall(header)}

    def quality(encoding: str) -> float:
        return qualities.get(encoding, qualities.get("*", 0))

    best = max(encodings, key=quality, default="")
    return best if quality(best) > 0 and quality(best) >= qualities.get("identity", 0) else ""


def _kept(path: str) -> str:
    """How long a browser may keep the file at *path*: who works on a site sees each build at once."""
    if _FOR_EVER.search(path):
        return "public, max-age=31536000, immutable"
    return "no-cache"


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
    except (ConfigError, SetUpError) as error:
        sys.stdout.write(f"{error}\nthe last good build is still served\n")


class _Sources(PythonFilter):
    """What a build reads: Python, and all that a page is made of, but not what a build writes."""

    def __init__(self, out: Path) -> None:
        super().__init__(
            extra_extensions=(".html", ".css", ".js", ".toml", ".po", ".svg", ".png", ".json"),
            ignore_paths=[out.resolve()],
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
