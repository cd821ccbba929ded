"""Endpoints: what the banner tells the server, and asks of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from banner.core.clock import to_iso
from banner.core.consent import from_future, holds
from banner.core.cookies import write
from banner.core.ids import is_id
from banner.core.log_entry import LogEntry, is_hash, read_entry
from banner.core.record import MOST_BYTES, encode
from banner.server import clock
from banner.server.answers import BadError
from banner.server.bodies import json_object
from banner.server.cookie import asgi_header, sent_consents
from banner.server.description import MOST_ENTRIES, description
from banner.server.history import MOST, Page, Told
from banner.server.judge import (
    ConflictError,
    ContradictionError,
    NotYetError,
    UndeclaredError,
    consent_of,
)
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
            Route("/declarations/{revision}", self._declaration, methods=["GET"]),
            Route("/openapi.json", self._described, methods=["GET"]),
        ]

    async def _log(self, request: Request) -> Response:
        self._check(request)
        batch, bad = self._batch(await json_object(request))
        account = await self.accounts.logged_in(request.scope)
        self._take(request, self.limits.entries, len(batch))
        try:
            if batch:
                await self.gate.wait(self.log.append(batch, account.id if account else None))
        except ConflictError as error:
            raise BadError(409, f"there is another entry called {error}; an entry never changes") from error
        except UndeclaredError as error:
            raise BadError(422, f"record: {error} was not asked about under this revision") from error
        except ContradictionError as error:
            raise BadError(422, str(error)) from error
        except NotYetError as error:
            remedy = f"{error} here, or not yet; keep the entry and send it again later"
            raise BadError(_NOT_YET, remedy) from error
        except Exception:
            self.limits.entries.give(_client(request), len(batch))
            raise
        if bad:
            raise bad
        stored: LogResponse = {"stored": [entry.id for entry in batch]}
        response = JSONResponse(stored)
        request.scope[STORED] = len(batch)
        await self._keep_cookie(request, response)
        return response

    async def _account(self, request: Request) -> Response:
        if request.method == "GET":
            self._count(request)
        else:
            self._check(request)
        account = await self.accounts.logged_in(request.scope)
        if request.method == "GET" or account is None:
            return _private(_of(account.key, account.record) if account else _of("", ""))
        record = _record(await json_object(request))
        before = await self.gate.call(self.log.join, account.id, record)
        return _private(_of(account.key, before))

    async def _history(self, request: Request) -> Response:
        self._count(request)
        account = await self.accounts.logged_in(request.scope)
        consent = next((consent for _, consent in self._sent(request)), None)
        found = Told([], [])
        page = _page(request)
        if account:
            found = await self.gate.call(self.log.history.of_account, account.id, page)
        elif consent:
            found = await self.gate.call(self.log.history.chain, consent.id, page)
        return _private({"entries": found.entries, "received": [to_iso(at) for at in found.received]})

    async def _notice(self, request: Request) -> Response:
        self._count(request)
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

    async def _declaration(self, request: Request) -> Response:
        self._count(request)
        revision = request.path_params["revision"]
        kept = await self.gate.call(self.declarations.content, revision) if is_id(revision) else None
        if kept is None:
            raise BadError(404, "nothing was asked under this revision")
        kept["notices"] = await self.gate.call(self.notices.under, revision)
        return JSONResponse(kept | {"since": to_iso(kept["since"])})

    async def _described(self, request: Request) -> Response:
        self._count(request)
        return JSONResponse(description())

    def _check(self, request: Request) -> None:
        self._count(request)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise BadError(415, "send application/json")
        if not same_origin(request):
            raise BadError(403, "only pages of this site may send entries")

    def _count(self, request: Request) -> None:
        """Count a request; what pages of others have a browser send costs the visitor nothing here."""
        of_others = request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
        self._take(request, self.limits.of_others if of_others else self.limits.requests)

    def _take(self, request: Request, bucket: Bucket, tokens: int = 1) -> None:
        if not bucket.take(_client(request), tokens):
            wait = bucket.seconds(_client(request), tokens)
            raise BadError(429, f"too much from one address; try again in {wait} s", wait)

    def _batch(self, body: dict[str, Any]) -> tuple[tuple[LogEntry, ...], BadError | None]:
        """Return the entries in *body*, and what is wrong with the first of those that are none."""
        plain = body.get("entries")
        if not isinstance(plain, list) or not 1 <= len(plain) <= MOST_ENTRIES:
            raise BadError(422, f"entries: send a list of 1 to {MOST_ENTRIES} entries")
        read = [self._entry(place, entry) for place, entry in enumerate(plain)]
        bad = next((one for one in read if isinstance(one, BadError)), None)
        return tuple(one for one in read if isinstance(one, LogEntry)), bad

    def _entry(self, place: int, plain: object) -> LogEntry | BadError:
        entry = read_entry(plain)
        if entry is None:
            return BadError(422, f"entries[{place}]: this is no entry; see banner/core/log_entry.py")
        if from_future(consent_of(entry), clock.now()):
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
        if await self.gate.call(self.log.history.followed, consent.id):
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
    before = request.query_params.get("before", "")
    if before and not is_id(before):
        raise BadError(422, "before: write the id of an entry")
    return Page(int(limit), before)


def _record(body: dict[str, Any]) -> str:
    record = body.get("record")
    if not isinstance(record, str) or len(record) > MOST_BYTES:
        raise BadError(422, "record: send the text of the consent cookie, or an empty text")
    return record


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _of(account: str, record: str) -> AccountRecord:
    return {"account": account, "record": record}


def _private(plain: AccountRecord | dict[str, Any]) -> JSONResponse:
    return JSONResponse(plain, headers={"Cache-Control": "private, no-store"})
