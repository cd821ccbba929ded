"""Middleware that gives each request of a Django site its consent, as ``request.consent``."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import markcoroutinefunction
from django.core.exceptions import ImproperlyConfigured

from banner.errors import ConfigError
from banner.server.caches import private, vary
from banner.server.cookie import django_header
from banner.server.deployed import Build
from banner.server.django import options
from banner.server.request_consent import RequestConsent

if TYPE_CHECKING:
    from collections.abc import Callable


class ConsentMiddleware:
    """Middleware for both kinds of views, those that wait and those that do not.

    Raises ``ImproperlyConfigured`` where there is no build.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response
        try:
            self._build = Build(options.read().build)
        except ConfigError as error:
            raise ImproperlyConfigured(str(error)) from error
        self._waits = inspect.iscoroutinefunction(get_response)
        if self._waits:
            markcoroutinefunction(self)

    def __call__(self, request: Any) -> Any:
        """Answer one *request*."""
        if self._waits:
            return self._answer_later(request)
        self._begin(request)
        return _end(request, self._get_response(request))

    async def _answer_later(self, request: Any) -> Any:
        self._begin(request)
        return _end(request, await self._get_response(request))

    def _begin(self, request: Any) -> None:
        request.consent = RequestConsent(
            django_header(request),
            self._build,
            secure=request.is_secure(),
            gpc=request.META.get("HTTP_SEC_GPC") == "1",
            on_read=partial(_keep_out_of_caches, request),
        )


def _end(request: Any, response: Any) -> Any:
    request.consent.answered()
    if request.consent.was_read:
        response["Vary"] = vary(response.get("Vary", ""))
        response["Cache-Control"] = private(response.get("Cache-Control", ""))
    return response


def _keep_out_of_caches(request: Any) -> None:
    """Have Django's own cache not keep the answer to *request*.

    ``@cache_page`` stands around the view alone, and keeps the answer before a middleware can say whom it is
    for.
    """
    if hasattr(request, "_cache_update_cache"):
        request._cache_update_cache = False  # noqa: SLF001 - what the middleware of Django's cache looks at
