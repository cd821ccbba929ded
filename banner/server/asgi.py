"""Consent of each request in an ASGI application: ``scope["state"]["consent"]``.

In Starlette and FastAPI that is ``request.state.consent``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner.server.caches import for_one_visitor
from banner.server.cookie import asgi_header, asgi_secure
from banner.server.deployed import Build
from banner.server.request_consent import RequestConsent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from pathlib import Path

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]


class ConsentMiddleware:
    """Middleware around *app* for a site whose banner was built into the folder *build*.

    Raises :class:`~banner.errors.ConfigError` where there is no build.
    """

    def __init__(self, app: App, build: str | Path) -> None:
        self._app = app
        self._build = Build(build)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request; what is none goes on as it is."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        consent = RequestConsent(
            asgi_header(scope),
            self._build,
            secure=asgi_secure(scope),
            gpc=(b"sec-gpc", b"1") in [(name.lower(), value) for name, value in scope["headers"]],
        )

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                consent.answered()
                if consent.was_read:
                    message = {**message, "headers": _for_one_visitor(message.get("headers", ()))}
            await send(message)

        scope.setdefault("state", {})["consent"] = consent
        await self._app(scope, receive, answer)


def _for_one_visitor(headers: Any) -> list[tuple[bytes, bytes]]:
    texts = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in for_one_visitor(texts)]
