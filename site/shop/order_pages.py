"""The way of an order: the basket, where to deliver it, a last look, and thanks.

The cookies ``basket`` and ``order`` keep what is in the basket and the step the order is at, for an hour from
the last change. Whoever completes the order or empties the basket has neither any more. An address is
checked and forgotten: this is a demonstration, and nothing is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from banner.server.cookie import asgi_consent
from shop import cookies, links
from shop.forms import form, redirect
from shop.rendering import MOST, quantity

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from starlette.requests import Request
    from starlette.responses import Response

    from banner.server.app import ConsentServer
    from shop.rendering import Renderer

_HOUR = 60 * 60  # seconds
_READY = "address"  # what the cookie says once it is known where to deliver
# The fields of an address, and what to do about an empty one.
ADDRESS = {
    "name": "Write the name on your doorbell.",
    "street": "Write the street and the number.",
    "postcode": "Write the postcode.",
    "city": "Write the city.",
}


class OrderPages:
    """The pages of an order, from the basket to the thanks."""

    def __init__(self, renderer: Renderer, engine: Engine, consents: ConsentServer) -> None:
        self._renderer = renderer
        self._engine = engine
        self._consents = consents

    def routes(self) -> list[Route]:
        """Return the addresses of the steps, in their order."""
        return [
            Route("/basket", self._basket, methods=["GET"]),
            Route("/basket", form(self._fill), methods=["POST"]),
            Route("/basket/remove", form(self._empty), methods=["POST"]),
            Route("/order/address", self._delivery, methods=["GET"]),
            Route("/order/address", form(self._deliver), methods=["POST"]),
            Route("/order", self._order, methods=["GET"]),
            Route("/order/complete", form(self._complete), methods=["POST"]),
        ]

    async def _basket(self, request: Request) -> Response:
        return await self._renderer.page(request, "basket.html")

    async def _fill(self, request: Request, sent: dict[str, str]) -> Response:
        pressed = next((name for name in ("less", "more") if name in sent), "")
        number = quantity(sent.get(pressed or "quantity", ""))
        if not number:
            told = {"quantity": f"Write a number from 1 to {MOST}."}
            return await self._renderer.page(request, "basket.html", 422, errors=told, sent=sent)
        # Whoever has pressed a button of the basket finds it focused again.
        place = f"#{pressed}" if pressed else ""
        return redirect("/basket" + place, request, basket=(str(number), _HOUR))

    async def _empty(self, request: Request, _: dict[str, str]) -> Response:
        response = redirect("/basket", request)
        cookies.erase(response, request, "basket", "order")
        return response

    async def _delivery(self, request: Request) -> Response:
        return await self._renderer.page(request, "delivery.html") if _filled(request) else _back(request)

    async def _deliver(self, request: Request, sent: dict[str, str]) -> Response:
        if not _filled(request):
            return _back(request)
        errors = {name: remedy for name, remedy in ADDRESS.items() if not sent.get(name, "").strip()}
        if errors:
            return await self._renderer.page(request, "delivery.html", 422, errors=errors, sent=sent)
        basket = (cookies.read(request, "basket"), _HOUR)
        return redirect("/order", request, order=(_READY, _HOUR), basket=basket)

    async def _order(self, request: Request) -> Response:
        return await self._renderer.page(request, "order.html") if _ready(request) else _back(request)

    async def _complete(self, request: Request, _: dict[str, str]) -> Response:
        if not _ready(request):
            return _back(request)
        clicks = links.read(cookies.read(request, links.COOKIE))
        consent = asgi_consent(request.scope, self._consents.present)
        if clicks and consent and links.SERVICE in consent.granted:
            await run_in_threadpool(links.count, self._engine, clicks)
        ordered = quantity(cookies.read(request, "basket"))
        page = await self._renderer.page(request, "thanks.html", ordered=ordered, quantity=0)
        cookies.erase(page, request, "basket", "order", links.COOKIE)
        return page


def _filled(request: Request) -> bool:
    return quantity(cookies.read(request, "basket")) > 0


def _ready(request: Request) -> bool:
    return _filled(request) and cookies.read(request, "order") == _READY


def _back(request: Request) -> Response:
    return redirect("/basket", request)
