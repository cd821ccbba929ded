"""Site of Django: its settings, its views and its templates."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.test import AsyncClient, Client, override_settings
from django.urls import path
from django.views.decorators.cache import cache_page

from banner.toolchain.environment import ROOT
from tests.server.frameworks import FOR_ALL, Ask, Page, known, late

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

MIDDLEWARE = "banner.server.django.middleware.ConsentMiddleware"
PROCESSORS = [
    "django.template.context_processors.request",
    "banner.server.django.context_processors.consent",
]
GUIDE = (ROOT / "site/docs/guide/reading-the-consent.md").read_text(encoding="utf-8")
TEMPLATES = {
    "guide.html": GUIDE.partition("```django\n")[2].partition("```")[0],
    "tag.html": "{% load consent_banner %}{% consent_banner %}",
    "asks.html": '{% load consent_banner %}{% if consent|granted:"youtube" %}video{% else %}none{% endif %}',
    "names.html": '{% if "youtube" in consent.services %}video{% else %}none{% endif %}',
}


def _templates(*processors: str) -> list[dict[str, Any]]:
    loaders = [("django.template.loaders.locmem.Loader", TEMPLATES)]
    options = {"context_processors": [*PROCESSORS, *processors], "loaders": loaders}
    return [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": options}]


if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        INSTALLED_APPS=["banner.server.django"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="of these tests",  # noqa: S106 - no secret
        TEMPLATES=_templates(),
        USE_TZ=True,
    )
    django.setup()


def asks(request: Any) -> Any:
    return HttpResponse(known(request.consent), headers=dict(FOR_ALL))


def streams(request: Any) -> Any:
    return StreamingHttpResponse(_later(request) if hasattr(request, "scope") else late(request.consent))


async def _later(request: Any) -> AsyncIterator[str]:
    for part in late(request.consent):
        yield part


def template(request: Any, name: str) -> Any:
    return render(request, name)


urlpatterns = [
    path("same", lambda _: HttpResponse("same")),
    path("asks", asks),
    path("late", streams),
    path("cached/asks", cache_page(60)(asks)),
    path("cached/same", cache_page(60)(lambda _: HttpResponse("same"))),
    path("templates/<name>", template),
]


@contextmanager
def site(folder: Path | None, *processors: str, **changes: Any) -> Iterator[None]:
    """Run the site for what was built into *folder*, with *changes* of its settings."""
    told = {
        "CONSENT_BANNER": {"BUILD": folder},
        "MIDDLEWARE": [MIDDLEWARE],
        "TEMPLATES": _templates(*processors),
    }
    with override_settings(**{**told, **changes}):
        yield


def get(folder: Path, ask: Ask, *processors: str, **changes: Any) -> Page:
    """Return a page of the site."""
    with site(folder, *processors, **changes):
        found = Client().get(ask.path, secure=ask.https, headers=ask.headers)
        return Page(_lower(found), b"".join(found).decode())


async def get_later(folder: Path, ask: Ask, **changes: Any) -> Page:
    """Return a page of the site, by ASGI."""
    with site(folder, **changes):
        found = await AsyncClient().get(ask.path, secure=ask.https, headers=ask.headers)
        if found.streaming:
            return Page(_lower(found), b"".join([part async for part in found]).decode())
        return Page(_lower(found), found.content.decode())


def _lower(found: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in found.headers.items()}
