"""Endpoints: what the banner tells the server, and asks of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from banner.core.clock import to_iso
from banner.core.consent import from_future, holds
from banner.core.cookies import write
from banner.core.log_entry import LogEntry, read_entry
from banner.core.record import MOST_BYTES, decode, encode
from banner.server import clock
from banner.server.cookie import asgi_header, sent_consents
from banner.server.history import MOST, Page, Told
from banner.server.judge import ConflictError, ContradictionError, NotYetError, UndeclaredError
from banner.view.html import Html, element, join

if TYPE_CHECKING:
    from starlette.requests import Request

    from banner.contract import AccountRecord, ErrorResponse, LogResponse
    from banner.core.consent import Consent
    from banner.core.own_cookies import OwnCookies
    from banner.server.accounts import Accounts
    from banner.server.declarations import Declarations
    from banner.server.limits import Bucket
    from banner.server.log import Log
    from banner.server.notices import Notices

_MOST_BODY = 64 * 1024
_MOST_ENTRIES = 50
# Too Early (RFC 8470): what may be an entry tomorrow is not rejected, and the server is well.
_NOT_YET = 425


class BadError(Exception):
    """Request that cannot be taken: *status*, and what to do about it."""

    def __init__(self, status: int, remedy: str) -> None:
        super().__init__(remedy)
        self.status = status


@dataclass(frozen=True)
class Consents:
    """Endpoints of a consent log, and how much one client may send to it."""

    log: Log
    notices: Notices
    declarations: Declarations
    accounts: Accounts
    cookies: OwnCookies
    limit: Bucket

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        return [
            Route("/log", self._log, methods=["POST"]),
            Route("/account", self._account, methods=["GET", "POST"]),
            Route("/history", self._history, methods=["GET"]),
            Route("/notices/{digest}", self._notice, methods=["GET"]),
            Route("/declarations/{revision}", self._declaration, methods=["GET"]),
        ]

    async def _log(self, request: Request) -> Response:
        try:
            self._check(request)
            batch, bad = self._batch(await _body(request))
            account = await self.accounts.logged_in(request.scope)
            if batch:
                await self.log.append(batch, account.id if account else None)
            if bad:
                raise bad
        except BadError as error:
            return _error(error.status, str(error))
        except ConflictError as error:
            return _error(409, f"there is another entry called {error}; an entry never changes")
        except UndeclaredError as error:
            return _error(422, f"record: {error} was not asked about under this revision")
        except ContradictionError as error:
            return _error(422, str(error))
        except NotYetError as error:
            return _error(_NOT_YET, f"{error} here, or not yet; keep the entry and send it again later")
        stored: LogResponse = {"stored": [entry.id for entry in batch]}
        response = JSONResponse(stored)
        await self._keep_cookie(request, response)
        return response

    async def _account(self, request: Request) -> Response:
        account = await self.accounts.logged_in(request.scope)
        if request.method == "GET" or account is None:
            return _private(_of(account.key, account.record) if account else _of("", ""))
        try:
            self._check(request)
            record = _record(await _body(request))
        except BadError as error:
            return _error(error.status, str(error))
        before = await run_in_threadpool(self.log.join, account.id, record)
        return _private(_of(account.key, before))

    async def _history(self, request: Request) -> Response:
        account = await self.accounts.logged_in(request.scope)
        consent = next((consent for _, consent in self._sent(request)), None)
        found = Told([], [])
        try:
            page = _page(request)
        except BadError as error:
            return _error(error.status, str(error))
        if account:
            found = await run_in_threadpool(self.log.history.of_account, account.id, page)
        elif consent:
            found = await run_in_threadpool(self.log.history.chain, consent.id, page)
        return _private({"entries": found.entries, "received": [to_iso(at) for at in found.received]})

    async def _notice(self, request: Request) -> Response:
        content = await run_in_threadpool(self.notices.content, request.path_params["digest"])
        if content is None:
            return _error(404, "nothing was shown under this hash")
        shown = json.loads(content)
        page = element(
            "html",
            element("head", element("meta", charset="utf-8"), element("title", "What was shown")),
            element("body", join(*[element("div", Html(text)) for text in shown["texts"]])),
            dir=shown["direction"],
            lang=shown["language"],
        )
        # What was shown had no scripts; nothing in it may run now either.
        headers = {"Content-Security-Policy": "default-src 'none'"}
        return HTMLResponse("<!doctype html>" + page.text, headers=headers)

    async def _declaration(self, request: Request) -> Response:
        revision = request.path_params["revision"]
        kept = await run_in_threadpool(self.declarations.content, revision)
        if kept is None:
            return _error(404, "nothing was asked under this revision")
        kept["notices"] = await run_in_threadpool(self.notices.under, revision)
        return JSONResponse(kept | {"since": to_iso(kept["since"])})

    def _check(self, request: Request) -> None:
        if not self.limit.take(request.client.host if request.client else ""):
            raise BadError(429, "too many requests; try again in a second")
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise BadError(415, "send application/json")
        if not same_origin(request):
            raise BadError(403, "only pages of this site may send entries")

    def _batch(self, body: dict[str, Any]) -> tuple[tuple[LogEntry, ...], BadError | None]:
        """Return the entries in *body*, and what is wrong with the first of those that are none."""
        plain = body.get("entries")
        if not isinstance(plain, list) or not 1 <= len(plain) <= _MOST_ENTRIES:
            raise BadError(422, f"entries: send a list of 1 to {_MOST_ENTRIES} entries")
        read = [self._entry(place, entry) for place, entry in enumerate(plain)]
        bad = next((one for one in read if isinstance(one, BadError)), None)
        return tuple(one for one in read if isinstance(one, LogEntry)), bad

    def _entry(self, place: int, plain: object) -> LogEntry | BadError:
        entry = read_entry(plain)
        consent = decode(entry.record) if entry else None
        if entry is None or consent is None:
            return BadError(422, f"entries[{place}]: this is no entry; see banner/core/log_entry.py")
        if from_future(consent, clock.now()):
            # The clock of that device is ahead: in a while this is an entry like any other.
            return BadError(_NOT_YET, f"entries[{place}].record: a consent from the future; send it then")
        return entry

    async def _keep_cookie(self, request: Request, response: Response) -> None:
        """Set the visitor's cookie again, for the time that it has left.

        Safari ends what a script has written after seven days, and not what a server has. A consent that
        another one has followed already stays as it is: the browser has the later one by now.
        """
        present = self.declarations.present
        name, consent = next(iter(self._sent(request)), ("", None))
        # It is given back as it came, so it has to hold in its own region, and not in that of this request.
        if consent is None or not holds(consent, present.under(consent.mode, consent.exempt), clock.now()):
            return
        if await run_in_threadpool(self.log.history.followed, consent.id):
            return
        secure = request.url.scheme == "https" or name.startswith("__Host-")
        domain = self.cookies.domain if within(request.url.hostname or "", self.cookies.domain) else ""
        left = consent.seconds_left(present, clock.now())
        cookie = write(name, encode(consent), left, secure, domain, self.cookies.path)
        response.headers.append("Set-Cookie", cookie)

    def _sent(self, request: Request) -> list[tuple[str, Consent]]:
        header = asgi_header(request.scope)
        return sent_consents(header, self.declarations.present, self.cookies, clock.now())


def within(host: str, domain: str) -> bool:
    """Return whether *host* is *domain* or below it: a browser takes no cookie of another domain's."""
    return host == domain or host.endswith("." + domain)


def same_origin(request: Request) -> bool:
    """Return whether a page of this very site sent *request*; no other site may act for a visitor."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site == "same-origin"
    return request.headers.get("origin") == f"{request.url.scheme}://{request.url.netloc}"


def _page(request: Request) -> Page:
    limit = request.query_params.get("limit", str(MOST))
    if not (
        limit.isascii() and limit.isdecimal() and len(limit) <= len(str(MOST)) and 1 <= int(limit) <= MOST
    ):
        raise BadError(422, f"limit: write a number from 1 to {MOST}")
    return Page(int(limit), request.query_params.get("before", ""))


def _record(body: dict[str, Any]) -> str:
    record = body.get("record")
    if not isinstance(record, str) or len(record) > MOST_BYTES:
        raise BadError(422, "record: send the text of the consent cookie, or an empty text")
    return record


async def _body(request: Request) -> dict[str, Any]:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MOST_BODY:
            raise BadError(413, f"send {_MOST_BODY:,} bytes at most")
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        raise BadError(400, "send a JSON object")
    return plain


def _error(status: int, remedy: str) -> JSONResponse:
    headers = {"Retry-After": "1"} if status == 429 else None  # noqa: PLR2004 - Too Many Requests
    told: ErrorResponse = {"error": remedy}
    return JSONResponse(told, status, headers)


def _of(account: str, record: str) -> AccountRecord:
    return {"account": account, "record": record}


def _private(plain: AccountRecord | dict[str, Any]) -> JSONResponse:
    return JSONResponse(plain, headers={"Cache-Control": "private, no-store"})
