"""Answers to what cannot be done: what to do about it, and when to try again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from banner.server.gate import BusyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from banner.contract import ErrorResponse

_SOON = 5  # seconds
_log = logging.getLogger(__name__)


class BadError(Exception):
    """Request that cannot be taken: *status*, what to do about it, and *after* how many seconds again."""

    def __init__(self, status: int, remedy: str, after: int = 0) -> None:
        super().__init__(remedy)
        self.status = status
        self.after = after


def error(status: int, remedy: str, after: int = 0) -> JSONResponse:
    """Return what the browser is told; it puts entries aside for ever only where it reads a reason."""
    told: ErrorResponse = {"error": remedy}
    return JSONResponse(told, status, {"Retry-After": f"{after}"} if after else None)


def unavailable() -> JSONResponse:
    """Return that the entry is to be kept and sent again."""
    return error(503, "the consent log cannot be reached; try again", _SOON)


async def _bad(_: Request, raised: Exception) -> Response:
    if not isinstance(raised, BadError):
        raise raised
    return error(raised.status, str(raised), raised.after)


async def _nowhere(_: Request, raised: Exception) -> Response:
    # What the routes have no endpoint or no method for.
    if not isinstance(raised, HTTPException):
        raise raised
    answer = error(raised.status_code, raised.detail)
    answer.headers.update(raised.headers or {})
    return answer


async def _unavailable(_: Request, raised: Exception) -> Response:
    # Of an error of the database only the kind is told: its words may have what was to be kept.
    kind = type(getattr(raised, "orig", None) or raised)
    _log.warning("the database gives no answer: %s.%s", kind.__module__, kind.__qualname__)
    return unavailable()


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)  # nobody is there any more who reads it


# What is out: the database, its time, files or disk, memory. All of it passes.
HANDLERS: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    BadError: _bad,
    HTTPException: _nowhere,
    ClientDisconnect: _gone,
    **dict.fromkeys((sql.exc.SQLAlchemyError, BusyError, OSError, MemoryError), _unavailable),
}
