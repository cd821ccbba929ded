"""Whatever step a tester's time runs out in, the page object says what stands in the way, or goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from banner.testing.errors import ConsentError
from banner.testing.steps import Await, Click, Evaluate, NotDoneError, Steps, Walk

SLOW = "Timeout 100ms exceeded."
UNDECIDED = {
    "address": "http://shop.test/",
    "tag": True,
    "state": "undecided",
    "api": True,
    "consent": None,
    "banner": "open",
    "hidden": "",
    "preferences": False,
    "target": "absent",
    "modal": "",
    "switches": [],
}
PENDING = {**UNDECIDED, "state": "pending", "banner": "closed"}
GRANTED = {**UNDECIDED, "state": "granted", "banner": "closed"}
OPEN = {**GRANTED, "preferences": True}
COVER = '<div id="newsletter"> lies over it'
STEPS = Steps("consent")


def walked(walk: Walk[Any], *seen: dict[str, Any], clicks: bool = True) -> Any:
    """Perform *walk* where every wait takes too long; looks find one of *seen* after the other."""
    looks = list(seen)
    try:
        command = next(walk)
        while True:
            if isinstance(command, Await) or (isinstance(command, Click) and not clicks):
                command = walk.throw(NotDoneError(SLOW))
            elif isinstance(command, Evaluate) and isinstance(command.argument, dict):
                found = looks.pop(0) if len(looks) > 1 else looks[0]
                covered = {"target": COVER} if command.argument["target"] and not clicks else {}
                command = walk.send({**found, **covered})
            else:
                command = walk.send(None)
    except StopIteration as end:
        return end.value


def test_what_has_come_when_the_time_is_over_has_come() -> None:
    assert walked(STEPS.wait_recorded(), GRANTED).state == "granted"
    assert walked(STEPS.open_preferences(), UNDECIDED, OPEN).preferences
    walked(STEPS.accept_all(), UNDECIDED, GRANTED)


@pytest.mark.parametrize("act", [Steps.accept_all, Steps.deny_all, Steps.dismiss, Steps.open_preferences])
def test_what_lies_over_a_button_is_told_where_the_wait_before_took_too_long(
    act: Callable[[Steps], Walk[Any]],
) -> None:
    with pytest.raises(ConsentError) as found:
        walked(act(STEPS), UNDECIDED, clicks=False)

    assert found.value.hindrance == COVER


@pytest.mark.parametrize(
    ("seen", "hindrance"),
    [
        ([PENDING], "Python has not recorded the decision"),
        ([UNDECIDED, PENDING], "Python has not recorded the decision"),
        ([{**UNDECIDED, "state": ""}], "consent.js has not run"),
        ([UNDECIDED], SLOW),
        ([UNDECIDED, {**GRANTED, "banner": "open"}], SLOW),
        ([UNDECIDED, OPEN], SLOW),
    ],
)
def test_what_does_not_come_is_told_and_at_least_what_the_driver_says(
    seen: list[dict[str, Any]], hindrance: str
) -> None:
    with pytest.raises(ConsentError) as found:
        walked(STEPS.accept_all(), *seen)

    assert found.value.hindrance.startswith(hindrance)
