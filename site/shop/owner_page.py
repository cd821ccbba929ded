"""The owner's page: what links and decisions came to in a period, in totals only."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import secrets
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from shop import decisions, links
from shop.attempts import client_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from starlette.requests import Request

    from shop.attempts import Attempts
    from shop.rendering import Renderer

# How many days back a period goes, and what it is called.
PERIODS = {7: "7 days", 30: "30 days", 365: "12 months"}
_USUAL = 30
_log = logging.getLogger(__name__)


class OwnerPage:
    """One page, behind a *password*."""

    def __init__(self, renderer: Renderer, engine: Engine, password: str, attempts: Attempts) -> None:
        self._renderer = renderer
        self._engine = engine
        self._password = password
        self._attempts = attempts

    def routes(self) -> list[Route]:
        """Return the address of the page."""
        return [Route("/owner", self._owner, methods=["GET"])]

    async def _owner(self, request: Request) -> Response:
        refused = self._refused(request)
        if refused:
            return refused
        days = period(request.query_params.get("days", ""))
        until = dt.datetime.now(dt.UTC).date()
        since = until - dt.timedelta(days=days - 1)
        campaigns = await run_in_threadpool(links.report, self._engine, since)
        decided = await run_in_threadpool(decisions.report, self._engine, since)
        return await self._renderer.page(
            request,
            "owner.html",
            days=days,
            periods=PERIODS,
            since=since,
            until=until,
            campaigns=campaigns,
            decided=decided,
        )

    def _refused(self, request: Request) -> Response | None:
        """Return why whoever asks may not read it, if so. Who guesses has to wait, and the log tells it."""
        if "authorization" not in request.headers:
            return _asked()
        client = client_of(request)
        wait = self._attempts.wait(client)
        if wait:
            _log.warning("the owner's page: too many wrong passwords; the next try in %d seconds", wait)
            return Response("Too many attempts.", 429, {"Retry-After": str(wait)})
        self._attempts.count(client)
        if not _knows(request, self._password):
            _log.warning("the owner's page: a wrong password")
            return _asked()
        self._attempts.forget(client)
        return None


def _asked() -> Response:
    return Response("The owner's page.", 401, {"WWW-Authenticate": 'Basic realm="owner"'})


def period(text: str) -> int:
    """Return the number of days that *text* asks for, or the usual one."""
    return next((days for days in PERIODS if str(days) == text), _USUAL)


def _knows(request: Request, password: str) -> bool:
    kind, _, code = request.headers.get("authorization", "").partition(" ")
    try:
        told = base64.b64decode(code, validate=True).decode()
    except ValueError:
        return False
    return kind == "Basic" and secrets.compare_digest(told.encode(), f"owner:{password}".encode())
