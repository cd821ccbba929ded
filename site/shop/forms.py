"""Forms that only pages of this site may send."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from banner.server.consents import same_origin
from shop import cookies

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

LONGEST = 10_000  # bytes; no form of ours is longer
_FIELDS = 20
_TYPE = "application/x-www-form-urlencoded"


class UnfitError(Exception):
    """Form that cannot be taken: *status*, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def form(
    handler: Callable[[Request, dict[str, str]], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that gives *handler* the fields of a form that a page of this site has sent."""

    async def handle(request: Request) -> Response:
        if not same_origin(request):
            return Response("Only pages of this site may send this.", 403)
        try:
            sent = _fields(await _content(request))
        except UnfitError as error:
            return Response(str(error), error.status)
        return await handler(request, sent)

    return handle


async def _content(request: Request) -> bytes:
    """Return the body of *request*; one that is too long is left where it is, whatever it has said before."""
    if request.headers.get("content-type", _TYPE).partition(";")[0].strip().lower() != _TYPE:
        raise UnfitError(415, f"Send {_TYPE}.")
    content = bytearray()
    async for chunk in request.stream():
        if len(content) + len(chunk) > LONGEST:
            raise UnfitError(413, "This is too long.")
        content += chunk
    return bytes(content)


def _fields(content: bytes) -> dict[str, str]:
    """Return the first value of each field; no page of ours sends what is no text."""
    try:
        pairs = parse_qsl(content.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise UnfitError(400, "This is no form.") from error
    # PostgreSQL takes no NUL, and no field of ours has several lines.
    if any(unicodedata.category(letter) == "Cc" for pair in pairs for text in pair for letter in text):
        raise UnfitError(400, "A field has a character that nobody can type.")
    return dict(reversed(pairs))


def redirect(path: str, request: Request, **kept: tuple[str, int | None]) -> Response:
    """Return the way to *path*, with the cookies *kept* by name: what each holds, and its age in seconds."""
    response = RedirectResponse(path, 303)
    for name, (value, age) in kept.items():
        cookies.keep(response, request, name, value, age)
    return response
