"""Each way to decide: recorded, remembered, obeyed."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, SERVICES, TRACKING, UP, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

# Every subset of the four services, each once, in chains that only grow: a visitor who allows more stays on
# the page, so one start of Python serves a whole chain (de Bruijn, Tengbergen and Kruyswijk, 1951).
CHAINS = ["-,0,01,012,0123", "1,12,123", "2,02,023", "3,03,013", "13", "23"]
SCRIPTS = {"facebook-pixel": PIXEL, "google": GOOGLE, "impact": IMPACT}


def state_of(granted: tuple[str, ...]) -> str:
    """The word for a consent."""
    if not granted:
        return "denied"
    return "granted" if granted == SERVICES else "partial"


def links_tag(visitor: Visitor) -> bool:
    """Whether the first-party tag was requested."""
    return visitor.base + "links-conversion.js" in visitor.requests


@pytest.mark.both
@pytest.mark.law("A11")
@pytest.mark.smoke("thorough")
def test_accept_all_opens_every_service_in_declared_order(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    visitor.page.wait_for_selector("html[data-links-conversion=on]", state="attached")

    assert not visitor.asked()
    assert visitor.outside() == [PIXEL, GOOGLE, IMPACT]
    record = visitor.record_as_servers_see_it()
    assert record["granted"] == list(SERVICES)
    assert record["denied"] == []
    assert (record["action"], record["source"]) == ("accept-all", "banner")


@pytest.mark.smoke("thorough")
def test_the_cookie_is_first_party_and_lives_180_days(visitor: Visitor) -> None:
    before = time.time()
    visitor.visit().press("deny-all").settled("denied")
    (cookie,) = visitor.context.cookies()

    assert cookie["name"] == "consent"
    assert -2 <= cookie["expires"] - before - 180 * 86_400 < 30
    assert (cookie["path"], cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == (
        "/",
        "Lax",
        False,
        False,
    )


PREFERENCES = "#consent-preferences"
WAYS_TO_DENY: dict[str, tuple[Callable[[Visitor], object], str, str]] = {
    "deny": (lambda one: one.press("deny-all"), "deny-all", "banner"),
    "X": (lambda one: one.press("dismiss"), "dismiss", "banner"),
    "Escape": (lambda one: one.page.keyboard.press("Escape"), "dismiss", "banner"),
    "deny in detail": (
        lambda one: one.press("preferences").press("deny-all", PREFERENCES),
        "deny-all",
        "preferences",
    ),
    "X in detail": (
        lambda one: one.press("preferences").press("dismiss", PREFERENCES),
        "dismiss",
        "preferences",
    ),
}


@pytest.mark.law("A6", "B1")
@examples("way", WAYS_TO_DENY, run=["deny", "X in detail"])
def test_every_way_to_deny_is_kept_and_obeyed(visitor: Visitor, way: str) -> None:
    decide, action, source = WAYS_TO_DENY[way]
    decide(visitor.visit())
    visitor.settled("denied")
    assert visitor.page.url == visitor.base
    started = len(visitor.python())
    visitor.page.reload()
    visitor.visit("product.html").visit("cookie-policy.html")

    assert visitor.state() == "denied"
    assert not visitor.asked()
    assert visitor.outside() == []
    assert not links_tag(visitor)
    assert len(visitor.python()) == started
    record = visitor.record_as_servers_see_it()
    assert (record["granted"], record["denied"]) == ([], list(SERVICES))
    assert (record["action"], record["source"]) == (action, source)


def subsets(chain: str) -> list[tuple[str, ...]]:
    """The sets of services that a chain names."""
    return [tuple(TRACKING[int(digit)] for digit in one if digit != "-") for one in chain.split(",")]


def test_the_chains_hold_every_subset_once() -> None:
    found = [subset for chain in CHAINS for subset in subsets(chain)]
    every = [one for size in range(len(TRACKING) + 1) for one in itertools.combinations(TRACKING, size)]

    assert sorted(found) == sorted(every)


@pytest.mark.law("A9")
@examples("chain", CHAINS, run=CHAINS[:1])
def test_accept_selected_opens_just_what_was_selected(visitor: Visitor, chain: str) -> None:
    page = visitor.visit().page
    for subset in subsets(chain):
        page.evaluate("consent.preferences()")
        visitor.choose(*subset).press("accept-selected", PREFERENCES)
        visitor.settled(state_of(subset))
        page.wait_for_function("(size) => consent.get().granted.length === size", arg=len(subset))

        visitor.sees(*(SCRIPTS[one] for one in subset if one in SCRIPTS))
        assert not visitor.asked()
        assert sorted(visitor.outside()) == sorted(SCRIPTS[one] for one in subset if one in SCRIPTS)
        assert links_tag(visitor) == ("links-conversion" in subset)
        record = visitor.record()
        assert record is not None
        assert record.granted == subset
        assert record.denied == tuple(one for one in SERVICES if one not in subset)


@pytest.mark.thorough
def test_a_whole_purpose_is_switched_at_once(visitor: Visitor) -> None:
    page = visitor.visit().press("preferences").page
    purpose = page.locator("#consent-preferences input[name=purpose][value=marketing]")
    services = page.locator(
        "#consent-preferences .consent-purpose:has(input[value=marketing]) input[name=service]"
    )

    purpose.check()
    assert services.count() == 3
    for box in services.all():
        on = f"#consent-preferences [name=service][value={box.get_attribute('value')}]:checked"
        page.wait_for_selector(on, state="attached")

    services.first.uncheck()
    assert purpose.evaluate("(box) => [box.checked, box.indeterminate]") == [False, True]

    for box in services.all():
        box.uncheck()
    assert purpose.evaluate("(box) => [box.checked, box.indeterminate]") == [False, False]

    for box in services.all():
        box.check()
    assert purpose.evaluate("(box) => [box.checked, box.indeterminate]") == [True, False]


@pytest.mark.thorough
def test_a_text_marked_beyond_the_dialog_is_no_decision(visitor: Visitor) -> None:
    page = visitor.visit().press("preferences").page
    box = page.locator("#consent-preferences h2").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(5, 5)
    page.mouse.up()

    assert page.locator("#consent-preferences").is_visible()
    assert visitor.state() == "undecided"


HEAR = """window.heard = [];
for (const name of ['consent:ready', 'consent:open', 'consent:change'])
  document.addEventListener(name, ({ detail }) => heard.push([name, detail.state || detail.view]));"""


def test_page_scripts_hear_of_the_decision_and_can_make_one(visitor: Visitor) -> None:
    page = visitor.page
    page.add_init_script(HEAR)
    visitor.visit()
    consent = page.evaluate("consent.accept(['google'])")

    assert consent["granted"] == ["google"]
    assert consent["action"] == "allow"
    assert page.evaluate("heard") == [
        ["consent:open", "banner"],
        ["consent:ready", "undecided"],
        ["consent:change", "partial"],
    ]
    assert page.evaluate("consent.get()") == consent
    assert visitor.outside() == [GOOGLE]

    consent = page.evaluate("consent.accept()")
    assert consent["granted"] == list(SERVICES)


@pytest.mark.thorough
def test_a_page_that_carries_a_decision_on_tells_its_scripts_of_the_change_and_those_after_it_do_not(
    visitor: Visitor,
) -> None:
    visitor.visit().page.evaluate("document.querySelector('[data-consent-action=deny-all]').click()")
    visitor.leave().page.add_init_script(HEAR)
    visitor.visit("product.html").settled("denied")
    visitor.page.wait_for_function("heard.length === 2")
    assert visitor.page.evaluate("heard") == [["consent:ready", "denied"], ["consent:change", "denied"]]

    visitor.visit("privacy-policy.html")
    assert visitor.page.evaluate("heard") == [["consent:ready", "denied"]]


@pytest.mark.thorough
@pytest.mark.both
def test_python_that_is_up_records_a_click_with_all_that_it_has(visitor: Visitor) -> None:
    page = visitor.visit().page
    page.hover("#consent-banner")
    page.wait_for_function(UP)
    visitor.catch_up()
    started = len(visitor.python())
    visitor.press("deny-all").settled("denied")

    assert visitor.record() is not None
    assert len(visitor.python()) == started
