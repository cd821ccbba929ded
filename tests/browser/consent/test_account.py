"""A consent in the account: on every device, for nobody else, and with or without the server."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from banner.core.consent import Consent
from banner.core.record import encode
from tests.support.accounts import account_of, account_says, given, log_in, log_out
from tests.support.consents import DAY
from tests.support.held import Held
from tests.support.visitor import GOOGLE, SENT, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def email() -> str:
    """An address that no other test has."""
    return f"{time.time_ns()}@example.com"


@pytest.mark.thorough
def test_a_new_device_takes_the_accounts_consent_says_so_and_does_not_ask(
    visitor: Visitor, email: str
) -> None:
    log_in(visitor, email, register=True)
    theirs = given("acc", ("google",), 3 * DAY)
    account_says(visitor, theirs).visit().settled("partial")

    assert not visitor.asked()
    assert visitor.record() == theirs
    visitor.page.wait_for_selector(".consent-toast")
    assert "Your account’s choice (" in visitor.page.inner_text(".consent-toast")
    assert visitor.outside() == [GOOGLE]
    (cookie,) = [one for one in visitor.context.cookies() if one["name"] == "consent"]
    assert abs(cookie["expires"] - (theirs.at / 1000 + 180 * 86_400)) < 30

    started = len(visitor.python())
    visitor.visit("product.html")
    assert visitor.state() == "partial"
    assert len(visitor.python()) == started


def test_a_devices_consent_is_saved_to_an_account_that_has_none(visitor: Visitor, email: str) -> None:
    visitor.visit().press("preferences").choose("google").press("accept-selected", "dialog").settled(
        "partial"
    )
    own = visitor.cookies()["consent"]
    log_in(visitor, email, register=True).visit().page.wait_for_selector(".consent-toast")

    assert not visitor.asked()
    assert account_of(visitor) == own
    assert "Saved in your account" in visitor.page.inner_text(".consent-toast")


def test_a_decision_made_while_logged_in_reaches_the_other_device(
    new_visitor: Callable[..., Visitor], email: str
) -> None:
    here = log_in(new_visitor(), email, register=True).visit()
    here.press("deny-all").settled("denied")
    there = log_in(new_visitor(), email).visit().settled("denied")

    assert not there.asked()
    assert there.record() == here.record()
    there.open_preferences()
    there.choose("impact").press("accept-selected", "dialog").settled("partial")
    here.visit("product.html").settled("partial")
    assert here.record() == there.record()


@pytest.mark.thorough
def test_the_same_choices_need_no_word(visitor: Visitor, email: str) -> None:
    log_in(visitor, email, register=True)
    theirs = given("acc", ("google",), 3 * DAY)
    account_says(visitor, theirs).keep(encode(given("own", ("google",)))).visit().settled("partial")

    assert visitor.record() == theirs
    assert not visitor.page.locator(".consent-toast").count()


@pytest.mark.thorough
def test_a_grant_on_the_device_stays_off_where_the_account_denies_until_it_is_allowed_there_too(
    visitor: Visitor, email: str
) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", (), 3 * DAY))
    page = visitor.keep(encode(given("own", ("google",)))).visit().settled("denied").page
    page.wait_for_selector(".consent-toast")

    assert visitor.outside() == []
    assert "Google Services" in page.inner_text(".consent-toast")
    page.click(".consent-toast [data-consent-action=allow]")
    visitor.settled("partial")
    assert visitor.outside() == [GOOGLE]
    record = visitor.record()
    assert record is not None
    assert (record.granted, record.source) == (("google",), "toast")
    assert account_of(visitor) == visitor.cookies()["consent"]


@pytest.mark.thorough
def test_a_later_consent_of_the_account_wins_and_the_difference_is_told(visitor: Visitor, email: str) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", ("google",)))
    page = visitor.keep(encode(given("own", ("impact",), DAY))).visit().settled("partial").page
    page.wait_for_selector(".consent-toast")

    assert "this device differed" in page.inner_text(".consent-toast")
    assert visitor.outside() == [GOOGLE]


def test_after_the_logout_the_device_has_its_own_consent_again(visitor: Visitor, email: str) -> None:
    own = given("own", ("impact",), DAY)
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", ("google",))).keep(encode(own)).visit().settled("partial")
    log_out(visitor).visit().page.wait_for_function("consent.get().granted?.[0] === 'impact'")

    assert visitor.record() == own


@pytest.mark.thorough
@pytest.mark.parametrize("started", [False, True], ids=["without Python", "with Python"])
def test_a_page_from_before_the_login_is_not_taken_for_a_logout(
    visitor: Visitor, email: str, started: bool
) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", (), 3 * DAY))
    log_out(visitor).keep(encode(given("own", ("google",)))).visit().settled("partial")
    before = visitor.visit("privacy-policy.html").settled("partial").page
    if started:
        before.evaluate("consent.accept(['impact'])")
        before.wait_for_function("consent.get().granted.length === 2")
    # In another tab somebody logs in, and the page from before hears of it.
    visitor.page = visitor.context.new_page()
    log_in(visitor, email).visit("product.html").settled("denied")
    before.wait_for_selector("html[data-consent=denied]", state="attached")

    record = visitor.record()
    assert record is not None
    assert record.granted == ()
    # What has come since is no vendor's, there or on the pages that follow.
    visitor.requests.clear()
    before.reload()
    before.wait_for_selector("html[data-consent=denied]", state="attached")
    visitor.visit().settled("denied")
    assert visitor.outside() == []


def test_another_person_on_the_device_never_inherits(visitor: Visitor, email: str) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", ("google",))).visit().settled("partial")
    log_out(visitor)
    log_in(visitor, "b" + email, register=True).visit().settled("undecided")

    assert visitor.asked()
    assert visitor.record() is None
    assert account_of(visitor) == ""


@pytest.mark.thorough
@pytest.mark.law("C1", "C3")
def test_the_privacy_signal_of_one_device_is_written_to_the_account(visitor: Visitor, email: str) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", ("google", "youtube"), DAY))
    visitor.page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })"
    )
    visitor.visit().settled("partial")

    record = visitor.record()
    assert record is not None
    assert (record.granted, record.action) == (("youtube",), "gpc")
    assert GOOGLE not in visitor.outside()
    assert account_of(visitor) == encode(record)


@pytest.mark.thorough
def test_a_later_denial_on_the_device_takes_back_what_the_account_allowed(
    visitor: Visitor, email: str
) -> None:
    log_in(visitor, email, register=True)
    own = given("own", ())
    account_says(visitor, given("acc", ("google",), 3 * DAY)).keep(encode(own)).visit().settled("denied")

    assert visitor.record() == own
    assert visitor.outside() == []
    assert account_of(visitor) == encode(own)


def test_with_two_consent_cookies_in_the_jar_a_login_does_not_ignore_the_devices_denial(
    visitor: Visitor, email: str
) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, given("acc", ("google",), 3 * DAY))
    own = given("own", ())
    older = {"name": "consent", "value": encode(given("old", ("google",), 9 * DAY)), "domain": "127.0.0.1"}
    visitor.context.add_cookies([{**older, "path": "/product.html"}])  # type: ignore[list-item]
    visitor.keep(encode(own)).visit("product.html").settled("denied")

    assert visitor.record() == own
    assert visitor.outside() == []
    assert account_of(visitor) == encode(own)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(lambda: given("acc", ("google",), 181 * DAY), id="expired"),
        pytest.param(
            lambda: replace(given("acc", ("google",)), revision="0123456789ab"), id="other question"
        ),
        pytest.param(lambda: without_the_last_service(given("acc", ("google",))), id="less asked"),
    ],
)
def test_a_consent_of_the_account_that_no_longer_holds_counts_as_none(
    visitor: Visitor, email: str, theirs: Callable[[], Consent]
) -> None:
    log_in(visitor, email, register=True)
    account_says(visitor, theirs()).visit().settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []


def without_the_last_service(consent: Consent) -> Consent:
    """The same consent of a time when less was asked."""
    return replace(consent, denied=consent.denied[:-1])


# What the account and the log answer.
FAILURES = {
    "down and failing": (lambda route: route.abort(), lambda route: route.fulfill(status=500, body="oops")),
    "nonsense": (
        lambda route: route.fulfill(body="<html>welcome to the hotel", content_type="text/html"),
        lambda route: route.fulfill(body="{}", content_type="application/json"),
    ),
}


@pytest.mark.law("B9")
@pytest.mark.parametrize("failure", FAILURES)
def test_with_a_broken_server_the_banner_works_and_the_decisions_arrive_later_once_and_in_order(
    visitor: Visitor, email: str, failure: str
) -> None:
    log_in(visitor, email, register=True)
    account, answers = FAILURES[failure]
    visitor.context.route("**/api/consent/account", account)
    visitor.context.route("**/api/consent/log", answers)
    page = visitor.visit("privacy-policy.html").page
    visitor.press("deny-all")
    page.wait_for_selector("html[data-consent=denied]", state="attached")
    page.evaluate("consent.accept(['links-conversion'])")
    page.wait_for_selector("html[data-consent=partial]", state="attached")
    unsent = [entry["id"] for entry in json.loads(visitor.stored()["consent.unsent"])]
    assert len(unsent) == 2

    # A page that goes on sending could find the server back between the first entry and the second.
    visitor.afresh().context.unroute("**/api/consent/account")
    visitor.context.unroute("**/api/consent/log")
    visitor.visit("product.html").settled("partial")
    kept = visitor.context.request.get(visitor.base + "api/consent/history").json()["entries"]
    assert [one["id"] for one in reversed(kept)] == unsent
    assert [one["event"] for one in reversed(kept)] == ["denied", "changed"]
    page.wait_for_function(SENT)


@pytest.mark.thorough
@pytest.mark.law("B9")
def test_a_slow_server_delays_nobody(visitor: Visitor) -> None:
    answers = Held(visitor, "**/api/consent/**")
    visitor.visit("privacy-policy.html").press("deny-all")
    visitor.page.wait_for_selector("html[data-consent=denied]", state="attached")

    assert visitor.record() is not None
    answers.next().abort()
    answers.fail()


@pytest.mark.thorough
def test_the_history_comes_from_the_server_where_it_answers(visitor: Visitor) -> None:
    visitor.visit("cookie-policy.html").press("deny-all").settled("denied")
    visitor.page.click("[data-consent-action=history]")
    visitor.page.wait_for_selector(".consent-history caption")

    assert "Saved by this site" in visitor.page.inner_text(".consent-history")


@pytest.mark.thorough
def test_safari_ends_the_cookie_after_a_week_and_storage_brings_it_back_for_the_rest(
    visitor: Visitor,
) -> None:
    visitor.visit().press("deny-all").settled("denied")
    record = visitor.record()
    plan = json.loads(visitor.stored()["consent.plan"])
    visitor.context.clear_cookies(name="consent")
    visitor.page.clock.install(time=time.time() + 8 * 86_400)
    visitor.visit("product.html").settled("denied")

    assert plan["lost"] - plan["start"] == 7 * DAY
    assert not visitor.asked()
    assert visitor.record() == record


@pytest.mark.thorough
def test_clicks_on_traceable_links_are_pooled_and_an_order_takes_them(visitor: Visitor) -> None:
    page = visitor.visit("product.html").page
    page.click("a[data-trace=duo-offer]")
    assert "links_conversion" not in visitor.cookies()
    page.wait_for_function("!!window.consent")
    page.evaluate("consent.accept(['links-conversion'])")
    page.wait_for_selector("html[data-links-conversion=on]", state="attached")
    for _ in range(2):
        page.click("a[data-trace=duo-offer]")
        page.wait_for_selector("html[data-links-conversion=on]", state="attached")
    page.click("a[data-trace=summer-sale]")
    (cookie,) = [one for one in visitor.context.cookies() if one["name"] == "links_conversion"]
    assert cookie["value"] == "duo-offer:2.summer-sale:1"
    assert abs(cookie["expires"] - time.time() - 30 * 86_400) < 30

    page.click("form button")
    page.click("text=Continue to delivery")
    for field in ("name", "street", "postcode", "city"):
        page.fill(f"#{field}", "Modena")
    page.click("main form button")
    page.click("main form button")
    page.wait_for_selector("h1:has-text('Thank you')")
    assert not {"links_conversion", "basket", "order"} & set(visitor.cookies())
    owner = visitor.context.request.get(
        visitor.base + "owner", headers={"Authorization": "Basic b3duZXI6b3duZXI="}
    )
    assert "duo-offer" in owner.text()


@pytest.mark.thorough
def test_a_denial_removes_the_pooled_counts_at_once(visitor: Visitor) -> None:
    page = visitor.visit("product.html").page
    page.wait_for_function("!!window.consent")
    page.evaluate("consent.accept(['links-conversion'])")
    page.wait_for_selector("html[data-links-conversion=on]", state="attached")
    page.click("a[data-trace=duo-offer]")
    assert "links_conversion" in visitor.cookies()
    page.wait_for_function("window.consent?.get().state === 'partial'")
    page.evaluate("void consent.deny()")
    visitor.settled("denied")

    assert "links_conversion" not in visitor.cookies()
