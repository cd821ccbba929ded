"""The pages that need a server: account, basket, order, and the owner's totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.account_pages import AccountPages
from shop.order_pages import OrderPages
from shop.owner_page import OwnerPage
from shop.rendering import Renderer

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from starlette.routing import Route

    from banner.server.app import ConsentServer
    from shop.accounts import Accounts


def routes(engine: Engine, accounts: Accounts, consents: ConsentServer, password: str) -> list[Route]:
    """Return the pages of the shop, and forms that work without JavaScript; *password* is the owner's."""
    renderer = Renderer(accounts)
    return [
        *AccountPages(renderer, accounts).routes(),
        *OrderPages(renderer, engine, consents).routes(),
        *OwnerPage(renderer, engine, password).routes(),
    ]
