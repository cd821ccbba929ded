"""Pages that serve sends load again after a build, and show what is wrong with one that has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.serve import local
from banner.serve.live import Live

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import engines

ERROR = "consent.toml:4: <b>lifetime_days</b> = 0: write a whole number"


@pytest.mark.needs("answers that go on")
def test_a_page_follows_the_builds(tmp_path: Path, browser: engines.Engine) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><h1>Old")
    live = Live(local.static(tmp_path))
    with local.running(live) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("document.querySelector('h1').textContent.trim() === 'Old'")

        live.tell(ERROR)
        page.wait_for_function("document.getElementById('consent-live')?.isConnected")
        shown = page.evaluate("document.getElementById('consent-live').textContent")
        (tmp_path / "index.html").write_text("<!doctype html><title>x</title><h1>New")
        live.tell()
        page.wait_for_function("document.querySelector('h1').textContent.trim() === 'New'")
        left = page.evaluate("document.getElementById('consent-live') === null")
        live.close()
        context.close()

    assert shown == ERROR
    assert left
