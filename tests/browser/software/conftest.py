"""Sites that the software of others brings, each built and served when a test is to see it."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from banner.build import pipeline
from banner.serve import local
from tests.browser.software import journey, known
from tests.browser.software.frameworks import FRAMEWORKS
from tests.browser.software.generators import GENERATORS
from tests.browser.software.guest import Guest
from tests.browser.software.rewritten import REWRITTEN
from tests.browser.software.routers import ROUTERS
from tests.browser.software.sites import SITES
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.software.journey import Journey
    from tests.browser.software.software import Software
    from tests.support import engines

FOLDER = Path(__file__).parent
DECLARATION = FOLDER / "consent.toml"
ALL = (*ROUTERS, *FRAMEWORKS, *REWRITTEN, *GENERATORS, *SITES)
# What is known not to hold is not waited for as long as what holds.
SHORT = 4  # seconds


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what does not hold yet, each with its reason: it is told as soon as it does.

    What one software shows by default is shown with all others where everything is tried.
    """
    for item in items:
        if isinstance(item, pytest.Function) and item.path.parent == FOLDER:
            for reason in known.reasons(item.originalname, item.name.partition("[")[2]):
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
            shown = item.get_closest_marker("shown_with")
            if shown and item.callspec.params["software"].name not in shown.args:
                item.add_marker(pytest.mark.thorough)


@pytest.fixture(
    params=[pytest.param(one, id=one.name, marks=() if one.always else pytest.mark.thorough) for one in ALL]
)
def software(request: pytest.FixtureRequest) -> Software:
    """One that brings the site."""
    one: Software = request.param
    return one


@pytest.fixture(scope="session")
def consent_folder(tmp_path_factory: pytest.TempPathFactory, interpreter: str) -> Path:
    """What an owner deploys, of the declaration of this folder."""
    out = tmp_path_factory.mktemp("software") / "dist"
    pipeline.build(DECLARATION, out, interpreter)
    return out / "consent"


@pytest.fixture(scope="session")
def served(
    tmp_path_factory: pytest.TempPathFactory, consent_folder: Path
) -> Iterator[Callable[[Software], str]]:
    """Builds the site that a software brings, serves it, and gives the address: once for each software."""
    addresses: dict[str, str] = {}
    with contextlib.ExitStack() as stack:

        def serve_site(software: Software) -> str:
            if software.name not in addresses:
                folder = tmp_path_factory.mktemp("site") / "site"
                shutil.copytree(consent_folder, folder / "consent")
                address = stack.enter_context(local.running(local.static(folder)))
                software.build(folder, address)
                addresses[software.name] = address
            return addresses[software.name]

        yield serve_site


@pytest.fixture
def new_guest(
    browser_name: str, browser: engines.Engine, software: Software, served: Callable[[Software], str]
) -> Iterator[Callable[[], Guest]]:
    """Makes visitors of the site that a software brings, who have never been there."""
    if browser_name != "chromium":
        pytest.skip("the software of others is driven in Chromium alone")
    with contextlib.ExitStack() as stack:

        def make() -> Guest:
            visitor = Visitor(browser.new_context(), served(software))
            stack.callback(visitor.context.close)
            return Guest(visitor, software)

        yield make


@pytest.fixture
def guest(request: pytest.FixtureRequest, new_guest: Callable[[], Guest]) -> Guest:
    """Somebody who has never been on the site that a software brings."""
    guest = new_guest()
    if request.node.get_closest_marker("xfail"):
        guest.visitor.context.set_default_timeout(SHORT * 1000)
    return guest


@pytest.fixture(scope="session")
def journeys() -> dict[tuple[str, str, str], Journey | Exception]:
    """The journeys that have been made."""
    return {}


@pytest.fixture
def travel(
    new_guest: Callable[[], Guest],
    software: Software,
    journeys: dict[tuple[str, str, str], Journey | Exception],
) -> Callable[[str, str], Journey]:
    """Gives a journey through the site that a software brings, which is made once for all tests."""

    def travel_once(state: str, walk: str) -> Journey:
        key = (software.name, state, walk)
        if key not in journeys:
            try:
                journeys[key] = journey.travel(new_guest(), state, walk)
            except Exception as error:  # noqa: BLE001 - whatever it is, all tests of it fail of it
                journeys[key] = error
        made = journeys[key]
        if isinstance(made, Exception):
            raise made
        return made

    return travel_once
