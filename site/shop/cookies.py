"""Cookies of the shop: for this site alone, and, but for one, out of reach of scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop import links

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

_OF_SCRIPTS = (links.COOKIE,)


def named(name: str, scheme: str) -> str:
    """Return what the cookie *name* is called under that *scheme*.

    On https no other host can set a cookie of such a name, so no sub-domain logs a visitor in.
    """
    return f"__Host-{name}" if scheme == "https" and name not in _OF_SCRIPTS else name


def read(request: HTTPConnection, name: str) -> str:
    """Return what the cookie *name* of *request* holds, or an empty text."""
    return request.cookies.get(named(name, request.url.scheme), "")


def keep(response: Response, request: HTTPConnection, name: str, value: str, age: int | None) -> None:
    """Set the cookie *name* for *age* seconds, or for as long as the browser is open."""
    scheme = request.url.scheme
    response.set_cookie(
        named(name, scheme),
        value,
        age,
        path="/",
        secure=scheme == "https",
        httponly=name not in _OF_SCRIPTS,
        samesite="lax",
    )


def erase(response: Response, request: HTTPConnection, *names: str) -> None:
    """Remove those cookies of that name which the browser has sent."""
    for name in names:
        if named(name, request.url.scheme) in request.cookies:
            keep(response, request, name, "", 0)
