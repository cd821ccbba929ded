"""Rules per region, as a page tells where the visitor is: what is on, what is said, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Route

from banner.core.consent import Consent
from banner.core.record import encode
from tests.browser.consent.test_without_python import INTERPRETER
from tests.matrix import examples
from tests.support.consents import consent_of
from tests.support.engines.patience import RETRIES
from tests.support.visitor import RUNTIME, SERVICES, VENDORS, Visitor

SOLD = ("facebook-pixel", "google", "impact")
UNSOLD = tuple(one for one in SERVICES if one not in SOLD)
MEASURED = "links-conversion"
MEASURES = "html[data-links-conversion=on]"
EXEMPT = "consent.get().exempt ?? []"
SAYS_NO = "You can say no at any time."
ASKS = "With your consent"
REGIONS = """
[[regions]]
codes = ["US"]
mode = "opt-out"

[[regions]]
codes = ["US-TX"]
mode = "asked"

[[regions]]
codes = ["GB"]
mode = "notice"
on = ["links-conversion"]

[[regions]]
codes = ["CH"]
mode = "notice"
on = ["youtube"]

"""


@pytest.fixture(scope="session")
def regions_address(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site with rules for three regions."""
    return rebuilt("[texts.en]\n", REGIONS + "[texts.en]\n")


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor], regions_address: str) -> Visitor:
    """Somebody who has never been at that site."""
    return new_visitor(regions_address)


def is_in(visitor: Visitor, code: str) -> Visitor:
    """Let the server tell of each page from now on that the visitor is in the region *code*."""

    def told(route: Route) -> None:
        if route.request.resource_type != "document":
            route.fallback()
            return
        response = route.fetch(max_retries=RETRIES)
        root = f'<html data-consent-region="{code}"'
        route.fulfill(response=response, body=response.text().replace("<html", root, 1))

    visitor.context.unroute(visitor.base + "**")
    visitor.context.route(visitor.base + "**", told)
    return visitor


def signal(visitor: Visitor) -> Visitor:
    visitor.page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })"
    )
    return visitor


def runs(visitor: Visitor) -> Visitor:
    """Wait until what is on by itself in an opt-out region runs."""
    visitor.sees(*VENDORS).page.wait_for_function(f"({EXEMPT}).length === {len(SERVICES)}")
    return visitor


def told(visitor: Visitor) -> str:
    return str(visitor.page.locator("#consent-banner").inner_text())


def switches(visitor: Visitor) -> set[str | None]:
    """The services whose switch is on in the preferences."""
    found = visitor.page.locator("#consent-preferences input[name=service]:checked").all()
    return {box.get_attribute("value") for box in found}


def ours_failed(message: ConsoleMessage) -> bool:
    """Whether the page says that Python did not start, and not the browser that a file did not come."""
    return message.type == "error" and not message.text.startswith("Failed to load")


def held(visitor: Visitor) -> Consent:
    record = visitor.record()
    assert record is not None
    return record


@pytest.mark.law("E2", "E4")
def test_where_all_is_on_it_runs_at_once_and_the_banner_says_so(visitor: Visitor) -> None:
    runs(is_in(visitor, "US-CA").visit())

    assert (visitor.state(), visitor.asked(), visitor.record()) == ("undecided", True, None)
    assert SAYS_NO in told(visitor)
    assert ASKS not in told(visitor)
    assert "consent" not in visitor.cookies()
    assert switches(visitor.press("preferences")) == set(SERVICES)
    assert "What is on stays on until you switch it off." in visitor.page.inner_text("#consent-preferences")


@pytest.mark.law("E1")
@examples("code", ["", "US-TX", "DE", "USA", "us_ca", "<b>"], run=["US-TX", "USA"])
def test_where_everything_is_asked_or_nobody_can_tell_nothing_is_on(visitor: Visitor, code: str) -> None:
    is_in(visitor, code.replace("<", "&lt;")).visit()
    visitor.page.wait_for_load_state("load")

    assert (visitor.state(), visitor.asked()) == ("undecided", True)
    assert ASKS in told(visitor)
    assert (visitor.outside(), visitor.python()) == ([], [])
    assert switches(visitor.press("preferences")) == set()


@pytest.mark.thorough
@pytest.mark.law("E1")
def test_without_the_attribute_everything_is_asked(visitor: Visitor) -> None:
    visitor.visit().press("preferences")

    assert ASKS in told(visitor)
    assert (visitor.outside(), switches(visitor)) == ([], set())


def test_with_notice_just_what_is_named_is_on_and_the_rest_is_asked(visitor: Visitor) -> None:
    page = is_in(visitor, "gb-eng").visit().page
    page.wait_for_selector(MEASURES, state="attached")
    page.wait_for_function(f"({EXEMPT}).join() === '{MEASURED}'")

    assert ASKS in told(visitor)
    assert "On without consent: IK Multimedia links conversion." in told(visitor)
    assert visitor.outside() == []
    assert switches(visitor.press("preferences")) == {MEASURED}


@pytest.mark.law("C1", "E3")
def test_the_signal_keeps_off_what_is_sold_where_all_else_is_on(visitor: Visitor) -> None:
    page = signal(is_in(visitor, "US")).visit().page
    page.wait_for_selector(MEASURES, state="attached")
    page.wait_for_function(f"({EXEMPT}).length === {len(UNSOLD)}")

    assert page.evaluate(EXEMPT) == [*UNSOLD]
    assert visitor.outside() == []
    assert switches(visitor.press("preferences")) == set(UNSOLD)


@pytest.mark.thorough
@pytest.mark.law("C2", "E3")
def test_the_switches_follow_the_signal_before_python_has_come(visitor: Visitor) -> None:
    visitor.context.route(RUNTIME, lambda route: route.abort())
    signal(is_in(visitor, "US")).visit().press("preferences")

    assert switches(visitor) == set(UNSOLD)
    visitor.forgive()  # that Python was kept away is told in the console


@pytest.mark.thorough
def test_later_pages_activate_it_without_python_and_go_on_asking(visitor: Visitor) -> None:
    runs(is_in(visitor, "US").visit())
    visitor.context.route(INTERPRETER, lambda route: route.abort())
    visitor.afresh().visit("product.html").sees(*VENDORS)

    assert (visitor.state(), visitor.asked()) == ("undecided", True)
    assert SAYS_NO in told(visitor)
    visitor.forgive()  # that Python was kept away is told in the console


@pytest.mark.thorough
def test_the_page_is_not_left_for_a_closed_banner_where_python_fails(visitor: Visitor) -> None:
    runs(is_in(visitor, "US").visit())
    page = visitor.afresh().page
    visitor.context.route(INTERPRETER, lambda route: route.abort())
    with page.expect_event("console", ours_failed):
        visitor.visit("product.html").sees(*VENDORS)
    page.evaluate("window.same = true")
    with page.expect_event("console", ours_failed):
        visitor.press("dismiss")
    # Whatever was going to leave the page has had its turn.
    page.evaluate("fetch(location.href).then((answer) => answer.text())")

    assert page.evaluate("window.same") is True
    assert page.evaluate("!!window.fbq")
    visitor.forgive()  # that Python was kept away is told in the console


@pytest.mark.law("E4")
@pytest.mark.thorough
def test_a_plan_of_one_region_is_not_replayed_in_another(visitor: Visitor) -> None:
    runs(is_in(visitor, "US").visit())
    is_in(visitor.afresh(), "DE").visit("product.html")
    visitor.page.wait_for_load_state("load")

    assert (visitor.state(), visitor.asked()) == ("undecided", True)
    assert ASKS in told(visitor)
    assert visitor.outside() == []
    is_in(visitor.afresh(), "US-CA").visit().sees(*VENDORS)


@pytest.mark.thorough
@pytest.mark.law("E4")
def test_who_closes_the_banner_has_consented_to_nothing(visitor: Visitor) -> None:
    runs(is_in(visitor, "US").visit()).press("dismiss").settled("granted")

    record = visitor.record_as_servers_see_it()
    assert (record["v"], record["mode"], record["action"]) == (3, "opt-out", "dismiss")
    assert (record["granted"], record["denied"], record["exempt"]) == ([], [], [*SERVICES])
    visitor.afresh().visit("product.html").settled("granted").sees(*VENDORS)
    assert not visitor.asked()

    is_in(visitor.afresh(), "DE").visit("product.html").settled("undecided")
    assert visitor.outside() == []
    assert visitor.asked()
    visitor.open_preferences()
    assert "No choice saved yet." in visitor.page.inner_text("#consent-preferences .consent-note")
    assert switches(visitor) == set()


@pytest.mark.law("E2")
def test_to_deny_takes_one_click_and_holds_everywhere(visitor: Visitor) -> None:
    page = runs(is_in(visitor, "US").visit()).page
    with page.expect_navigation():
        visitor.press("deny-all")
    visitor.settled("denied")

    assert (held(visitor).denied, held(visitor).exempt, held(visitor).mode) == (SERVICES, (), "opt-out")
    for code in ("US", "DE", "GB"):
        is_in(visitor.afresh(), code).visit("product.html").settled("denied")
        assert visitor.outside() == []
        assert not visitor.asked()


@pytest.mark.thorough
def test_to_accept_all_is_a_consent_everywhere(visitor: Visitor) -> None:
    runs(is_in(visitor, "US").visit()).press("accept-all").settled("granted")

    assert (held(visitor).granted, held(visitor).exempt) == (SERVICES, ())
    is_in(visitor.afresh(), "DE").visit("product.html").settled("granted").sees(*VENDORS)
    assert not visitor.asked()


@pytest.mark.thorough
@pytest.mark.law("E4")
def test_switches_that_stay_as_they_were_are_no_consent(visitor: Visitor) -> None:
    page = runs(is_in(visitor, "US").visit()).press("preferences").page
    page.locator("#consent-preferences input[name=service][value=google]").set_checked(False)
    with page.expect_navigation():
        visitor.press("accept-selected", "dialog")
    visitor.settled("partial")

    others = tuple(one for one in SERVICES if one != "google")
    assert (held(visitor).granted, held(visitor).denied, held(visitor).exempt) == ((), ("google",), others)
    is_in(visitor.afresh(), "DE").visit("product.html").settled("undecided")
    assert visitor.outside() == []


@pytest.mark.thorough
def test_a_decision_from_where_all_was_asked_holds_where_all_is_on(visitor: Visitor) -> None:
    visitor.visit().press("dismiss").settled("denied")
    is_in(visitor.afresh(), "US").visit("product.html").settled("denied")

    assert visitor.outside() == []
    assert not visitor.asked()
    assert visitor.record_as_servers_see_it()["v"] == 1


@pytest.mark.thorough
@pytest.mark.law("E4")
@pytest.mark.parametrize(("made", "recorded", "silent"), [("US", "DE", SERVICES), ("GB", "CH", (MEASURED,))])
def test_a_decision_that_another_region_records_is_what_it_was_where_it_was_made(
    visitor: Visitor, made: str, recorded: str, silent: tuple[str, ...]
) -> None:
    visitor.context.route(RUNTIME, lambda route: route.abort())
    is_in(visitor, made).visit().press("preferences").press("accept-selected", "dialog")
    visitor.page.wait_for_selector("html[data-consent=pending]", state="attached")
    visitor.context.unroute(RUNTIME)
    visitor.errors.clear()  # that Python was kept away is told in the console
    is_in(visitor.leave(), recorded).visit().settled("undecided")

    assert (held(visitor).granted, held(visitor).exempt) == ((), silent)
    assert visitor.outside() == []
    assert visitor.asked()


@pytest.mark.thorough
def test_the_opt_out_of_sale_leaves_all_else_on(visitor: Visitor) -> None:
    page = runs(is_in(visitor, "US-CA").visit()).page
    page.click("footer [data-consent-action=opt-out]")
    page.wait_for_selector("#consent-opt-out[open]")
    with page.expect_navigation():
        visitor.press("opt-out", "#consent-opt-out")
    visitor.settled("partial")

    assert (held(visitor).action, held(visitor).denied, held(visitor).exempt) == ("opt-out", SOLD, UNSOLD)
    assert visitor.afresh().visit("product.html").settled("partial").outside() == []


@pytest.mark.thorough
def test_the_server_keeps_the_entry_and_what_was_shown(visitor: Visitor) -> None:
    runs(is_in(visitor, "US").visit()).press("dismiss").settled("granted")

    (entry,) = visitor.page.evaluate("fetch('api/consent/history').then((said) => said.json())")["entries"]
    assert (entry["event"], entry["record"]) == ("dismissed", visitor.consent_cookie())
    shown = visitor.context.request.get(f"{visitor.base}api/consent/notices/{entry['notice_hash']}")
    assert SAYS_NO in shown.text()


@pytest.mark.thorough
def test_another_language_says_it_too(visitor: Visitor) -> None:
    page = is_in(visitor, "US").visit("de/cookie-policy.html").page
    page.wait_for_selector("#consent-banner[lang=de]")

    assert "Sie können jederzeit ablehnen." in told(visitor)


@pytest.mark.thorough
def test_the_page_that_tells_the_region_by_a_script_is_heard(visitor: Visitor) -> None:
    visitor.page.add_init_script(
        "const tell = () => { if (document.documentElement)"
        " document.documentElement.dataset.consentRegion = 'US' };"
        "new MutationObserver(tell).observe(document, { childList: true }); tell()"
    )
    runs(visitor.visit())

    assert SAYS_NO in told(visitor)


@pytest.mark.thorough
def test_a_forged_record_opens_nothing_where_everything_is_asked(visitor: Visitor) -> None:
    silent = consent_of()
    forged = Consent(
        silent.id, silent.at, silent.action, silent.source, silent.revision, (), (), SERVICES, "opt-out"
    )
    is_in(visitor, "DE").keep(encode(forged)).visit().settled("undecided")

    assert visitor.outside() == []
    assert visitor.asked()
