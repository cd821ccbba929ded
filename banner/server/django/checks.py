"""What ``manage.py check`` says of the banner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.core.checks import Warning as Caution
from django.utils.module_loading import import_string

from banner.errors import ConfigError
from banner.server.deployed import Build
from banner.server.django import options

MIDDLEWARE = "banner.server.django.middleware.ConsentMiddleware"


def problems(**_: Any) -> list[Any]:
    """Return all that is wrong: in the setting, with the build, and in the list of middleware."""
    return [*_setting(), *_middleware()]


def _setting() -> list[Any]:
    wrong = options.mistakes()
    if wrong:
        return [Error(one, id="consent_banner.E001") for one in wrong]
    try:
        Build(options.read().build)
    except ConfigError as error:
        return [Error(str(error), id="consent_banner.E002")]
    return []


def _middleware() -> list[Any]:
    if any(_is_ours(name) for name in settings.MIDDLEWARE):
        return []
    return [
        Caution(
            "the middleware of the banner is missing, so no request has a consent",
            hint=f'add "{MIDDLEWARE}" to MIDDLEWARE',
            id="consent_banner.W001",
        )
    ]


def _is_ours(name: str) -> bool:
    """Return whether *name* is that of our middleware, or of a class that was made from it."""
    from banner.server.django.middleware import ConsentMiddleware

    if name == MIDDLEWARE:
        return True
    try:
        found = import_string(name)
    except ImportError:
        return False
    return isinstance(found, type) and issubclass(found, ConsentMiddleware)
