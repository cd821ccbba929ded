"""Plugin of pytest: page objects, and tests that start decided.

It overrides no fixture, and imports no other plugin: pytest-playwright and its asynchronous twin exclude each
other. Where a test has a ``page`` of one of them, the plugin only tells it with which storage to begin.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from banner.errors import ConfigError
from banner.testing import AsyncConsentBanner, consent_banner, forge

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.testing.forge import Forge, StorageState

_UNDECIDED = "undecided"
_GRANTED = {"accept": "all", "deny": ()}
_MARKER = (
    'consent("accept" | "deny" | "undecided", or granted=[ID, …]; at=TIME, region=CODE): '
    "the decision with which the test starts"
)
_STARTED = pytest.StashKey[bool]()
# The fixture of both plugins of Playwright that makes contexts, by what their marker says.
_OF_PLAYWRIGHT = "new_context"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, and the lines of the configuration with the same meaning."""
    group = parser.getgroup("consent-banner")
    for name, (default, meaning) in {
        "consent-site": ("dist", "the folder that consent-banner has built"),
        "consent-url": ("", "the address of the folder that holds consent/ (default: the base URL)"),
        "consent": (_UNDECIDED, "how tests start that do not say it: accept, deny or undecided"),
    }.items():
        group.addoption(f"--{name}", metavar=name.rpartition("-")[2].upper(), help=meaning)
        parser.addini(name.replace("-", "_"), meaning, default=default)


def pytest_configure(config: pytest.Config) -> None:
    """Tell the marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def consent_forge(pytestconfig: pytest.Config) -> Forge:
    """The forge of the site that is tested, for cookies and storage states of any decision."""
    try:
        return forge.read(pytestconfig.rootpath / _option(pytestconfig, "consent-site"))
    except ConfigError as error:
        raise pytest.UsageError(f"--consent-site: {error}") from error


@pytest.fixture
def consent() -> Callable[..., Any]:
    """The page object for a page of Playwright or a driver of Selenium: ``consent(page)``."""
    return consent_banner


@pytest.fixture
def consented_page(request: pytest.FixtureRequest, page: Any) -> Any:
    """The fixture ``page``, of whatever plugin, whose browser starts decided: all is accepted by itself."""
    state = _state(request, usual="accept")
    if state and not request.node.stash.get(_STARTED, False):
        banner = consent_banner(page)
        if isinstance(banner, AsyncConsentBanner):
            raise pytest.UsageError(
                "consented_page cannot await a page of your own: "
                "await consent(page).start_with(state) instead"
            )
        banner.start_with(state)
    return page


@pytest.fixture(autouse=True)
def _consent_start(request: pytest.FixtureRequest) -> None:
    """Have the context of this test, where Playwright's plugin makes it, begin with the decision."""
    if _OF_PLAYWRIGHT not in request.fixturenames:
        return
    usual = "accept" if "consented_page" in request.fixturenames else _option(request.config, "consent")
    state = _state(request, usual)
    if state:
        marker = request.node.get_closest_marker("browser_context_args")
        own = marker.kwargs if marker else {}
        before = {**request.getfixturevalue("browser_context_args"), **own}.get("storage_state")
        kept = {**own, "storage_state": _joined(before, state)}
        request.node.add_marker(pytest.mark.browser_context_args(**kept), append=False)
        request.node.stash[_STARTED] = True


def _state(request: pytest.FixtureRequest, usual: str) -> StorageState | None:
    """Return the state that the marker of a test asks for, or the *usual* one; ``None`` where undecided."""
    marker = request.node.get_closest_marker("consent")
    granted, at, region = _asked(marker, usual)
    if granted is None:
        return None
    made: Forge = request.getfixturevalue("consent_forge")
    try:
        made = made.in_region(region) if region else made
        return made.storage_state(_url(request), granted=granted, at=at)
    except ConfigError as error:
        raise pytest.UsageError(f"{request.node.nodeid}: {error}") from error


def _asked(marker: pytest.Mark | None, usual: str) -> tuple[Any, Any, Any]:
    """Return what is to be granted, ``None`` where nothing is decided, the time and the region."""
    given = dict(marker.kwargs) if marker else {}
    words = marker.args if marker else ()
    at, region, granted = (given.pop(key, None) for key in ("at", "region", "granted"))
    word = words[0] if words else usual
    if given or len(words) > 1 or (words and granted is not None) or (granted is None and not _is_word(word)):
        raise pytest.UsageError(f"the decision {word!r}, {given}: write @pytest.mark.{_MARKER}")
    if granted is not None:
        return granted, at, region
    return _GRANTED.get(word), at, region


def _is_word(word: object) -> bool:
    return word == _UNDECIDED or word in _GRANTED


def _url(request: pytest.FixtureRequest) -> str:
    url = _option(request.config, "consent-url")
    try:
        url = url or request.getfixturevalue("base_url")
    except pytest.FixtureLookupError:
        url = ""
    if not url:
        raise pytest.UsageError("a test that starts decided needs the address of the site: --consent-url=URL")
    return str(url)


def _option(config: pytest.Config, name: str) -> str:
    return str(config.getoption(f"--{name}") or config.getini(name.replace("-", "_")))


def _joined(before: StorageState | str | Path | None, ours: StorageState) -> StorageState:
    """Return *ours* together with the state that the context would have had anyway, such as a login."""
    if before is None:
        return ours
    read = json.loads(Path(before).read_text(encoding="utf-8")) if isinstance(before, (str, Path)) else before
    (mine,) = ours["origins"]
    origins = {one["origin"]: one for one in read.get("origins", [])}
    kept = origins.get(mine["origin"], {}).get("localStorage", [])
    origins[mine["origin"]] = {**mine, "localStorage": [*kept, *mine["localStorage"]]}
    return {"cookies": [*read.get("cookies", []), *ours["cookies"]], "origins": [*origins.values()]}
