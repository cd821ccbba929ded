"""The consent log and what operators ask of it, as one application."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import posixpath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from banner.server import answers
from banner.server.headers import Guarded
from banner.standalone import logs
from banner.standalone.metrics import NoMetrics, PrometheusMetrics
from banner.standalone.opening import Opening
from banner.standalone.proxies import PEER, Proxies, within
from banner.standalone.watch import Watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from banner.server.built import Built
    from banner.standalone.metrics import Metrics
    from banner.standalone.settings import Settings

_log = logging.getLogger(__name__)
# What a proxy writes who has a request of somebody else.
_HANDED_ON = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


def application(
    settings: Settings, consent: Path, built: Built, connections: Callable[[], int] = lambda: 0
) -> ASGIApp:
    """Return the application for the *built* folder *consent*.

    *connections* tells how many are open. Raises :class:`~banner.errors.ConfigError` where metrics are wanted
    and cannot be had.
    """
    opening = Opening(settings, consent, built)
    metrics: Metrics = NoMetrics()
    if settings.metrics:
        metrics = PrometheusMetrics(lambda: opening.unfinished, connections)

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        if await opening.ready():
            return JSONResponse({"status": "ok"})
        return JSONResponse({"status": "the database does not answer"}, 503)

    async def measured(request: Request) -> Response:
        if not _may_read(request, settings):
            return answers.error(404, "there is nothing here")
        content, kind = metrics.text()
        return Response(content, headers={"Content-Type": kind})

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(logs.of_loop)
        running = asyncio.create_task(opening.run())
        running.add_done_callback(_told)
        yield
        running.cancel()
        await asyncio.wait([running])
        opening.close()

    path = settings.path or default_path(built)
    site = Starlette(
        routes=[
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", measured),
            Mount(path.rstrip("/"), opening),
        ],
        lifespan=lifespan,
        exception_handlers=answers.HANDLERS,
    )
    site.router.redirect_slashes = False  # what it redirected to would be what the request calls its host
    watched = Watched(Guarded(site), path, metrics)
    return Proxies(watched, settings.trusted_proxies, settings.forwarded)


def default_path(built: Built) -> str:
    """Return where pages look for the server, if ``consent/`` lies at the root of the site."""
    path = posixpath.normpath("/" + urlsplit(built.server).path).lstrip("/")
    return f"/{path}/" if path else "/"


def _may_read(request: Request, settings: Settings) -> bool:
    """Return whether the metrics are for whoever asks: himself, and through no proxy."""
    handed_on = any(name in request.headers for name in _HANDED_ON)
    return not handed_on and within(request.scope[PEER], settings.metrics)


def _told(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error:
        _log.error("the server cannot go on", exc_info=error)
