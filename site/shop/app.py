"""The whole site as one ASGI application: the static pages, and everything that needs a server."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount

from banner.server.consents import Consents
from banner.server.declarations import Declarations
from banner.server.limits import Bucket
from banner.server.log import Log
from banner.server.marks import MarkedFiles
from banner.server.store import connect
from shop.accounts import Accounts
from shop.pages import Pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from banner.core.declaration import Declaration


def application(
    folder: Path, declaration: Declaration, database: str, password: str, answers: int = 20
) -> Starlette:
    """The site in *folder* with the *database* at that URL.

    *password* opens the owner's page; *answers* is how many a second one client may send. After another build
    into that folder, ``state.declare`` of the application wants its declaration.
    """
    engine = connect(database)
    accounts = Accounts(engine)
    declarations = Declarations(engine, declaration)
    log = Log(engine, declarations, folder / "consent/texts")
    consents = Consents(log, accounts, declarations, Bucket(answers, answers * 5))
    pages = Pages(engine, accounts, declarations, password)
    static = MarkedFiles(accounts, folder)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        engine.dispose()

    def declare(present: Declaration) -> None:
        declarations.declare(present)
        log.take_all_texts()

    site = Starlette(
        routes=[Mount("/api/consent", routes=consents.routes()), *pages.routes(), Mount("/", static)],
        lifespan=lifespan,
    )
    site.state.declare = declare
    return site
