"""What generators, routers and minifiers have made gets the tag afterwards, and is the same but for that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from banner import config
from banner.build import inject
from banner.config.pages import Page
from banner.serve import local
from tests.browser.software.conftest import DECLARATION
from tests.browser.software.generators import GENERATORS
from tests.browser.software.guest import Guest
from tests.browser.software.rewritten import REWRITTEN
from tests.browser.software.routers import ROUTERS
from tests.browser.software.sites import SITES
from tests.browser.software.software import Software
from tests.support import engines
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# Those that any run of the tests builds, and every generator.
MADE = (*(one for one in (*ROUTERS, *REWRITTEN) if one.always), *GENERATORS, *SITES)
TAG = re.compile(r"""<script[^>]*consent/consent\.js[^>]*></script>""")


@pytest.fixture(
    params=[pytest.param(one, id=one.name, marks=() if one.always else pytest.mark.thorough) for one in MADE]
)
def software(request: pytest.FixtureRequest) -> Software:
    """One that brings the site."""
    one: Software = request.param
    return one


@pytest.fixture
def site(tmp_path: Path, software: Software, consent_folder: Path) -> Iterator[tuple[Path, str]]:
    """The folder of a site that the software has made, its pages without the tag, and its address."""
    folder = tmp_path / "site"
    shutil.copytree(consent_folder, folder / "consent")
    with local.running(local.static(folder)) as address:
        software.build(folder, address)
        for file in folder.rglob("*.html"):
            file.write_text(TAG.sub("", file.read_text("utf-8")), "utf-8")
        yield folder, address


def test_every_page_gets_the_tag_and_is_the_same_but_for_it(site: tuple[Path, str]) -> None:
    folder, _ = site
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    outcome = inject.inspect(folder, inject.script_below(folder, folder))
    inject.write(folder, outcome.contents)

    assert {"index.html", "film.html", "choices.html"} <= set(outcome.added)
    for file, content in before.items():
        now = file.read_bytes()
        if file.relative_to(folder).as_posix() not in outcome.added:
            assert now == content, file
            continue
        tags = TAG.findall(now.decode())
        assert len(tags) == 1, file
        # A line break may come with it.
        assert re.sub(r"\s", "", now.decode().replace(tags[0], "")) == re.sub(r"\s", "", content.decode())
        assert Page(now.decode()).asks
    assert inject.inspect(folder, "consent/consent.js").contents == {}


def test_the_banner_asks_and_what_waits_is_activated(
    site: tuple[Path, str], software: Software, browser: engines.Engine, browser_name: str
) -> None:
    if browser_name != "chromium":
        pytest.skip("the software of others is driven in Chromium alone")
    folder, address = site
    inject.write(folder, inject.inspect(folder, inject.script_below(folder, folder)).contents)
    visitor = Visitor(browser.new_context(), address)
    guest = Guest(visitor, software).go("open film").press("accept-all").is_in("granted").go("follow index")

    assert guest.go("follow film").looks()["state"] == "granted"
    visitor.context.close()


BESIDE = """<!doctype html><html><head><title>Film</title></head><body><h1>Film</h1>
<script src="https://www.youtube.com/iframe_api"></script>
<script>document.head.append(Object.assign(document.createElement("script"), {
  src: "https://www.youtube.com/player.js" }));</script>
<iframe src="https://www.youtube-nocookie.com/embed/tasca000001" title="A film"></iframe>
<img src="https://i.ytimg.com/vi/tasca000001/0.jpg" alt="">
</body></html>"""
ASKED = ("https://www.youtube.com/iframe_api", "https://www.youtube.com/player.js")


def test_what_contacted_a_service_by_itself_waits_for_it_from_then_on(
    tmp_path: Path, consent_folder: Path, browser: engines.Engine, browser_name: str
) -> None:
    if browser_name != "chromium":
        pytest.skip("what is rewritten is no other in another browser")
    folder = tmp_path / "site"
    shutil.copytree(consent_folder, folder / "consent")
    (folder / "film.html").write_text(BESIDE, "utf-8")
    waiting = partial(inject.contacting, config.read(DECLARATION))
    inject.write(folder, inject.inspect(folder, "consent/consent.js", (), waiting).contents)
    with local.running(local.static(folder)) as address:
        visitor = Visitor(browser.new_context(), address)
        guest = Guest(visitor, MADE[0]).go("open film")
        visitor.page.locator("#consent-banner").wait_for()
        assert visitor.outside() == []

        guest.press("accept-all").is_in("granted")
        visitor.sees(*ASKED)
        assert any("i.ytimg.com" in one for one in visitor.outside())
        visitor.context.close()
