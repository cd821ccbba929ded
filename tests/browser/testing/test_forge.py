"""What the forge makes is what the banner would have left: a test starts decided, and no Python is loaded."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from banner import cli
from banner.build import pipeline
from banner.core.record import decode
from banner.errors import ConfigError
from banner.serve import local
from banner.testing import consent_banner, forge
from tests.browser.conftest import DEMO, shop
from tests.browser.consent.test_regions import REGIONS, is_in
from tests.browser.consent.test_without_python import INTERPRETER
from tests.support.accounts import account_of, account_says, log_in, log_out
from tests.support.engines.patience import PATIENCE
from tests.support.runtimes import ONE_RUNTIME
from tests.support.seleniums import selenium
from tests.support.visitor import GOOGLE, PIXEL, SERVICES, Visitor

HTTPS = "https://shop.test/"
DECISIONS = {"all": SERVICES, "some": ("google", "youtube"), "none": ()}
AGO = dt.timedelta(days=179)
HALF = dt.timedelta(days=91)  # of the 180 days for which the demo's consents hold

# Codes that are declared, the mode that holds there, and two that are not: a country, and a part of one.
RULES = [
    ("US", "opt-out"),
    ("GB", "notice"),
    ("CH", "notice"),
    ("DE", "asked"),
    ("US-CA", "opt-out"),
    ("US-TX", "asked"),
]

pytestmark = ONE_RUNTIME


@pytest.fixture(scope="session")
def regional(tmp_path_factory: pytest.TempPathFactory, interpreter: str) -> Iterator[tuple[Path, str]]:
    """The demo site with rules for some regions: the folder that was built, and its address."""
    folder = tmp_path_factory.mktemp("regional")
    shutil.copytree(DEMO.parent, folder / "site")
    file = folder / "site/consent.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[texts.en]\n", REGIONS + "[texts.en]\n"), encoding="utf-8")
    pipeline.build(file, folder / "dist", interpreter)
    with local.running(shop(file, folder / "dist")) as base:
        yield folder / "dist", base


@pytest.mark.parametrize("granted", DECISIONS.values(), ids=DECISIONS)
@pytest.mark.both
@pytest.mark.needs("recipes of Playwright")
def test_a_forged_state_is_what_the_visitor_would_have_left(
    new_visitor: Callable[..., Visitor], made: forge.Forge, granted: tuple[str, ...]
) -> None:
    decided = new_visitor().visit()
    consent_banner(decided.page, timeout=PATIENCE).choose(*granted)
    record = decided.record()
    assert record is not None
    consent_banner(decided.page).start_with(
        made.storage_state(
            decided.base, granted=granted, at=dt.datetime.fromtimestamp(record.at / 1000, dt.UTC)
        )
    )
    forged = decided.record()
    assert forged is not None

    assert (forged.granted, forged.denied, forged.at) == (record.granted, record.denied, record.at)
    assert forged.revision == record.revision


@pytest.mark.smoke("thorough")
@pytest.mark.parametrize("granted", DECISIONS.values(), ids=DECISIONS)
def test_a_page_that_starts_decided_asks_for_no_python(
    new_visitor: Callable[..., Visitor], made: forge.Forge, granted: tuple[str, ...]
) -> None:
    visitor = new_visitor()
    page = selenium(visitor.page)
    consent_banner(page).start_with(made.storage_state(visitor.base, granted=granted))
    visitor.visit()
    consent_banner(page, timeout=PATIENCE).wait_recorded()

    assert consent_banner(page).granted == granted
    assert (GOOGLE in visitor.outside()) == ("google" in granted)
    assert (PIXEL in visitor.outside()) == ("facebook-pixel" in granted)
    assert visitor.python() == []


@pytest.mark.needs("recipes of Playwright")
def test_the_state_starts_a_context_also_on_https_and_in_a_folder(
    new_visitor: Callable[..., Visitor],
    made: forge.Forge,
    dist_folder_route: Callable[[Visitor, str], None],
) -> None:
    base = HTTPS + "north/"
    visitor = new_visitor(base, storage_state=made.storage_state(base, granted="all"))
    dist_folder_route(visitor, base)
    visitor.visit("index.html").settled("granted")

    assert "__Host-consent" in visitor.cookies()
    assert visitor.python() == []


@pytest.mark.thorough
@pytest.mark.needs("recipes of Playwright")
def test_a_consent_of_long_ago_expires_when_it_would_have(
    new_visitor: Callable[..., Visitor], made: forge.Forge, address: str
) -> None:
    at = dt.datetime.now(dt.UTC) - AGO
    visitor = new_visitor(storage_state=made.storage_state(address, granted="all", at=at)).visit()
    banner = consent_banner(visitor.page, timeout=PATIENCE)
    banner.expect_granted("google")
    banner.travel(dt.timedelta(days=2))

    banner.expect_undecided()


@pytest.mark.needs("recipes of Playwright")
@pytest.mark.thorough
def test_spans_of_time_add_up(new_visitor: Callable[..., Visitor], made: forge.Forge, address: str) -> None:
    visitor = new_visitor(storage_state=made.storage_state(address, granted="all")).visit()
    banner = consent_banner(visitor.page, timeout=PATIENCE)
    banner.travel(HALF)
    banner.expect_granted("google")
    banner.travel(HALF)

    banner.expect_undecided()


@pytest.mark.needs("recipes of Playwright")
def test_a_state_under_the_signal_grants_nothing_that_is_sold(
    new_visitor: Callable[..., Visitor], made: forge.Forge, address: str
) -> None:
    with pytest.raises(ConfigError, match="google: the signal denies what is sold"):
        made.storage_state(address, granted=["google"], gpc=True)
    visitor = new_visitor(storage_state=made.storage_state(address, granted=["youtube"], gpc=True))
    visitor.context.add_init_script(
        "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"
    )
    visitor.visit().settled("partial")

    assert visitor.python() == []


@pytest.mark.thorough
@pytest.mark.needs("recipes of Playwright")
def test_a_state_of_who_is_logged_in_asks_for_no_python_and_ends_with_the_logout(
    visitor: Visitor, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_in(visitor, "forged@example.com", register=True)
    name = visitor.context.request.get(visitor.base).text().partition('data-consent-account="')[2][:12]
    told = ["--url", visitor.base, "--granted", "google", "--account", name]
    assert cli.main(["forge", "--out", str(dist), *told]) == 0
    state: forge.StorageState = json.loads(capsys.readouterr().out)
    consent = decode(state["cookies"][0]["value"])
    assert consent is not None
    account_says(visitor, consent)
    consent_banner(visitor.page).start_with(state)
    visitor.visit().settled("partial")

    assert visitor.outside() == [GOOGLE]
    assert visitor.python() == []
    assert account_of(visitor) == state["cookies"][0]["value"]
    visitor.visit("product.html").settled("partial")
    assert visitor.python() == []

    log_out(visitor).visit().page.wait_for_selector("#consent-banner")
    assert visitor.record() is None


@pytest.mark.needs("recipes of Playwright")
def test_the_command_prints_the_state_and_the_cookie(
    dist: Path, new_visitor: Callable[..., Visitor], address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["forge", "--out", str(dist), "--granted", "google,youtube", "--url", address]) == 0
    visitor = new_visitor(storage_state=json.loads(capsys.readouterr().out)).visit()
    consent_banner(visitor.page, timeout=PATIENCE).expect_granted("google", "youtube")
    assert visitor.python() == []

    assert cli.main(["forge", "--out", str(dist), "--deny-all", "--cookie", "--url", HTTPS]) == 0
    name, _, value = capsys.readouterr().out.strip().partition("=")
    record = decode(value)
    assert name == "__Host-consent"
    assert record is not None
    assert record.granted == ()


def test_a_declaration_alone_is_enough_for_a_cookie(
    new_visitor: Callable[..., Visitor], address: str
) -> None:
    declared = forge.read(DEMO)
    visitor = new_visitor()
    visitor.keep(declared.cookie(address, granted=["google"])["value"]).visit().settled("partial")

    with pytest.raises(ConfigError, match="name the folder that was built"):
        declared.storage_state(address, granted=["google"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--granted", "gogle"], "gogle: write some of facebook-pixel, google, "),
        (["--accept-all", "--url", "localhost:8000"], "write the address of the site"),
        (["--accept-all", "--region", "Texas"], "write a country, or a part of one"),
        (["--accept-all", "--account", "Anna Ott"], "write small letters, digits and hyphens"),
        (["--accept-all", "--at", "1912-04-15"], "write a time between 1970 and 9999"),
    ],
    ids=["service", "url", "region", "account", "time"],
)
def test_what_cannot_be_forged_is_told(
    dist: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert cli.main(["forge", "--out", str(dist), *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.thorough
@pytest.mark.needs("recipes of Playwright")
@pytest.mark.parametrize(("region", "mode"), RULES, ids=[code for code, _ in RULES])
def test_what_is_forged_for_a_region_is_what_the_visitor_would_have_left_there(
    regional: tuple[Path, str], new_visitor: Callable[..., Visitor], region: str, mode: str
) -> None:
    built, base = regional
    here = forge.read(built).in_region(region)
    decided = is_in(new_visitor(base), region).visit()
    consent_banner(decided.page, timeout=PATIENCE).choose("google", "youtube")
    left = decided.record()
    state = here.storage_state(base, granted=["google", "youtube"])
    forged = is_in(new_visitor(base, storage_state=state), region)
    # What is on by itself has Python fetched by every page; the plan does without it.
    forged.context.route(INTERPRETER, lambda route: route.abort())
    record = forged.visit().settled("partial").record()
    forged.forgive()  # that Python was kept away is told in the console

    assert left is not None
    assert record is not None
    assert record == replace(left, id=record.id, at=record.at)
    assert record.mode == mode


@pytest.mark.thorough
def test_the_declaration_and_the_command_know_the_regions_too(
    regional: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    built, _ = regional
    declared = forge.read(built.parent / "site/consent.toml")
    for region, mode in RULES:
        assert declared.in_region(region).declaration == forge.read(built).in_region(region).declaration
        told = ["--cookie", "--granted", "google", "--region", region]
        assert cli.main(["forge", "--out", str(built), *told]) == 0
        record = decode(capsys.readouterr().out.strip().partition("=")[2])
        assert record is not None
        assert record.mode == mode
    assert forge.read(built).declaration == declared.declaration


def test_a_folder_without_a_banner_is_told_and_an_account_without_a_server(
    made: forge.Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made.build
    with pytest.raises(ConfigError, match="declares no server, and so knows no accounts"):
        replace(made, server=False).storage_state(granted="all", account="anna")
    assert cli.main(["forge", "--out", str(tmp_path), "--accept-all"]) == 2
    assert "this is no banner that was built" in capsys.readouterr().err
