"""What scripts and buttons of a page may ask for: a wrong call is told, and recorded as nothing."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.visitor import SERVICES, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

# In the order of the calls: a script in JavaScript, and what the console says of it.
SLIPS = {
    "'gogle'": '"gogle" is none of facebook-pixel, google, .*; did you mean "google"\\?',
    "'Google'": 'did you mean "google"\\?',
    "'session'": '"session" is none of ',
    "''": '"" is none of ',
    "['google', 'nothing']": '"nothing" is none of ',
    "['google', 7]": "7 is none of ",
    "[['google']]": '\\["google"\\] is none of ',
    "[undefined]": "undefined is none of ",
    "new Set(['gogle'])": 'did you mean "google"\\?',
    "(function* () { yield 'gogle'; })()": 'did you mean "google"\\?',
    "['toString', '__proto__']": '"toString" is none of ',
    "[]": "names no service, which is neither a consent nor a denial",
    "new Set()": "names no service",
    "7": "takes the id of a service, or a list of ids",
    "true": "takes the id of a service",
    "null": "takes the id of a service",
    "{ google: true }": "takes the id of a service",
    "new MouseEvent('click')": "MouseEvent\\]\\) takes the id of a service",
}
GOOD = {
    "'google'": ["google"],
    "['google', 'google']": ["google"],
    "new Set(['impact', 'google'])": ["google", "impact"],
    "(function* () { yield 'google'; })()": ["google"],
    "": list(SERVICES),
    "undefined": list(SERVICES),
}


def told(page: Page, script: str) -> ConsoleMessage:
    """What the console says of *script*, as an error."""
    with page.expect_console_message(lambda message: message.type == "error") as found:
        page.evaluate(f"() => {{ {script} }}")
    return found.value


def nothing_has_happened(visitor: Visitor, state: str = "undecided") -> None:
    """No decision was taken, kept, or is on its way to Python."""
    assert visitor.state() == state
    assert "consent.pending" not in visitor.stored()
    assert visitor.python() == []


def test_a_wrong_call_fails_tells_why_and_records_nothing(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    before = page.locator("#consent-banner").is_visible()
    for method, ids in itertools.product(("accept", "deny"), SLIPS):
        said = page.evaluate(f"consent.{method}({ids}).then(String, (error) => error.name + error.message)")

        assert said.startswith(f"TypeErrorconsent.{method}(")
        assert said.endswith("Nothing was recorded.")
        assert re.search(SLIPS[ids], said)
    assert page.locator("#consent-banner").is_visible() == before
    nothing_has_happened(visitor)


@pytest.mark.thorough
def test_a_wrong_call_that_nobody_waits_for_is_told_once_in_the_console_and_is_no_uncaught_error(
    visitor: Visitor,
) -> None:
    page = visitor.visit("privacy-policy.html").page
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    assert 'did you mean "google"' in told(page, "consent.accept('gogle')").text
    assert [one for one in said if "gogle" in one] == said
    assert len(said) == 1
    assert visitor.errors == []


@pytest.mark.thorough
def test_a_wrong_call_leaves_the_consent_that_holds(visitor: Visitor) -> None:
    visitor.visit("privacy-policy.html").press("accept-all").settled("granted")
    record = visitor.cookies()["consent"]
    visitor.afresh().visit("privacy-policy.html")
    told(visitor.page, "consent.deny('gogle')")
    told(visitor.page, "consent.deny([])")

    nothing_has_happened(visitor, "granted")
    assert visitor.cookies()["consent"] == record


@examples("ids", GOOD, run=[*GOOD][::2])
def test_a_call_takes_one_id_or_many_in_any_list(visitor: Visitor, ids: str) -> None:
    page = visitor.visit("privacy-policy.html").page

    assert page.evaluate(f"consent.accept({ids}).then(({{ granted }}) => granted)") == GOOD[ids]


@pytest.mark.thorough
def test_where_the_words_about_it_do_not_come_a_wrong_call_still_fails(visitor: Visitor) -> None:
    visitor.context.route("**/files/extras.*.js", lambda route: route.abort())
    page = visitor.visit("privacy-policy.html").page

    assert page.evaluate("consent.accept('gogle').then(() => 'recorded', () => 'failed')") == "failed"
    nothing_has_happened(visitor)
    visitor.errors.clear()


BUTTONS = {
    '<button data-consent-action="accept">': '"accept" is none of .* did you mean "accept-all"',
    '<button data-consent-action="allow">': '"allow" is none of accept-all, deny-all',
    '<button data-consent-action="load">': '"load" is none of accept-all, deny-all',
    '<button data-consent-action="withdraw">': '"withdraw" is none of ',
    '<button data-consent-action="Accept-All">': 'did you mean "accept-all"',
    '<button data-consent-action="">': '"" is none of ',
    '<button data-consent-action="accept-selected">': "only beside the switches of the preferences",
    '<form><input type="checkbox" name="service" value="google" checked>'
    '<button data-consent-action="accept-selected">': "only beside the switches of the preferences",
}


@pytest.mark.thorough
def test_a_button_that_means_nothing_is_told_and_records_nothing(visitor: Visitor) -> None:
    for markup, words in BUTTONS.items():
        page = visitor.visit("privacy-policy.html").page
        page.evaluate("(text) => document.body.insertAdjacentHTML('beforeend', text)", markup)
        message = told(page, "document.querySelector('body > button, body > form > button').click()")

        assert re.search(words, message.text)
        nothing_has_happened(visitor)


@pytest.mark.thorough
def test_a_button_of_the_banners_own_that_decides_nothing_is_no_mistake_of_the_page(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.wait_for_selector("[data-service=youtube] [data-consent-action=load]", state="attached")
    page.evaluate("document.querySelector('[data-service=youtube] [data-consent-action=load]').click()")
    page.wait_for_selector("[data-service=youtube] iframe", state="attached")
    # A mistake is told in the same way, and later than what was told of before it.
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button data-consent-action=none>')")
    told(page, "document.querySelector('body > button').click()")

    assert [text for text in messages if '"load"' in text] == []
    nothing_has_happened(visitor)


def test_in_the_banner_which_has_no_switches_nothing_can_be_selected(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(
        "document.querySelector('#consent-banner [data-consent-action=deny-all]')"
        ".dataset.consentAction = 'accept-selected'"
    )
    told(page, "document.querySelector('#consent-banner [data-consent-action=accept-selected]').click()")

    nothing_has_happened(visitor)


@examples(
    ("action", "state"),
    [("accept-all", "granted"), ("deny-all", "denied"), ("dismiss", "denied")],
    run=[("accept-all", "granted"), ("dismiss", "denied")],
)
def test_a_button_of_the_page_decides_like_one_of_the_banner(
    visitor: Visitor, action: str, state: str
) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(
        "(one) => document.body.insertAdjacentHTML('beforeend', one)",
        f'<button data-consent-action="{action}">',
    )
    page.evaluate("document.querySelector('body > button').click()")
    visitor.settled(state)

    record = visitor.record()
    assert record is not None
    assert (record.action, record.source) == (action, "page")
