"""Two accounts of one vendor, each under a purpose of its own: to allow the one does not allow the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.visitor import Visitor

BOTH = 'analytics_id = "G-DEMO123456"\nads_id = "AW-1234567890"\n'
TWO = """analytics_id = "G-DEMO123456"

[[services]]
use = "google"
id = "google-ads"
ads_id = "AW-1234567890"
"""
SIGNALS = {
    "google": ["analytics_storage"],
    "google-ads": ["ad_personalization", "ad_storage", "ad_user_data"],
}
ADS = "https://www.googletagmanager.com/gtag/js?id=AW-1234567890"
IDS = {"google": "G-DEMO123456", "google-ads": "AW-1234567890"}
GRANTED = """() => [...new Set([...dataLayer].filter(([name, how]) => name === 'consent' && how === 'update')
  .flatMap(([, , said]) => Object.keys(said).filter((one) => said[one] === 'granted')))].sort()"""
CONFIGURED = "[...dataLayer].filter(([name]) => name === 'config').map(([, id]) => id)"


@pytest.fixture
def shopper(new_visitor: Callable[..., Visitor], rebuilt: Callable[[str, str], str]) -> Iterator[Visitor]:
    """A visitor of a site that asks for Google's measurement and for its ads by themselves."""
    visitor = new_visitor(rebuilt(BOTH, TWO))
    visitor.context.route(ADS, lambda route: route.fulfill(body=""))
    yield visitor.visit()
    visitor.requests[:] = [one for one in visitor.requests if one != ADS]  # declared here, and no stranger


@pytest.mark.thorough
@ONE_RUNTIME
@pytest.mark.parametrize(("purpose", "account"), [("analytics", "google"), ("marketing", "google-ads")])
def test_a_purpose_that_is_allowed_signals_no_other(shopper: Visitor, purpose: str, account: str) -> None:
    page = shopper.press("preferences").page
    page.check(f"#consent-preferences input[name=purpose][value={purpose}]")
    shopper.press("accept-selected", "dialog").settled("partial")

    assert page.evaluate(GRANTED) == SIGNALS[account]
    assert page.evaluate(CONFIGURED) == [IDS[account]]


@pytest.mark.thorough
@ONE_RUNTIME
@examples("order", [("google", "google-ads"), ("google-ads", "google")], run=[("google-ads", "google")])
def test_two_accounts_that_are_allowed_one_after_the_other_start_google_once(
    shopper: Visitor, order: tuple[str, str]
) -> None:
    page = shopper.page
    for account in order:
        page.evaluate("(id) => consent.accept([id]).then(() => {})", account)

    assert page.evaluate(GRANTED) == sorted([*SIGNALS["google"], *SIGNALS["google-ads"]])
    assert page.evaluate(CONFIGURED) == [IDS[one] for one in order]
    assert page.evaluate("[...dataLayer].filter(([name]) => name === 'js').length") == 1
    assert page.evaluate("[...dataLayer].filter(([, how]) => how === 'default').length") == 1


@ONE_RUNTIME
def test_one_account_that_is_withdrawn_leaves_the_other_its_cookies(shopper: Visitor) -> None:
    page = shopper.page
    page.evaluate("consent.accept(['google', 'google-ads']).then(() => {})")
    page.evaluate("document.cookie = '_ga=1;Path=/'; document.cookie = '_gcl_aw=1;Path=/'")
    with page.expect_navigation():
        page.evaluate("void consent.deny(['google-ads'])")
    shopper.settled("partial")

    assert page.evaluate(GRANTED) == SIGNALS["google"]
    assert set(shopper.cookies()) >= {"_ga"}
    assert "_gcl_aw" not in shopper.cookies()
