"""The clock is wrong, or the page goes in the middle of a decision."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.browser.visitor import GOOGLE, IMPACT, PIXEL, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400  # seconds

# Counts what a decision writes and loads, and at one of these steps stops all that the page does.
STEPS = """
(stop) => {
  window.steps = 0;
  const step = () => {
    if (window.steps++ !== stop) return;
    const call = new XMLHttpRequest();
    call.open('GET', '/stopped', false);
    call.send();
  };
  const before = (object, name) => {
    const own = object[name];
    object[name] = function (...all) { step(); return own.apply(this, all); };
  };
  before(Storage.prototype, 'setItem');
  before(Storage.prototype, 'removeItem');
  before(HTMLHeadElement.prototype, 'append');
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', { get, set(text) { step(); set.call(this, text); } });
}
"""
CLICK = "document.querySelector('#consent-banner [data-consent-action=%s]').click()"


@pytest.mark.fault("closed")
@pytest.mark.parametrize(("action", "state"), [("accept-all", "granted"), ("deny-all", "denied")])
def test_a_page_that_is_closed_at_any_step_of_a_decision_loses_nothing_and_opens_nothing_more(
    new_visitor: Callable[..., Visitor],
    record_property: Callable[[str, object], None],
    action: str,
    state: str,
) -> None:
    whole = new_visitor().visit()
    whole.page.evaluate(STEPS, -1)
    whole.page.evaluate(CLICK % action)
    steps = int(whole.settled(state).page.evaluate("window.steps"))
    assert steps > 5, "the click kept, files fetched, the record and the plan written"

    for stop in range(1, steps):
        visitor = new_visitor().visit()
        visitor.page.route("**/stopped", lambda _: None)
        visitor.page.evaluate(STEPS, stop)
        with visitor.page.expect_request("**/stopped"):
            clicked = visitor.page.evaluate(f"setTimeout(() => {CLICK % action}), Date.now()")
        visitor.leave().afresh().visit("product.html").settled(state)
        record = visitor.record()

        assert record is not None
        assert (record.how, -1000 < record.at - clicked < 10_000) == (action, True)
        assert not visitor.asked()
        assert set(visitor.outside()) == ({PIXEL, GOOGLE, IMPACT} if state == "granted" else set())
    record_property("inputs", steps)


def is_asked_again_once_the_clock_is_right(visitor: Visitor, days: int) -> None:
    """*visitor* answers under a clock that is *days* ahead, which then is mended."""
    visitor.page.clock.install(time=time.time() + days * DAY)
    visitor.visit().press("accept-all").settled("granted")
    visitor.leave().afresh()
    visitor.page.clock.set_system_time(time.time())
    visitor.visit("product.html").settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []


@pytest.mark.fault("clock")
def test_an_answer_given_under_a_clock_that_was_ahead_is_asked_for_again(
    new_visitor: Callable[..., Visitor],
) -> None:
    is_asked_again_once_the_clock_is_right(new_visitor(), 400)


@pytest.mark.fault("clock")
def test_an_answer_given_under_a_clock_that_was_behind_lapses_early_and_is_asked_for_again(
    visitor: Visitor,
) -> None:
    is_asked_again_once_the_clock_is_right(visitor, -400)


@pytest.mark.fault("clock")
@pytest.mark.parametrize("days", [-200, 200])
def test_a_clock_that_moves_between_the_click_and_its_record_grants_nothing_for_longer(
    visitor: Visitor, days: int
) -> None:
    visitor.page.clock.install()
    visitor.context.route("**/*.wasm", lambda route: route.abort())
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        visitor.visit().press("accept-all")
    # The page may still be trying, and must not succeed in the last moment.
    visitor.leave().context.unroute("**/*.wasm")
    visitor.page.clock.set_system_time(time.time() + days * DAY)
    # A click that has lapsed is none; one from what is now the future is given now.
    visitor.visit("product.html").settled("undecided" if days > 0 else "granted")
    record = visitor.record()

    assert visitor.asked() == (days > 0)
    assert (record is None) == (days > 0)
    assert record is None or record.at <= visitor.page.evaluate("Date.now()")
    visitor.errors.clear()


@pytest.mark.fault("clock")
def test_in_another_zone_the_answer_is_the_same(new_visitor: Callable[..., Visitor]) -> None:
    east = new_visitor(timezone_id="Pacific/Kiritimati")
    before = int(time.time() * 1000)
    east.visit().press("accept-all").settled("granted")
    record = east.record()
    assert record is not None
    assert before - 1000 < record.at < before + 60_000

    west = new_visitor(timezone_id="Pacific/Pago_Pago")
    west.keep(east.cookies()["consent"]).visit().settled("granted")
    assert not west.asked()
