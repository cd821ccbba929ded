"""A decision is made once: later pages replay it without Python, as long as it holds."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from banner.core.clock import from_iso
from banner.core.own_cookies import START
from banner.core.record import encode
from tests.matrix import examples
from tests.support.consents import DAY, consent_of
from tests.support.engines.patience import RETRIES
from tests.support.held import Held
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, UP, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route


LIFETIME = 180 * DAY


@pytest.mark.smoke
def test_later_pages_open_what_was_approved_with_one_request_and_no_python(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    for path in ("", "product.html", "privacy-policy.html"):
        visitor.afresh().visit(path)
        visitor.page.wait_for_selector("html[data-links-conversion=on]", state="attached")

        assert visitor.state() == "granted"
        assert not visitor.asked()
        assert visitor.outside() == [PIXEL, GOOGLE, IMPACT]
        ours = [one for one in visitor.requests if "/consent/" in one]
        assert ours == [visitor.base + "consent/consent.js"]


def test_another_tab_obeys_too(visitor: Visitor) -> None:
    visitor.visit().press("preferences").choose("google").press("accept-selected", "dialog")
    visitor.settled("partial")
    visitor.page = visitor.context.new_page()
    visitor.afresh().visit("product.html")

    assert visitor.outside() == [GOOGLE]
    assert visitor.page.evaluate("consent.get().granted") == ["google"]


@pytest.mark.both
def test_a_record_without_a_plan_is_judged_by_python_and_obeyed(visitor: Visitor) -> None:
    interpreter = Held(visitor, "**/*.wasm")
    visitor.keep(encode(consent_of(granted=("google",)))).visit()
    assert visitor.state() == "pending"
    assert visitor.outside() == []
    interpreter.go_on()
    visitor.settled("partial")

    assert visitor.python()
    assert not visitor.asked()
    assert visitor.outside() == [GOOGLE]

    started = len(visitor.python())
    visitor.visit("product.html")
    assert visitor.state() == "partial"
    assert len(visitor.python()) == started


@pytest.mark.law("B3")
def test_a_consent_of_180_days_less_a_minute_holds(visitor: Visitor) -> None:
    visitor.keep(encode(consent_of(LIFETIME - 60_000))).visit().settled("granted")

    assert not visitor.asked()


@pytest.mark.law("B3")
def test_after_180_days_and_a_second_the_visitor_is_asked_and_nothing_opens(visitor: Visitor) -> None:
    visitor.keep(encode(consent_of(LIFETIME + 1000))).visit().settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []
    assert "consent" not in visitor.cookies()


@pytest.mark.law("B3")
def test_a_plan_ends_with_the_consent_that_it_was_made_from(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    visitor.page.clock.install(time=time.time() + 180 * 86_400 + 1)
    visitor.afresh().visit("product.html").settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []


@pytest.mark.law("B5")
def test_with_the_cookies_deleted_the_visitor_is_asked_at_once(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    visitor.context.clear_cookies()
    visitor.afresh().visit()

    assert visitor.state() == "undecided"
    assert visitor.asked()
    assert visitor.outside() == []
    assert visitor.python() == []


@pytest.mark.law("B4")
def test_another_revision_asks_again_and_shows_what_was_chosen(visitor: Visitor) -> None:
    visitor.keep(encode(consent_of(granted=("google",), revision="0123456789ab"))).visit().settled(
        "undecided"
    )
    page = visitor.press("preferences").page

    assert visitor.outside() == []
    on = page.locator("#consent-preferences input[name=service]:checked")
    assert [box.get_attribute("value") for box in on.all()] == ["google"]
    assert "have changed since your choice" in page.locator("#consent-preferences .consent-note").inner_text()


def test_a_page_that_must_ask_again_does_so_without_python_from_the_second_on(visitor: Visitor) -> None:
    visitor.keep(encode(consent_of(revision="0123456789ab"))).visit().settled("undecided")
    started = len(visitor.python())
    visitor.visit("product.html")

    assert visitor.state() == "undecided"
    assert visitor.asked()
    assert len(visitor.python()) == started


@pytest.mark.thorough
def test_garbled_text_grants_nothing_and_is_dropped(visitor: Visitor) -> None:
    for text in (START, START + "1%7D", START + "garbled", START + "%"):
        visitor.afresh().keep(text).visit().settled("undecided")

        assert visitor.asked()
        assert visitor.outside() == []
        assert visitor.cookies() == {}, text


def test_a_consent_from_the_future_grants_nothing(visitor: Visitor) -> None:
    visitor.keep(encode(consent_of(-3 * DAY))).visit().settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []


# What makes a plan one that is not of this page, of this visitor, or of today.
UNFIT: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another build": lambda plan: {"ground": "00000000" + plan["ground"][8:]},
    "another record": lambda plan: {"ground": plan["ground"].replace("%22", "%23", 1)},
    "an account": lambda plan: {"ground": plan["ground"].replace(",,", ",somebody.c0,")},
    "a privacy signal": lambda plan: {"ground": plan["ground"].replace("false", "true")},
    "not yet": lambda _: {"start": 4_000_000_000_000},
    "over": lambda _: {"end": 0},
}


@pytest.mark.thorough
def test_a_plan_that_does_not_fit_opens_nothing_by_itself(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    before = json.loads(visitor.stored()["consent.plan"])
    visitor.context.route("**/*.wasm", lambda route: route.abort())
    for why, change in UNFIT.items():
        plan = {**before, **change(before)}
        assert plan != before, why
        visitor.afresh().store("consent.plan", json.dumps(plan)).visit("product.html")

        assert visitor.state() == "pending", why
        assert visitor.outside() == [], why
    visitor.page.close()
    visitor.forgive()  # Python was kept away: that is told in the console


def test_a_tampered_plan_can_open_only_what_the_site_declares(visitor: Visitor) -> None:
    visitor.visit().press("deny-all").settled("denied")
    plan = json.loads(visitor.stored()["consent.plan"])
    plan["services"] = ["https://evil.example/x.js", "constructor", "__proto__", "toString"]
    visitor.store("consent.plan", json.dumps(plan))
    visitor.visit("product.html")

    assert visitor.outside() == []


@pytest.mark.thorough
def test_the_policy_page_shows_the_present_consent_and_its_time_without_python(
    new_visitor: Callable[..., Visitor],
) -> None:
    visitor = new_visitor(timezone_id="Asia/Tokyo")
    visitor.visit().press("preferences").choose("impact").press("accept-selected", "dialog")
    visitor.settled("partial")
    started = len(visitor.python())
    record = visitor.record()
    assert record is not None
    page = visitor.visit("cookie-policy.html").page
    place = page.locator("[data-consent-embed=preferences]")
    place.locator(".consent-section").wait_for()
    style = "{ dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Tokyo' }"

    assert page.evaluate(f"new Date({record.at}).toLocaleString('en', {style})") in place.inner_text()
    on = place.locator("input[name=service]:checked")
    assert [box.get_attribute("value") for box in on.all()] == ["impact"]
    assert len(visitor.python()) == started


@pytest.mark.both
def test_an_idle_start_makes_python_ready_before_any_move(
    new_visitor: Callable[..., Visitor], idle_address: str
) -> None:
    visitor = new_visitor(idle_address).visit()
    visitor.page.wait_for_function(UP)

    assert visitor.asked()
    assert visitor.context.cookies() == []


MOMENTS = [
    ("en-GB", "26 November 2026 at 14:54"),
    ("en-US", "November 26, 2026 at 2:54 PM"),
    ("fr", "1er novembre 2026 à 14:54"),
    ("fr-CA", "1er novembre 2026 à 14 h 54"),
    ("de-AT", "26. November 2026 um 14:54"),
    ("en-no such country", "November 26, 2026 at 2:54 PM"),
]


@pytest.mark.thorough
@examples("written", MOMENTS, run=[MOMENTS[2], MOMENTS[5]])
def test_a_moment_is_written_as_the_language_and_the_country_of_the_page_do(
    new_visitor: Callable[..., Visitor], written: tuple[str, str]
) -> None:
    lang, moment = written
    visitor = new_visitor(timezone_id="UTC", locale=lang[:2])

    def served(route: Route) -> None:
        response = route.fetch(max_retries=RETRIES)
        route.fulfill(
            response=response, body=response.text().replace('<html lang="en"', f'<html lang="{lang}"')
        )

    visitor.context.route("**/cookie-policy.html", served)
    visitor.page.clock.set_fixed_time("2026-11-27T09:00:00Z")
    at = from_iso(f"2026-11-{'01' if '1er' in moment else '26'}T14:54:00.000Z")
    assert at
    visitor.keep(encode(replace(consent_of(), at=at))).visit("cookie-policy.html").settled("granted")
    told = visitor.page.locator(".consent-section .consent-note").inner_text()

    assert moment in " ".join(told.split())
