"""Description of the endpoints in OpenAPI 3.1, for whoever writes a client or lets a program try them all."""

from __future__ import annotations

import functools
from typing import Any

from banner import __version__
from banner.core.log_entry import EVENTS, SCOPES
from banner.core.record import MOST_BYTES
from banner.server.history import MOST

MOST_ENTRIES = 50

_HASH = "^[0-9a-f]{64}$"
_ENTRY = {
    "type": "object",
    "description": "A decision and what was shown before it, as the banner has written it.",
    "properties": {
        "id": {"type": "string", "description": "id of the record; of an expiry with -expired behind it"},
        "event": {"enum": list(EVENTS)},
        "record": {"type": "string", "description": "the text of the consent cookie"},
        "previous": {"type": "string", "description": "id of the record before, or empty"},
        "notice_hash": {"type": "string", "pattern": _HASH, "description": "SHA-256 of what was shown"},
        "language": {"type": "string", "description": "tag of its language (BCP 47)"},
        "scope": {"enum": list(SCOPES)},
    },
    "required": ["id", "event", "record", "previous", "notice_hash", "language", "scope"],
    "additionalProperties": False,
}
_ACCOUNT = {
    "type": "object",
    "properties": {
        "account": {"type": "string", "description": "opaque name of the account, or empty"},
        "record": {"type": "string", "description": "the account's consent, or empty"},
    },
    "required": ["account", "record"],
}
_MOMENT = {"type": "string", "format": "date-time"}
_OF_THIS_SITE = {
    "name": "Sec-Fetch-Site",
    "in": "header",
    "required": True,
    "description": "browsers say it themselves; those that do not send Origin",
    "schema": {"const": "same-origin"},
}
# What any request may get, and what those that send something may get besides.
_ALWAYS = {
    429: "too much of one client; Retry-After says when to come again",
    503: "the database gives no answer; Retry-After says when to come again",
}
_OF_SENDING = {
    400: "this is no JSON object",
    403: "only pages of this site may send something",
    408: "the body has not come in time",
    413: "the body is too long",
    415: "this is not application/json",
    422: "something in it cannot be; the reason is told",
}


@functools.cache
def description() -> dict[str, Any]:
    """Return the description; all paths are relative to where the server is mounted."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Consent log", "version": __version__, "description": __doc__},
        "servers": [{"url": "."}],
        "paths": {
            "/log": {"post": _log()},
            "/account": {"get": _account(), "post": _join()},
            "/history": {"get": _history()},
            "/notices/{digest}": {"get": _notice()},
            "/declarations/{revision}": {"get": _declaration()},
            "/openapi.json": {"get": _operation("Return this description.", {"type": "object"})},
        },
    }


def _log() -> dict[str, Any]:
    sent = _object(entries={"type": "array", "items": _ENTRY, "minItems": 1, "maxItems": MOST_ENTRIES})
    stored = _object(stored={"type": "array", "items": {"type": "string"}})
    refused = {409: "another entry has this id", 425: "what it names is not known yet; send it again later"}
    return _operation("Keep entries, each once.", stored, sent=sent, refused=refused)


def _account() -> dict[str, Any]:
    return _operation("Return who is logged in.", _ACCOUNT)


def _join() -> dict[str, Any]:
    sent = _object(record={"type": "string", "maxLength": MOST_BYTES})
    return _operation("Join the browser's consent with the account's.", _ACCOUNT, sent=sent)


def _history() -> dict[str, Any]:
    found = _object(
        entries={"type": "array", "items": _ENTRY, "maxItems": MOST},
        received={"type": "array", "items": _MOMENT, "maxItems": MOST},
    )
    limit = _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST})
    before = _parameter("before", "query", {"type": "string"})
    told = "Return the entries of the account, or of the browser, newest first, and when each has come."
    return _operation(told, found, [limit, before], refused={422: "limit is no such number"})


def _notice() -> dict[str, Any]:
    digest = _parameter("digest", "path", {"type": "string", "pattern": _HASH})
    gone = {404: "nothing was shown under this hash"}
    operation = _operation("Show what was shown.", {"type": "string"}, [digest], refused=gone)
    operation["responses"]["200"]["content"] = {"text/html": {"schema": {"type": "string"}}}
    return operation


def _declaration() -> dict[str, Any]:
    found = _object(
        revision={"type": "string"},
        since=_MOMENT,
        services={"type": "array", "items": {"type": "string"}},
        declaration={"type": ["object", "null"]},
        notices={"type": "array", "items": {"type": "string", "pattern": _HASH}},
    )
    revision = _parameter("revision", "path", {"type": "string", "minLength": 1})
    gone = {404: "nothing was asked under this revision"}
    return _operation("Return what was asked under a revision.", found, [revision], refused=gone)


def _operation(
    summary: str,
    found: dict[str, Any],
    parameters: list[dict[str, Any]] | None = None,
    *,
    sent: dict[str, Any] | None = None,
    refused: dict[int, str] | None = None,
) -> dict[str, Any]:
    """Return an operation that answers with *found*, and gets what is *sent* from a page of this site."""
    errors = {**_ALWAYS, **(_OF_SENDING if sent else {}), **(refused or {})}
    operation: dict[str, Any] = {
        "summary": summary,
        "parameters": [*(parameters or []), *([_OF_THIS_SITE] if sent else [])],
        "responses": {"200": _response("done", found)},
    }
    for status, why in sorted(errors.items()):
        operation["responses"][str(status)] = _response(why, _object(error={"type": "string"}))
    if sent:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": sent}}}
    return operation


def _response(why: str, found: dict[str, Any]) -> dict[str, Any]:
    return {"description": why, "content": {"application/json": {"schema": found}}}


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
