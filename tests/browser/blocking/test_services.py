"""Each vendor gets what its own interface wants, in its order, and only after consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.visitor import GOOGLE, IMPACT, PIXEL

if TYPE_CHECKING:
    from tests.support.visitor import Visitor

CALLS = "(queue) => [...queue].map((call) => [...call])"


def allow(visitor: Visitor, service: str, queue: str) -> list[list[Any]]:
    """Allow one service, and give what its queue has been told."""
    visitor.visit().press("preferences").choose(service).press("accept-selected", "dialog")
    visitor.settled("partial")
    calls: list[list[Any]] = visitor.page.evaluate(f"({CALLS})({queue})")
    return calls


def test_facebook_pixel_is_told_of_the_consent_before_it_is_initialised(visitor: Visitor) -> None:
    calls = allow(visitor, "facebook-pixel", "fbq.queue")

    assert calls == [["consent", "grant"], ["init", "1234567890123456"], ["track", "PageView"]]
    assert visitor.page.evaluate("[fbq.version, fbq.loaded, _fbq === fbq, fbq.push === fbq]") == [
        "2.0",
        True,
        True,
        True,
    ]
    assert visitor.outside() == [PIXEL]


def test_facebook_pixel_hands_over_to_the_real_script(visitor: Visitor) -> None:
    allow(visitor, "facebook-pixel", "fbq.queue")
    page = visitor.page
    page.evaluate("fbq.callMethod = (...call) => { window.called = call; }")
    page.evaluate("fbq('track', 'Purchase')")

    assert page.evaluate("[called, fbq.queue.length]") == [["track", "Purchase"], 3]


def test_google_gets_default_update_config_and_then_its_script(visitor: Visitor) -> None:
    calls = allow(visitor, "google", "dataLayer")

    assert [call[:2] for call in calls[:2]] == [["consent", "default"], ["consent", "update"]]
    assert set(calls[0][2].values()) == {"denied"}
    assert {"ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"} <= set(calls[0][2])
    assert calls[1][2] == {
        "ad_storage": "granted",
        "ad_user_data": "granted",
        "ad_personalization": "granted",
        "analytics_storage": "granted",
    }
    assert calls[2][0] == "js"
    assert [call[:2] for call in calls[3:]] == [["config", "G-DEMO123456"], ["config", "AW-1234567890"]]
    assert visitor.outside() == [GOOGLE]


def test_google_finds_arguments_in_its_queue_and_no_arrays(visitor: Visitor) -> None:
    allow(visitor, "google", "dataLayer")

    assert visitor.page.evaluate("String(dataLayer[0])") == "[object Arguments]"


def test_impact_gets_its_consent_calls_before_it_identifies(visitor: Visitor) -> None:
    calls = allow(visitor, "impact", "ire.a")

    assert calls == [
        ["consent", "default", {"tracking": "denied"}],
        ["consent", "update", {"tracking": "granted"}],
        ["identify", {"customerId": "", "customerEmail": ""}],
    ]
    assert visitor.page.evaluate("ire_o") == "ire"
    assert visitor.outside() == [IMPACT]


def test_links_conversion_is_a_file_of_the_site_itself(visitor: Visitor) -> None:
    visitor.visit("product.html").press("preferences").choose("links-conversion")
    visitor.press("accept-selected", "dialog").settled("partial")
    visitor.page.wait_for_selector("html[data-links-conversion=on]", state="attached")

    assert visitor.outside() == []
    assert set(visitor.cookies()) == {"consent"}


def test_no_vendor_is_there_in_a_page_after_a_denial(visitor: Visitor) -> None:
    visitor.visit().press("deny-all").settled("denied")
    # What has a vendor's name is a stub of ours, for the page's own calls (test_calls.py).
    traces = visitor.page.evaluate("[fbq.queue, window._fbq, window.ire_o, ire.a, dataLayer.consent]")

    assert traces == [None] * 5
    assert visitor.outside() == []


def test_a_vendor_whose_script_fails_stops_no_other(visitor: Visitor, browser_name: str) -> None:
    visitor.context.route(PIXEL, lambda route: route.abort())
    visitor.context.route(GOOGLE, lambda route: route.fulfill(body="throw new Error('vendor')"))
    visitor.visit().press("accept-all").settled("granted")
    visitor.page.wait_for_function("document.cookie.includes('IR_PI')")

    assert visitor.outside() == [PIXEL, GOOGLE, IMPACT]
    # Of an error in another site's script, WebKit tells only that there was one, and so of no error of ours.
    assert visitor.errors == ([] if browser_name == "webkit" else ["vendor"])
    visitor.errors.clear()
