"""What happens before a consent is seen, whoever does it; and no test asks a vendor for anything."""

from __future__ import annotations

import asyncio
import concurrent.futures
import datetime as dt

import pytest
from playwright.async_api import async_playwright

from banner.config import catalogue
from banner.testing import ConsentError, consent_banner, forge, stubs
from tests.support import browsers
from tests.support.engines.patience import PATIENCE
from tests.support.runtimes import ONE_RUNTIME
from tests.support.seleniums import selenium
from tests.support.visitor import PIXEL, Visitor

pytestmark = ONE_RUNTIME
NEEDS = pytest.mark.needs("recipes of Playwright")
PLAYWRIGHT = pytest.param("playwright", marks=NEEDS)
BREACHES = {
    "a picture": (
        f"document.body.append(Object.assign(new Image(), {{ src: '{PIXEL}' }}))",
        f"asked for {PIXEL}",
    ),
    "a cookie": ("document.cookie = '_ga=1'", "set the cookie _ga for "),
    "local storage": ("localStorage.ph_posthog = 1", "kept ph_posthog in its local storage"),
    "session storage": ("sessionStorage._uet = 1", "kept _uet in its session storage"),
}


@pytest.mark.parametrize("driver", ["selenium", PLAYWRIGHT])
def test_a_page_that_keeps_quiet_passes(visitor: Visitor, driver: str) -> None:
    page = visitor.page if driver == "playwright" else selenium(visitor.page)
    with consent_banner(page, timeout=PATIENCE).expect_nothing_before_consent():
        visitor.visit()


@pytest.mark.parametrize("driver", ["selenium", PLAYWRIGHT])
@pytest.mark.parametrize("breach", BREACHES)
@NEEDS
def test_what_does_not_wait_for_a_consent_is_seen(visitor: Visitor, driver: str, breach: str) -> None:
    page = visitor.page if driver == "playwright" else selenium(visitor.page)
    banner = consent_banner(page, timeout=PATIENCE)
    consent_banner(visitor.page).stub_vendors()
    script, words = BREACHES[breach]
    watch = banner.expect_nothing_before_consent()
    watch.__enter__()
    visitor.visit().page.evaluate(f"() => {{ {script} }}")
    # What a page has asked for it remembers once that has come.
    visitor.page.wait_for_function("[...document.images].every((one) => one.complete)")
    with pytest.raises(ConsentError) as found:
        watch.__exit__(None, None, None)

    assert words in found.value.seen
    assert "block it until then" in found.value.hindrance


@NEEDS
def test_what_needs_no_consent_can_be_allowed(visitor: Visitor) -> None:
    banner = consent_banner(visitor.page, timeout=PATIENCE)
    with banner.expect_nothing_before_consent(allow=("session*", "basket")):
        visitor.visit()
        visitor.page.evaluate("() => { document.cookie = 'sessionid=1'; localStorage.basket = 1 }")


@NEEDS
def test_a_decision_is_no_matter_of_this(visitor: Visitor) -> None:
    banner = consent_banner(visitor.page, timeout=PATIENCE)
    watch = banner.expect_nothing_before_consent()
    watch.__enter__()
    visitor.visit()
    banner.deny_all()
    with pytest.raises(ConsentError, match="what comes after a decision"):
        watch.__exit__(None, None, None)


@NEEDS
def test_every_vendor_of_the_catalogue_is_answered(visitor: Visitor) -> None:
    asked = consent_banner(visitor.page).stub_vendors("tiles.test")
    visitor.page.goto(visitor.base)
    # Where a setting stands in the name of a host, no browser asks for it as it is.
    hosts = [host.replace("*", "www") for host in (*stubs.hosts(), "tiles.test") if "{" not in host]
    wanted = [f"https://{host}/a" for host in hosts]
    answers = visitor.page.evaluate(
        "(all) => Promise.all(all.map(async (one) => (await fetch(one)).status))", wanted
    )

    assert set(answers) == {200}
    assert sorted(asked) == sorted(wanted)
    assert {host for one in catalogue.services().values() for host in one.hosts} <= set(stubs.hosts())
    visitor.requests.clear()


@pytest.mark.thorough
@NEEDS
def test_the_asynchronous_page_object_does_the_same(address: str, made: forge.Forge) -> None:
    async def journey() -> list[str]:
        python: list[str] = []
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(
                executable_path=browsers.program("chromium"), args=["--no-sandbox"]
            )
            context = await browser.new_context()
            context.set_default_timeout(PATIENCE * 1000)
            banner = consent_banner(await context.new_page(), timeout=PATIENCE)
            asked = await banner.stub_vendors()
            async with banner.expect_nothing_before_consent():
                await banner.page.goto(address)
            await banner.expect_undecided()
            await banner.choose("youtube", "x")
            await banner.expect_granted("youtube", "x")
            await banner.withdraw("x")
            assert await banner.granted() == ("youtube",)
            with pytest.raises(ConsentError, match="did you mean google"):
                await banner.choose("gogle")
            await banner.deny_all()
            await banner.wait_recorded()
            assert await banner.state() == "denied"
            assert asked == []
            context.on("request", lambda one: python.append(one.url) if "/files/python." in one.url else None)
            await banner.start_with(made.storage_state(address, granted=["google"]))
            await banner.page.goto(address)
            await banner.expect_granted("google")
            loaded = list(python)  # before the consent has expired, which has Python asked
            for _ in range(2):
                await banner.travel(dt.timedelta(days=91))
            await banner.expect_undecided()
            await browser.close()
        return loaded

    # Playwright's synchronous interface has the loop of this thread.
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        assert threads.submit(asyncio.run, journey()).result() == []
