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

    def is_secure(self) -> bool:
        """Return whether it came by https."""


def read_consent(
    header: str,
    declaration: Declaration,
    cookies: OwnCookies = _AS_THEY_ARE,
    now: int | None = None,
    *,
    secure: bool = False,
) -> Consent | None:
    """Return the consent in a ``Cookie`` *header*, or ``None``: then nothing is granted.

    It is about just what *declaration* asks, and has not expired at *now*, which is milliseconds since 1970
    and the present unless told. *cookies* are the names that the site has given, *secure* says that the
    request came by https. Where several hold, the latest counts, as it does in the page. Never raises.
    """
    moment = clock.now() if now is None else now
    found = trusted_consents(header, cookies, secure=secure)
    held = [consent for consent in found if holds(consent, declaration, moment)]
    return max(held, key=lambda consent: consent.at, default=None)


def trusted_consents(header: str, cookies: OwnCookies, *, secure: bool) -> list[Consent]:
    """Return the consents in a ``Cookie`` *header* that no sub-domain can have put there, in its order.

    On https (*secure*) they have names that begin with ``__Host-``. Such a one also shows that the page is on
    https where a proxy before the server has not told it.
    """
    sent = cookies.sent(header)
    prefix = cookies.prefix()
    sealed = [(name, text) for name, text in sent if prefix and name.startswith(prefix)]
    trusted = sealed if sealed or (secure and prefix) else sent
    return [consent for _, text in trusted if (consent := decode(text))]


def sent_consents(
    header: str, declaration: Declaration, cookies: OwnCookies, now: int
) -> list[tuple[str, Consent]]:
    """Return the consents in a ``Cookie`` *header*, each with the name of its cookie.

    What holds at *now* comes first, the latest before others: another build on the origin may ask for
    something else.
    """
    read = [(name, decode(text)) for name, text in cookies.sent(header)]
    found = [(name, consent) for name, consent in read if consent]
    return sorted(found, key=lambda one: (not holds(one[1], declaration, now), -one[1].at))


def asgi_header(scope: Mapping[str, Any]) -> str:
    """Return the ``Cookie`` header of an ASGI *scope*; HTTP/2 may have sent it in parts (RFC 9113, 8.2.3)."""
    parts = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    return b"; ".join(parts).decode("latin-1")


def asgi_secure(scope: Mapping[str, Any]) -> bool:
    """Return whether the request of an ASGI *scope* came by https, as far as the server knows."""
    return scope.get("scheme") in ("https", "wss")


def wsgi_header(environ: Mapping[str, Any]) -> str:
    """Return the ``Cookie`` header of a WSGI *environ*."""
    return str(environ.get("HTTP_COOKIE", ""))


def wsgi_secure(environ: Mapping[str, Any]) -> bool:
    """Return whether the request of a WSGI *environ* came by https, as far as the server knows."""
    return environ.get("wsgi.url_scheme") == "https"


def django_header(request: DjangoRequest) -> str:
    """Return the ``Cookie`` header of a *request* of Django's, which came by WSGI or by ASGI.

    Where ASGI has it in parts, Django puts commas between them, and those end no cookie.
    """
    scope: Mapping[str, Any] | None = getattr(request, "scope", None)
    return asgi_header(scope) if scope else wsgi_header(request.META)


def asgi_consent(
    scope: Mapping[str, Any], declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE
) -> Consent | None:
    """Return the consent that a request of an ASGI *scope* carries; see :func:`read_consent`."""
    return read_consent(asgi_header(scope), declaration, cookies, secure=asgi_secure(scope))


def wsgi_consent(
    environ: Mapping[str, Any], declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE
) -> Consent | None:
    """Return the consent that a request of a WSGI *environ* carries; see :func:`read_consent`."""
    return read_consent(wsgi_header(environ), declaration, cookies, secure=wsgi_secure(environ))


def django_consent(
    request: DjangoRequest, declaration: Declaration, cookies: OwnCookies = _AS_THEY_ARE
) -> Consent | None:
    """Return the consent that a *request* of Django's carries; see :func:`read_consent`."""
    return read_consent(django_header(request), declaration, cookies, secure=request.is_secure())
