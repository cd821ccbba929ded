"""The network of a browser that shows it by no protocol: each request passes here and can be answered."""

from __future__ import annotations

import http.client
import json
import queue
import re
import socketserver
import ssl
import subprocess
import threading
import urllib.parse
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from playwright.sync_api import Error

from tests.support.engines.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.support.engines.timeline import Place, Timeline

# Where the pages' own reports go: errors, and what is written to the console.
TOLD = "/--told"
# A page of any site that is empty, from which its cookies can be read and written.
JAR = "--jar"
# A page's policy allows the scripts that come first, the window's own icon, and nothing else besides its own.
_POLICY = "content-security-policy"
_NONCE = "of-the-tests"
# Behind this the first of a page's own scripts may stand.
_START = re.compile(rb"\s*(<!doctype[^>]*>)?(\s*<html[^>]*>)?(\s*<head[^>]*>)?", re.IGNORECASE)
_FORBIDDEN = (
    "connection",
    "keep-alive",
    "proxy-connection",
    "transfer-encoding",
    "content-length",
    "cache-control",
)


Lines = list[tuple[str, str]]
"""Headers, name and value, as they came."""


class Answer(NamedTuple):
    """What the browser gets."""

    status: int
    headers: Lines
    body: bytes


@dataclass(frozen=True)
class Frame:
    """The frame that asks, so far as headers tell: its address, and whether there is one around it."""

    parent_frame: Frame | None
    url: str = ""


@dataclass(frozen=True, eq=False)
class Request:
    """One request, with the names that Playwright gives to its parts."""

    url: str
    method: str
    resource_type: str
    frame: Frame
    post_data: str
    headers: dict[str, str]
    # What no header tells.
    redirected_from: None = None
    service_worker: None = None
    failure: str = "failed"

    def is_navigation_request(self) -> bool:
        """Whether a document is asked for, in a window or a frame."""
        return self.resource_type == "document"


@dataclass(frozen=True)
class WebError:
    """An error that no script of the page has caught."""

    error: str


@dataclass(frozen=True)
class ConsoleMessage:
    """What a page has written to the console."""

    type: str
    text: str


@dataclass(frozen=True)
class Fetched:
    """What a server has answered, with the names that Playwright gives to its parts."""

    answer: Answer

    def text(self) -> str:
        """The answer as it is read."""
        return self.answer.body.decode()

    def body(self) -> bytes:
        """The answer as it came."""
        return self.answer.body


class Route:
    """A request that waits for what a test decides, at once or later."""

    def __init__(
        self,
        request: Request,
        handlers: Iterable[Callable[[Route], object]],
        ask: Callable[[Request], Answer | None],
    ) -> None:
        self.request = request
        self.decided: queue.Queue[Answer | type[Route] | None] = queue.Queue()
        self._handlers = iter(handlers)
        self._ask = ask

    def fallback(self) -> None:
        """Let the next handler decide; behind the last of them is the site's own server."""
        next(self._handlers, Route.continue_)(self)

    def fetch(self, *, url: str = "", max_retries: int = 0) -> Fetched:  # noqa: ARG002 - nothing is tried twice
        """Ask the server in the page's place, or ask for another address.

        Raises :class:`Error` where nobody answers.
        """
        answer = self._ask(replace(self.request, url=url or self.request.url))
        if not answer:
            raise Error(f"nobody answers for {url or self.request.url}")
        return Fetched(answer)

    def abort(self, _reason: str = "failed") -> None:
        """There is nobody at this address."""
        self.decided.put(None)

    def continue_(self) -> None:
        """Let the site's own server answer."""
        self.decided.put(Route)

    def fulfill(
        self,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        content_type: str | None = None,
        body: str | bytes = b"",
        json: Any = None,
        path: Path | None = None,
        response: Fetched | None = None,
    ) -> None:
        """Answer in the server's place; what is not told is as in *response*, if there is one."""
        if response:
            status, given, own = response.answer
            self.decided.put(Answer(status, given, (body.encode() if isinstance(body, str) else body) or own))
            return
        if json is not None:
            body, content_type = _json(json), "application/json"
        if path is not None:
            body = path.read_bytes()
            content_type = content_type or _TYPES.get(path.suffix)
        sent = {"Content-Type": content_type or "text/plain"} | (headers or {})
        self.decided.put(Answer(status, list(sent.items()), body.encode() if isinstance(body, str) else body))


_TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"}


def _json(value: Any) -> str:
    return json.dumps(value)


# What a request is for where WebKit does not say: to a page without https it sends no Sec-Fetch-Dest.
_WANTED = {"text/html": "document", "text/css": "style"}
# Playwright's words, where they are others.
_RESOURCES = {"empty": "fetch", "style": "stylesheet"}


class Owner(Protocol):
    """Who owns the proxy: the context of a browser."""

    def asked(self, request: Request) -> None:
        """Hear of a request, in whatever order."""

    def answered(self, request: Request, status: int, body: str, lines: Lines) -> None:
        """Hear what the answer is, before anything of ours is in it."""

    def headers(self) -> dict[str, str]:
        """What every request to the site has besides."""

    def handlers(self, address: str) -> list[Callable[[Route], object]]:
        """Who may answer *address* before the site itself does, one after the other."""

    def first_scripts(self) -> list[str]:
        """What runs in each document before all else."""


class Proxy:
    """Listens on a port that the system chooses, in threads of its own, until it is closed."""

    def __init__(self, owner: Owner, timeline: Timeline, certificate: Path) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        handler = type("Connection", (_Connection,), {"owner": owner, "tls": tls, "timeline": timeline})
        self._server = _Server(timeline, handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Take no more requests."""
        self._server.shutdown()
        self._server.server_close()


def certificate(folder: Path) -> Path:
    """A certificate to throw away; the browser is told to take any."""
    file = folder / "everybody.pem"
    command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-subj", "/CN=everybody", "-days", "2", "-keyout", str(file), "-out", str(file) + ".crt"]
    subprocess.run(command, check=True, capture_output=True)
    with file.open("a", encoding="ascii") as both:
        both.write(Path(str(file) + ".crt").read_text(encoding="ascii"))
    return file


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, timeline: Timeline, handler: type[_Connection]) -> None:
        self._timeline = timeline
        self.places: dict[Any, Place] = {}
        super().__init__(("127.0.0.1", 0), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Connections are accepted in one thread, one after the other."""
        self.places[client_address] = self._timeline.begin()
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no error."""


class _Connection(BaseHTTPRequestHandler):
    owner: Owner
    tls: ssl.SSLContext
    timeline: Timeline
    server: _Server
    protocol_version = "HTTP/1.1"
    site = ""

    def setup(self) -> None:
        """Know which place this connection has."""
        super().setup()
        self.place = self.server.places.pop(self.client_address)

    def finish(self) -> None:
        """Whatever came of it, nobody has to wait any longer."""
        self.timeline.know(self.place, None)
        super().finish()
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.site = "https://" + self.path.removesuffix(":443")
        self.connection = self.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        address = self.site + self.path
        path = urllib.parse.urlsplit(address).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path == TOLD:
            self.timeline.know(self.place, _told(json.loads(body)))
            answer: Answer | None = Answer(204, [], b"")
        elif path.endswith("/" + JAR):
            answer = Answer(200, [("Content-Type", "text/html")], b"<!doctype html><title>jar</title>")
        elif path == "/favicon.ico":  # a habit of the window around the page, and not of the page
            answer = Answer(404, [], b"")
        else:
            self._serve(self._request(address, body), body)
            answer = None
        if answer:
            self._send(answer)
        self.close_connection = True

    def _serve(self, request: Request, body: bytes) -> None:
        """Answer, and tell what has come of it; who hangs up before the end gets none."""
        try:
            answer = self._answer(request, body)
            if answer:
                self._send(answer)
        except OSError:
            answer = None
        self.timeline.tell(("requestfinished" if answer else "requestfailed", request))

    do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the standard library's names

    def _request(self, address: str, body: bytes) -> Request:
        """What the browser tells of a request; on http without a good name it tells less."""
        wanted = self.headers.get("Accept", "").partition(",")[0]
        kind = self.headers.get("Sec-Fetch-Dest") or _WANTED.get(wanted, "other")
        referer = self.headers.get("Referer", "")
        framed = kind in {"iframe", "frame", "embed", "object"}
        resource = "document" if framed else _RESOURCES.get(kind, kind)
        return Request(
            address,
            self.command,
            resource,
            Frame(Frame(None, referer) if framed else None, address if kind == "document" else referer),
            body.decode(errors="replace"),
            {key.lower(): value for key, value in self.headers.items()},
        )

    def _answer(self, request: Request, body: bytes) -> Answer | None:
        self.owner.asked(request)
        self.timeline.know(self.place, ("request", request))
        handlers = self.owner.handlers(request.url)
        route = Route(request, handlers, lambda asked: self._from_the_site(asked, body))
        route.fallback()
        decided = route.decided.get()
        answer = self._from_the_site(request, body) if decided is Route else decided
        if not isinstance(answer, Answer):
            return None
        self.owner.answered(request, answer.status, answer.body.decode(errors="replace"), answer.headers)
        return self._prepared(answer, request)

    def _from_the_site(self, request: Request, body: bytes) -> Answer | None:
        where = urllib.parse.urlsplit(request.url)
        if where.scheme != "http":
            return None
        headers = {
            key: value
            for key, value in self.headers.items()
            if key.lower() not in ("proxy-connection", "accept-encoding", "host")
        } | {"Host": where.netloc, **self.owner.headers()}
        site = http.client.HTTPConnection("127.0.0.1", where.port or 80, timeout=PATIENCE)
        try:
            site.request(
                request.method, where._replace(scheme="", netloc="").geturl() or "/", body or None, headers
            )
            answer = site.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        except OSError:
            return None
        finally:
            site.close()

    def _prepared(self, answer: Answer, request: Request) -> Answer:
        """Scripts that come first stand in the document; nothing is kept, so that every request is seen."""
        headers = [
            (key, _allowing_ours(value, request.url) if key.lower() == _POLICY else value)
            for key, value in answer.headers
            if key.lower() not in _FORBIDDEN
        ]
        kind = next((value for key, value in headers if key.lower() == "content-type"), "")
        body = answer.body
        if request.is_navigation_request() and kind.startswith("text/html"):
            scripts = "".join(_script(text) for text in self.owner.first_scripts())
            start = _START.match(body)
            end = start.end() if start else 0
            body = body[:end] + scripts.encode() + body[end:]
        return Answer(answer.status, [*headers, ("Cache-Control", "no-store")], body)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for key, value in answer.headers:
            self.send_header(key, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _told(report: dict[str, str]) -> tuple[str, WebError | ConsoleMessage]:
    if report["event"] == "weberror":
        return "weberror", WebError(report["text"])
    return "console", ConsoleMessage(report["type"], report["text"])


def _allowing_ours(policy: str, address: str) -> str:
    policy = policy.replace("script-src ", f"script-src 'nonce-{_NONCE}' ")
    icon = urllib.parse.urljoin(address, "/favicon.ico")
    return policy if "img-src" in policy or "default-src" not in policy else f"{policy}; img-src {icon}"


def _script(text: str) -> str:
    text = text.replace("</script", "<\\/script")
    return f"<script nonce={_NONCE}>document.currentScript.remove();{text}</script>"
