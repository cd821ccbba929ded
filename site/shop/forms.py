"""Forms that only pages of this site may send, and the cookies that answers to them set."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse, Response

from banner.server.consents import same_origin
from shop import links

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

LONGEST = 10_000  # bytes; no form of ours is longer


def form(
    handler: Callable[[Request, dict[str, str]], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that gives *handler* the fields of a form that a page of this site has sent."""

    async def handle(request: Request) -> Response:
        if not same_origin(request):
            return Response("Only pages of this site may send this.", 403)
        if int(request.headers.get("content-length") or 0) > LONGEST:
            return Response("This is too long.", 413)
        content = (await request.body()).decode("utf-8", "replace")
        return await handler(request, {key: values[0] for key, values in parse_qs(content).items()})

    return handle


def redirect(path: str, request: Request, **cookies: tuple[str, int | None]) -> Response:
    """Return the way to *path*, with *cookies* by name: what each holds, and its age in seconds."""
    response = RedirectResponse(path, 303)
    for name, (value, age) in cookies.items():
        keep(response, request, name, value, age)
    return response


def keep(response: Response, request: Request, name: str, value: str, age: int | None) -> None:
    """Set a cookie of the shop: for this site alone, and out of reach of scripts."""
    secure = request.url.scheme == "https"
    script = name == links.COOKIE
    response.set_cookie(name, value, age, path="/", secure=secure, httponly=not script, samesite="lax")


def erase(response: Response, request: Request, *names: str) -> None:
    """Remove those cookies of that name which the browser has sent."""
    for name in names:
        if name in request.cookies:
            keep(response, request, name, "", 0)
