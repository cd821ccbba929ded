"""The pages that need a server: account, basket, order, and the owner's totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shop.account_pages import AccountPages
from shop.attempts import Attempts, Logins, Pace
from shop.order_pages import OrderPages
from shop.owner_gate import OwnerGate
from shop.owner_page import OwnerPage
from shop.rendering import Renderer

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from starlette.routing import Route

    from banner.server.app import ConsentServer
    from banner.server.counts import Counts
    from shop.accounts import Accounts


@dataclass(frozen=True)
class Tries:
    """How many tries of each kind a client has, before it has to wait."""

    login: int = 5  # with one account
    logins: int = 20  # with all of them
    registration: int = 10
    owner: int = 5


def routes(  # noqa: PLR0913, PLR0917 - what the pages are about
    engine: Engine,
    accounts: Accounts,
    consents: ConsentServer,
    counts: Counts | None,
    password: str,
    tries: Tries,
) -> list[Route]:
    """Return the pages of the shop, and forms that work without JavaScript; *password* is the owner's."""
    renderer = Renderer(accounts)
    logins = Logins(Pace(tries.login), Pace(tries.logins))
    gate = OwnerGate(password, Attempts(Pace(tries.owner)))
    return [
        *AccountPages(renderer, accounts, logins, Attempts(Pace(tries.registration))).routes(),
        *OrderPages(renderer, engine, consents).routes(),
        *OwnerPage(renderer, engine, gate, counts).routes(),
    ]
