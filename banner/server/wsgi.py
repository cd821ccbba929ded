"""Consent of each request in a WSGI application: ``environ["consent_banner.consent"]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner.server.caches import for_one_visitor
from banner.server.cookie import wsgi_header, wsgi_secure
from banner.server.deployed import Build
from banner.server.request_consent import RequestConsent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

KEY = "consent_banner.consent"


class ConsentMiddleware:
    """Middleware around *app* for a site whose banner was built into the folder *build*.

    Raises :class:`~banner.errors.ConfigError` where there is no build.
    """

    def __init__(self, app: WSGIApplication, build: str | Path) -> None:
        self._app = app
        self._build = Build(build)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        consent = request_consent(environ, self._build)

        def answer(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            consent.answered()
            return start_response(status, for_one_visitor(headers) if consent.was_read else headers, *error)

        environ[KEY] = consent
        return self._app(environ, answer)


def request_consent(environ: WSGIEnvironment, build: Build) -> RequestConsent:
    """Return the consent of the request that a WSGI *environ* describes, for what *build* asks."""
    return RequestConsent(
        wsgi_header(environ),
        build,
        secure=wsgi_secure(environ),
        gpc=environ.get("HTTP_SEC_GPC") == "1",
    )
