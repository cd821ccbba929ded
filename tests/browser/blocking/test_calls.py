"""What a page tells vendors before they are allowed: it harms no page, and reaches nobody too early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.matrix import combined, examples
from tests.support.calls import LATE_TAG, TAG, Shop
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME


@pytest.fixture
def shop(visitor: Visitor) -> Shop:
    """A visitor of the demo's site, in front of such a page."""
    return Shop(visitor)


GOOGLES_START = [["consent", "default"], ["consent", "update"], ["js"], ["config"], ["config"]]


def google(shop: Shop) -> list[list[Any]]:
    """What Google is told, the start by its names alone."""
    calls = shop.queue("dataLayer")
    for at, call in enumerate(calls[: len(GOOGLES_START)]):
        calls[at] = call[: len(GOOGLES_START[at])]
    return calls


VENDORS = {
    "google": ("gtag('event', 'purchase')", "dataLayer", GOOGLES_START, ["event", "purchase"]),
    "facebook-pixel": (
        "fbq('track', 'Purchase')",
        "fbq.queue",
        [["consent", "grant"], ["init", "1234567890123456"], ["track", "PageView"]],
        ["track", "Purchase"],
    ),
    "impact": (
        "ire('trackConversion', 7)",
        "ire.a",
        [
            ["consent", "default", {"tracking": "denied"}],
            ["consent", "update", {"tracking": "granted"}],
            ["identify", {"customerId": "", "customerEmail": ""}],
        ],
        ["trackConversion", 7],
    ),
}
each = pytest.mark.parametrize("service", VENDORS)
# Where nothing is told to anybody, it is the same of all.
example = examples("service", VENDORS, run=[*VENDORS][:1])


@combined(service=VENDORS, tag=[pytest.param(TAG, id="at once"), pytest.param(LATE_TAG, id="late")])
def test_a_call_before_consent_harms_no_page_and_is_told_after_the_vendors_own(
    shop: Shop, service: str, tag: str
) -> None:
    call, queue, start, told = VENDORS[service]
    assert shop.open(tag).buy(call) is None
    assert shop.buy(call) is None
    assert shop.visitor.outside() == []

    shop.allow(service)
    assert shop.buy(call) is None
    calls = google(shop) if service == "google" else shop.queue(queue)
    assert calls == [*start, told, told, told]


@examples("service", VENDORS, run=["google"])
def test_a_call_of_a_script_in_the_page_waits_too_where_the_tag_stands_before_it(
    shop: Shop, service: str
) -> None:
    call, queue, _, told = VENDORS[service]
    shop.open(body=f"<script>{call};</script>").allow(service)

    assert shop.queue(queue)[-1] == told


@example
def test_what_was_told_before_a_denial_or_after_it_is_dropped(shop: Shop, service: str) -> None:
    call, queue, start, _ = VENDORS[service]
    shop.open().buy(call)
    shop.visitor.press("deny-all").settled("denied")
    shop.buy(call)
    assert shop.visitor.outside() == []

    shop.allow(service)
    assert len(shop.queue(queue)) == len(start)


@example
@pytest.mark.thorough
def test_on_a_page_that_follows_a_denial_calls_lead_nowhere(shop: Shop, service: str) -> None:
    call, queue, start, _ = VENDORS[service]
    shop.open().visitor.press("deny-all").settled("denied")
    shop.open(body=f"<script>{call};</script>").buy(call)
    shop.page.evaluate("consent.ready.then(() => {})")
    assert shop.visitor.outside() == []

    shop.allow(service)
    assert len(shop.queue(queue)) == len(start)


@each
def test_a_call_on_a_return_visit_goes_straight_to_the_vendor(shop: Shop, service: str) -> None:
    call, queue, start, told = VENDORS[service]
    shop.open().allow(service)
    shop.open(body=f"<script>{call};</script>").buy(call)

    assert shop.queue(queue)[len(start) :] == [told, told]


@pytest.mark.thorough
@example
def test_a_call_after_a_withdrawal_harms_no_page(shop: Shop, service: str) -> None:
    call = VENDORS[service][0]
    shop.open().allow(service)
    with shop.page.expect_navigation():
        shop.page.evaluate("(id) => void consent.deny([id])", service)
    shop.visitor.settled("denied")

    assert shop.buy(call) is None


@each
def test_what_is_allowed_is_told_by_the_banner_alone(shop: Shop, service: str) -> None:
    _, queue, start, _ = VENDORS[service]
    name = VENDORS[service][0].partition("(")[0]
    shop.open()
    shop.buy(f"{name}('consent', 'update', {{ ad_storage: 'granted', tracking: 'granted' }})")
    shop.buy(f"{name}('consent', 'revoke')")
    shop.allow(service)

    assert len(shop.queue(queue)) == len(start)


@pytest.mark.thorough
@examples("service", VENDORS, run=["impact"])
def test_where_the_tag_stands_twice_a_call_is_told_once(shop: Shop, service: str) -> None:
    call, queue, start, _ = VENDORS[service]
    shop.open(TAG + LATE_TAG, f"<script>{call};</script>{TAG}").allow(service)

    assert len(shop.queue(queue)) == len(start) + 1


@examples("service", VENDORS, run=["facebook-pixel"])
def test_a_function_that_a_page_has_kept_speaks_to_the_vendor(shop: Shop, service: str) -> None:
    call, queue, start, told = VENDORS[service]
    name = call.partition("(")[0]
    shop.open(body=f"<script>var kept = {name};</script>").allow(service)
    shop.buy(call.replace(name, "kept", 1))

    assert shop.queue(queue)[len(start) :] == [told]


@pytest.mark.thorough
def test_nothing_that_is_told_is_stored_anywhere(shop: Shop) -> None:
    shop.open()
    before = shop.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    shop.buy("gtag('event', 'secret'), fbq('track', 'secret'), ire('secret')")

    assert shop.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == before


@pytest.mark.thorough
def test_a_page_that_calls_a_thousand_times_is_remembered_in_part(shop: Shop) -> None:
    shop.open().buy("[...Array(1000).keys()].map((number) => gtag('event', number)).length")
    shop.allow("google")
    told = google(shop)[len(GOOGLES_START) :]

    assert told == [["event", number] for number in range(99)]


def test_what_a_page_reads_of_a_vendor_who_is_not_there_throws_nothing(shop: Shop) -> None:
    shop.open()

    assert shop.page.evaluate(
        "[typeof fbq, typeof fbq.queue, fbq.loaded ?? 0, Array.isArray(dataLayer)]"
    ) == [
        "function",
        "undefined",
        0,
        True,
    ]
    assert shop.page.evaluate("dataLayer.push({ event: 'a' })") == 1
    shop.page.evaluate("dataLayer.forEach(() => {})")
    shop.allow("facebook-pixel", "google")
    assert shop.page.evaluate("[fbq.version, fbq.queue.length, dataLayer.at(-1).event]") == ["2.0", 3, "a"]


@pytest.mark.thorough
def test_who_asks_google_for_something_is_answered_once_google_is_there(shop: Shop) -> None:
    shop.open().buy("gtag('get', 'G-DEMO123456', 'client_id', (id) => { got = id })")
    shop.allow("google")
    assert shop.page.evaluate("got") is None

    shop.page.evaluate("dataLayer.at(-1)[3]('42.1')")
    assert shop.page.evaluate("got") == "42.1"


GO_ON = {
    "gtag": "gtag('event', 'conversion', { event_callback: () => { gone++ } })",
    "dataLayer": "dataLayer.push({ event: 'leave', eventCallback: () => { gone++ } })",
}


@pytest.mark.thorough
@combined(way=GO_ON, denied=[False, True])
def test_a_page_that_goes_on_once_its_call_has_arrived_goes_on_without_a_vendor(
    shop: Shop, way: str, denied: bool
) -> None:
    shop.open(body="<script>var gone = 0;</script>")
    if denied:
        shop.visitor.press("deny-all").settled("denied")
    shop.buy(GO_ON[way])
    shop.page.wait_for_function("gone === 1")

    # It has gone on, and is not to go on again.
    shop.allow("google")
    assert (
        shop.page.evaluate("[...dataLayer].filter((call) => call[0] === 'event' || call.event).length") == 0
    )
    assert shop.page.evaluate("gone") == 1


OWN = """<script>
window.dataLayer = window.dataLayer || [];
var mine = window.dataLayer;
function gtag() { dataLayer.push(arguments); }
var myGtag = gtag;
dataLayer.push({ page: 'shop' });
gtag('consent', 'default', { ad_storage: 'granted' });
gtag('event', 'early');
</script>"""


@pytest.mark.thorough
@examples("head", [OWN + TAG, TAG + OWN, OWN + LATE_TAG], run=[TAG + OWN, OWN + LATE_TAG])
def test_a_pages_own_list_and_function_work_on_and_are_heard_after_the_start(shop: Shop, head: str) -> None:
    shop.open(head).buy("gtag('event', 'later')")
    assert shop.page.evaluate("gtag === myGtag")
    shop.allow("google")
    shop.buy("mine.push({ kept: 1 })")
    calls = google(shop)

    assert calls[:5] == GOOGLES_START
    assert calls[5:] == [{"page": "shop"}, ["event", "early"], ["event", "later"], {"kept": 1}]
    assert shop.page.evaluate("gtag === myGtag")


@pytest.mark.thorough
def test_a_list_that_a_vendor_has_taken_over_is_not_touched(shop: Shop) -> None:
    taken = "var dataLayer = [{ a: 1 }]; dataLayer.push = (...more) => [].push.apply(dataLayer, more);"
    shop.open(f"<script>{taken}</script>{TAG}").allow("google")

    assert shop.queue("dataLayer")[0] == {"a": 1}


def test_a_pages_own_careless_stub_does_not_stand_in_for_the_vendors_queue(shop: Shop) -> None:
    own = (
        "<script>window.fbq = window.fbq || function () { (fbq.q = fbq.q || []).push(arguments); };</script>"
    )
    shop.open(own + TAG).allow("facebook-pixel")

    assert shop.queue("fbq.queue")[:2] == [["consent", "grant"], ["init", "1234567890123456"]]


@pytest.mark.thorough
def test_a_page_that_hears_of_a_consent_in_another_tab_tells_what_it_has_kept(shop: Shop) -> None:
    shop.open().buy("fbq('track', 'Purchase')")
    first = shop.page
    second = shop.visitor.context.new_page()
    second.goto(shop.visitor.base)
    second.evaluate("consent.accept(['facebook-pixel']).then(() => {})")
    first.wait_for_function("window.fbq.queue?.length > 3")

    assert shop.queue("fbq.queue")[3:] == [["track", "Purchase"]]
