"""The demo site, built and served once, and a visitor with a browser of their own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from banner.building import browsers, environment, serve, site
from tests.browser.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

DEMO = environment.ROOT / "site/consent.toml"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """A Chromium that keeps to itself; every name below ``.test`` is this machine."""
    return {
        "executable_path": os.environ.get("CONSENT_CHROMIUM") or str(browsers.chromium()),
        "args": [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--host-resolver-rules=MAP *.test 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site, as ``python3 build.py`` builds it."""
    out = tmp_path_factory.mktemp("demo") / "dist"
    site.build(DEMO, out)
    return out


@pytest.fixture(scope="session")
def address(dist: Path) -> Iterator[str]:
    """Where the demo site is served."""
    with serve.running(dist) as base:
        yield base


@pytest.fixture
def new_visitor(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; each has a fresh browser profile, and is checked for strangers in the end."""
    visitors: list[Visitor] = []

    def make(base: str = address, **options: Any) -> Visitor:
        visitors.append(Visitor(browser.new_context(**options), base))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
        assert visitor.strangers() == []
        assert visitor.errors == []


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody who has never been here."""
    return new_visitor()
