"""The whole site as one ASGI application: the static pages, and everything that needs a server."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount

from banner.building.serve import Files
from shop.accounts import Accounts
from shop.consents import Consents
from shop.limits import Bucket
from shop.log import Log
from shop.marks import marked
from shop.pages import Pages
from shop.store import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import Scope

    from banner.core.declaration import Declaration


def application(
    folder: Path, declaration: Declaration, database: str, password: str, answers: int = 20
) -> Starlette:
    """The site in *folder* with the *database* at that URL.

    *password* opens the owner's page; *answers* is how many a second one client may send.
    """
    engine = connect(database)
    accounts = Accounts(engine)
    log = Log(engine, declaration, folder / "consent/texts")
    consents = Consents(log, accounts, declaration, Bucket(answers, answers * 5))
    pages = Pages(engine, accounts, declaration, password)
    static = _Pages(accounts, folder)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        engine.dispose()

    return Starlette(
        routes=[Mount("/api/consent", routes=consents.routes()), *pages.routes(), Mount("/", static)],
        lifespan=lifespan,
    )


class _Pages(Files):
    """The static pages, which tell the banner who is logged in: an opaque name, and the answer it has."""

    def __init__(self, accounts: Accounts, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._accounts = accounts

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if not response.headers.get("content-type", "").startswith("text/html"):
            return response
        return await marked(response, scope, self._accounts)
