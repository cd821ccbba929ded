"""The owner's page: what links and decisions came to in a period, in totals only."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import astuple, fields
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from banner.server.counts import Count
from shop import decisions, links
from shop.figures import figures

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from starlette.requests import Request

    from banner.server.counts import Counts
    from shop.owner_gate import OwnerGate
    from shop.rendering import Renderer

# How many days back a period goes, and what it is called.
PERIODS = {7: "7 days", 30: "30 days", 365: "12 months"}
_USUAL = 30


class OwnerPage:
    """One page behind a *gate*; where the shop has *counts*, also these, and a file of them."""

    def __init__(self, renderer: Renderer, engine: Engine, gate: OwnerGate, counts: Counts | None) -> None:
        self._renderer = renderer
        self._engine = engine
        self._gate = gate
        self._counts = counts

    def routes(self) -> list[Route]:
        """Return the addresses of the page, and of the file."""
        page = Route("/owner", self._owner, methods=["GET"])
        return [page, Route("/owner/counts.csv", self._file, methods=["GET"])] if self._counts else [page]

    async def _owner(self, request: Request) -> Response:
        refused = self._gate.refused(request)
        if refused:
            return refused
        days, since, until = _asked_for(request)
        campaigns = await run_in_threadpool(links.report, self._engine, since)
        decided = await run_in_threadpool(decisions.report, self._engine, since)
        found = await self._counted(since, until)
        return await self._renderer.page(
            request,
            "owner.html",
            days=days,
            periods=PERIODS,
            since=since,
            until=until,
            campaigns=campaigns,
            decided=decided,
            figures=figures(found, since, until) if self._counts else None,
        )

    async def _file(self, request: Request) -> Response:
        refused = self._gate.refused(request)
        if refused:
            return refused
        _, since, until = _asked_for(request)
        headers = {
            "Content-Disposition": f'attachment; filename="consents-{since}-{until}.csv"',
            "Cache-Control": "private, no-store",
        }
        text = as_csv(await self._counted(since, until))
        return Response(text, media_type="text/csv", headers=headers)

    async def _counted(self, since: dt.date, until: dt.date) -> list[Count]:
        return await run_in_threadpool(self._counts.report, since, until) if self._counts else []


def period(text: str) -> int:
    """Return the number of days that *text* asks for, or the usual one."""
    return next((days for days in PERIODS if str(days) == text), _USUAL)


def as_csv(counts: list[Count]) -> str:
    """Return *counts* as comma-separated values (RFC 4180), with their names in the first line."""
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(field.name for field in fields(Count))
    lines.writerows(map(astuple, counts))
    return file.getvalue()


def _asked_for(request: Request) -> tuple[int, dt.date, dt.date]:
    days = period(request.query_params.get("days", ""))
    until = dt.datetime.now(dt.UTC).date()
    return days, until - dt.timedelta(days=days - 1), until
