"""The clean site, built and served once, and audits of it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from banner import config
from banner.audit.audit import Audit, Task
from banner.audit.expected import Expected
from banner.audit.manner import Manner
from banner.audit.result import Result
from banner.build import pipeline
from banner.observe import browsers
from banner.observe.observer import Patience
from banner.serve import local
from tests.browser.audit.planted import INDEX
from tests.browser.audit.served import Planted
from tests.browser.audit.vendors import Vendors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.support.engines import Engine

SITE = Path(__file__).parent / "site"
HOST = "shop.localhost"
# A cookie of an answer that a test gives has no end where Playwright speaks WebDriver BiDi.
# WebKit keeps no cookies of other sites.
ARTEFACTS = {"firefox": ("shorter-lifetime",), "webkit": ("unseen-cookie",)}
SOON = Patience(quiet=0.3, ceiling=4.0, slow=1.0)
LATE = Patience(quiet=5.0, ceiling=60.0, slow=20.0)  # for a machine that is busy otherwise


def told(result: Result) -> list[dict[str, Any]]:
    """Return what was found, for a failure to tell, but for what is of the tests' own making."""
    artefacts = ARTEFACTS.get(result.engines[0].name, ())
    return [one.plain() for one in result.findings if one.rule not in artefacts]


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """The site, as its owner builds it."""
    out = tmp_path_factory.mktemp("audited") / "dist"
    pipeline.build(SITE / "consent.toml", out)
    return Planted(out)


@pytest.fixture(scope="session")
def shop_address(planted: Planted) -> Iterator[str]:
    """Where the site is served; the host's name has room for others below it, and browsers trust it."""
    with local.running(planted.application) as base:
        yield f"http://{HOST}:{urlsplit(base).port}/"


@pytest.fixture
def audited(shop_address: str, browser: Browser, browser_name: str) -> Callable[..., Result]:
    """Audits the site as it is planted, with the options of a task."""

    def audit(*pages: str, file: Path = SITE / "consent.toml", **options: Any) -> Result:
        site = config.read(file)
        manner = Manner(
            linger=options.pop("linger", 0.4),
            patience=options.pop("patience", SOON),
            answer=Vendors(Expected(site, HOST)),
            pictures=options.pop("pictures", False),
        )
        addresses = tuple(shop_address + page.removesuffix(INDEX) for page in pages)
        options.setdefault("resolve", lambda _: [])
        task = Task(site, file, shop_address, addresses, manner=manner, **options)
        one = Audit(task)
        one.run(browser_name, browser)
        return one.result()

    return audit


@pytest.fixture
def opened(browser: Engine, browser_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser that commands open is the one of the tests."""

    @contextmanager
    def give(engine: str, **_: Any) -> Iterator[Engine]:
        assert engine == browser_name
        yield browser

    monkeypatch.setattr(browsers, "opened", give)
