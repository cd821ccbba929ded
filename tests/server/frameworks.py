"""One small site in each framework that the banner has readers for, and somebody who asks it for pages.

``/same`` is the same for everybody. ``/asks`` says what it knows of the consent, and claims to be for
everybody. ``/late`` reads the consent in what it streams.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from banner.server.asgi import ConsentMiddleware as Asgi
from banner.server.wsgi import KEY
from banner.server.wsgi import ConsentMiddleware as Wsgi
from tests.conformance.written import ASKED
from tests.support import loops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from banner.server.request_consent import RequestConsent

FOR_ALL = (("Vary", "Accept-Language"), ("Cache-Control", "public, max-age=60, s-maxage=600"))


@dataclass(frozen=True)
class Page:
    """Answer of a site: its *headers* by their names in small letters, and its *text*."""

    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Ask:
    """Request for the page at *path*, with a ``Cookie`` header; *gpc* is the privacy signal."""

    path: str
    cookie: str = ""
    https: bool = False
    gpc: bool = False

    @property
    def base(self) -> str:
        """Return the address of the site."""
        return "https://site" if self.https else "http://site"

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers, by names that no framework takes for others."""
        return {**({"cookie": self.cookie} if self.cookie else {}), **({"sec-gpc": "1"} if self.gpc else {})}


def build(folder: Path, name: str = "shop", **changes: Any) -> Path:
    """Return a folder with what a build of the site *name* of the vectors tells servers."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {"asked": {**ASKED[name], **changes}}
    (folder / "declaration.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def known(consent: RequestConsent) -> str:
    """Return what a page tells of a *consent*."""
    on = [service for service in ASKED["shop"]["services"] if consent.is_on(service)]
    return f"{consent.state}: {' '.join(consent.services)}; on: {' '.join(on)}"


def late(consent: RequestConsent) -> Iterator[str]:
    """Stream what a page tells of a *consent*, and read it then."""
    yield "first, "
    yield known(consent)


def asgi(folder: Path) -> Callable[[Ask], Page]:
    """Return who asks a site of plain ASGI."""

    async def app(scope: Any, _: Any, send: Any) -> None:
        consent = scope["state"]["consent"]
        headers = [(name.encode(), value.encode()) for name, value in FOR_ALL]
        text = known(consent) if scope["path"] == "/asks" else "same"
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": headers} if scope["path"] != "/same" else start)
        more = "".join(late(consent)) if scope["path"] == "/late" else ""
        await send({"type": "http.response.body", "body": (text + more).encode()})

    wrapped = Asgi(app, folder)
    return lambda ask: loops.run(_asgi(wrapped, ask))


async def _asgi(app: Any, ask: Ask) -> Page:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in ask.headers.items()]
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": ask.path, "scheme": ask.base.partition(":")[0], "headers": headers}
    await app(scope, None, send)
    found = {name.decode(): value.decode() for name, value in sent[0].get("headers", ())}
    return Page({name.lower(): value for name, value in found.items()}, sent[1]["body"].decode())


def starlette(folder: Path) -> Callable[[Ask], Page]:
    """Return who asks a site of Starlette, which FastAPI stands on."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.responses import PlainTextResponse, StreamingResponse
    from starlette.routing import Route
    from starlette.testclient import TestClient

    async def asks(request: Any) -> Any:
        return PlainTextResponse(known(request.state.consent), headers=dict(FOR_ALL))

    async def streams(request: Any) -> Any:
        return StreamingResponse(late(request.state.consent))

    async def same(_: Any) -> Any:
        return PlainTextResponse("same")

    routes = [Route("/asks", asks), Route("/late", streams), Route("/same", same)]
    app = Starlette(routes=routes, middleware=[Middleware(Asgi, build=folder)])

    def get(ask: Ask) -> Page:
        # As bytes, since a cookie may have letters that this client does not write.
        headers = {name.encode(): value.encode("latin-1") for name, value in ask.headers.items()}
        found = TestClient(app, base_url=ask.base).get(ask.path, headers=headers)
        return Page({name.lower(): value for name, value in found.headers.items()}, found.text)

    return get


def wsgi(folder: Path) -> Callable[[Ask], Page]:
    """Return who asks a site of plain WSGI."""

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        consent, path = environ[KEY], environ["PATH_INFO"]
        text = known(consent) if path == "/asks" else "same"
        start_response("200 OK", [] if path == "/same" else list(FOR_ALL))
        yield text.encode()
        if path == "/late":
            yield "".join(late(consent)).encode()

    wrapped = Wsgi(app, folder)
    return lambda ask: ask_wsgi(wrapped, ask)


def ask_wsgi(app: Any, ask: Ask) -> Page:
    """Return what an application of WSGI answers."""
    headers: dict[str, str] = {}

    def start(_: str, sent: list[tuple[str, str]], *__: Any) -> Callable[[bytes], None]:
        headers.update((name.lower(), value) for name, value in sent)
        return lambda _: None

    told = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in ask.headers.items()}
    scheme = ask.base.partition(":")[0]
    text = b"".join(app({"PATH_INFO": ask.path, "wsgi.url_scheme": scheme, **told}, start))
    return Page(headers, text.decode())


def flask(folder: Path) -> Callable[[Ask], Page]:
    """Return who asks a site of Flask."""
    pytest.importorskip("flask", reason="Flask is not installed")
    from flask import Flask, Response, g

    from banner.server.flask import ConsentBanner

    app = Flask("site")
    app.config.update(CONSENT_BANNER_BUILD=str(folder), TESTING=True)
    ConsentBanner(app)
    app.add_url_rule("/asks", "asks", lambda: Response(known(g.consent), headers=dict(FOR_ALL)))
    app.add_url_rule("/late", "late", lambda: Response(late(g.consent)))
    app.add_url_rule("/same", "same", lambda: "same")

    def get(ask: Ask) -> Page:
        client = app.test_client(use_cookies=False)
        found = client.get(ask.path, headers=ask.headers, base_url=ask.base)
        return Page({name.lower(): value for name, value in found.headers.items()}, found.text)

    return get


def django(folder: Path) -> Callable[[Ask], Page]:
    """Return who asks a site of Django, whose views wait for what they need."""
    pytest.importorskip("django", reason="Django is not installed")
    from tests.server import django_site

    return lambda ask: django_site.get(folder, ask)


def django_async(folder: Path) -> Callable[[Ask], Page]:
    """Return who asks the same site by ASGI."""
    pytest.importorskip("django", reason="Django is not installed")
    from tests.server import django_site

    return lambda ask: loops.run(django_site.get_later(folder, ask))


FRAMEWORKS = {
    "ASGI": asgi,
    "Starlette": starlette,
    "WSGI": wsgi,
    "Flask": flask,
    "Django": django,
    "Django by ASGI": django_async,
}
