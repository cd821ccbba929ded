"""The door of the owner's pages: a password, tried a few times, and a log of who was wrong."""

from __future__ import annotations

import base64
import logging
import secrets
from typing import TYPE_CHECKING

from starlette.responses import Response

from shop.attempts import client_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from shop.attempts import Attempts

_log = logging.getLogger(__name__)


class OwnerGate:
    """Lets in who knows *password*; *attempts* counts who does not."""

    def __init__(self, password: str, attempts: Attempts) -> None:
        self._password = password
        self._attempts = attempts

    def refused(self, request: Request) -> Response | None:
        """Return why whoever asks may not come in, if so. Who guesses has to wait, and the log tells it."""
        if "authorization" not in request.headers:
            return _asked()
        client = client_of(request)
        wait = self._attempts.wait(client)
        if wait:
            return Response("Too many attempts.", 429, {"Retry-After": str(wait)})
        self._attempts.count(client)
        if not _knows(request, self._password):
            # Only what was tried, so that nobody fills the log; and not who it was.
            wait = self._attempts.wait(client)
            _log.warning("the owner's page: a wrong password; the next try in %d seconds", wait)
            return _asked()
        self._attempts.forget(client)
        return None


def _asked() -> Response:
    return Response("The owner's page.", 401, {"WWW-Authenticate": 'Basic realm="owner"'})


def _knows(request: Request, password: str) -> bool:
    kind, _, code = request.headers.get("authorization", "").partition(" ")
    try:
        told = base64.b64decode(code, validate=True).decode()
    except ValueError:
        return False
    return kind == "Basic" and secrets.compare_digest(told.encode(), f"owner:{password}".encode())
