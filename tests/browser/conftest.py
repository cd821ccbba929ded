"""The demo site, built and served once, and a visitor with a browser of their own."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from shop.app import application
from shop.pages import Tries

from banner import config
from banner.build import pipeline, runtimes
from banner.core.record import decode
from banner.serve import local
from banner.toolchain import environment
from tests.support import engines
from tests.support.engines.patience import PATIENCE, RETRIES
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Playwright, Route
    from starlette.applications import Starlette

# By itself it waits for five seconds, and a machine that has other things to do takes longer.
expect.set_options(timeout=PATIENCE * 1000)
BEFORE = "0123456789ab"
DEMO = environment.ROOT / "site/demo/consent.toml"


@pytest.fixture(scope="session")
def browser(browser_name: str, playwright: Playwright) -> Iterator[engines.Engine]:
    """The engine that ``--browser`` names, running."""
    with engines.launched(browser_name, playwright) as running:
        yield running


@pytest.fixture(autouse=True)
def lacking(
    request: pytest.FixtureRequest,
    browser_name: str,
    browser: engines.Engine,
    record_property: Callable[[str, object], None],
) -> None:
    """Leave out, with the reason, what the engine cannot do; the table reads these properties."""
    record_property("engine", browser_name)
    record_property("version", browser.version)
    if "interpreter" in request.fixturenames:
        record_property("runtime", request.getfixturevalue("interpreter"))
    for marker in request.node.iter_markers("needs"):
        (ability,) = marker.args
        assert any(ability in lacks for lacks in engines.LACKS.values()), f"every engine has: {ability}"
        if ability in engines.LACKS[browser_name]:
            pytest.skip(engines.LACKS[browser_name][ability])


@pytest.fixture(scope="session", params=runtimes.NAMES)
def interpreter(request: pytest.FixtureRequest) -> str:
    """The runtime that the site is built with: every fact here holds on each."""
    return str(request.param)


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, interpreter: str) -> Path:
    """The demo site, as ``python3 build.py`` builds it."""
    out = tmp_path_factory.mktemp("demo") / "dist"
    pipeline.build(DEMO, out, interpreter)
    return out


@pytest.fixture(scope="session")
def address(dist: Path) -> Iterator[str]:
    """Where the demo site is served."""
    with local.running(shop(DEMO, dist)) as base:
        yield base


def shop(declaration: Path, dist: Path) -> Starlette:
    """The demo's own server, with a database beside the site."""
    database = f"sqlite:///{dist.parent / 'shop.sqlite'}"
    present = config.read(declaration).declaration
    # Under this revision it was another question once.
    many = Tries(login=10_000, logins=10_000, registration=10_000, owner=10_000)
    site = application(
        dist,
        replace(present, revision=BEFORE),
        database,
        "owner",
        requests_per_second=10_000,
        tries=many,  # they all come from one machine
    )
    site.state.declare(present)
    return site


@pytest.fixture
def new_visitor(
    browser: engines.Engine, address: str, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; each has a fresh browser profile, and is checked for strangers in the end."""
    visitors: list[Visitor] = []

    def make(base: str = address, **options: Any) -> Visitor:
        # What is measured stands still: the rise of the banner has tests of its own.
        still = {"reduced_motion": "reduce", **options}
        visitors.append(Visitor(browser.new_context(**still), base))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
        assert visitor.strangers() == []
        assert visitor.errors == []
        # Nothing that a test does is missing in the small program, or the profile is of another Python.
        may_lack = any(request.node.get_closest_marker(one) for one in ("fault", "full_program"))
        assert may_lack or visitor.lacking() == []


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody who has never been here."""
    return new_visitor()


@pytest.fixture(scope="session")
def rebuilt(
    tmp_path_factory: pytest.TempPathFactory, interpreter: str
) -> Iterator[Callable[[str, str], str]]:
    """Builds the demo site with one text of its declaration replaced, serves it, and gives the address."""
    with contextlib.ExitStack() as stack:

        def build(old: str, new: str) -> str:
            folder = tmp_path_factory.mktemp("changed")
            shutil.copytree(DEMO.parent, folder / "site")
            file = folder / "site/consent.toml"
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new), encoding="utf-8")
            pipeline.build(file, folder / "dist", interpreter)
            return stack.enter_context(local.running(shop(file, folder / "dist")))

        yield build


@pytest.fixture(scope="session")
def idle_address(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site with ``start = "idle"``."""
    return rebuilt('start = "interaction"', 'start = "idle"')


LONG = """[texts.en]
"banner.title" = "Datenschutzgrundverordnungskonforme Cookieeinstellungsmöglichkeiten"
"action.accept-all" = "Einwilligungserteilung für alles"
"action.deny-all" = "Einwilligungsverweigerung für alles"
"action.accept-selected" = "Auswahlbestätigung"
"action.preferences" = "Datenschutzeinstellungen bearbeiten"
"purpose.marketing.name" = "Werbewirksamkeitsmessungsdienstleistungen"
"""


@pytest.fixture(scope="session")
def german_address(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site with the long words that German is known for."""
    return rebuilt("[texts.en]\n", LONG)


def _sent(route: Route, visitor: Visitor) -> list[str]:
    """The ids of decisions that a page sends; those of all in the jar where the engine does not tell."""
    body = route.request.post_data
    if body is None:
        kept = [decode(one["value"]) for one in visitor.context.cookies() if "consent" in one["name"]]
        return [consent.id for consent in kept if consent]
    return [one["id"] for one in json.loads(body)["entries"]]


@pytest.fixture
def dist_folder_route(dist: Path) -> Callable[[Visitor, str], None]:
    """Answers an address, which can be any host on https, with the files of the demo site."""

    def answer(visitor: Visitor, base: str) -> None:
        def files(route: Route) -> None:
            if route.request.method == "POST":
                route.fulfill(json={"stored": _sent(route, visitor)})
                return
            path = dist / route.request.url.removeprefix(base).partition("?")[0]
            types = {".mjs": "text/javascript", ".wasm": "application/wasm"}
            route.fulfill(path=path, content_type=types.get(path.suffix))

        visitor.context.route(base + "**", files)

    return answer


@pytest.fixture
def elsewhere() -> Callable[[Visitor, str, str], None]:
    """Answers an address, which can be any host on https, with what is served at another."""

    def answer(visitor: Visitor, base: str, served: str) -> None:
        def passed_on(route: Route) -> None:
            if route.request.method == "POST":
                route.fulfill(json={"stored": _sent(route, visitor)})
            else:
                address = served + route.request.url.removeprefix(base)
                route.fulfill(response=route.fetch(url=address, max_retries=RETRIES))

        visitor.context.route(base + "**", passed_on)

    return answer
