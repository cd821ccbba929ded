"""Do not sell or share: a view that is about that, one button that does it, and the word that it is done."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from banner.core.record import decode
from tests.browser.consent.test_languages import LANGUAGES, TEXTS, speaking
from tests.browser.consent.test_privacy_signal import KEPT, SALE, signal
from tests.browser.consent.test_without_python import INTERPRETER
from tests.matrix import examples
from tests.support.accounts import account_of, log_in
from tests.support.visitor import SERVICES, TRACKING, VENDORS, Visitor

LINK = "footer [data-consent-action=opt-out]"
VIEW = "#consent-opt-out"
NAMES = "Facebook Pixel, Google Services, and Impact"
DONE = "Opt-out request honored ("


def opened(visitor: Visitor) -> Visitor:
    """Follow the link at the foot of the page, and wait for the view."""
    visitor.page.click(LINK)
    visitor.page.wait_for_selector(f"{VIEW}[open]")
    return visitor


def said(visitor: Visitor) -> str:
    """What the view says of what has been done."""
    return visitor.page.locator(f"{VIEW} .consent-done").inner_text()


@pytest.mark.law("C6", "C9")
def test_two_clicks_deny_what_is_sold_and_nothing_else(visitor: Visitor) -> None:
    page = visitor.visit().press("accept-all").settled("granted").page
    view = page.locator(VIEW)
    opened(visitor).catch_up()
    assert f"This switches off: {NAMES}." in view.inner_text()
    assert view.locator("button").all_inner_texts() == ["Do not sell or share", "Close"]

    with page.expect_navigation():
        visitor.press("opt-out", VIEW)
    visitor.settled("partial").requests.clear()
    record = visitor.record()
    assert record is not None
    assert (record.action, record.source) == ("opt-out", "opt-out")
    assert (record.granted, record.denied) == (KEPT, SALE)
    visitor.visit("product.html").settled("partial")
    assert visitor.outside() == []


@pytest.mark.law("C9")
def test_the_page_that_follows_confirms_it_once(visitor: Visitor) -> None:
    page = visitor.visit().press("accept-all").settled("granted").page
    opened(visitor)
    with page.expect_navigation():
        visitor.press("opt-out", VIEW)
    toast = page.get_by_role("status").filter(has_text=DONE)
    toast.wait_for()
    assert f"Switched off: {NAMES}." in toast.inner_text()

    visitor.settled("partial").visit("product.html").settled("partial")
    opened(visitor)
    assert page.locator(".consent-toast").filter(has_text=DONE).count() == 0


@pytest.mark.thorough
@pytest.mark.law("C9")
@examples("action", ["", "deny-all", "accept-selected"], run=["", "accept-selected"])
def test_where_the_page_stays_the_view_confirms_it_at_once_and_when_it_is_opened_again(
    visitor: Visitor, action: str
) -> None:
    page = visitor.visit().page
    if action == "accept-selected":
        visitor.press("preferences").choose("youtube").press(action, "dialog").settled("partial")
    elif action:
        visitor.press(action).settled("denied")
    page.evaluate("window.same = true")
    opened(visitor)
    assert said(visitor) == ""
    visitor.press("opt-out", VIEW)
    visitor.settled("partial" if action == "accept-selected" else "denied")
    assert said(visitor).startswith(DONE)
    assert not page.locator(f"{VIEW} [data-consent-action=opt-out]").is_visible()
    assert page.evaluate("document.activeElement.dataset.consentAction") == "close"
    assert page.evaluate("window.same") is True
    assert not visitor.asked()

    visitor.press("close", VIEW).visit("product.html")
    opened(visitor)
    assert said(visitor).startswith(DONE)
    record = visitor.record()
    assert record is not None
    assert record.granted == (("youtube",) if action == "accept-selected" else ())
    assert record.denied == tuple(one for one in SERVICES if one not in record.granted)


@pytest.mark.law("C2", "C9")
@examples("decided", [False, True], run=[True])
@pytest.mark.thorough
def test_where_the_signal_has_done_it_already_the_view_says_so(
    new_visitor: Callable[..., Visitor], decided: bool
) -> None:
    visitor = signal(new_visitor(extra_http_headers={"Sec-GPC": "1"})).visit()
    if decided:
        visitor.press("accept-all").settled("partial")
    opened(visitor)

    assert said(visitor) == TEXTS["en"]["opt-out.signal"].format(services=NAMES)
    assert not visitor.page.locator(f"{VIEW} [data-consent-action=opt-out]").is_visible()


@pytest.mark.thorough
def test_it_works_by_keyboard_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor.visit().press("deny-all").settled("denied").page
    page.focus(LINK)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{VIEW}[open]")
    assert page.evaluate(f"document.activeElement.closest('{VIEW}') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.consentAction") == "opt-out"
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{VIEW} .consent-done:not(:empty)")
    page.keyboard.press("Enter")

    page.wait_for_selector(f"{VIEW}:not([open])", state="attached")
    assert page.evaluate(f"document.activeElement === document.querySelector('{LINK}')")


@examples("leave", ["Escape", "close"], run=["close"])
@pytest.mark.thorough
def test_who_leaves_the_view_has_decided_nothing(visitor: Visitor, leave: str) -> None:
    page = visitor.visit().page
    opened(visitor)
    if leave == "close":
        visitor.press("close", VIEW)
    else:
        page.keyboard.press(leave)
    page.wait_for_selector(f"{VIEW}:not([open])", state="attached")

    assert (visitor.state(), visitor.asked(), visitor.record()) == ("undecided", True, None)


@pytest.mark.thorough
@examples("language", LANGUAGES, run=["ar"])
def test_it_speaks_the_language_of_the_page(visitor: Visitor, language: str) -> None:
    page = speaking(visitor, language).visit().page
    opened(visitor)
    view = page.locator(VIEW)

    assert (view.get_attribute("lang"), view.locator("h2").inner_text()) == (
        language,
        TEXTS[language]["opt-out.title"],
    )
    visitor.press("opt-out", VIEW)
    assert said(visitor).startswith(TEXTS[language]["opt-out.done"].partition("{")[0])


@pytest.mark.thorough
def test_without_python_it_is_kept_and_ends_what_is_sold(visitor: Visitor) -> None:
    page = visitor.visit().press("accept-all").settled("granted").visit("product.html").page
    visitor.sees(*VENDORS)
    page.evaluate("window.same = true")
    visitor.context.route(INTERPRETER, lambda route: route.abort())
    opened(visitor)
    visitor.press("opt-out", VIEW)
    page.wait_for_function("!window.same && document.readyState === 'complete'")
    assert visitor.state() == "pending"
    visitor.requests.clear()

    visitor.context.unroute(INTERPRETER)
    visitor.visit("product.html").settled("partial")
    record = visitor.record()
    assert record is not None
    assert (record.action, record.granted) == ("opt-out", KEPT)
    assert visitor.outside() == []
    visitor.forgive()  # that Python was kept away is told in the console


@pytest.mark.thorough
def test_the_log_has_an_event_of_its_own_and_the_account_learns_it(visitor: Visitor) -> None:
    log_in(visitor, "opt-out@example.com", register=True).visit()
    opened(visitor)
    visitor.press("opt-out", VIEW).settled("denied")
    visitor.page.wait_for_function("!localStorage['consent.unsent']")
    history = json.loads(visitor.context.request.get(visitor.base + "api/consent/history").text())
    account = decode(account_of(visitor))

    assert [one["event"] for one in history["entries"]] == ["opted-out"]
    assert account is not None
    assert account.action == "opt-out"
    page = visitor.visit("cookie-policy.html").page
    page.click("[data-consent-action=history]")
    page.wait_for_selector(".consent-history tbody")
    assert "Sale and sharing stopped" in page.locator(".consent-history").inner_text()


def test_a_link_anywhere_in_a_page_opens_it_and_a_dialog_of_the_page_lets_it_through(
    visitor: Visitor,
) -> None:
    page = visitor.visit().page
    page.evaluate(
        """() => {
          const dialog = document.createElement('dialog');
          dialog.innerHTML = '<button data-consent-action="opt-out">No sale</button>';
          document.body.append(dialog);
          dialog.showModal();
        }"""
    )
    page.click("dialog [data-consent-action=opt-out]")
    page.wait_for_selector(f"{VIEW}[open]")
    visitor.press("opt-out", VIEW).settled("denied")

    assert said(visitor).startswith(DONE)


@pytest.mark.thorough
def test_it_can_be_allowed_again_in_the_preferences(visitor: Visitor) -> None:
    visitor.visit()
    opened(visitor)
    visitor.press("opt-out", VIEW).settled("denied").press("close", VIEW).open_preferences()
    assert "Opted out of sale and sharing: " in visitor.page.locator("#consent-preferences").inner_text()
    visitor.choose("google").press("accept-selected", "dialog").settled("partial")

    record = visitor.record()
    assert record is not None
    assert record.granted == ("google",)
    opened(visitor)
    assert said(visitor) == ""
    assert set(TRACKING) > set(SALE)
