"""The clock is wrong, or the page goes in the middle of a decision."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.strict import reaches
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400  # seconds

# Names what a decision writes and loads, and stops all that the page does at one of these steps: at the first
# of this name, or at the one with this number.
STEPS = """
(stop) => {
  window.steps = [];
  const step = (...names) => {
    const name = names.join(' ');
    if (![name, steps.push(name) - 1].includes(stop)) return;
    stop = null;
    const call = new XMLHttpRequest();
    call.open('GET', '/stopped', false);
    call.send();
  };
  const before = (object, method, tell) => {
    const own = object[method];
    object[method] = function (...all) {
      const names = tell(...all);
      if (names.length) step(...names);
      return own.apply(this, all);
    };
  };
  before(Storage.prototype, 'setItem', (key) => ['write', key]);
  before(Storage.prototype, 'removeItem', (key) => ['remove', key]);
  const script = ({ src }) => [src && !src.startsWith(location.origin) ? 'a service' : 'a file'];
  const scripts = (...nodes) => nodes.filter((node) => node?.localName === 'script').flatMap(script);
  for (const method of ['append', 'prepend', 'before', 'after']) before(Element.prototype, method, scripts);
  for (const method of ['appendChild', 'insertBefore']) before(Node.prototype, method, scripts);
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    get,
    set(text) {
      step(text.startsWith('consent=') ? 'the record' : 'a cookie of a service');
      set.call(this, text);
    },
  });
}
"""
CLICK = "document.querySelector('#consent-banner [data-consent-action=%s]').click()"
# The first step keeps the click: before it there is none.
KEPT = "write consent.pending"
STOPS = (
    "a file",
    "write consent.owner",
    "the record",
    "write consent.history",
    "write consent.unsent",
    "write consent.plan",
    "remove consent.pending",
    "remove consent.unsent",
)
# Before, in and after what makes a decision one.
EXAMPLES = {
    "deny-all": ("the record",),
    "accept-all": ("a file", "write consent.unsent", "a service"),
}
DECISIONS = [
    ("deny-all", "denied", STOPS),
    ("accept-all", "granted", (*STOPS, "a service", "a cookie of a service")),
]


def steps_of(visitor: Visitor, action: str, state: str) -> list[str]:
    """The steps of a whole decision."""
    visitor.visit().page.evaluate(STEPS, -1)
    visitor.page.evaluate(CLICK % action)
    visitor.settled(state).page.wait_for_function("steps.includes('remove consent.unsent')")
    steps: list[str] = visitor.page.evaluate("steps")
    return steps


def closed_at(visitor: Visitor, stop: str | int, action: str, state: str) -> None:
    """The page is closed at a step of a decision, and the next one carries it on."""
    visitor.visit().page.route("**/stopped", lambda _: None)
    visitor.page.evaluate(STEPS, stop)
    with visitor.page.expect_request("**/stopped"):
        clicked = visitor.page.evaluate(f"setTimeout(() => {CLICK % action}), Date.now()")
    visitor.leave().afresh().visit("product.html").settled(state)
    record = visitor.record()

    assert record is not None
    assert (record.action, -1000 < record.at - clicked < 60_000) == (action, True)
    assert not visitor.asked()
    assert set(visitor.outside()) == ({PIXEL, GOOGLE, IMPACT} if state == "granted" else set())


@pytest.mark.parametrize(("action", "state", "stops"), DECISIONS, ids=["deny", "accept"])
def test_these_are_the_steps_of_a_decision(
    visitor: Visitor, action: str, state: str, stops: tuple[str, ...]
) -> None:
    assert set(steps_of(visitor, action, state)) == {KEPT, *stops}


@pytest.mark.fault("closed")
@pytest.mark.parametrize(
    ("action", "state", "stop"),
    [
        pytest.param(action, state, stop, marks=() if stop in EXAMPLES[action] else pytest.mark.thorough)
        for action, state, stops in DECISIONS
        for stop in stops
    ],
)
def test_a_page_that_is_closed_in_the_middle_of_a_decision_loses_nothing_and_opens_nothing_more(
    visitor: Visitor, action: str, state: str, stop: str
) -> None:
    closed_at(visitor, stop, action, state)


@pytest.mark.thorough
@pytest.mark.fault("closed")
@pytest.mark.parametrize(("action", "state", "stops"), DECISIONS, ids=["deny", "accept"])
def test_a_page_that_is_closed_at_any_step_of_a_decision_loses_nothing_and_opens_nothing_more(
    new_visitor: Callable[..., Visitor],
    record_property: Callable[[str, object], None],
    action: str,
    state: str,
    stops: tuple[str, ...],
) -> None:
    steps = steps_of(new_visitor(), action, state)
    assert len(steps) > len(stops)
    for number in range(1, len(steps)):
        closed_at(new_visitor(), number, action, state)
    record_property("inputs", len(steps))


def is_asked_again_once_the_clock_is_right(visitor: Visitor, days: int) -> None:
    """*visitor* decides under a clock that is *days* ahead, which then is mended."""
    # The log takes what is from the future once that has come, so nobody waits for it here.
    visitor.page.clock.install(time=time.time() + days * DAY)
    reaches(visitor.visit().press("accept-all"), "granted")
    visitor.leave().afresh()
    visitor.page.clock.set_system_time(time.time())
    reaches(visitor.visit("product.html"), "undecided")

    assert visitor.asked()
    assert visitor.outside() == []


@pytest.mark.thorough
@pytest.mark.fault("clock")
def test_a_decision_made_under_a_clock_that_was_ahead_is_asked_for_again(
    new_visitor: Callable[..., Visitor],
) -> None:
    is_asked_again_once_the_clock_is_right(new_visitor(), 400)


@pytest.mark.thorough
@pytest.mark.fault("clock")
def test_a_decision_made_under_a_clock_that_was_behind_lapses_early_and_is_asked_for_again(
    visitor: Visitor,
) -> None:
    is_asked_again_once_the_clock_is_right(visitor, -400)


@pytest.mark.thorough
@pytest.mark.fault("clock")
@examples("days", [-200, 200], run=[200])
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


@pytest.mark.thorough
@pytest.mark.fault("clock")
def test_in_another_zone_the_consent_is_the_same(new_visitor: Callable[..., Visitor]) -> None:
    east = new_visitor(timezone_id="Pacific/Kiritimati")
    before = int(time.time() * 1000)
    east.visit().press("accept-all").settled("granted")
    record = east.record()
    assert record is not None
    assert before - 1000 < record.at < before + 60_000

    west = new_visitor(timezone_id="Pacific/Pago_Pago")
    west.keep(east.cookies()["consent"]).visit().settled("granted")
    assert not west.asked()
