"""The server as a program of its own, within a test: over a built folder, and with somebody who asks."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from banner.core.own_cookies import OwnCookies
from banner.server.built import Built
from banner.standalone.program import application
from banner.standalone.settings import Settings
from tests.server.conftest import DECLARATION, SITE
from tests.support.waits import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUILT = Built(DECLARATION, OwnCookies(), "api/consent/")
LOG = "/api/consent/log"


def deploy(dist: Path, built: Built = BUILT) -> Path:
    """Let *dist* be what a build has made; give its folder ``consent/``."""
    (dist / "consent/declaration.json").write_text(json.dumps(built.plain()), encoding="utf-8")
    return dist / "consent"


@contextlib.contextmanager
def started(dist: Path, database: str, *, ready: bool = True, **settings: Any) -> Iterator[TestClient]:
    """Start the server; give a browser whose requests come from pages of the site."""
    found = replace(Settings(database=database, requests_per_second=1000), **settings)
    site = application(found, deploy(dist), BUILT)
    client = TestClient(site, base_url=SITE, headers={"Origin": SITE}, client=("192.0.2.1", 1))
    with client:
        if ready:
            until(lambda: client.get("/readyz").status_code == 200)
        yield client


def kept(client: TestClient, *entries: dict[str, str], **headers: str) -> int:
    """Send *entries*; how it is answered."""
    return client.post(LOG, json={"entries": list(entries)}, headers=headers).status_code


def failing(error: Exception) -> Callable[..., Any]:
    """A function that raises *error*."""

    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail
