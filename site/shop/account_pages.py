"""The account: register, log in, log out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from shop.accounts import LOGIN
from shop.forms import erase, form, redirect

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from shop.accounts import Accounts
    from shop.rendering import Renderer

_SAID = {
    "in": "You are logged in.",
    "out": "You are logged out.",
    "new": "Your account is ready. Please log in.",
}


class AccountPages:
    """One page, and the forms on it."""

    def __init__(self, renderer: Renderer, accounts: Accounts) -> None:
        self._renderer = renderer
        self._accounts = accounts

    def routes(self) -> list[Route]:
        """Return the addresses of the account."""
        return [
            Route("/account", self._account, methods=["GET"]),
            Route("/account/register", form(self._register), methods=["POST"]),
            Route("/account/login", form(self._login), methods=["POST"]),
            Route("/account/logout", form(self._logout), methods=["POST"]),
        ]

    async def _account(self, request: Request) -> Response:
        said = _SAID.get(request.cookies.get("session", ""), "")
        page = self._renderer.page(request, "account.html", said=said)
        erase(page, request, "session")  # what is said is said once
        return page

    async def _register(self, request: Request, sent: dict[str, str]) -> Response:
        email, password = sent.get("email", ""), sent.get("password", "")
        errors = await run_in_threadpool(self._accounts.register, email, password)
        if errors:
            return self._wrong(request, 422, "register", email, errors)
        return redirect("/account", request, session=("new", None))

    async def _login(self, request: Request, sent: dict[str, str]) -> Response:
        email, password = sent.get("email", ""), sent.get("password", "")
        wait = self._accounts.blocked(email)
        if wait:
            told = {"password": f"Too many attempts. Wait {wait // 60 + 1} minutes."}
            page = self._wrong(request, 429, "login", email, told)
            page.headers["Retry-After"] = str(wait)
            return page
        token = await run_in_threadpool(self._accounts.log_in, email, password)
        if not token:
            told = {"password": "There is no account with this address and this password."}
            return self._wrong(request, 422, "login", email, told)
        return redirect("/account", request, session=("in", None), account=(token, LOGIN))

    async def _logout(self, request: Request, _: dict[str, str]) -> Response:
        self._accounts.log_out(request.cookies.get("account", ""))
        return redirect("/account", request, session=("out", None), account=("", 0))

    def _wrong(
        self, request: Request, status: int, form: str, email: str, errors: dict[str, str]
    ) -> Response:
        values = {"form": form, "sent": {"email": email}, "errors": errors}
        return self._renderer.page(request, "account.html", status, **values)
