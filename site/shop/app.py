"""The whole site as one ASGI application: the static pages, and everything that needs a server."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Mount

from banner.server.app import ConsentServer
from banner.server.asked import CountsAsked
from banner.server.counts import Counts
from banner.server.marks import MarkedFiles
from banner.server.tables import connect
from shop import pages
from shop.accounts import Accounts
from shop.passwords import Passwords
from shop.store import LOG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from banner.core.declaration import Declaration

# Five years after a consent has ended: so long an authority in Italy may come back (legge 689/1981, art. 28).
# The privacy policy says so.
KEEP_DAYS = 1_826


def application(  # noqa: PLR0913 - what the site is made of
    folder: Path,
    declaration: Declaration,
    database: str,
    password: str,
    requests_per_second: int = 20,
    *,
    tries: pages.Tries | None = None,
    counted: tuple[str, ...] = (),
) -> Starlette:
    """The site in *folder* with the *database* at that URL.

    *password* opens the owner's page; *requests_per_second* is how many one client may send to the log, and
    *tries* how often it may try to log in. Where *counted* names the languages of the site, decisions are
    counted. After another build into that folder, ``state.declare`` of the application wants its declaration.
    """
    engine = connect(database, LOG)
    passwords = Passwords()
    accounts = Accounts(engine, passwords)
    consents = ConsentServer(
        engine,
        LOG,
        declaration,
        folder / "consent/notices",
        accounts=accounts,
        requests_per_second=requests_per_second,
        entries_per_day=250 * requests_per_second,
        keep_days=KEEP_DAYS,
    )
    counts = Counts(engine, LOG, counted) if counted else None
    counting = [Middleware(CountsAsked, counts, lambda: consents.present)] if counts else []
    static = MarkedFiles(accounts, folder)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        consents.start()
        if counts:
            counts.start()
        yield
        if counts:
            await run_in_threadpool(counts.catch_up)
        passwords.close()
        engine.dispose()

    site = Starlette(
        routes=[
            Mount("/api/consent", consents),
            *pages.routes(engine, accounts, consents, counts, password, tries or pages.Tries()),
            Mount("/", static),
        ],
        middleware=counting,
        lifespan=lifespan,
    )
    site.state.declare = consents.declare
    return site
