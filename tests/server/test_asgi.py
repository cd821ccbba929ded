"""What an ASGI server says besides requests of pages goes through, and sockets know the consent, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from banner.server import clock
from banner.server.asgi import ConsentMiddleware
from tests.conformance.written import NOW, value
from tests.server.frameworks import build
from tests.support import loops


def passed(folder: Path, scope: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an application was called with, for that *scope*."""
    seen: list[dict[str, Any]] = []

    async def app(scope: Any, _: Any, __: Any) -> None:
        seen.append(scope)

    async def nothing(*_: Any) -> None:
        pass

    loops.run(ConsentMiddleware(app, build(folder))(scope, nothing, nothing))
    return seen


def test_what_is_no_request_goes_through_as_it_is(tmp_path: Path) -> None:
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}}

    assert passed(tmp_path, scope) == [{"type": "lifespan", "asgi": {"version": "3.0"}}]


@pytest.mark.parametrize("scheme", ["wss", "ws"])
def test_a_socket_knows_the_consent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cookie = f"__Host-consent={value()}".encode()
    (scope,) = passed(tmp_path, {"type": "websocket", "scheme": scheme, "headers": [(b"cookie", cookie)]})

    assert scope["state"]["consent"].granted("youtube")


@pytest.mark.attack("tossed-cookie")
def test_a_plain_name_on_a_sealed_socket_grants_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    scope = {"type": "websocket", "scheme": "wss", "headers": [(b"cookie", f"consent={value()}".encode())]}

    assert not passed(tmp_path, scope)[0]["state"]["consent"].granted("youtube")


def test_what_the_server_keeps_for_all_requests_stays_beside_it(tmp_path: Path) -> None:
    scope = {"type": "http", "scheme": "http", "headers": [], "state": {"database": 7}}

    assert passed(tmp_path, scope)[0]["state"]["database"] == 7
