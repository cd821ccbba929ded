"""Pages that a server of the owner's own makes with the consent that the browser has sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

from banner.serve import local
from banner.server.asgi import ConsentMiddleware
from banner.server.files import Files
from banner.server.tag import script
from tests.support import engines
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME


def page(request: Any) -> HTMLResponse:
    """Return a page that a browser may keep for as long as it is about the same consent."""
    consent = request.state.consent
    words = f'<p id="told">{consent.state} {consent.granted("youtube")}</p>'
    html = f'<!doctype html><html lang="en"><head><title>Video</title>{script()}</head><body>{words}</body>'
    return HTMLResponse(html, headers={"Cache-Control": "max-age=600"})


@pytest.fixture(scope="module")
def site(dist: Path) -> Iterator[str]:
    """Where a site is served that reads the consent."""
    files = Mount("/consent", Files(directory=dist / "consent"))
    app = Starlette(
        routes=[Route("/video", page), files], middleware=[Middleware(ConsentMiddleware, build=dist)]
    )
    with local.running(app) as base:
        yield base


def told(visitor: Visitor) -> str:
    """Return what the page says that the server has found."""
    return visitor.visit("video").page.inner_text("#told")


def test_a_server_finds_what_the_visitor_has_decided(new_visitor: Callable[..., Visitor], site: str) -> None:
    visitor = new_visitor(site)
    assert told(visitor) == "undecided False"

    visitor.press("accept-all").page.wait_for_selector("html[data-consent=granted]", state="attached")
    assert told(visitor) == "granted True"

    visitor.page.evaluate("consent.deny(['youtube'])")
    visitor.page.wait_for_selector("html[data-consent=partial]", state="attached")
    assert told(visitor) == "partial False"


def test_a_browser_that_keeps_pages_brings_none_from_before_the_decision(
    browser: engines.Engine, site: str
) -> None:
    # A visitor of these tests has all requests looked at, which switches the browser's cache off.
    context = browser.new_context()
    page = context.new_page()
    seen = []
    for at in ("video", "video?other", "video"):
        page.goto(site + at)
        seen.append(page.inner_text("#told"))
        if at == "video?other":
            page.click("#consent-banner [data-consent-action=deny-all]")
            page.wait_for_selector("html[data-consent=denied]", state="attached")
    context.close()

    assert seen == ["undecided False", "undecided False", "denied False"]
