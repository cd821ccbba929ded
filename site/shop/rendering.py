"""Pages as text: the templates, with what each of them knows of the visitor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.templating import Jinja2Templates

from banner.server.marks import mark
from shop import cookies
from shop.figures import lines

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from shop.accounts import Accounts

PRICE = 149  # euros
MOST = 9  # of one thing in a basket


class Renderer:
    """Renders the templates for whoever asks."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._templates = Jinja2Templates(Path(__file__).parent / "templates")
        self._templates.env.filters["lines"] = lines

    async def page(self, request: Request, name: str, status: int = 200, **values: Any) -> Response:
        """Return the page of the template *name*, which no cache may keep."""
        account = await self._accounts.logged_in(request.scope)
        known: dict[str, Any] = {
            "account": account,
            "mark": mark(account) if account else "",
            "errors": {},
            "sent": {},
            "form": "",
            "price": PRICE,
            "most": MOST,
            "quantity": quantity(cookies.read(request, "basket")),
        }
        page = self._templates.TemplateResponse(request, name, {**known, **values}, status)
        page.headers["Cache-Control"] = "private, no-store"
        return page


def quantity(text: str) -> int:
    """Return the number from 1 to 9 that *text* is, or 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
