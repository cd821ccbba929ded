"""Requests that a test makes itself, with the cookies of a profile."""

from __future__ import annotations

import http.client
import http.cookies
import json
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import Message

    from tests.support.engines.context import Context


@dataclass(frozen=True)
class Response:
    """An answer, with Playwright's names."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    lines: tuple[tuple[str, str], ...] = ()

    def headers_array(self) -> list[dict[str, str]]:
        """The headers line by line, where it came to a page."""
        return [{"name": name, "value": value} for name, value in self.lines]

    @property
    def ok(self) -> bool:
        """Whether the server is content."""
        return 200 <= self.status < 300

    def text(self) -> str:
        """The answer as it came."""
        return self.body

    def json(self) -> Any:
        """The answer, read."""
        return json.loads(self.body)


class Requests:
    """Asks the site's server as the profile's pages would."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, address: str, headers: dict[str, str] | None = None, *, timeout: float = 0) -> Response:  # noqa: ARG002
        """Get *address*; our own server answers in time."""
        return self._send(urllib.request.Request(address, headers=headers or {}))  # noqa: S310 - our own server

    def post(
        self,
        address: str,
        *,
        form: dict[str, str] | None = None,
        data: str = "",
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Post a form, or *data* as it is."""
        body = urllib.parse.urlencode(form) if form else data
        return self._send(urllib.request.Request(address, body.encode(), headers or {}))  # noqa: S310 - the same

    def _send(self, request: urllib.request.Request) -> Response:
        """Send it; a redirection is followed, and cookies are kept on each step."""
        address = request.full_url
        jar = self._context.cookies(address)
        if jar:
            request.add_header("Cookie", "; ".join(f"{one['name']}={one['value']}" for one in jar))
        opener = urllib.request.build_opener(_Stay, _Here)
        try:
            with opener.open(request) as answer:
                response, headers = (
                    Response(answer.status, answer.read().decode(errors="replace")),
                    answer.headers,
                )
        except urllib.error.HTTPError as error:
            with error:
                response, headers = Response(error.code, error.read().decode(errors="replace")), error.headers
        response.headers.update({key.lower(): value for key, value in headers.items()})
        self._keep(address, headers)
        if "Location" in headers:
            return self.get(urllib.parse.urljoin(address, headers["Location"]))
        return response

    def _keep(self, address: str, headers: Message) -> None:
        for line in headers.get_all("Set-Cookie", []):
            for name, one in http.cookies.SimpleCookie(line).items():
                cookie = {"name": name, "value": one.coded_value, "url": address, "path": one["path"] or "/"}
                cookie |= {"httpOnly": bool(one["httponly"]), "secure": bool(one["secure"])}
                if one["samesite"]:
                    cookie["sameSite"] = one["samesite"].capitalize()
                if one["max-age"]:
                    cookie["expires"] = time.time() + int(one["max-age"])
                self._context.add_cookies([cookie])


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """The caller follows, to keep the cookies of each step."""


class _Here(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """Every host is this machine, as for the pages."""
        return self.do_open(_Connection, request)


class _Connection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self.port), self.timeout)
