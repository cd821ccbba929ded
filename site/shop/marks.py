"""Tells the banner in a page who is logged in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from banner.core.record import decode

if TYPE_CHECKING:
    from starlette.types import Scope

    from shop.accounts import Account, Accounts


def mark(account: Account) -> str:
    """The value of ``data-consent-account``: the account's opaque name, and the id of its answer, if any."""
    consent = decode(account.record)
    return f"{account.key}.{consent.id}" if consent else account.key


async def marked(response: Response, scope: Scope, accounts: Accounts) -> Response:
    """The page of *response* with the mark, for whoever is logged in; nobody else's page changes."""
    account = accounts.of(Request(scope).cookies.get("account", ""))
    if account is None or not isinstance(response, FileResponse):
        return response
    text = await run_in_threadpool(Path(response.path).read_text, "utf-8")
    text = text.replace("<html ", f'<html data-consent-account="{mark(account)}" ', 1)
    return HTMLResponse(text, response.status_code, {"Cache-Control": "private, no-store"})
