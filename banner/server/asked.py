"""How often visitors are asked: counted by the server that sends the pages, from requests that come anyway.

No browser has to tell it, so the first script does not grow and no request is made for it. It is what the
server can know: how many pages went to visitors without a consent that holds. A page that a cache has kept is
none of them, and who leaves the question open is asked on each page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.consent import holds
from banner.core.own_cookies import OwnCookies
from banner.server import clock
from banner.server.cookie import asgi_header, sent_consents

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from banner.core.declaration import Declaration
    from banner.server.counts import Counts

_SENT = (200, 304)


class CountsAsked:
    """ASGI application: *site*, each page of which that asks counts in *counts*.

    *present* returns what the site asks now, *cookies* are the names that it has given.
    """

    def __init__(
        self,
        site: ASGIApp,
        counts: Counts,
        present: Callable[[], Declaration],
        cookies: OwnCookies | None = None,
    ) -> None:
        self._site = site
        self._counts = counts
        self._present = present
        self._cookies = cookies or OwnCookies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _opens_page(scope) or self._decided(scope):
            await self._site(scope, receive, send)
            return

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                self._counts.show()
            await send(message)

        await self._site(scope, receive, counting)

    def _decided(self, scope: Scope) -> bool:
        present, now = self._present(), clock.now()
        return any(
            holds(consent, present.under(consent.mode, consent.exempt), now)
            for _, consent in sent_consents(asgi_header(scope), present, self._cookies, now)
        )


def _opens_page(scope: Scope) -> bool:
    """Return whether a browser opens a page in sight, by what it says itself (Fetch Metadata)."""
    headers = dict(scope["headers"])
    opens = headers.get(b"sec-fetch-dest") == b"document" and scope["method"] == "GET"
    return opens and b"sec-purpose" not in headers


def _is_page(message: Message) -> bool:
    kind = dict(message["headers"]).get(b"content-type", b"text/html")  # what has not changed has no type
    return message["status"] in _SENT and kind.startswith(b"text/html")
