"""Pages that load again by themselves, and show what is wrong: only while somebody works on a site.

It stands in front of what is served, so nothing of it is ever part of a build.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

EVENTS = "/.consent-live"
SCRIPT = "/.consent-live.js"
_TAG = f'\n<script src="{SCRIPT}"></script>\n'.encode()
# What lets a page come in another form than whole and plain.
_FORMS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range")
_CODE = """\
{
  let first;
  const shown = document.createElement("pre");
  shown.id = "consent-live";
  shown.setAttribute("role", "alert");
  shown.style.cssText =
    "all:initial;position:fixed;inset:0;z-index:2147483647;margin:0;padding:2em;overflow:auto;" +
    "box-sizing:border-box;background:#1b1b1b;color:#fff;font:16px/1.5 monospace;white-space:pre-wrap";
  new EventSource("EVENTS").onmessage = ({ data }) => {
    const { build, error } = JSON.parse(data);
    first ??= build;
    if (error) {
      shown.textContent = error;
      document.documentElement.append(shown);
    } else {
      shown.remove();
      if (build !== first) location.reload();
    }
  };
}
""".replace("EVENTS", EVENTS)


class Live:
    """An application in front of *application*, whose pages follow the builds that :meth:`tell` tells of."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application
        self._state = {"build": secrets.token_hex(8), "error": ""}
        self._waiting: dict[asyncio.Queue[bool], asyncio.AbstractEventLoop] = {}
        self._open = True

    def tell(self, error: str = "") -> None:
        """Let open pages load again, or show the *error* of a build that has failed; from any thread."""
        build = self._state["build"] if error else secrets.token_hex(8)
        self._state = {"build": build, "error": error}
        self._wake()

    @property
    def good(self) -> bool:
        """Tell whether the last build has succeeded."""
        return not self._state["error"]

    def close(self) -> None:
        """End all streams, which a server would wait for; from any thread."""
        self._open = False
        self._wake()

    def _wake(self) -> None:
        for queue, loop in [*self._waiting.items()]:
            loop.call_soon_threadsafe(queue.put_nowait, True)  # noqa: FBT003 - that there is something new

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path = scope.get("path") if scope["type"] == "http" else None
        if path == EVENTS:
            headers = {"Cache-Control": "no-store"}
            stream = StreamingResponse(self._events(), media_type="text/event-stream", headers=headers)
            await stream(scope, receive, send)
        elif path == SCRIPT:
            await Response(_CODE, media_type="text/javascript", headers={"Cache-Control": "no-cache"})(
                scope, receive, send
            )
        elif (
            path is not None
            and scope["method"] == "GET"
            and "text/html" in Headers(scope=scope).get("accept", "")
        ):
            await self._page(scope, receive, send)
        else:
            await self._application(scope, receive, send)

    async def _events(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[bool] = asyncio.Queue()
        self._waiting[queue] = asyncio.get_running_loop()
        try:
            while self._open:
                yield f"retry: 500\ndata: {json.dumps(self._state)}\n\n"
                await queue.get()
        finally:
            del self._waiting[queue]

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page, whole and plain, and with the script at its end."""
        plain = {**scope, "headers": [one for one in scope["headers"] if one[0] not in _FORMS]}
        start: Message = {}
        body: list[bytes] = []

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] == "http.response.body" and _is_page(start):
                body.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                whole = b"".join(body) + _TAG
                headers = MutableHeaders(raw=list(start["headers"]))
                headers["Content-Length"] = str(len(whole))
                headers["Cache-Control"] = "no-cache"
                for name in ("ETag", "Last-Modified", "Accept-Ranges"):
                    if name in headers:
                        del headers[name]
                await send({**start, "headers": headers.raw})
                await send({"type": "http.response.body", "body": whole})
                return
            if start:
                await send({**start})
                start.clear()
            await send(message)

        await self._application(plain, receive, take)


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"]) if start else Headers()
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
