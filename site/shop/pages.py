"""The pages that need a server: account, basket, order, and the owner's totals."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from banner.server.consents import same_origin
from banner.server.cookie import asgi_consent
from banner.server.marks import mark
from shop import links
from shop.accounts import LOGIN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.engine import Engine
    from starlette.requests import Request

    from banner.server.app import ConsentServer
    from shop.accounts import Accounts

PRICE = 149  # euros
_ORDER = 60 * 60  # seconds
_SAID = {
    "in": "You are logged in.",
    "out": "You are logged out.",
    "new": "Your account is ready. Please log in.",
}


class Pages:
    """The shop, as pages and forms that work without JavaScript."""

    def __init__(self, engine: Engine, accounts: Accounts, consents: ConsentServer, password: str) -> None:
        self._engine = engine
        self._accounts = accounts
        self._consents = consents
        self._password = password
        self._templates = Jinja2Templates(Path(__file__).parent / "templates")

    def routes(self) -> list[Route]:
        """The pages."""
        return [
            Route("/account", self._account, methods=["GET"]),
            Route("/account/register", _form(self._register), methods=["POST"]),
            Route("/account/login", _form(self._login), methods=["POST"]),
            Route("/account/logout", _form(self._logout), methods=["POST"]),
            Route("/basket", self._basket, methods=["GET"]),
            Route("/basket", _form(self._fill_basket), methods=["POST"]),
            Route("/order", self._order, methods=["GET"]),
            Route("/order/address", _form(self._address), methods=["POST"]),
            Route("/order/complete", _form(self._complete), methods=["POST"]),
            Route("/owner", self._owner, methods=["GET"]),
        ]

    async def _account(self, request: Request) -> Response:
        page = self._page(request, "account.html", said=_SAID.get(request.cookies.get("session", ""), ""))
        if "session" in request.cookies:  # what is said is said once
            _set(page, request, "session", "", 0)
        return page

    async def _register(self, request: Request, form: dict[str, str]) -> Response:
        email, password = form.get("email", ""), form.get("password", "")
        errors = await run_in_threadpool(self._accounts.register, email, password)
        if errors:
            return self._page(request, "account.html", 422, errors=errors, email=email, form="register")
        return _to("/account", request, session=("new", None))

    async def _login(self, request: Request, form: dict[str, str]) -> Response:
        email = form.get("email", "")
        wait = self._accounts.blocked(email)
        token = (
            None if wait else await run_in_threadpool(self._accounts.log_in, email, form.get("password", ""))
        )
        if token:
            return _to("/account", request, session=("in", None), account=(token, LOGIN))
        told = (
            f"Too many attempts. Wait {wait // 60 + 1} minutes."
            if wait
            else "There is no account with this address and this password."
        )
        status, errors = 429 if wait else 422, {"password": told}
        page = self._page(request, "account.html", status, errors=errors, email=email, form="login")
        if wait:
            page.headers["Retry-After"] = str(wait)
        return page

    async def _logout(self, request: Request, _: dict[str, str]) -> Response:
        self._accounts.log_out(request.cookies.get("account", ""))
        return _to("/account", request, session=("out", None), account=("", 0))

    async def _basket(self, request: Request) -> Response:
        return self._page(request, "basket.html", quantity=_quantity(request.cookies.get("basket", "")))

    async def _fill_basket(self, request: Request, form: dict[str, str]) -> Response:
        quantity = _quantity(form.get("quantity", ""))
        if not quantity:
            told = {"quantity": "Write a number from 1 to 9."}
            return self._page(request, "basket.html", 422, errors=told, quantity=0)
        return _to("/basket", request, basket=(str(quantity), _ORDER))

    async def _address(self, request: Request, form: dict[str, str]) -> Response:
        quantity = _quantity(request.cookies.get("basket", ""))
        if not form.get("city", "").strip():
            told = {"city": "Write where to send it."}
            return self._page(request, "basket.html", 422, errors=told, quantity=quantity)
        return _to("/order", request, order=("address", _ORDER)) if quantity else _to("/basket", request)

    async def _order(self, request: Request) -> Response:
        quantity = _quantity(request.cookies.get("basket", ""))
        if not quantity or request.cookies.get("order") != "address":
            return _to("/basket", request)
        return self._page(request, "order.html", quantity=quantity)

    async def _complete(self, request: Request, _: dict[str, str]) -> Response:
        if request.cookies.get("order") != "address" or not _quantity(request.cookies.get("basket", "")):
            return _to("/basket", request)
        clicks = links.read(request.cookies.get(links.COOKIE, ""))
        consent = asgi_consent(request.scope, self._consents.present)
        if clicks and consent and links.SERVICE in consent.granted:
            await run_in_threadpool(links.count, self._engine, clicks)
        page = self._page(request, "thanks.html")
        for name in ("basket", "order", links.COOKIE):
            if name in request.cookies:
                _set(page, request, name, "", 0)
        return page

    async def _owner(self, request: Request) -> Response:
        if not _knows(request, self._password):
            return Response("The owner's page.", 401, {"WWW-Authenticate": 'Basic realm="owner"'})
        report = await run_in_threadpool(links.report, self._engine)
        most = max((clicks for _, clicks, _ in report), default=1)
        return self._page(request, "owner.html", report=report, most=most)

    def _page(self, request: Request, name: str, status: int = 200, **values: Any) -> Response:
        account = self._accounts.of(request.cookies.get("account", ""))
        known: dict[str, Any] = {
            "account": account,
            "mark": mark(account) if account else "",
            "errors": {},
            "email": "",
            "form": "",
            "price": PRICE,
        }
        page = self._templates.TemplateResponse(request, name, {**known, **values}, status)
        page.headers["Cache-Control"] = "private, no-store"
        return page


def _form(
    handler: Callable[[Request, dict[str, str]], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """A form that only a page of this site may send."""

    async def handle(request: Request) -> Response:
        if not same_origin(request):
            return Response("Only pages of this site may send this.", 403)
        if int(request.headers.get("content-length") or 0) > 10_000:  # noqa: PLR2004 - no form of ours is longer
            return Response("This is too long.", 413)
        content = (await request.body()).decode("utf-8", "replace")
        return await handler(request, {key: values[0] for key, values in parse_qs(content).items()})

    return handle


def _to(path: str, request: Request, **cookies: tuple[str, int | None]) -> Response:
    response = RedirectResponse(path, 303)
    for name, (value, age) in cookies.items():
        _set(response, request, name, value, age)
    return response


def _set(response: Response, request: Request, name: str, value: str, age: int | None) -> None:
    """A cookie of the shop: for this site alone, and out of reach of scripts."""
    secure = request.url.scheme == "https"
    script = name == links.COOKIE
    response.set_cookie(name, value, age, path="/", secure=secure, httponly=not script, samesite="lax")


def _quantity(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0


def _knows(request: Request, password: str) -> bool:
    kind, _, code = request.headers.get("authorization", "").partition(" ")
    try:
        told = base64.b64decode(code, validate=True).decode()
    except ValueError:
        return False
    return kind == "Basic" and secrets.compare_digest(told.encode(), f"owner:{password}".encode())
