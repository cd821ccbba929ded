"""Garbled records, plans and decisions by the thousand: none opens more than was approved or is an error."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from banner.browser.session import Session
from banner.core.effects import Activate, LeavePlan
from banner.core.events import Decided
from banner.core.machine import step
from banner.core.plan import SCRIPT_COOKIE, Ground, replay
from banner.core.record import decode, encode
from tests.garble import garblings
from tests.unit.shop import DECLARATION, IDS, NOTICE_HASH, NOW, arrived, consent, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.core.events import Arrived

APPROVED = ("google",)
RECORD = encode(consent(APPROVED))
PLAN = replay(DECLARATION, consent(APPROVED), Ground("b1"), RECORD).encode()
LATER = NOW + SCRIPT_COOKIE + 1
DECISION = {
    "id": "c9",
    "action": "accept-selected",
    "services": list(APPROVED),
    "at": NOW - 5,
    "source": "banner",
    "revision": "r1",
    "notice_hash": NOTICE_HASH,
    "language": "en",
}


def activated(event: Arrived) -> set[str]:
    """What a page opens at once or lets later ones open."""
    _, effects = step(state(), event)
    now = [effect.services for effect in effects if isinstance(effect, Activate)]
    later = [effect.plan.services for effect in effects if isinstance(effect, LeavePlan)]
    return {service for services in (*now, *later) for service in services}


def decided(decision: object) -> Decided:
    """A decision of storage as Python reads it."""
    page = SimpleNamespace(_page=SimpleNamespace(now=lambda: NOW))
    return Session._decided(page, decision)  # type: ignore[arg-type]


def read(text: str) -> list[object]:
    """Storage as the page side reads it: JSON, or nothing."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else [found]


def test_what_is_garbled_here_counts_as_long_as_it_is_whole() -> None:
    assert activated(arrived(RECORD)) == set(APPROVED)
    assert activated(arrived(copy=json.loads(PLAN)["record"], now=LATER)) == set(APPROVED)
    assert activated(arrived(pending=(decided(DECISION),))) == set(APPROVED)


@pytest.mark.fault("garbled-record")
def test_no_garbled_record_opens_more(
    record_property: Callable[[str, object], None], *, thorough: bool
) -> None:
    texts = list(garblings(RECORD, 40_000 if thorough else 2_000))
    for text in texts:
        assert activated(arrived(text)) <= set(APPROVED), text
        assert decode(text) is None or activated(arrived(text)) in (set(), set(APPROVED))
    record_property("inputs", len(texts))


@pytest.mark.fault("garbled-plan")
def test_no_garbled_copy_in_a_plan_opens_more(
    record_property: Callable[[str, object], None], *, thorough: bool
) -> None:
    texts = list(garblings(PLAN, 20_000 if thorough else 2_000))
    for text in texts:
        plan = read(text)[:1]
        copy = plan[0].get("record") if plan and isinstance(plan[0], dict) else ""
        event = arrived(copy=copy if isinstance(copy, str) else "", now=LATER)
        assert activated(event) <= set(APPROVED), text
    record_property("inputs", len(texts))


@pytest.mark.fault("garbled-click")
@pytest.mark.parametrize(("action", "services"), [("deny-all", ()), ("accept-selected", APPROVED)])
def test_no_garbled_click_opens_more(
    record_property: Callable[[str, object], None],
    action: str,
    services: tuple[str, ...],
    *,
    thorough: bool,
) -> None:
    decision = {**DECISION, "action": action, "services": list(services)}
    texts = list(garblings(json.dumps([decision]), 10_000 if thorough else 1_000))
    for text in texts:
        pending = tuple(decided(one) for one in read(text))
        assert activated(arrived(pending=pending)) <= set(services), text
    record_property("inputs", len(texts))


ODD = (
    None,
    True,
    -1,
    1e308,
    "",
    "google",
    [],
    [[]],
    [{}],
    {},
    {"google": 1},
    [None],
    ["google", ["x"]],
    "\u202e",
)


@pytest.mark.fault("garbled-click")
def test_a_click_of_any_other_shape_is_a_decision_or_none(
    record_property: Callable[[str, object], None],
) -> None:
    tried = 0
    for key in DECISION:
        for other in DECISION:
            for value in ODD:
                for beside in ODD:
                    decision = {**DECISION, "action": "deny-all", "services": [], key: value, other: beside}
                    wanted = decision["services"] if isinstance(decision["services"], list) else []
                    allowed = {one for one in IDS if one in wanted}
                    assert activated(arrived(pending=(decided(decision),))) <= allowed
                    tried += 1
    for value in ODD:
        assert activated(arrived(pending=(decided(value),))) == set()
    record_property("inputs", tried)
