"""Stubs of all vendors of the catalogue: a test needs no internet, and the vendors get nothing of it."""

from __future__ import annotations

import base64
import fnmatch
import functools
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from banner.config.known import Known
    from banner.config.parts import Part

_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_EMPTY = {
    "document": ("text/html", b"<!doctype html><title>stub</title>"),
    "script": ("text/javascript", b""),
    "stylesheet": ("text/css", b""),
    "image": ("image/gif", _GIF),
}


class Answer(TypedDict):
    """Answer to a request, by the names that Playwright has for its parts."""

    body: bytes
    headers: dict[str, str]


@functools.cache
def hosts() -> tuple[str, ...]:
    """Return the hosts of all vendors of the catalogue; ``*.`` stands for any name before, and for none."""
    from banner.config import catalogue

    found: dict[str, None] = {}
    for known in catalogue.services().values():
        parts: tuple[Known | Part, ...] = (known, *known.parts)
        addresses = [script.src for script in known.all_scripts]
        addresses += [known.embed.frame] if known.embed else []
        loaded = (urlsplit(one).hostname or "" for one in addresses)
        found |= dict.fromkeys(host for one in parts for host in one.hosts)
        # A setting may stand in the name of a host.
        found |= dict.fromkeys(host for host in loaded if host and "{" not in host)
    return tuple(found)


def is_vendors(address: str, more: tuple[str, ...] = ()) -> bool:
    """Return whether *address* is one of a known vendor, or of one of the hosts *more*."""
    host = urlsplit(address).hostname or ""
    patterns = (*hosts(), *more)
    return any(fnmatch.fnmatchcase(host, one) or host == one.removeprefix("*.") for one in patterns)


def answer(kind: str) -> Answer:
    """Return the answer, which does nothing, to a request for a *kind* of resource in Playwright's words."""
    content_type, body = _EMPTY.get(kind, ("text/plain", b""))
    return {"body": body, "headers": {"Content-Type": content_type, "Access-Control-Allow-Origin": "*"}}
