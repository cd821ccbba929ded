"""Endpoints: what the banner tells the server, and asks of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from banner.core.consent import from_future, holds
from banner.core.cookies import write
from banner.core.log_entry import LogEntry, is_hash, read_entry
from banner.core.record import MOST_BYTES, decode, encode
from banner.server import clock
from banner.server.answers import BadError
from banner.server.bodies import json_object
from banner.server.cookie import asgi_header, sent_consents
from banner.server.log import ConflictError, NotYetError, UndeclaredError
from banner.view.html import Html, element, join

if TYPE_CHECKING:
    from starlette.requests import Request

    from banner.contract import AccountRecord, LogResponse
    from banner.core.consent import Consent
    from banner.core.own_cookies import OwnCookies
    from banner.server.accounts import Accounts
    from banner.server.declarations import Declarations
    from banner.server.gate import Gate
    from banner.server.limits import Bucket, Limits
    from banner.server.log import Log
    from banner.server.notices import Notices

_MOST_ENTRIES = 50
# Letters of a field, as the tables have room for them. Ours are far shorter.
_MOST_LETTERS = {"id": 200, "previous": 200, "language": 35}
_MOST_IN_RECORD = {"source": 40, "revision": 64}
# Where a request tells how many entries of it are kept, for whoever counts.
STORED = "consent.stored"
# Too Early (RFC 8470): what may be an entry tomorrow is not rejected, and the server is well.
_NOT_YET = 425


@dataclass(frozen=True)
class Consents:
    """Endpoints of a consent log, and how much one client may send to it."""

    log: Log
    notices: Notices
    declarations: Declarations
    accounts: Accounts
    cookies: OwnCookies
    limits: Limits
    gate: Gate

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        return [
            Route("/log", self._log, methods=["POST"]),
            Route("/account", self._account, methods=["GET", "POST"]),
            Route("/history", self._history, methods=["GET"]),
            Route("/notices/{digest}", self._notice, methods=["GET"]),
        ]

    async def _log(self, request: Request) -> Response:
        self._check(request)
        batch = self._batch(await json_object(request))
        account = await self.accounts.logged_in(request.scope)
        self._take(request, self.limits.entries, len(batch))
        try:
            await self.gate.wait(self.log.append(batch, account.id if account else None))
        except ConflictError as error:
            raise BadError(409, f"there is another entry called {error}; an entry never changes") from error
        except UndeclaredError as error:
            raise BadError(422, f"record: {error} was not asked about under this revision") from error
        except NotYetError as error:
            remedy = f"{error} here, or not yet; keep the entry and send it again later"
            raise BadError(_NOT_YET, remedy) from error
        except Exception:
            self.limits.entries.give(_client(request), len(batch))
            raise
        stored: LogResponse = {"stored": [entry.id for entry in batch]}
        response = JSONResponse(stored)
        request.scope[STORED] = len(batch)
        await self._keep_cookie(request, response)
        return response

    async def _account(self, request: Request) -> Response:
        if request.method == "GET":
            self._take(request, self.limits.requests)
        else:
            self._check(request)
        account = await self.accounts.logged_in(request.scope)
        if request.method == "GET" or account is None:
            return _private(_of(account.key, account.record) if account else _of("", ""))
        record = _record(await json_object(request))
        before = await self.gate.call(self.log.join, account.id, record)
        return _private(_of(account.key, before))

    async def _history(self, request: Request) -> Response:
        self._take(request, self.limits.requests)
        account = await self.accounts.logged_in(request.scope)
        consent = next((consent for _, consent in self._sent(request)), None)
        found: list[dict[str, str]] = []
        if account:
            found = await self.gate.call(self.log.of_account, account.id)
        elif consent:
            found = await self.gate.call(self.log.chain, consent.id)
        return _private({"entries": found})

    async def _notice(self, request: Request) -> Response:
        self._take(request, self.limits.requests)
        digest = request.path_params["digest"]
        content = await self.gate.call(self.notices.content, digest) if is_hash(digest) else None
        if content is None:
            raise BadError(404, "nothing was shown under this hash")
        shown = json.loads(content)
        page = element(
            "html",
            element("head", element("meta", charset="utf-8"), element("title", "What was shown")),
            element("body", join(*[element("div", Html(text)) for text in shown["texts"]])),
            dir=shown["direction"],
            lang=shown["language"],
        )
        # What was shown had no scripts; nothing in it may run now either, by the headers of every answer.
        return HTMLResponse("<!doctype html>" + page.text)

    def _check(self, request: Request) -> None:
        self._take(request, self.limits.requests)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise BadError(415, "send application/json")
        if not same_origin(request):
            raise BadError(403, "only pages of this site may send entries")

    def _take(self, request: Request, bucket: Bucket, tokens: int = 1) -> None:
        if not bucket.take(_client(request), tokens):
            wait = bucket.seconds(_client(request), tokens)
            raise BadError(429, f"too much from one address; try again in {wait} s", wait)

    def _batch(self, body: dict[str, Any]) -> tuple[LogEntry, ...]:
        plain = body.get("entries")
        if not isinstance(plain, list) or not 1 <= len(plain) <= _MOST_ENTRIES:
            raise BadError(422, f"entries: send a list of 1 to {_MOST_ENTRIES} entries")
        return tuple(self._entry(place, entry) for place, entry in enumerate(plain))

    def _entry(self, place: int, plain: object) -> LogEntry:
        entry = read_entry(plain)
        consent = decode(entry.record) if entry else None
        if entry is None or consent is None or _too_long(entry, consent):
            raise BadError(422, f"entries[{place}]: this is no entry; see banner/core/log_entry.py")
        if from_future(consent, clock.now()):
            # The clock of that device is ahead: in a while this is an entry like any other.
            raise BadError(_NOT_YET, f"entries[{place}].record: a consent from the future; send it then")
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
        if await self.gate.call(self.log.followed, consent.id):
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


def _record(body: dict[str, Any]) -> str:
    record = body.get("record")
    if not isinstance(record, str) or len(record) > MOST_BYTES:
        raise BadError(422, "record: send the text of the consent cookie, or an empty text")
    return record


def _too_long(entry: LogEntry, consent: Consent) -> bool:
    return any(len(getattr(entry, name)) > most for name, most in _MOST_LETTERS.items()) or any(
        len(getattr(consent, name)) > most for name, most in _MOST_IN_RECORD.items()
    )


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _of(account: str, record: str) -> AccountRecord:
    return {"account": account, "record": record}


def _private(plain: AccountRecord | dict[str, Any]) -> JSONResponse:
    return JSONResponse(plain, headers={"Cache-Control": "private, no-store"})
