"""Lets an audit look as somebody who is logged in: what the browser of an owner keeps after a login."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from banner.audit.seen import Kept
from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from banner.audit.expected import Expected

_HOW = "write it with playwright codegen --save-storage=FILE, or with storage_state of a context"


def read(file: Path) -> dict[str, Any]:
    """Return the storage state in *file*, as Playwright writes it.

    Raises :class:`ConfigError` where it is none.
    """
    try:
        state = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:  # no JSON, or no text
        raise ConfigError(f"{file}: this is no storage state of Playwright; {_HOW}") from error
    if not isinstance(state, dict) or not all(
        isinstance(state.get(key), list) for key in ("cookies", "origins")
    ):
        raise ConfigError(f"{file}: this is no storage state of Playwright; {_HOW}")
    return state


def cookie(text: str, address: str) -> dict[str, Any]:
    """Return the cookie that *text* is (``NAME=VALUE``) for the site at *address*."""
    name, _, value = text.partition("=")
    return {"name": name.strip(), "value": value.strip(), "url": address}


def of_visitor(state: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """Return what of *state* somebody has who is logged in and was never asked.

    That is without what the banner keeps, and without what services keep that need a consent: whoever has
    logged in may have accepted. What others keep on their own domains is left out, too.
    """
    return {
        "cookies": [one for one in state["cookies"] if _stays(expected, "cookie", one["name"], _domain(one))],
        "origins": list(_origins(state["origins"], expected)),
    }


def _origins(origins: Iterable[dict[str, Any]], expected: Expected) -> Iterator[dict[str, Any]]:
    for one in origins:
        host = urlsplit(one["origin"]).hostname or ""
        kept = [item for item in one.get("localStorage", ()) if _stays(expected, "local", item["name"], host)]
        yield {"origin": one["origin"], "localStorage": kept}


def _domain(cookie: dict[str, Any]) -> str:
    return (cookie.get("domain") or urlsplit(cookie.get("url", "")).hostname or "").lstrip(".").lower()


def _stays(expected: Expected, kind: str, name: str, domain: str) -> bool:
    kept = Kept(kind, name, domain)
    owners = {service for service, _ in expected.declared(kept)}
    optional = bool(owners) and owners <= set(expected.optional)
    return expected.is_own(domain) and not optional and not expected.is_banners(kept)
