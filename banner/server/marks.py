"""Marks: tell the banner in a page who is logged in, by an opaque name and the id of a consent."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from banner.core.record import decode
from banner.server.files import Files

if TYPE_CHECKING:
    from starlette.types import Scope

    from banner.server.accounts import Account, Accounts

_PAGE = "text/html"
# What makes an answer shorter than the whole file as it lies there.
_CONDITIONS = (
    b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since",
    b"if-range", b"range", b"accept-encoding",
)  # fmt: skip
# What the HTML standard allows before <html>, or before the element that stands for a page without that tag.
_START = re.compile(
    r"(?:\ufeff|\xef\xbb\xbf)?"
    r"(?:[ \t\n\f\r]|<!--(?:-?>|.*?--!?>)|<!(?!--)[^>]*>|<\?[^>]*>)*+"
    r"(?P<html><html(?=[ \t\n\f\r/>]))?",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class MarkedFiles(Files):
    """Static pages of a site; whoever is logged in gets each of them whole, with the account's mark.

    Such a page is never "not modified": the file is what it was, and who reads it is not. Nor is it kept in
    any cache, so that no page tells of an account before the login, after the logout, or to somebody else.
    """

    def __init__(self, accounts: Accounts, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._accounts = accounts

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at *path*, marked if it is a page and somebody is logged in."""
        account = await self._accounts.logged_in(scope)
        if account is None:
            response = await super().get_response(path, scope)
            # A page, be it that of a folder or "not modified", depends on who is logged in: caches are told.
            if mimetypes.guess_type(path)[0] in (_PAGE, None):
                response.headers.add_vary_header("Cookie")
            return response
        whole = await super().get_response(path, _unconditional(scope))
        if not isinstance(whole, FileResponse) or whole.media_type != _PAGE:
            return await super().get_response(path, scope)
        content = marked(await run_in_threadpool(Path(whole.path).read_bytes), mark(account))
        return _private(content, whole, scope)


def mark(account: Account) -> str:
    """Return ``data-consent-account``: the account's opaque name, and the id of its consent, if any."""
    consent = decode(account.record)
    return f"{account.key}.{consent.id}" if consent else account.key


def marked(page: bytes, value: str) -> bytes:
    """Return the HTML *page* with *value* as the mark of its root element, in whatever encoding it is.

    Every encoding that browsers know has ASCII in its bytes, except UTF-16, which begins with its mark.
    """
    codec = _WIDE.get(page[:2], "latin-1")
    even = len(page) - (len(page) % 2 if codec != "latin-1" else 0)
    text = page[:even].decode(codec, "surrogatepass")
    start = _START.match(text)
    end = start.end() if start else 0
    attribute = f' data-consent-account="{value}"'
    # A second <html>, further on, gives its attributes to this one: the standard says so.
    added = attribute if start and start["html"] else f"<html{attribute}>"
    return (text[:end] + added + text[end:]).encode(codec, "surrogatepass") + page[even:]


def _unconditional(scope: Scope) -> Scope:
    """Return the same request, for the whole file and nothing else."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in _CONDITIONS]
    return {**scope, "headers": headers}


def _private(content: bytes, like: Response, scope: Scope) -> Response:
    """Return *content* with the status and the type of *like*, for this one visitor and this one time."""
    headers = {
        "Content-Type": like.headers["content-type"],
        "Cache-Control": "private, no-store",
        "Vary": "Cookie",
    }
    response = Response(content, like.status_code, headers)
    if scope["method"] == "HEAD":
        response.body = b""
    return response
