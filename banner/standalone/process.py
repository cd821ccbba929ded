"""The process: listens, answers, and ends well when it is told to."""

from __future__ import annotations

import contextlib
import errno
import functools
import logging
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING, cast

import uvicorn

from banner.errors import ConfigError
from banner.standalone import databases, logs
from banner.standalone.connections import MOST_HEAD, Connections, Patience, Timed, backlog
from banner.standalone.logs import FIELDS
from banner.standalone.program import application, default_path

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from starlette.types import ASGIApp

    from banner.server.built import Built
    from banner.standalone.settings import Settings

_AT_LAST = 5  # seconds after which nothing is waited for any more
_log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Server that ends with 0 when it is told to, whatever a database still does in some thread."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End well with SIGTERM, and with SIGINT, even where a shell has that ignored; not by the signal."""
        signals = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(one, self.handle_exit) for one in signals]
        try:
            yield
        finally:
            for one, handler in zip(signals, before, strict=True):
                signal.signal(one, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        if not self.should_exit:
            wait = (self.config.timeout_graceful_shutdown or 0) + _AT_LAST
            timer = threading.Timer(wait, os._exit, (0,))
            timer.daemon = True
            timer.start()
        super().handle_exit(sig, frame)


def serve(settings: Settings, consent: Path, built: Built) -> None:
    """Answer what pages of the build in the folder *consent* send, until told to end.

    Raises :class:`~banner.errors.ConfigError` where that address, or the metrics, cannot be had.
    """
    connections = Connections(settings.trusted_proxies)
    site = application(settings, consent, built, lambda: len(connections))
    os.umask(0o077)  # the file of a database is for this user alone
    with contextlib.closing(_listening(settings.host, settings.port)) as listener:
        secrets = databases.secrets(settings.database)
        with logs.written(logs.Formatter(secrets, plain=settings.log_format == "text")):
            _tell(settings, built, listener)
            _Server(configured(site, connections, settings)).run([listener])
            _log.info("the end")


def configured(site: ASGIApp, connections: Connections, settings: Settings) -> uvicorn.Config:
    """Return what uvicorn is told to serve *site* over *connections*."""
    return uvicorn.Config(
        site,
        http=cast("type[asyncio.Protocol]", functools.partial(Timed, connections, Patience())),
        ws="none",
        lifespan="on",
        loop="asyncio",
        log_config=None,
        access_log=False,  # it has addresses, and all that stands in one
        proxy_headers=False,
        server_header=False,
        backlog=backlog(),
        h11_max_incomplete_event_size=MOST_HEAD,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


def _tell(settings: Settings, built: Built, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if not built.server:
        _log.warning("pages of this build send nothing: write server = into the declaration, and build anew")
    fields = {
        "address": address + (settings.path or default_path(built)),
        "database": databases.shown(settings.database),
        "revision": built.declaration.revision,
    }
    _log.info("listening", extra={FIELDS: fields})


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, backlog=backlog(), dualstack_ipv6=both)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "is taken" if taken else f"cannot be used ({getattr(error, 'strerror', None) or error})"
        raise ConfigError(f"{host} port {port}: this {why}; choose another with --port or --host") from error
