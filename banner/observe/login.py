"""Lets a browser look as somebody who is logged in: what the browser of an owner keeps after a login."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Stays = Callable[[str, str, str], bool]

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


def left(state: dict[str, Any], stays: Stays) -> dict[str, Any]:
    """Return what is left of *state*: what *stays*, by its kind, its name and the domain that it is of."""
    origins = [
        {
            "origin": one["origin"],
            "localStorage": [
                item
                for item in one.get("localStorage", ())
                if stays("local", item["name"], urlsplit(one["origin"]).hostname or "")
            ],
        }
        for one in state["origins"]
    ]
    cookies = [one for one in state["cookies"] if stays("cookie", one["name"], _domain(one))]
    return {"cookies": cookies, "origins": origins}


def _domain(cookie: dict[str, Any]) -> str:
    return (cookie.get("domain") or urlsplit(cookie.get("url", "")).hostname or "").lstrip(".").lower()
