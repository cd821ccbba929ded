"""A denial is as good a decision as a grant: kept as long, and not asked about again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from banner.core.record import encode
from tests.matrix import examples
from tests.support.consents import DAY, consent_of
from tests.support.visitor import SERVICES, Visitor


@pytest.mark.law("B1")
@examples("action", ["dismiss", "deny-all"], run=["dismiss"])
def test_nobody_is_asked_again_on_reload_in_another_tab_or_the_next_day(
    visitor: Visitor, action: str
) -> None:
    page = visitor.visit().press(action).settled("denied").page
    page.reload()
    assert not visitor.asked()
    visitor.page = visitor.context.new_page()
    visitor.visit("product.html")
    assert not visitor.asked()
    visitor.page.clock.install(time=time.time() + 86_400)
    visitor.visit()

    assert visitor.state() == "denied"
    assert not visitor.asked()


@pytest.mark.law("B2")
def test_a_denial_is_kept_as_long_as_a_grant(new_visitor: Callable[..., Visitor]) -> None:
    ends = []
    for action, state in (("accept-all", "granted"), ("deny-all", "denied"), ("dismiss", "denied")):
        visitor = new_visitor()
        visitor.visit("privacy-policy.html").press(action).settled(state)
        record = visitor.record()
        assert record is not None
        (cookie,) = [one for one in visitor.context.cookies() if one["name"] == "consent"]
        ends.append(cookie["expires"] - record.at / 1000)

    assert max(ends) - min(ends) < 10


@pytest.mark.thorough
@pytest.mark.law("A9", "B2")
def test_a_selection_of_nothing_is_recorded_as_a_denial_of_all(new_visitor: Callable[..., Visitor]) -> None:
    nothing = new_visitor().visit().press("preferences").press("accept-selected", "dialog")
    everything = new_visitor().visit().press("deny-all")
    told = [
        (
            one.settled("denied").record_as_servers_see_it()["granted"],
            one.record_as_servers_see_it()["denied"],
        )
        for one in (nothing, everything)
    ]

    assert told == [([], list(SERVICES))] * 2


@pytest.fixture(scope="session")
def six_months(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site with the lifetime that the build advises."""
    return rebuilt("lifetime_days = 180 ", "lifetime_days = 184 ")


@pytest.mark.thorough
@pytest.mark.law("B3")
@pytest.mark.parametrize(("age", "asked"), [(181 * DAY, False), (184 * DAY + 1000, True)])
def test_with_184_days_a_denial_is_asked_about_again_after_six_months_and_not_before(
    new_visitor: Callable[..., Visitor], six_months: str, age: int, *, asked: bool
) -> None:
    visitor = new_visitor(six_months).keep(encode(consent_of(age, ()))).visit()
    visitor.settled("undecided" if asked else "denied")

    assert visitor.asked() == asked


def swipe(visitor: Visitor, points: list[tuple[int, int]]) -> None:
    """Draw a finger over the page."""
    hand = visitor.context.new_cdp_session(visitor.page)
    moves = [("touchStart", points[:1]), *(("touchMove", [one]) for one in points[1:]), ("touchEnd", [])]
    for kind, at in moves:
        touching = [{"x": x, "y": y} for x, y in at]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touching})


@pytest.mark.thorough
@pytest.mark.law("A7")
@pytest.mark.needs("a finger")
def test_swiping_and_loading_again_are_no_decision(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(has_touch=True, viewport={"width": 390, "height": 800}).visit()
    page = visitor.page
    swipe(visitor, [(195, y) for y in range(180, 10, -10)])
    page.wait_for_function("scrollY > 80")
    swipe(visitor, [(x, 100) for x in range(60, 300, 20)])
    page.reload()

    assert visitor.asked()
    assert visitor.state() == "undecided"
    assert visitor.outside() == []
    assert visitor.context.cookies() == []
    assert visitor.stored() == {}


@pytest.mark.law("B9")
def test_every_decision_leaves_one_entry_with_what_was_shown(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").press("dismiss").settled("denied").page
    decisions = [("consent.accept()", "granted"), ("consent.deny(['youtube'])", "partial")]
    for decision, state in decisions:
        page.evaluate(f"void {decision}")
        visitor.settled(state)
    page.wait_for_function("!!localStorage['consent.plan']")
    visitor.visit("product.html").settled("partial")
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })"
    )
    visitor.visit("privacy-policy.html")
    page.wait_for_function("window.consent?.get().action === 'gpc'")
    visitor.settled("partial")
    visitor.open_preferences()
    visitor.press("deny-all", "dialog").settled("denied")
    entries = page.request.get(visitor.base + "api/consent/history").json()["entries"]

    events = [one["event"] for one in reversed(entries)]
    assert events == ["dismissed", "changed", "withdrawn", "withdrawn", "withdrawn"]
    assert len({one["id"] for one in entries}) == len(entries)
    for one in entries:
        notice = visitor.base + f"api/consent/notices/{one['notice_hash']}"
        assert "Accept All" in page.request.get(notice).text()
