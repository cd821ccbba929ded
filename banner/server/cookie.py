"""Readers of the consent cookie, for requests as ASGI, WSGI and Django have them.

They need nothing that is not in Python: a site may ask for a consent without keeping a log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from banner.core.consent import holds
from banner.core.own_cookies import OwnCookies
from banner.core.record import decode
from banner.server import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banner.core.consent import Consent
    from banner.core.declaration import Declaration

_AS_THEY_ARE = OwnCookies()


class DjangoRequest(Protocol):
    """Part of a request of Django's that is read."""

    META: dict[str, Any]


def read_consent(
    header: str, declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE, now: int | None = None
) -> Consent | None:
    """Return the consent in a ``Cookie`` *header*, or ``None``: then nothing is granted.

    It is about just what *declaration* asks, and has not expired at *now*, which is milliseconds since 1970
    and the present unless told. *cookies* are the names that the site has given. Never raises.
    """
    moment = clock.now() if now is None else now
    found = sent_consents(header, declaration, cookies, moment)
    return found[0][1] if found and holds(found[0][1], declaration, moment) else None


def sent_consents(
    header: str, declaration: Declaration, cookies: OwnCookies, now: int
) -> list[tuple[str, Consent]]:
    """Return the consents in a ``Cookie`` *header*, each with the name of its cookie.

    What holds at *now* comes first: another build on the origin may ask for something else.
    """
    read = [(name, decode(text)) for name, text in cookies.sent(header)]
    found = [(name, consent) for name, consent in read if consent]
    return sorted(found, key=lambda one: not holds(one[1], declaration, now))


def asgi_header(scope: Mapping[str, Any]) -> str:
    """Return the ``Cookie`` header of an ASGI *scope*; HTTP/2 may have sent it in parts (RFC 9113, 8.2.3)."""
    parts = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    return b"; ".join(parts).decode("latin-1")


def wsgi_header(environ: Mapping[str, Any]) -> str:
    """Return the ``Cookie`` header of a WSGI *environ*."""
    return str(environ.get("HTTP_COOKIE", ""))


def django_header(request: DjangoRequest) -> str:
    """Return the ``Cookie`` header of a *request* of Django's, which came by WSGI or by ASGI."""
    return wsgi_header(request.META)


def asgi_consent(
    scope: Mapping[str, Any], declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE
) -> Consent | None:
    """Return the consent that a request of an ASGI *scope* carries; see :func:`read_consent`."""
    return read_consent(asgi_header(scope), declaration, cookies)


def wsgi_consent(
    environ: Mapping[str, Any], declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE
) -> Consent | None:
    """Return the consent that a request of a WSGI *environ* carries; see :func:`read_consent`."""
    return read_consent(wsgi_header(environ), declaration, cookies)


def django_consent(
    request: DjangoRequest, declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE
) -> Consent | None:
    """Return the consent that a *request* of Django's carries; see :func:`read_consent`."""
    return read_consent(django_header(request), declaration, cookies)
