"""Consent: what each action grants, and how long one holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.consent import (
    CLOCK_TOLERANCE,
    chosen,
    domains,
    expired,
    from_future,
    holds,
)
from banner.core.declaration import Cookie, Service
from tests.unit.shop import DECLARATION, IDS, LIFETIME, NOW, consent


@pytest.mark.parametrize(
    ("action", "services", "before", "granted"),
    [
        ("accept-all", IDS, (), IDS),
        ("accept-all", ("google",), (), ("google",)),
        ("deny-all", IDS, IDS, ()),
        ("dismiss", IDS, IDS, ()),
        ("accept-selected", ("impact", "pixel"), ("google",), ("pixel", "impact")),
        ("accept-selected", (), IDS, ()),
        ("allow", ("impact",), ("pixel",), ("pixel", "impact")),
        ("withdraw", ("pixel",), ("pixel", "impact"), ("impact",)),
        ("opt-out", ("impact",), IDS, ("pixel", "google", "links")),
        ("opt-out", ("impact",), (), ()),
        # The page is of an older build, in which it was the pixel that was sold.
        ("opt-out", ("pixel",), IDS, ("google", "links")),
        ("accept-selected", ("unknown", "session", "google"), (), ("google",)),
    ],
)
def test_an_action_grants(
    action: str, services: tuple[str, ...], before: tuple[str, ...], granted: tuple[str, ...]
) -> None:
    assert chosen(DECLARATION, action, services, before) == granted


@pytest.mark.parametrize(("granted", "state"), [((), "denied"), (("google",), "partial"), (IDS, "granted")])
def test_the_state_of_a_consent(granted: tuple[str, ...], state: str) -> None:
    assert consent(granted).state == state


def test_a_consent_holds_for_180_days_and_not_a_moment_longer() -> None:
    held = consent()

    assert holds(held, DECLARATION, NOW + LIFETIME - 1)
    assert not holds(held, DECLARATION, NOW + LIFETIME)
    assert expired(held, DECLARATION, NOW + LIFETIME)


def test_the_seconds_left_are_no_fewer_than_it_holds_and_less_than_one_more() -> None:
    held = consent()

    assert held.seconds_left(DECLARATION, NOW) == LIFETIME // 1000
    assert held.seconds_left(DECLARATION, NOW + LIFETIME - 1) == 1
    assert held.seconds_left(DECLARATION, NOW + LIFETIME) == 0
    assert held.seconds_left(DECLARATION, NOW + 2 * LIFETIME) == 0


@given(st.integers(NOW, NOW + 2 * LIFETIME))
def test_a_cookie_is_there_as_long_as_its_consent_holds(now: int) -> None:
    left = consent().seconds_left(DECLARATION, now)

    assert (left > 0) == (not expired(consent(), DECLARATION, now))
    assert max(0, NOW + LIFETIME - now) <= left * 1000 < max(0, NOW + LIFETIME - now) + 1000


def test_a_consent_to_another_revision_does_not_hold() -> None:
    assert not holds(consent(revision="r0"), DECLARATION, NOW)


def test_a_consent_about_other_services_does_not_hold() -> None:
    assert not holds(consent(("google", "unknown")), DECLARATION, NOW)


def test_a_clock_set_back_by_hours_does_not_ask_again() -> None:
    assert holds(consent(), DECLARATION, NOW - CLOCK_TOLERANCE)


def test_a_consent_from_the_future_does_not_hold() -> None:
    assert from_future(consent(), NOW - CLOCK_TOLERANCE - 1)
    assert not holds(consent(), DECLARATION, NOW - CLOCK_TOLERANCE - 1)


def test_a_domain_with_several_cookies_is_told_once() -> None:
    away = tuple(Cookie(name, "1 day", domain="a.example") for name in ("one", "two"))
    one = Service("one", "One", "analytics", "them", (*away, Cookie("three", "1 day", domain="b.example")))
    declaration = replace(
        DECLARATION, services=(one, replace(one, id="two"), replace(one, id="three", cookies=()))
    )

    assert domains(declaration, ("one", "two")) == ("a.example", "b.example")
    assert domains(declaration, ("three",)) == ()
