"""Consent log and consents of accounts as one ASGI application, for any site to mount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette

from banner.core.own_cookies import OwnCookies
from banner.server import answers
from banner.server.accounts import NoAccounts
from banner.server.consents import Consents
from banner.server.declarations import Declarations
from banner.server.gate import Gate
from banner.server.headers import Guarded
from banner.server.limits import Bucket, Limits, a_day
from banner.server.log import Log
from banner.server.notices import Notices
from banner.server.retention import KEEP_DAYS, Retention

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Engine
    from starlette.types import Receive, Scope, Send

    from banner.core.declaration import Declaration
    from banner.server.accounts import Accounts
    from banner.server.tables import LogTables

ENTRIES_A_DAY = 5_000  # of one client: behind one address can be all the phones of a town
REQUESTS_A_SECOND = 20
_BURST = 5  # seconds' worth of requests that one client may send at once


class ConsentServer:
    """ASGI application; mount it where the declaration's ``server`` says.

    *engine* is a database that has *tables* (:func:`banner.server.tables.connect`). *declaration* is what the
    site asks, *notices* the folder ``consent/notices`` of what is deployed. *accounts* tells who is logged
    in, *cookies* how the site has named the banner's cookies, *requests_per_second* how many one client may
    send, and *entries_per_day* how many entries it may have kept. Proofs stay for *keep_days* after their
    consents have ended (:mod:`banner.server.retention`).
    """

    def __init__(  # noqa: PLR0913 - what a site has to say of itself
        self,
        engine: Engine,
        tables: LogTables,
        declaration: Declaration,
        notices: Path,
        *,
        accounts: Accounts | None = None,
        cookies: OwnCookies | None = None,
        requests_per_second: int = REQUESTS_A_SECOND,
        entries_per_day: int = ENTRIES_A_DAY,
        keep_days: int = KEEP_DAYS,
    ) -> None:
        known = accounts or NoAccounts()
        self._declarations = Declarations(engine, tables.declarations, declaration)
        self._notices = Notices(engine, tables, notices, self._declarations)
        log = Log(engine, tables, self._declarations, self._notices, known)
        self._retention = Retention(engine, tables, self._declarations, keep_days)
        self.gate = Gate()
        endpoints = Consents(
            log,
            self._notices,
            self._declarations,
            known,
            cookies or OwnCookies(),
            Limits(
                Bucket(requests_per_second, requests_per_second * _BURST),
                Bucket(requests_per_second, requests_per_second * _BURST),
                a_day(entries_per_day),
            ),
            self.gate,
        )
        site = Starlette(routes=endpoints.routes(), exception_handlers=answers.HANDLERS)
        site.router.redirect_slashes = False  # it would redirect to whatever a request calls its host
        self._app = Guarded(site)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or take part in the life of the server."""
        self.start()
        await self._app(scope, receive, send)

    def start(self) -> None:
        """Begin to delete old proofs, in the loop that runs; the first request does so, too.

        A site calls it in its lifespan, where it is not to wait for that request.
        """
        self._retention.start()

    @property
    def present(self) -> Declaration:
        """Return what the site asks now."""
        return self._declarations.present

    def declare(self, present: Declaration) -> None:
        """Ask what *present* says from now on, and show what is in the folder of notices."""
        self._declarations.declare(present)
        self._notices.take_all()
