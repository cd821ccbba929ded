"""Whom an audit looks as: somebody who is logged in, or is in a region; and the demo, as it is deployed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from banner import cli, config
from banner.audit import audit as running
from banner.audit import manner as manners
from banner.audit import phases
from banner.audit.audit import Audit, Task
from banner.audit.expected import Expected
from banner.audit.result import Result
from banner.build import pipeline
from banner.observe import login
from banner.serve import local
from tests.browser.audit.conftest import ARTEFACTS, SOON, told
from tests.browser.audit.vendors import Vendors
from tests.browser.conftest import DEMO

if TYPE_CHECKING:
    from tests.support.engines import Engine

pytestmark = pytest.mark.usefixtures("opened")
HOST = "127.0.0.1"
CONSENT = """
runtime = "micropython"
pages = "site"
links = { cookie-policy = "index.html", privacy-policy = "index.html" }
purposes = [{ id = "marketing" }, { id = "content" }, { id = "technical", required = true }]
vendors = [{ id = "shop", name = "The Shop" }]
services = [
  { use = "facebook-pixel", pixel_id = "1234567890" },
  { use = "youtube" },
  { id = "login", name = "Login", text = "Knows you.", purpose = "technical", vendor = "shop", cookies = [
    { name = "session", duration = "session" },
  ] },
]
regions = [{ codes = ["US"], mode = "opt-out" }, { codes = ["GB"], mode = "notice", on = ["content"] }]
"""
PAGE = """<!doctype html>
<html lang="en">
  <title>A page</title>
  <script src="/consent/consent.js" defer></script>
  <div data-service="youtube" data-embed="dQw4w9WgXcQ" data-title="A film"></div>
  <a href="#" data-consent-open>Privacy settings</a> <a href="/logout">Log out</a> <a href="/linked">More</a>
</html>
"""


class Shop:
    """A site with a page behind a login, which only its site map names; *asked* are the paths asked for."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "consent.toml"
        self.asked: list[str] = []
        self.base = ""
        (folder / "site").mkdir()
        (folder / "site/index.html").write_text(PAGE, encoding="utf-8")
        self.file.write_text(CONSENT, encoding="utf-8")
        pipeline.build(self.file, folder / "dist")
        pages = [
            Route(f"/{name}", self._answer)
            for name in ("account", "linked", "login", "logout", "sitemap.xml")
        ]
        files = Mount("/", local.static(folder / "dist"))
        self.application = Starlette(routes=[*pages, files])

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path == "/sitemap.xml":
            return Response(f"<urlset><loc>{self.base}account</loc></urlset>", media_type="text/xml")
        if path == "/account" and request.cookies.get("session") != "4f2a":
            return RedirectResponse("/login")
        return HTMLResponse(PAGE)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The site, built and served once."""
    one = Shop(tmp_path_factory.mktemp("shop"))
    with local.running(one.application) as base:
        one.base = base
        yield one


@pytest.fixture
def command(shop: Shop, browser_name: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command as an owner does, for one phase."""
    manner = partial(
        manners.Manner, linger=0.2, patience=SOON, answer=Vendors(Expected(config.read(shop.file), HOST))
    )
    monkeypatch.setattr(manners, "Manner", manner)
    monkeypatch.setattr(running, "phases", lambda site: phases.chosen(phases.phases(site), ("undecided",)))
    shop.asked.clear()
    start = ["audit", shop.base, "--config", str(shop.file), "--engine", browser_name]
    return lambda *more: cli.main([*start, *map(str, more)])


@pytest.mark.thorough
@pytest.mark.needs("a state to start with")
def test_what_the_site_map_and_links_name_is_visited_by_somebody_who_is_logged_in(
    command: Callable[..., int], shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Whoever logged in was asked, and had accepted.
    cookies = [
        {"name": "session", "value": "4f2a"},
        {"name": "_fbp", "value": "1"},
        {"name": "consent", "value": "1"},
    ]
    state = tmp_path / "login.json"
    kept = [{**one, "domain": HOST, "path": "/"} for one in cookies]
    origins = [{"origin": shop.base.rstrip("/"), "localStorage": [{"name": "consent.plan", "value": "1"}]}]
    state.write_text(json.dumps({"cookies": kept, "origins": origins}), encoding="utf-8")

    assert command("--storage", state) == 0
    assert "3 pages" in capsys.readouterr().out
    assert {*shop.asked} == {"/sitemap.xml", "/account", "/linked"}


@pytest.mark.thorough
@pytest.mark.needs("a state to start with")
def test_what_a_cookie_that_is_given_keeps_has_to_be_declared_and_it_is_told_where_pages_lead(
    command: Callable[..., int], shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--cookie", "tracked=1", "--pages", "2", "--region", "us-ca") == 1

    said = capsys.readouterr().out
    assert "2 pages, in the region US-CA, 1 phase" in said
    assert f"cookie tracked of {HOST} [undeclared-storage]" in said
    assert f"{shop.base}account leads to {shop.base}login" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--region", "usa"], "--region usa: there is no such country"),
        (["--storage", DEMO], "this is no storage state of Playwright; write it with playwright codegen"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(
    arguments: list[object], words: str, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(*arguments) == 2
    assert words in capsys.readouterr().err


def audited(
    file: Path, base: str, browser: Engine, browser_name: str, **options: Any
) -> tuple[Result, list[dict[str, Any]]]:
    """Audit the first page at *base*; what was found is given beside the result."""
    site = config.read(file)
    manner = manners.Manner(linger=0.4, patience=SOON, answer=Vendors(Expected(site, HOST)))
    audit = Audit(Task(site, file, base, (base,), manner=manner, resolve=lambda _: [], **options))
    audit.run(browser_name, browser)  # type: ignore[arg-type]
    result = audit.result()
    return result, told(result)


REGIONS = ("US-CA", "GB", "DE")
# Those that no other test goes through, and all.
RARE = ("alone:facebook-pixel", "embed:youtube", "expired", "gpc-accepted", "other-tab")
EACH = (*RARE, "undecided", "denied", "dismissed", "alone:youtube", "accepted", "withdrawn", "gpc")
FEW = ("undecided", "denied", "dismissed")


def logged_in(shop: Shop) -> dict[str, list[Any]]:
    """Return what a browser keeps of somebody who has logged in."""
    return {"cookies": [login.cookie("session=4f2a", shop.base)], "origins": []}


@pytest.mark.thorough
@pytest.mark.smoke("thorough")
@pytest.mark.needs("a state to start with")
def test_a_clean_site_is_clean_in_each_phase(
    shop: Shop, browser: Engine, browser_name: str, thorough: bool
) -> None:
    only = () if thorough else RARE
    result, found = audited(shop.file, shop.base, browser, browser_name, state=logged_in(shop), only=only)

    assert found == []
    assert {one.phase for one in result.visits} == {*(EACH if thorough else RARE)}


@pytest.mark.thorough
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.needs("a state to start with")
def test_in_a_region_its_own_rules_are_proved(
    region: str, shop: Shop, browser: Engine, browser_name: str, thorough: bool
) -> None:
    only, state = () if thorough else FEW, logged_in(shop)
    result, found = audited(
        shop.file, shop.base, browser, browser_name, region=region, state=state, only=only
    )

    assert found == []
    assert {one.phase for one in result.visits} >= set(FEW)
    assert f"in the region {region}" in result.scope()


@pytest.mark.thorough
def test_the_demo_is_clean(address: str, browser: Engine, browser_name: str) -> None:
    _, found = audited(DEMO, address, browser, browser_name, only=("accepted",), links=True, most=1)

    assert found == []


# Those that keep something only of visitors who log in, order or click.
ACTIVE = {"login", "web-orders", "session", "links-conversion"}


@pytest.mark.thorough
def test_the_demo_is_clean_in_each_phase_and_notes_what_only_active_visitors_see(
    address: str, browser: Engine, browser_name: str
) -> None:
    _, found = audited(DEMO, address, browser, browser_name, links=True, most=4)

    rule = "unseen-cookie"
    noted = set() if rule in ARTEFACTS.get(browser_name, ()) else {(rule, one) for one in ACTIVE}
    assert [one for one in found if one["level"] != "note"] == []
    assert {(one["rule"], one["service"]) for one in found} == noted
