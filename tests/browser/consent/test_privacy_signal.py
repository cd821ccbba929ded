"""Global Privacy Control: sale and sharing go off, over a stored grant too, and the visitor sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banner import config
from banner.core.record import encode
from tests.browser.conftest import DEMO
from tests.browser.consent.test_languages import LANGUAGES, TEXTS, speaking
from tests.matrix import examples
from tests.support.accounts import account_of, account_says, given, log_in
from tests.support.consents import consent_of
from tests.support.visitor import SERVICES, Visitor

SALE = tuple(one.id for one in config.read(DEMO).declaration.optional() if one.sale)
KEPT = tuple(one for one in SERVICES if one not in SALE)
HONOURED = TEXTS["en"]["signal.text"]
SWITCHES = "input[name=service]:checked"


@pytest.fixture
def signalling(new_visitor: Callable[..., Visitor]) -> Visitor:
    """A visitor whose browser sends the signal, to servers and to scripts."""
    return signal(new_visitor(extra_http_headers={"Sec-GPC": "1"}))


def signal(visitor: Visitor, value: str = "true") -> Visitor:
    visitor.page.add_init_script(
        f"Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {{ value: {value} }})"
    )
    return visitor


def on(visitor: Visitor, root: str) -> list[str | None]:
    """The services whose switch is on in a place."""
    return [box.get_attribute("value") for box in visitor.page.locator(f"{root} {SWITCHES}").all()]


def test_the_demo_declares_its_tracking_services_as_sale() -> None:
    assert SALE == ("facebook-pixel", "google", "impact")


@pytest.mark.law("C1", "C4")
def test_it_goes_over_a_stored_grant_and_the_record_says_so(signalling: Visitor) -> None:
    signalling.keep(encode(consent_of(86_400_000))).visit().settled("partial")

    assert signalling.outside() == []
    record = signalling.record()
    assert record is not None
    assert (record.granted, record.denied, record.action) == (KEPT, SALE, "gpc")


@pytest.mark.law("C2", "C4", "D6")
@pytest.mark.thorough
def test_the_word_about_it_names_what_goes_off_and_takes_no_focus(signalling: Visitor) -> None:
    page = signalling.keep(encode(consent_of())).visit().settled("partial").page
    toast = page.get_by_role("status").locator(".consent-toast")
    toast.wait_for()

    assert "keeps these off: Facebook Pixel, Google Services, and Impact." in toast.inner_text()
    assert page.evaluate("document.activeElement === document.body")
    toast.get_by_role("button", name="Close").click()
    assert not page.locator(".consent-toast").count()
    signalling.visit("product.html")
    assert not page.locator(".consent-toast").count()


@pytest.mark.law("C2")
def test_banner_and_preferences_say_that_it_is_honoured_with_the_switches_off(signalling: Visitor) -> None:
    page = signalling.visit("cookie-policy.html").page
    lines = page.locator(".consent-signal")

    assert page.locator("#consent-banner .consent-signal").inner_text() == HONOURED
    signalling.press("preferences")
    assert lines.all_inner_texts() == [HONOURED] * 3
    assert all(line.is_visible() for line in lines.all())
    assert on(signalling, "#consent-preferences") == on(signalling, ".consent-section") == []


@pytest.mark.thorough
@pytest.mark.law("C2")
def test_a_later_visit_says_it_too_without_python(signalling: Visitor) -> None:
    signalling.keep(encode(consent_of())).visit().settled("partial")
    started = len(signalling.python())
    page = signalling.visit("cookie-policy.html").page

    assert page.locator(".consent-section .consent-signal").inner_text() == HONOURED
    assert (
        "your browser sends Global Privacy Control"
        in page.locator(".consent-section .consent-note").inner_text()
    )
    assert on(signalling, ".consent-section") == list(KEPT)
    assert len(signalling.python()) == started
    signalling.open_preferences()
    assert page.locator("dialog .consent-signal").is_visible()
    assert on(signalling, "dialog") == list(KEPT)


@pytest.mark.law("C2", "A12")
@examples("language", LANGUAGES, run=["ar"])
@pytest.mark.thorough
def test_it_is_said_in_the_language_of_the_page(signalling: Visitor, language: str) -> None:
    page = speaking(signalling, language).visit().page
    page.wait_for_selector(f"#consent-banner[lang={language}]")

    assert page.locator("#consent-banner .consent-signal").inner_text() == TEXTS[language]["signal.text"]


@pytest.mark.law("C4")
def test_it_wins_over_a_decision_made_under_it_and_the_conflict_is_told(signalling: Visitor) -> None:
    page = signalling.visit().press("accept-all").settled("partial").page
    page.wait_for_selector(".consent-toast")

    assert "Once it is off for this site, they can be allowed." in page.inner_text(".consent-toast")
    assert signalling.outside() == []
    record = signalling.record()
    assert record is not None
    assert (record.granted, record.action) == (KEPT, "accept-all")


@pytest.mark.thorough
@pytest.mark.law("C4")
def test_where_the_visitor_is_asked_again_the_switches_it_denies_are_off(signalling: Visitor) -> None:
    signalling.keep(encode(consent_of(revision="0123456789ab"))).visit().settled("undecided")
    signalling.press("preferences")

    assert on(signalling, "#consent-preferences") == list(KEPT)


@pytest.mark.law("C5", "A7")
def test_it_is_no_decision_and_the_banner_asks_all_the_same(signalling: Visitor) -> None:
    signalling.visit()

    assert signalling.asked()
    assert signalling.state() == "undecided"
    assert signalling.context.cookies() == []
    assert signalling.python() == []


@pytest.mark.thorough
@pytest.mark.law("C5")
@examples("value", ["undefined", "false", "null"], run=["false"])
def test_a_browser_without_it_changes_nothing(visitor: Visitor, value: str) -> None:
    page = signal(visitor, value).visit("cookie-policy.html").press("preferences").page

    assert [line.is_visible() for line in page.locator(".consent-signal").all()] == [False] * 3
    visitor.press("accept-all", "dialog").settled("granted")
    record = visitor.record()
    assert record is not None
    assert record.granted == SERVICES


@pytest.mark.thorough
@pytest.mark.law("C3")
def test_the_other_devices_of_the_account_follow_it(
    new_visitor: Callable[..., Visitor], signalling: Visitor
) -> None:
    email = f"signal-{id(signalling)}-{signalling.base[-6:-1]}@example.com"
    other = log_in(new_visitor(), email, register=True)
    account_says(other, given("acc", ("google", "youtube"), 86_400_000)).visit().settled("partial")
    assert len(other.outside()) == 1
    log_in(signalling, email).visit().settled("partial")

    record = signalling.record()
    assert record is not None
    assert account_of(other) == encode(record)
    other.afresh().visit("product.html").settled("partial")
    assert other.record() == record
    assert other.outside() == []


@pytest.mark.law("C7")
def test_the_site_says_that_it_honours_it(visitor: Visitor) -> None:
    response = visitor.context.request.get(visitor.base + ".well-known/gpc.json")

    assert response.ok
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {"gpc": True, "lastUpdate": "2026-11-24"}
