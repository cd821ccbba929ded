"""Files as a good static host would send them."""

from __future__ import annotations

import mimetypes
import re
import stat
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

# Names of a build that change with the content.
_FOR_EVER = re.compile(r"(?:^|/)consent/files/[^/]+$|/[0-9a-f]{64}\.json$")
# One of what an Accept-Encoding header takes, and its quality.
_TAKEN = re.compile(r"([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?\s*(?:,|$)", re.IGNORECASE)
_ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the smaller first


class Files(StaticFiles):
    """Files with the headers that a good static host would send."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at *path*, compressed where a build has left it so and the browser takes it.

        It is to be kept for ever where its name changes with it.
        """
        encodings = await run_in_threadpool(self._encodings, path)
        encoding = preferred(Headers(scope=scope).get("accept-encoding", ""), encodings)
        response = await super().get_response(path + _ENCODINGS.get(encoding, ""), scope)
        response.headers["Cache-Control"] = _kept(path)
        if encodings:
            response.headers.add_vary_header("Accept-Encoding")
        if encoding:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            text = kind.startswith("text/") or kind == "application/json"
            response.headers["Content-Type"] = kind + ("; charset=utf-8" if text else "")
            response.headers["Content-Encoding"] = encoding
        return response

    def _encodings(self, path: str) -> list[str]:
        """Return the encodings in which the file at *path* also lies here, ready to be sent."""
        if not self._is_file(path):
            return []
        return [encoding for encoding, suffix in _ENCODINGS.items() if self._is_file(path + suffix)]

    def _is_file(self, path: str) -> bool:
        try:
            found = self.lookup_path(path)[1]
        except (OSError, ValueError):  # no name of a file; the request for it is refused for that
            return False
        return found is not None and stat.S_ISREG(found.st_mode)


def preferred(header: str, encodings: list[str]) -> str:
    """Return that of *encodings* which an ``Accept-Encoding`` *header* likes best, or nothing for none.

    Of several that it likes as much, the first; what it does not name, or with quality 0, is not taken
    (RFC 9110, 12.5.3).
    """
    qualities = {name.lower(): float(quality or 1) for name, quality in _TAKEN.findall(header)}

    def quality(encoding: str) -> float:
        return qualities.get(encoding, qualities.get("*", 0))

    best = max(encodings, key=quality, default="")
    return best if quality(best) > 0 and quality(best) >= qualities.get("identity", 0) else ""


def _kept(path: str) -> str:
    """Return how long a browser may keep the file at *path*; who works on a site sees each build at once."""
    if _FOR_EVER.search(path):
        return "public, max-age=31536000, immutable"
    return "no-cache"
