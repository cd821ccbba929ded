"""Watches the requests: a line in the log for each, and a number in the metrics."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.server.consents import STORED
from banner.standalone.logs import FIELDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from banner.standalone.metrics import Metrics

_ROUTES = ("log", "account", "history", "notices")
_QUIET = ("/healthz", "/readyz", "/metrics")
_METHODS = ("GET", "HEAD", "POST")
_CUT_OFF = 499  # as nginx calls it: nobody was there for an answer
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watched:
    """*application*, whose addresses are in the folder *path*, as operators see it."""

    application: ASGIApp
    path: str
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and tell of it."""
        if scope["type"] != "http" or scope["path"] in _QUIET:
            await self.application(scope, receive, send)
            return
        status, started = _CUT_OFF, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.application(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - started
            # Neither the path nor the method as they came: anything can stand there.
            route = self._route(scope["path"])
            stored = int(scope.get(STORED, 0))
            self.metrics.answered(route, status, seconds, stored)
            fields = {
                "method": scope["method"] if scope["method"] in _METHODS else "other",
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
            }
            _log.info("request", extra={FIELDS: fields | ({"stored": stored} if stored else {})})

    def _route(self, path: str) -> str:
        inside = path.removeprefix(self.path) if path.startswith(self.path) else ""
        first = inside.partition("/")[0]
        return first if first in _ROUTES else "other"
