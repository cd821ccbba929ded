"""Bodies of requests: no longer than any of ours, and no slower."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from banner.server.answers import BadError

if TYPE_CHECKING:
    from starlette.requests import Request

_MOST_BODY = 64 * 1024
_PATIENCE = 10  # seconds in which a body has to come
_DIGITS = 19  # of a length that anything can have


async def json_object(request: Request) -> dict[str, Any]:
    """Return the object that *request* has sent as JSON. Raises :class:`BadError` where there is none."""
    try:
        async with asyncio.timeout(_PATIENCE):
            content = await _content(request)
    except TimeoutError:
        raise BadError(408, f"send the whole within {_PATIENCE} s") from None
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        raise BadError(400, "send a JSON object")
    return plain


async def _content(request: Request) -> bytes:
    """Return the body; one that is too long is not read to its end, nor at all where it says so itself."""
    told = request.headers.get("content-length", "")
    length = int(told) if told.isascii() and told.isdecimal() and len(told) < _DIGITS else 0
    content = b""
    if length <= _MOST_BODY:
        async for chunk in request.stream():
            content += chunk
            length = max(length, len(content))
            if length > _MOST_BODY:
                break
    if length > _MOST_BODY:
        raise BadError(413, f"send {_MOST_BODY:,} bytes at most")
    return content
