"""Serves the clean site with what is planted into it at the moment; the banner is one build."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.browser.audit.planted import BODY, HEAD, Leak, pixel

if TYPE_CHECKING:
    from starlette.requests import Request

mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")


class Planted:
    """The site in the folder *dist*, with the *leaks* that are planted at the moment."""

    def __init__(self, dist: Path) -> None:
        self._dist = dist
        self.leaks: tuple[Leak, ...] = ()
        self.application = Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])

    def text(self, path: str) -> str:
        """Return a file of the site with what is planted: a leak stands before what was planted earlier."""
        for leak in self.leaks:
            if path in leak.files:
                return leak.files[path]
        text = (self._dist / path).read_text(encoding="utf-8")
        for leak in self.leaks:
            if path == leak.file:
                assert leak.old in text
                # What stands there is a mark for the leaks that follow.
                new = f"{leak.new}\n{leak.old}" if leak.old in (HEAD, BODY) else leak.new
                text = text.replace(leak.old, new, 1)
        return text

    def line(self, leak: Leak) -> int:
        """Return the line of the planted file that has what *leak* is known by."""
        text = self.text(leak.file)
        start = text.index(leak.new)
        return text.count("\n", 0, start + leak.new.index(leak.at)) + 1

    async def _answer(self, request: Request) -> Response:
        path = request.path_params["path"]
        if path == "out":
            return RedirectResponse(pixel("redirect"))
        path = path + "index.html" if not path or path.endswith("/") else path
        planted = any(path == leak.file or path in leak.files for leak in self.leaks)
        if not planted and not (self._dist / path).is_file():
            return Response(status_code=404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        body = self.text(path) if planted else (self._dist / path).read_bytes()
        headers = {"Cache-Control": "no-store"}
        for leak in self.leaks:
            headers |= leak.headers if path == leak.file else {}
        return Response(body, media_type=kind, headers=headers)
