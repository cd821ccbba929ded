"""The lines that the guide gives for servers work as they stand there, in those of Debian."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.software import pages, servers
from tests.support import engines
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME


@pytest.fixture(scope="module", params=servers.NAMES)
def served_by(
    request: pytest.FixtureRequest, consent_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site, as each server has it."""
    name: str = request.param
    if not servers.program(name):
        pytest.skip(f"{name} is not installed here (Debian's package {name})")
    work = tmp_path_factory.mktemp(name)
    folder = consent_folder.parent
    pages.write(folder, {f"{page}.html": pages.document(page) for page in pages.HEADINGS})
    with servers.running(name, folder, work) as address:
        yield address


def test_files_are_kept_as_long_as_they_are_what_they_are(served_by: str, consent_folder: Path) -> None:
    file = next((consent_folder / "files").glob("*.wasm")).name
    assert servers.headers(f"{served_by}consent/consent.js", "")["cache-control"].startswith("max-age=300")
    kept = servers.headers(f"{served_by}consent/files/{file}", "")

    assert kept["cache-control"].endswith("immutable")
    assert kept["content-type"] == "application/wasm"
    assert "cache-control" not in servers.headers(f"{served_by}index.html", "")


def test_files_come_compressed_and_caches_are_told_so(served_by: str) -> None:
    answer = servers.headers(f"{served_by}consent/consent.js", "gzip")

    assert answer["content-encoding"] == "gzip"
    assert "accept-encoding" in answer["vary"].lower()
    assert "javascript" in answer["content-type"]


def test_headers_of_the_sites_own_stay(served_by: str) -> None:
    for path in ("index.html", "consent/consent.js"):
        assert servers.headers(served_by + path, "")["x-content-type-options"] == "nosniff"


def test_a_decision_is_made_and_kept(browser_name: str, browser: engines.Engine, served_by: str) -> None:
    if browser_name != "chromium":
        pytest.skip("the servers are tried with Chromium alone")
    visitor = Visitor(browser.new_context(), served_by)
    visitor.visit("index.html").press("deny-all").settled("denied")

    assert visitor.visit("choices.html").settled("denied").asked() is False
    assert visitor.errors == []
    visitor.context.close()
