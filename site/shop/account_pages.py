"""The account: register, log in, log out, change the password, delete it all."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from starlette.routing import Route

from shop import cookies, emails
from shop.accounts import COOKIE, LOGIN
from shop.attempts import Turns, client_of
from shop.forms import form, redirect
from shop.passwords import BusyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from shop.accounts import Accounts
    from shop.attempts import Attempts, Logins
    from shop.rendering import Renderer

SHORTEST = 10
LONGEST = 1000  # a longer one is a mistake
_AT_ONCE = 5  # passwords of one client that wait or are worked on
_RETRY = 5  # seconds in which the passwords that wait have had their turn
_NOTE = "session"  # the cookie that says what has happened
_SAID = {
    "in": "You are logged in.",
    "out": "You are logged out.",
    # True of an address that had an account already, too: nobody learns here which ones have.
    "new": "You can log in now. If this address had an account before, its password is still the old one.",
    "changed": "Your password is changed. Everywhere else you are logged out.",
    "deleted": "Your account is deleted.",
}
_EMAIL = "Write an e-mail address, such as anna@example.com."
_PASSWORD = f"Take a password of {SHORTEST} characters or more."
_WRONG = "There is no account with this address and this password."
_NOT_YOURS = "This is not your password."
_BUSY = "Many people are logging in. Try again in a few seconds."
_log = logging.getLogger(__name__)


class AccountPages:
    """One page, and the forms on it. *logins* and *registrations* count what each client tries."""

    def __init__(
        self, renderer: Renderer, accounts: Accounts, logins: Logins, registrations: Attempts
    ) -> None:
        self._renderer = renderer
        self._accounts = accounts
        self._logins = logins
        self._registrations = registrations
        self._turns = Turns(_AT_ONCE)

    def routes(self) -> list[Route]:
        """Return the addresses of the account."""
        posts = {
            "register": self._register,
            "login": self._login,
            "logout": self._logout,
            "password": self._change,
            "delete": self._delete,
        }
        return [
            Route("/account", self._account, methods=["GET"]),
            *(Route(f"/account/{name}", form(post), methods=["POST"]) for name, post in posts.items()),
        ]

    async def _account(self, request: Request) -> Response:
        said = _SAID.get(cookies.read(request, _NOTE), "")
        page = await self._renderer.page(request, "account.html", said=said)
        cookies.erase(page, request, _NOTE)  # what is said is said once
        return page

    async def _register(self, request: Request, sent: dict[str, str]) -> Response:
        email, password = emails.normal(sent.get("email", "")), sent.get("password", "")
        unfit = {} if email else {"email": _EMAIL}
        unfit |= {} if _fits(password) else {"password": _PASSWORD}
        if unfit or not email:
            return await self._wrong(request, 422, "register", sent, unfit)
        client = client_of(request)
        wait = self._registrations.wait(client)
        if wait:
            return await self._later(request, "register", sent, wait)
        self._registrations.count(client)
        try:
            with self._turn(client):
                await self._accounts.register(email, password)
        except BusyError:
            self._registrations.forgive(client)
            return await self._busy(request, "register", sent)
        _tell("register", self._registrations.wait(client))
        return redirect("/account", request, **{_NOTE: ("new", None)})

    async def _login(self, request: Request, sent: dict[str, str]) -> Response:
        # What is no address is one that nobody has: it costs as much.
        email, password = emails.normal(sent.get("email", "")) or "", sent.get("password", "")
        before = cookies.read(request, COOKIE)

        async def log_in() -> Response:
            token = await self._accounts.log_in(email, password)
            if not token:
                return await self._wrong(request, 422, "login", sent, {"password": _WRONG})
            await self._accounts.log_out(before)
            return _to_account(request, "in", token)

        return await self._tried(request, "login", sent, email, log_in)

    async def _logout(self, request: Request, _: dict[str, str]) -> Response:
        await self._accounts.log_out(cookies.read(request, COOKIE))
        return _to_account(request, "out", "")

    async def _change(self, request: Request, sent: dict[str, str]) -> Response:
        user = await self._accounts.logged_in(request.scope)
        if user is None:
            return redirect("/account", request)
        new = sent.get("new", "")
        if not _fits(new):
            return await self._wrong(request, 422, "password", sent, {"new": _PASSWORD})

        async def change() -> Response:
            token = await self._accounts.change_password(user, sent.get("password", ""), new)
            if not token:
                return await self._wrong(request, 422, "password", sent, {"password": _NOT_YOURS})
            return _to_account(request, "changed", token)

        return await self._tried(request, "password", sent, user.email, change)

    async def _delete(self, request: Request, sent: dict[str, str]) -> Response:
        user = await self._accounts.logged_in(request.scope)
        if user is None:
            return redirect("/account", request)

        async def delete() -> Response:
            if not await self._accounts.delete(user, sent.get("password", "")):
                return await self._wrong(request, 422, "delete", sent, {"password": _NOT_YOURS})
            return _to_account(request, "deleted", "")

        return await self._tried(request, "delete", sent, user.email, delete)

    async def _tried(
        self,
        request: Request,
        name: str,
        sent: dict[str, str],
        email: str,
        work: Callable[[], Awaitable[Response]],
    ) -> Response:
        """Return what *work* with the password of *email* gives, unless this client has to wait."""
        client = client_of(request)
        wait = self._logins.begin(client, email)
        if wait:
            return await self._later(request, name, sent, wait)
        try:
            with self._turn(client):
                response = await work()
        except BusyError:
            self._logins.withdraw(client, email)
            return await self._busy(request, name, sent)
        if response.status_code == 303:  # noqa: PLR2004 - See Other, behind what has been done
            self._logins.succeeded(client, email)
        else:
            _tell(name, self._logins.wait(client, email))
        return response

    @contextlib.contextmanager
    def _turn(self, client: str) -> Iterator[None]:
        with self._turns.taken(client) as free:
            if not free:
                raise BusyError
            yield

    async def _later(self, request: Request, name: str, sent: dict[str, str], wait: int) -> Response:
        minutes = -(-wait // 60)
        told = f"Too many attempts. Wait {minutes} minute{'s' if minutes > 1 else ''}."
        page = await self._wrong(request, 429, name, sent, {"password": told})
        page.headers["Retry-After"] = str(wait)
        return page

    async def _busy(self, request: Request, name: str, sent: dict[str, str]) -> Response:
        page = await self._wrong(request, 503, name, sent, {"password": _BUSY})
        page.headers["Retry-After"] = str(_RETRY)
        return page

    async def _wrong(
        self, request: Request, status: int, name: str, sent: dict[str, str], errors: dict[str, str]
    ) -> Response:
        shown = {"email": sent.get("email", "")}  # and no password
        return await self._renderer.page(
            request, "account.html", status, form=name, sent=shown, errors=errors
        )


def _tell(name: str, wait: int) -> None:
    """Tell the log that somebody has to *wait* now, but not who: an address, of either kind, is personal.

    What is asked in vain meanwhile is not told: nobody shall fill the log.
    """
    if wait:
        _log.warning("too many tries of one client to %s; the next one in %d seconds", name, wait)


def _fits(password: str) -> bool:
    return SHORTEST <= len(password) <= LONGEST


def _to_account(request: Request, said: str, token: str) -> Response:
    """Return the way to the account, logged in with *token* or, without one, logged out."""
    kept = {_NOTE: (said, None), COOKIE: (token, LOGIN if token else 0)}
    return redirect("/account", request, **kept)
