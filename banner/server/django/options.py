"""Setting ``CONSENT_BANNER`` of a Django site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from banner.server.tag import DEFAULT_URL

NAME = "CONSENT_BANNER"
_EXAMPLE = f'{NAME} = {{"BUILD": BASE_DIR / "dist" / "consent"}}'


@dataclass(frozen=True)
class Options:
    """Setting as it was read: the folder of the *build*, and the *url* where that is served."""

    build: str | Path
    url: str


def mistakes() -> list[str]:
    """Return what is wrong in the setting, each with what to write instead."""
    value = getattr(settings, NAME, None)
    if not isinstance(value, dict):
        return [f"{NAME} is missing, or no dict; write {_EXAMPLE}"]
    found = []
    if not isinstance(value.get("BUILD"), str | Path):
        found.append(f'{NAME}["BUILD"] is missing, or no path; write {_EXAMPLE}')
    if not isinstance(value.get("URL", DEFAULT_URL), str):
        found.append(f'{NAME}["URL"] = {value["URL"]!r}: write where that folder is served: "{DEFAULT_URL}"')
    strangers = sorted(map(str, value.keys() - {"BUILD", "URL"}))
    found += [f'{NAME}["{key}"]: there is no such key; write "BUILD" or "URL"' for key in strangers]
    return found


def read() -> Options:
    """Return the setting. Raises Django's ``ImproperlyConfigured`` with all that is wrong in it."""
    wrong = mistakes()
    if wrong:
        raise ImproperlyConfigured("\n".join(wrong))
    value: dict[str, Any] = getattr(settings, NAME)
    return Options(value["BUILD"], value.get("URL", DEFAULT_URL))
